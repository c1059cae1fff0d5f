"""What belongs to a change: its own lines, and untouched lines that it made wrong; never what was there before."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.language import windows
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Span
from pylint_kernel.patches.change import BETWEEN_LINES, OF_NAMES, OF_THE_END, OF_THE_LINE, Before, align

BEFORE = b"""int f(int a)
{
	if (a) {
		g();
		h();
	}
	return 0; \n}

int k(char *a, char *b)
{
	strcpy(a, b);
	return 0;
}
"""


def found(after: bytes, added: set[int], removed: set[int]) -> list[tuple[int, str]]:
    target = Target(
        "lib/a.c", data=after, changed=frozenset(added), in_patch=True, before=Before(BEFORE, frozenset(removed))
    )
    result = runner.run_target(
        target, Settings(strict=True, types=frozenset({"TRAILING_WHITESPACE", "STRCPY", "BRACES"}))
    )
    return [(result.file.line_number(one.span.start), one.code) for one in result.findings]


def test_added_line() -> None:
    lines = BEFORE.split(b"\n")
    lines.insert(6, b"\tstrcpy(p, q);")
    assert found(b"\n".join(lines), {7}, set()) == [(7, "STRCPY")]


def test_what_was_there_is_not_reported() -> None:
    lines = BEFORE.split(b"\n")
    lines[0] = b"int f(long a)"
    assert found(b"\n".join(lines), {1}, {1}) == []


def test_names_that_were_there_are_not_new() -> None:
    """CamelCase is reported for the names that a change brings, wherever it uses the others."""
    before = b"void f(struct demo *demo)\n{\n\tdemo->pBuffer = NULL;\n}\n"
    after = before.replace(b"{\n", b"{\n\tdemo->pBuffer->pNext = NULL;\n")
    target = Target("lib/a.c", data=after, changed=frozenset({3}), in_patch=True, before=Before(before, frozenset()))
    result = runner.run_target(target, Settings(strict=True, types=frozenset({"CAMELCASE"})))
    assert [one.message for one in result.findings] == ["avoid CamelCase: pNext"]
    result = runner.run_target(Target("lib/a.c", data=after, in_patch=True), Settings(strict=True))
    assert [one.message for one in result.findings if one.code == "CAMELCASE"] == [
        "avoid CamelCase: pBuffer", "avoid CamelCase: pNext",
    ]  # fmt: skip


def test_a_brace_that_stays_is_not_new() -> None:
    """A condition that was written anew is not to blame for the brace below."""
    before = b"void f(int a)\n{\n\tif (a)\n\t{\n\t\tg();\n\t\th();\n\t}\n}\n"

    def braces(after: bytes) -> list[int]:
        removed, added = difference(before, after)
        target = Target("lib/a.c", data=after, changed=added, in_patch=True, before=Before(before, removed))
        result = runner.run_target(target, Settings(types=frozenset({"OPEN_BRACE"})))
        return [result.file.line_number(one.span.start) for one in result.findings]

    assert braces(before.replace(b"(a)\n\t{", b"(a > 1)\n\t{")) == []
    assert braces(before.replace(b"(a)\n\t{\n", b"(a)\n\t{ /* b */\n")) == []
    assert braces(before.replace(b"if (a)\n\t{", b"while (a)\n\t{")) == [3]


def test_alignment() -> None:
    sides = align(4, frozenset({2}), 5, frozenset({2, 3}))
    assert sides.moved == {1: 1, 3: 4, 4: 5}
    assert sides.focus_before == {1, 2, 3}
    assert sides.focus_after == {1, 2, 3, 4}


@given(
    st.integers(0, 12),
    st.integers(0, 12),
    st.sets(st.integers(-1, 15)),
    st.sets(st.integers(-1, 15)),
    st.integers(1, 9),
)
def test_kept_lines_are_the_same_in_the_same_order(
    before: int, after: int, removed: set[int], added: set[int], first: int
) -> None:
    """Numbers that no line has may be among those that are said to be removed or added."""
    moved = align(before, frozenset(removed), after, frozenset(line + first - 1 for line in added), first).moved
    old = [line for line in range(1, before + 1) if line not in removed]
    new = [line + first - 1 for line in range(1, after + 1) if line not in added]
    assert moved == dict(zip(old, new, strict=False))
    assert len(moved) == min(len(old), len(new))
    assert list(moved.origins(range(-3, 30))) == list(moved)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: tuple(sorted(pair)))))
def test_merge_keeps_every_byte(pairs: list[tuple[int, int]]) -> None:
    merged = windows.merge(pairs)
    assert all(one.end + 1 < other.start for one, other in pairwise(merged))
    for start, end in pairs:
        assert any(span.start <= start and end <= span.end for span in merged)


def test_windows_are_items() -> None:
    file = SourceFile("a.c", BEFORE, focus=frozenset({12}))
    assert [file.slice(span).splitlines()[0] for span in windows.of(file)] == [
        "int f(int a)",
        "int k(char *a, char *b)",
    ]
    assert windows.of(SourceFile("a.c", BEFORE)) == [Span(0, len(BEFORE))]


def test_windows_are_whole_comments_macros_and_symbols() -> None:
    """What begins far above a changed line is looked at from its beginning."""
    comment = b"int a;\n/*\n" + b" * text\n" * 20 + b" */\nint b;\n"
    file = SourceFile("a.c", comment, focus=frozenset({15}))
    assert [file.slice(span)[:2] for span in windows.of(file)] == ["/*"]
    file = SourceFile("a.dts", comment, focus=frozenset({15}))
    assert [file.slice(span)[:2] for span in windows.of(file)] == ["/*"]
    macro = b"int a;\n#define f(x) \\\n" + b"\tg(x); \\\n" * 20 + b"\tk(x)\n\nint b;\n"
    file = SourceFile("a.c", macro, focus=frozenset({15}))
    assert file.slice(windows.of(file)[0]).startswith("#define")
    symbols = b"config A\n\tbool\n\nconfig B\n" + b"\tdepends on C\n" * 20 + b"\nconfig D\n\tbool\n"
    file = SourceFile("Kconfig", symbols, focus=frozenset({15}))
    assert [file.slice(span).split("\n")[0] for span in windows.of(file)] == ["config B"]


SOURCES = [path.read_bytes() for path in sorted((corpus.root() / "trees" / "demo").glob("*.c"))]
# CAMELCASE asks which names the change itself brings.
EVERYTHING = Settings(strict=True, ignore=frozenset({"CAMELCASE"}))


def difference(before: bytes, after: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The 1-based lines removed and added between two contents."""
    old, new = before.split(b"\n"), after.split(b"\n")
    removed, added = set[int](), set[int]()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed.update(range(a + 1, b + 1))
            added.update(range(c + 1, d + 1))
    return frozenset(removed), frozenset(added)


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A source, and the same with some lines deleted, doubled, moved, spoilt or replaced by lines of another."""
    before = draw(st.sampled_from(SOURCES))
    lines = before.split(b"\n")
    others = [line for source in SOURCES for line in source.split(b"\n")]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 2))
        match draw(st.sampled_from(["delete", "double", "insert", "spoil", "blank"])):
            case "delete":
                del lines[at : at + draw(st.integers(1, 3))]
            case "double":
                lines.insert(at, lines[at])
            case "insert":
                lines.insert(at, draw(st.sampled_from(others)))
            case "spoil":
                lines[at] = lines[at].replace(b" ", b"", 1).replace(b"\t", b"  ", 1)
            case _:
                lines.insert(at, b"")
    return before, b"\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(edited())
def test_change_is_after_minus_before(pair: tuple[bytes, bytes]) -> None:
    before, after = pair
    removed, added = difference(before, after)

    def findings(data: bytes, **more: Any) -> Counter[tuple[int, str, str]]:
        result = runner.run_target(Target("lib/a.c", data=data, in_patch=True, **more), EVERYTHING)
        return Counter(
            (result.file.line_number(one.span.start), one.code, one.message)
            for one in result.findings
            if one.code not in OF_NAMES | OF_THE_END
        )

    new, old = findings(after), findings(before)
    moved = align(before.count(b"\n") + 1, removed, after.count(b"\n") + 1, added).moved
    known = Counter({(moved[line], code, text): n for (line, code, text), n in old.items() if line in moved})
    between = {
        (moved[line - 1] + 1, code, text) for line, code, text in old if code in BETWEEN_LINES and line - 1 in moved
    }
    expected = Counter({key: n for key, n in new.items() if key[0] in added and key not in between}) + Counter(
        {key: n for key, n in (new - known).items() if key[0] not in added and key[1] not in OF_THE_LINE}
    )
    assert findings(after, changed=added, before=Before(before, removed)) == expected
