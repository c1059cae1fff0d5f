"""The fixer: which fixes go together, when it is done, and which fixes it refuses whatever a rule says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pylint_kernel.checking import rule as rules
from pylint_kernel.checking import runner
from pylint_kernel.checking.plan import index
from pylint_kernel.checking.rule import Rule, Text
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes import fixer
from pylint_kernel.fixes.fixer import Fixed, fix_file
from pylint_kernel.fixes.rewrite import rewrite
from pylint_kernel.language.source import Limits, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import DISPLAY, SAFE, UNSAFE, WARNING, Applicability, Edit, Fix, Span, edit

Match = re.Match[str]
#: Makes a fix from a match.
Repair = Callable[[Match], Fix]
SPACES = Settings(types=frozenset({"TRAILING_WHITESPACE"}))


def rule(code: str, pattern: str, repair: Repair) -> Rule:
    """A rule that reports every match of ``pattern`` and repairs it so."""

    def check(match: Match, file: SourceFile) -> Iterator[tuple[Match, str, Fix]]:
        yield match, code.lower(), repair(match)

    rules.rule(code, WARNING, "", on=Text(Pattern(pattern)))(check)
    return rules.RULES[code].pop()


def becomes(text: str, applicability: Applicability = SAFE) -> Repair:
    """A repair that puts ``text`` in place of the match."""
    return lambda match: Fix("replace", (Edit(Span(*match.span()), text),), applicability)


@pytest.fixture(autouse=True)
def no_traces() -> Iterator[None]:
    """The rules of a test are gone after it."""
    before = dict(rules.RULES)
    yield
    rules.RULES.clear()
    rules.RULES.update(before)


def fixed(
    monkeypatch: pytest.MonkeyPatch, source: bytes, *several: Rule, level: Applicability = SAFE, path: str = "a.c"
) -> Fixed:
    """What comes of ``source`` under these rules."""
    monkeypatch.setattr(runner, "plan", lambda *_, **__: index(list(several), strict=True))
    return fix_file(Target(path, data=source), Settings(), level)


# -- what goes together


def test_edits_that_touch_wait_for_the_next_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    left = rule("LEFT", r"\( +a", becomes("(a"))
    right = rule("RIGHT", r"a +\)", becomes("a)"))
    result = fixed(monkeypatch, b"f(  a  );\n", left, right)
    assert (result.data, result.applied) == (b"f(a);\n", 2)


def test_overlapping_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    outer = rule("OUTER", r"\( a \)", becomes("(a)"))
    inner = rule("INNER", r" a ", becomes("  a  "))
    result = fixed(monkeypatch, b"f( a );\n", outer, inner)
    assert result.data == b"f(a);\n"


def test_two_insertions_at_one_place() -> None:
    here, same, there = edit(3, 3, "a"), edit(3, 3, "b"), edit(4, 4, "c")
    assert fixer.conflict(here, same)
    assert not fixer.conflict(here, there)
    assert not fixer.conflict(edit(0, 3, ""), here)
    assert fixer.conflict(edit(0, 4, ""), here)
    # What is inserted for a line that another fix takes away would stand before the next line.
    assert fixer.conflict(edit(3, 4, ""), here)
    assert not fixer.conflict(edit(3, 4, "b"), here)


def test_a_fix_stands_or_falls_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first half of the later fix collides with the earlier one, so its second half is not done either."""

    def both(match: Match) -> Fix:
        start, end = match.span()
        return Fix("capitals", (edit(start, start + 1, "A"), edit(end - 1, end, "B")), UNSAFE)

    early = rule("EARLY", r"aa", becomes("a", UNSAFE))
    late = rule("LATE", r"a = b", both)
    monkeypatch.setattr(fixer, "MAX_PASSES", 1)
    assert fixed(monkeypatch, b"int aa = b;\n", late, early, level=UNSAFE).data == b"int a = b;\n"


# -- the end


def test_fixed_point(monkeypatch: pytest.MonkeyPatch) -> None:
    blanks = rule("BLANKS", r"  ", becomes(" "))
    result = fixed(monkeypatch, b"int" + b" " * 30 + b"a;\n", blanks)
    assert result.data == b"int a;\n"
    assert not result.findings
    assert fixed(monkeypatch, result.data, blanks).applied == 0


