"""The lexer loses nothing, whatever it is given, and knows C's tokens."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pylint_kernel.language import lexer
from pylint_kernel.language.lexer import BLANKS, Tokens, mask, opaque

#: Pieces that a random choice of bytes would hardly ever put together.
PIECES = [
    "int", "x", "0x1e+2", ".5f", "1.e5", "'", '"', "\\", "\\\n", "\\\r\n", "\n", "\r", " ", "\t", "/*", "*/", "//", "/",
    "*", "#", "##", "#define", "#if", "#endif", "(", ")", "[", "]", "{", "}", "->", "...", "..", "<<=", "'a'", '"s"',
    "L", "é", "\0", "\f", "$", "@", "`",
]  # fmt: skip
ANYTHING = st.one_of(
    st.binary(max_size=60).map(lambda data: data.decode("latin-1")),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)


@settings(deadline=None)
@given(ANYTHING)
def test_nothing_is_lost(text: str) -> None:
    tokens = Tokens(text)
    known = sorted([*((start, start + len(t)) for start, t in zip(tokens.starts, tokens.texts, strict=True)),
                    *tokens.comments])  # fmt: skip
    end = 0
    for start, stop in known:
        assert end <= start < stop
        assert text[end:start].replace("\\\r\n", "").replace("\\\n", "").strip(BLANKS) == ""
        end = stop
    assert text[end:].replace("\\\r\n", "").replace("\\\n", "").strip(BLANKS) == ""
    assert all(text[start:].startswith(t) for start, t in zip(tokens.starts, tokens.texts, strict=True))


def masked(text: str) -> str:
    return mask(text, *opaque(text))


@settings(deadline=None)
@given(ANYTHING)
def test_comments_and_literals_are_found_without_the_rest(text: str) -> None:
    tokens = Tokens(text)
    assert opaque(text) == (tokens.comments, [tokens.span(position) for position in tokens.literals])


@settings(deadline=None)
@given(ANYTHING)
def test_mask_keeps_the_layout(text: str) -> None:
    code = masked(text)
    assert len(code) == len(text)
    for one, other in zip(text, code, strict=True):
        assert (one == "\n") == (other == "\n")
        assert (one == "\t") == (other == "\t")


@settings(deadline=None)
@given(ANYTHING)
@example("/*\\\n\\")
def test_code_has_the_same_tokens(text: str) -> None:
    tokens = Tokens(text)
    code = Tokens(masked(text))
    assert not code.comments
    assert code.starts == tokens.starts
    for one, other in zip(tokens.texts, code.texts, strict=True):
        assert one == other or one[0] == other[0] in "\"'"


@settings(deadline=None)
@given(ANYTHING)
def test_views_are_consistent(text: str) -> None:
    tokens = Tokens(text)
    for word, positions in tokens.index.items():
        assert [tokens.texts[at] for at in positions] == [word] * len(positions)
        assert positions == sorted(positions)
    assert sum(map(len, tokens.index.values())) == len(tokens)
    assert [tokens.texts[at] for at in tokens.literals] == [t for t in tokens.texts if t[0] in "\"'"]
    for one, other in tokens.partner.items():
        assert tokens.partner[other] == one
        assert tokens.texts[min(one, other)] + tokens.texts[max(one, other)] in ("()", "[]", "{}")
    before = 0
    for directive in tokens.directives:
        assert before <= directive.span.start < directive.span.end
        assert tokens.texts[directive.first] == "#"
        assert tokens.starts[directive.first] == directive.span.start
        assert tokens.end(directive.last - 1) <= directive.span.end
        assert directive.last == len(tokens) or tokens.starts[directive.last] >= directive.span.end
        before = directive.span.end


@settings(deadline=None)
@given(ANYTHING, st.integers(0, 60), st.sampled_from([" /* it's */ ", "/**/", " /*\n * a\n */"]))
def test_a_comment_is_a_blank(text: str, at: int, comment: str) -> None:
    tokens = Tokens(text)
    edges = [end for position in range(len(tokens)) if tokens.texts[position][0] not in "\"'/\\"
             for end in [tokens.end(position)] if text[end : end + 1] in (" ", "\n")]  # fmt: skip
    if edges and not any(start <= edges[at % len(edges)] <= end for start, end in tokens.comments):
        edge = edges[at % len(edges)]
        assert Tokens(text[:edge] + comment + text[edge:]).texts == tokens.texts


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("a->b++ + --c", ["a", "->", "b", "++", "+", "--", "c"]),
        ("x <<= 1 >> y", ["x", "<<=", "1", ">>", "y"]),
        ("f(x, ...)", ["f", "(", "x", ",", "...", ")"]),
        ("a<:1:>", ["a", "<", ":", "1", ":", ">"]),
        ("1.e5 .5f 0x1p-3 1e+5", ["1.e5", ".5f", "0x1p-3", "1e+5"]),
        # One preprocessing number, as the standard has it; no compiler takes it for three tokens.
        ("0x1e+2", ["0x1e+2"]),
        ("0x1f+2", ["0x1f", "+", "2"]),
        ("a.b .. c", ["a", ".", "b", ".", ".", "c"]),
        ("u\"str\" L'x'", ["u", '"str"', "L", "'x'"]),
        ('"/* no */" "// no"', ['"/* no */"', '"// no"']),
        (r'"a\"b" "\\"', [r'"a\"b"', r'"\\"']),
        ('"one\\\ntwo"', ['"one\\\ntwo"']),
        ("a /* x */ b // y", ["a", "b"]),
        ("a // b \\\n c\nd", ["a", "d"]),
        ("/* never closed int x;", []),
        ("a /**/ b /***/ c /* ** */ d", ["a", "b", "c", "d"]),
        ("int \\\n x", ["int", "x"]),
        ("a \\ \nb", ["a", "\\", "b"]),
        ("é", ["é"]),
        ("a\rb\r\nc", ["a", "b", "c"]),
    ],
)
def test_tokens(text: str, texts: list[str]) -> None:
    assert Tokens(text).texts == texts


def test_an_open_quote_ends_with_its_line() -> None:
    assert Tokens("#error don't\nint x;\n").texts == ["#", "error", "don", "'t", "int", "x", ";"]
    assert Tokens('.ascii "x\nint y;\n').texts == [".", "ascii", '"x', "int", "y", ";"]


def test_mask() -> None:
    text = "a = \"x\\n\";\t/* é\t*/ b = '\\0'; // c\n"
    assert masked(text) == "a = \"XXX\";\t    \t   b = 'XX';     \n"
    text = "#define A(x) /* one \\\n two */ x\n"
    assert masked(text) == "#define A(x)        \\\n        x\n"
    text = '"a\\\nb"'
    assert masked(text) == '"X\\\nX"'


def test_directives() -> None:
    text = (
        "#include <a.h>\n"
        "  # define X(a) \\\n\ta + 1\n"
        "x = a # b;\n"
        "#if 1 /* one\n two */ && B\n"
        "#else /* not\n * this */\n"
        "/* c */ #endif\n"
        "#\n"
        "#pragma last"
    )
    directives = Tokens(text).directives
    assert [directive.name for directive in directives] == ["include", "define", "if", "else", "endif", "", "pragma"]
    assert [text[directive.span.start : directive.span.end] for directive in directives] == [
        "#include <a.h>", "# define X(a) \\\n\ta + 1", "#if 1 /* one\n two */ && B", "#else /* not", "#endif", "#",
        "#pragma last",
    ]  # fmt: skip
    assert text[directives[1].rest :].startswith(" X(a)")


def brackets(text: str) -> list[tuple[int, int]]:
    tokens = Tokens(text)
    return sorted((one, other) for one, other in tokens.partner.items() if one < other)


def test_partner() -> None:
    assert brackets("f(a[1], {2})") == [(1, 10), (3, 5), (7, 9)]
    assert brackets("{ ( } )") == [(0, 2)]
    assert brackets("( { ) }") == [(1, 3)]
    assert brackets("( [ )") == [(0, 2)]
    assert brackets(") ] } (") == []
    # A macro's body matches nothing outside of it.
    assert brackets("(\n#define A ) {\n)") == [(0, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "/* " + "* " * 300_000,
        '"' + "\\a" * 300_000,
        "(" * 300_000 + "]" * 300_000,
        "{([" * 200_000 + ")" * 200_000 + "}" * 200_000,
        "// a\\\n" * 200_000,
        "#define a (\n" * 50_000,
        "# /*\n*/ # x\n" * 50_000,
        "1e+" * 300_000,
        "x" * 1_000_000,
    ],
    ids=lambda text: text[:8],
)
def test_time_is_linear(text: str) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        tokens = Tokens(part)
        _ = tokens.partner, masked(part)
        return time.process_time() - start

    assert seconds(text) < 16 * seconds(text[: len(text) // 4]) + 0.5


def test_a_large_text_is_read_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut off at the end of a stretch is read again: comments, strings, operators, continued lines."""
    pieces = [*PIECES, *PIECES[:20]]
    chooser = random.Random(5)
    texts = ["".join(chooser.choices(pieces, k=chooser.randint(1, 120))) for _ in range(300)]
    wanted = [Tokens(text) for text in texts]
    indexes = [tokens.index for tokens in wanted]
    monkeypatch.setattr(lexer, "LARGE", 0)
    monkeypatch.setattr(lexer, "LONG", 0)
    monkeypatch.setattr(lexer, "STRETCH", 12)
    for tokens, index, text in zip(wanted, indexes, texts, strict=True):
        large = Tokens(text)
        assert (large.texts, list(large.starts)) == (tokens.texts, tokens.starts)
        assert (large.comments, large.literals) == (tokens.comments, tokens.literals)
        assert {word: list(at) for word, at in large.index.items()} == {
            word: at for word, at in index.items() if not re.match(r"\d+$|0[xX]", word, re.ASCII)
        }
        assert dict(large.partner) == tokens.partner