def test_a_fix_that_leaves_its_finding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two findings of one type that turn into each other would go on forever."""

    def check(match: Match, file: SourceFile) -> Iterator[tuple[Match, str, Fix]]:
        yield match, match[0], becomes(",)" if " " in match[0] else ", )")(match)

    rules.rule("TURN", WARNING, "", on=Text(Pattern(r", ?\)")))(check)
    turn = rules.RULES["TURN"].pop()
    for source in (b"f(a,); g(b,);\n", b"f(a, ); g(b, );\n", b"f(a,); g(b, );\n"):
        result = fixed(monkeypatch, source, turn)
        assert (result.data, len(result.refused)) == (b"f(a,); g(b,);\n", 2)


def test_a_fix_that_did_harm_beside_another_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each blank alone is harmless, both together make the line too long."""
    blanks = rule("BLANK", r"(?<=\w)\+", becomes(" +"))
    long = rule("LONG", r"(?m)^.{12}", becomes("x", DISPLAY))
    result = fixed(monkeypatch, b"a = b+c+d;\n", blanks, long)
    assert result.data in (b"a = b +c+d;\n", b"a = b+c +d;\n")
    assert fixed(monkeypatch, result.data, blanks, long).data == result.data


def test_fixes_that_undo_each_other_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    there = rule("THERE", r"int a;", becomes("int  a;"))
    back = rule("BACK", r"int  a;", becomes("int a;"))
    result = fixed(monkeypatch, b"int a;\n", there, back)
    assert result.data in (b"int a;\n", b"int  a;\n")


# -- the proof


@pytest.mark.parametrize(
    ("source", "pattern", "text"),
    [
        (b"int a = b + c;\n", r"b \+ c", "b - c"),
        (b"int a = b + c;\n", r"int a", "inta"),
        (b"char *a = \"b  c\";\n", r"  ", " "),
        (b"int a; // b\nint c;\n", r"b\n", ""),
        (b"#define A (b)\n", r"A \(", "A("),
        (b"#define A(b) c\n", r"A\(", "A ("),
        (b"#define A b\nint c;\n", r"b\n", "b "),
        (b"#define A \\\n\tb\nint c;\n", r" \\\n", "\n"),
        (b"#include <a b.h>\n", r"a b", "ab"),
        (b"int a = b - -c;\n", r"- -", "--"),
    ],
)  # fmt: skip
def test_a_safe_fix_that_is_not_safe_is_refused(
    monkeypatch: pytest.MonkeyPatch, source: bytes, pattern: str, text: str
) -> None:
    result = fixed(monkeypatch, source, rule("WRONG", pattern, becomes(text)))
    assert (result.data, result.applied, len(result.refused)) == (source, 0, 1)
    assert len(result.findings) == 1


def test_only_the_harmful_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"".join(b"int  a%d;\n" % number for number in range(50)) + b"int  wrong;\n"
    good = rule("GOOD", r"int  a", becomes("int a"))
    wrong = rule("WRONG", r"int  wrong", becomes("intwrong"))
    result = fixed(monkeypatch, source, good, wrong)
    assert result.data == source.replace(b"int  a", b"int a")
    assert (result.applied, len(result.refused)) == (50, 1)


def test_who_only_moves_a_finding_is_not_to_blame_for_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    move = rule("MOVE", r"m;x;", becomes("m;\nx;"))
    wrong = rule("WRONG", r"h;(?! x)", becomes("h; x;", UNSAFE))
    bad = rule("BAD", r"(?m)^.*x;$", becomes("", DISPLAY))
    result = fixed(monkeypatch, b"m;x;\n\nh;\n", move, wrong, bad, level=UNSAFE)
    assert result.data == b"m;\nx;\n\nh;\n"
    both = Settings(), UNSAFE
    state = fixer.Fixer(Target("a.c", data=b""), *both).check(b"m;x;\n\nh;\n", None)
    kept, _ = fixer.Fixer(Target("a.c", data=b""), *both).harmless(
        state, [one for one in state.findings if one.code != "BAD"]
    )
    assert [one.code for one in kept] == ["MOVE"]


def test_a_fix_that_causes_another_finding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    join = rule("JOIN", r";\n\n", becomes(";"))
    long = rule("LONG", r"a;int", becomes("a;\nint", DISPLAY))
    result = fixed(monkeypatch, b"int a;\n\nint b;\n", join, long)
    assert result.data == b"int a;\n\nint b;\n"
    assert [(refused.finding.code, refused.reason) for refused in result.refused] == [("JOIN", "it would cause LONG")]
    assert all(found.fix is None for found in result.findings)


def test_a_fix_is_made_together_with_those_of_what_it_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    join = rule("JOIN", r";\n\n", becomes(";"))
    long = rule("LONG", r"a;int", becomes("a;\nint"))
    last = rule("LAST", r"a;\nint b;(?!;)", becomes("a;\nint  b;"))
    assert fixed(monkeypatch, b"int a;\n\nint b;\n", join, long).data == b"int a;\nint b;\n"
    assert fixed(monkeypatch, b"int a;\n\nint b;\n", join, long, last).data == b"int a;\nint  b;\n"


def test_a_chain_of_fixes_that_leads_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    there = rule("THERE", r"int a;", becomes("int  a;"))
    back = rule("ELSEWHERE", r"int  a;", becomes("int   a;"))
    result = fixed(monkeypatch, b"int a;\n", there, back, rule("NO", r"int   a;", becomes("int  a;")))
    assert result.data == b"int a;\n"


def test_fixes_that_need_each_other_are_made_beside_some_that_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is to blame shows, so that it takes few trials; what is left is left by a second run, too."""
    names = ["wrong" if number % 9 == 4 else "a" for number in range(40)]
    pairs = [f"int {name}{number};\n\nint b;\n" for number, name in enumerate(names)]
    source = "int c;\n".join(pairs).encode()
    join = rule("JOIN", r";\n\n", becomes(";"))
    long = rule("LONG", r"(?<=\d);int b", becomes(";\nint b"))
    never = rule("NEVER", r"wrong\d+;(\n)?int", becomes("x", DISPLAY))
    monkeypatch.setattr(fixer, "MAX_TRIALS", 16)
    result = fixed(monkeypatch, source, join, long, never)
    assert result.data == re.sub(rb"(a\d+;)\n\n", rb"\1\n", source)
    again = fixed(monkeypatch, result.data, join, long, never)
    assert (again.data, again.applied, len(again.refused)) == (result.data, 0, 4)


def test_a_fix_that_breaks_the_syntax_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    drop = rule("DROP", r"\)", becomes("", UNSAFE))
    result = fixed(monkeypatch, b"int f(void);\n", drop, level=UNSAFE)
    assert result.data == b"int f(void);\n"


def test_unsafe_fixes_only_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    change = rule("CHANGE", r"1", becomes("2", UNSAFE))
    assert fixed(monkeypatch, b"int a = 1;\n", change).data == b"int a = 1;\n"
    assert fixed(monkeypatch, b"int a = 1;\n", change, level=UNSAFE).data == b"int a = 2;\n"


def test_safe_fixes_are_proven_beside_unsafe_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = rule("WRONG", r"x", becomes("y"))
    change = rule("CHANGE", r"1", becomes("2", UNSAFE))
    result = fixed(monkeypatch, b"int x = 1;\n", wrong, change, level=UNSAFE)
    assert result.data == b"int x = 2;\n"


# -- bytes


def test_crlf_stays_crlf(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"int a;  \r\nint  b;\r\n\r\nint c;\n"
    blanks = rule("BLANKS", r"int  ", becomes("int "))
    split = rule("SPLIT", r"b;", becomes("\nb;"))
    result = fixed(monkeypatch, source, blanks)
    assert result.data == b"int a;  \r\nint b;\r\n\r\nint c;\n"
    monkeypatch.setattr(fixer, "MAX_PASSES", 1)
    result = fixed(monkeypatch, source, split)
    assert result.data == b"int a;  \r\nint  \r\nb;\r\n\r\nint c;\n"


def test_every_byte_survives() -> None:
    source = b"/* \xff\xfe \xc3\xa4 \0 */ \nchar a; \n"
    result = fix_file(Target("a.c", data=source), SPACES, SAFE)
    assert result.data == b"/* \xff\xfe \xc3\xa4 \0 */\nchar a;\n"


def test_only_changed_lines() -> None:
    source = b"int a; \nint b; \nint c; \n"
    result = fix_file(Target("a.c", data=source, changed=frozenset({2}), in_patch=True), SPACES, SAFE)
    assert result.data == b"int a; \nint b;\nint c; \n"


# -- files


def test_rewrite_leaves_a_file_alone_that_is_not_what_was_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.c"
    path.write_bytes(b"int a; \nint b;\n")
    target = Target("a.c", origin=str(path), data=b"int a; \n", changed=frozenset({1}), in_patch=True)
    result = rewrite(target, SPACES, SAFE)
    assert result.note
    assert "not what the change leads to" in result.note
    assert len(result.result.findings) == 1


def test_rewrite_does_not_touch_fragments() -> None:
    result = rewrite(Target("a.c", data=b"int a; \n", partial=True, in_patch=True), SPACES, SAFE)
    assert (result.applied, len(result.result.findings)) == (0, 1)


FAR = "far(a|b|a|b|a|b|a|b|a|b);"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        # The one line that has become too long stands alone,
        (
            (
                "#define HOP(a, b)\t\t\t\\\n\tdo {\t\t\t\t\\\n\t\tif (a<b)\t\t\\\n\t\t\thop();\t\t\\\n"
                f"\t\t{FAR}\\\n\t}} while (0)\n"
            ),
            (
                "#define HOP(a, b)\t\t\t\\\n\tdo {\t\t\t\t\\\n\t\tif (a < b)\t\t\\\n\t\t\thop();\t\t\\\n"
                f"\t\t{FAR.replace('|', ' | ')} \\\n\t}} while (0)\n"
            ),
        ),
        # unless most lines are written anew.
        (
            (
                "#define HOP(a, b)\t\t\t\\\n\tdo {\t\t\t\t\\\n\t\tif (a<b)\t\t\\\n\t\t\thop(a,b);\t\\\n"
                f"\t\t{FAR}\\\n\t}} while (0)\n"
            ),
            (
                "#define HOP(a, b)\t\t\t\t\t\t\\\n\tdo {\t\t\t\t\t\t\t\\\n\t\tif (a < b)\t\t\t\t\t\\\n"
                f"\t\t\thop(a, b);\t\t\t\t\\\n\t\t{FAR.replace('|', ' | ')}\t\\\n\t}} while (0)\n"
            ),
        ),
        # Comments and values stay where they were,
        ("int a[]={1};\t/* a */\nint bcd;\t/* b */\n", "int a[] = {1};\t/* a */\nint bcd;\t/* b */\n"),
        ("\ta=1;    /* a */\n\tb = 1;  /* b */\n", "\ta = 1;  /* a */\n\tb = 1;  /* b */\n"),
        ("\tfoo(a,b);\t// a\n\tbar(a);\t\t// b\n", "\tfoo(a, b);\t// a\n\tbar(a);\t\t// b\n"),
        ("#define A(x,y)  1\n#define BCDEFG  2\n", "#define A(x, y) 1\n#define BCDEFG  2\n"),
        # as long as there is space for them.
        ("\ta=1; /* a */\n\tb;   /* b */\n", "\ta = 1; /* a */\n\tb;   /* b */\n"),
        # What stands below each other by chance does not.
        ("\tf(a,b, c);\n\tg(aa, c);\n", "\tf(a, b, c);\n\tg(aa, c);\n"),
    ],
)
def test_what_stands_below_each_other_stays_so(before: str, expected: str) -> None:
    settings = Settings(strict=True, types=frozenset({"SPACING"}))
    assert fix_file(Target("a.c", data=before.encode()), settings, SAFE).data.decode() == expected
    assert fix_file(Target("a.c", data=expected.encode()), settings, SAFE).data.decode() == expected


def test_a_line_is_broken_when_its_parts_are_where_they_stay() -> None:
    before = "void f(void)\n{\n\tvalue = (void *) (first_of_the_values + second_of_the_values);\n}\n"
    settings = Settings(strict=True, limits=Limits(max_line_length=50))
    fixed = fix_file(Target("a.c", data=f"// SPDX-License-Identifier: GPL-2.0\n{before}".encode()), settings, SAFE)
    column = len("value = (void *)(")
    assert f"(first_of_the_values +\n\t{chr(9) * (column // 8)}{' ' * (column % 8)}second" in fixed.data.decode()
