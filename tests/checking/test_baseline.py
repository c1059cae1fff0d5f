"""Known findings: how they are recognised when code is moved and edited, and how the file of them reads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pylint_kernel.checking import baseline, runner
from pylint_kernel.checking.baseline import BaselineError, Entries, Entry
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.patches.change import Before

#: The machine may be busy with other things.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SETTINGS = Settings(types=frozenset({"STRCPY", "TRAILING_WHITESPACE", "BIT_MACRO", "PREFER_KERNEL_TYPES"}), tree=False)
CODE = "int f(void)\n{\n\tstrcpy(a, b);\n\tg(); \n\treturn 0;\n}\n"


def check(data: str, known: str | None = None, settings: Settings = SETTINGS, path: str = "a.c") -> Result:
    result = runner.run_target(Target(path, data=data.encode("latin-1")), settings._replace(baseline=known))
    assert result.failure is None, result.failure
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(data: str, settings: Settings = SETTINGS, path: str = "a.c") -> str:
    """Write a baseline of what is found in a file; where it is."""
    result = check(data, None, settings, path)
    entries = Counter(baseline.of_file(result.file, path, result.findings))
    Path("baseline").write_text("\n".join(baseline.written(entries)))
    return "baseline"


def outcome(before: str, after: str, settings: Settings = SETTINGS) -> tuple[list[tuple[int, str]], list[str]]:
    """Line and type of what is reported after a change when all was known before, and the types of what is gone."""
    result = check(after, write(before, settings), settings)
    new = [(result.file.line_number(found.span.start), found.code) for found in result.findings]
    return new, sorted(entry.type for entry in (result.gone or Entries()).elements())


def test_nothing_is_new_at_first(here: Path) -> None:
    assert outcome(CODE, CODE) == ([], [])


@pytest.mark.parametrize(
    "after",
    [
        "\n\n/* more */\n" + CODE,
        CODE.replace("\t", "\t\t"),
        CODE.replace("\tstrcpy", "\tint new;\n\n\tstrcpy"),
        CODE.replace("\tstrcpy(a, b);\n\tg(); \n", "\tg(); \n\tstrcpy(a,  b);\n"),
        CODE.replace("strcpy(a, b)", "strcpy(a, b->name)"),
        CODE.replace("return 0", "return 1"),
        CODE.replace("\n", "\r\n").replace(" \r", " \r"),
    ],
    ids=["moved", "indented", "inserted", "swapped", "edited", "neighbour", "line ends"],
)
def test_what_is_known_stays_known(here: Path, after: str) -> None:
    new, gone = outcome(CODE, after)
    assert (new, gone) == ([], [])


def test_what_is_new_is_reported(here: Path) -> None:
    assert outcome(CODE, CODE.replace("\treturn", "\tstrcpy(c, d);\n\treturn")) == ([(5, "STRCPY")], [])


def test_what_is_repaired_is_gone(here: Path) -> None:
    assert outcome(CODE, CODE.replace("strcpy", "strscpy")) == ([], ["STRCPY"])


def test_one_of_several_equal_ones(here: Path) -> None:
    """Each counts once, and the one that stands where it stood is the known one."""
    more = CODE.replace("\treturn", "\tstrcpy(a, b);\n\treturn")
    assert outcome(CODE, more) == ([(5, "STRCPY")], [])
    assert outcome(more, CODE) == ([], ["STRCPY"])


def test_several_findings_on_a_line(here: Path) -> None:
    assert outcome("strcpy(a, b), strcpy(c, d);\n", "strcpy(a, b), strscpy(c, d);\n") == ([], ["STRCPY"])


NAMES = Settings(types=frozenset({"CAMELCASE"}), tree=False, strict=True)


def test_a_name_is_known_wherever_it_stands_first(here: Path) -> None:
    before = "void f(int theSize)\n{\n\tg(theSize);\n\th(theSize, oldName);\n}\n"
    assert outcome(before, before.replace("int theSize", "int size"), NAMES) == ([], [])
    assert outcome(before, "int theSize;\n\n" + before, NAMES) == ([], [])
    assert outcome(before, before.replace("theSize", "size"), NAMES) == ([], ["CAMELCASE"])


def test_another_name_in_the_place_of_a_known_one_is_new(here: Path) -> None:
    before = "void f(void)\n{\n\tg(oldName);\n}\n"
    assert outcome(before, before.replace("oldName", "newName"), NAMES) == ([(3, "CAMELCASE")], ["CAMELCASE"])


def test_names_are_known_by_their_lines_in_a_file_that_does_not_have_them(here: Path) -> None:
    before = "void f(void)\n{\n\tg(oldName);\n}\n"
    known = write(before, NAMES)
    Path(known).write_text(Path(known).read_text().replace(', "name": "oldName"', ""))
    assert check("\n" + before, known, NAMES).findings == []


EDITED = "int f(void)\n{\n\tg(c, d);\n\tstrcpy(a->name, b->name);\n\th(d, c);\n\treturn 0;\n}\n"


def test_an_edited_line_is_known_near_what_it_stood_beside(here: Path) -> None:
    after = EDITED.replace("\tstrcpy(a->name, ", "\tnew(1);\n\tstrcpy(a->name, c.").replace("\th(d", "\tnew(2);\n\th(d")
    assert outcome(EDITED, after) == ([], [])


def test_an_empty_line_too_many_is_not_one_that_was_missing(here: Path) -> None:
    spacing = Settings(types=frozenset({"LINE_SPACING"}), tree=False, strict=True)
    before = "int f(void)\n{\n\tint a;\n\ta = 1;\n\treturn a;\n}\n"
    after = before.replace("int a;\n", "int a;\n\n\n\tb = 2;\n")
    assert outcome(before, after, spacing) == ([(5, "LINE_SPACING")], ["LINE_SPACING"])


def test_a_line_that_is_not_alike_is_new(here: Path) -> None:
    after = EDITED.replace("\tstrcpy(a->name, b->name);", "\tnew(1);\n\tif (strcpy(x, y))\n\t\treturn 7;")
    assert outcome(EDITED, after.replace("\th(d, c)", "\tk(c)")) == ([(5, "STRCPY")], ["STRCPY"])


def test_another_file_is_not_known(here: Path) -> None:
    known = write(CODE)
    assert len(check(CODE, known, path="b.c").findings) == 2


def test_everything_is_shown_on_demand(here: Path) -> None:
    result = check(CODE, write(CODE), SETTINGS._replace(suppress=False))
    assert (len(result.findings), result.held, result.gone) == (2, 0, None)


def test_what_is_not_looked_for_is_not_gone(here: Path) -> None:
    other = "int f(void)\n{\n}\n"
    assert outcome(CODE, other)[1] == ["STRCPY", "TRAILING_WHITESPACE"]
    known = write(CODE)
    result = check(other, known, SETTINGS._replace(types=frozenset({"STRCPY"})))
    assert [entry.type for entry in result.gone or ()] == ["STRCPY"]


def test_what_only_strict_users_see_is_not_gone_for_others(here: Path) -> None:
    strict = SETTINGS._replace(strict=True)
    known = write("#define X (1 << 4)\n", strict)
    assert check("#define X (1 << 4)\n", known).gone is None
    assert check("#define X BIT(4)\n", known).gone is None
    assert check("#define X BIT(4)\n", known, strict).gone is not None


def test_what_is_on_other_lines_of_a_change_is_not_gone(here: Path) -> None:
    known = write(CODE)
    data = CODE.replace("return 0", "return strcpy(c, d)").encode()
    target = Target(
        "a.c", data=data, changed=frozenset({5}), in_patch=True, before=Before(CODE.encode(), frozenset({5}))
    )
    result = runner.run_target(target, SETTINGS._replace(baseline=known))
    assert [found.code for found in result.findings] == ["STRCPY"]
    assert result.gone is None


def test_moved_lines_of_a_change_are_known(here: Path) -> None:
    known = write(CODE)
    after = CODE.replace("\tstrcpy(a, b);\n\tg(); \n", "\tg(); \n\tstrcpy(a, b);\n")
    changed = frozenset({3, 4})
    target = Target("a.c", data=after.encode(), changed=changed, in_patch=True, before=Before(CODE.encode(), changed))
    assert runner.run_target(target, SETTINGS._replace(baseline=known)).findings == []


def test_undecodable_bytes(here: Path) -> None:
    assert outcome('strcpy(a, "\xff\xfe");\n', '\n\tstrcpy(a, "\xff\xfe");\n') == ([], [])


# -- the file


@pytest.mark.parametrize(
    "text",
    ["[]", "{", '{"path": "a.c"}', "<<<<<<< HEAD", '{"kcheck-baseline": 2}', "\xff", "[" * 100_000, "17", "null",
     '{"path": "a", "type": "B", "level": "bad", "line": "", "above": "", "below": ""}',
     '{"path": "a", "type": "B", "level": "check", "line": "", "above": "", "below": "", "count": 0}',
     '{"path": "a", "type": "B", "level": "check", "line": "", "above": "", "below": 3}'],
)  # fmt: skip
def test_files_that_are_none(here: Path, text: str) -> None:
    Path("baseline").write_bytes(text.encode("latin-1"))
    with pytest.raises(BaselineError, match=r"^baseline:"):
        baseline.load("baseline")


def test_no_file(here: Path) -> None:
    with pytest.raises(BaselineError, match="nowhere: No such file"):
        baseline.load("nowhere")


def test_a_file_that_has_been_merged(here: Path) -> None:
    """Both sides have been kept: an entry that both have counts as on the side that has more."""
    one = Entry("a.c", "STRCPY", "strcpy(a, b);", "", "", "warning")
    ours, theirs = baseline.written(Counter({one: 2})), baseline.written(Counter({one: 3}))
    Path("baseline").write_text("\n".join([*ours, *theirs][:2] + [*baseline.written(Counter({one: 3}))][1:]))
    assert baseline.load("baseline").by_path == {"a.c": Counter({one: 3})}


WORDS = st.sampled_from(["", "a.c", 'say("x\\n");', "\u2028\x85", "Ärger 漢", "\x00\t", "{}[],"])
ENTRY = st.builds(Entry, WORDS, WORDS, WORDS, WORDS, WORDS, st.sampled_from(["check", "warning", "error"]))
ENTRIES = st.dictionaries(ENTRY, st.integers(1, 4), max_size=3).map(Counter)


@PATIENT
@given(ENTRIES)
def test_what_is_written_is_read(entries: Entries) -> None:
    header, *lines = baseline.written(entries)
    assert json.loads(header) == baseline.HEADER
    assert [baseline.from_json(json.loads(line)) for line in lines] == sorted(entries.items())
    assert not any("\n" in line for line in lines)


SIMILAR = st.builds(
    Entry, st.just("a.c"), st.sampled_from("TU"), st.sampled_from(["x", "y  z", "", "{"]),
    st.sampled_from(["", "1", "2"]), st.sampled_from(["", "1", "2"]), st.just("error"),
)  # fmt: skip


@PATIENT
@given(st.lists(SIMILAR, max_size=8), st.lists(SIMILAR, max_size=8))
def test_matching(findings: list[Entry], known: list[Entry]) -> None:
    """Each entry is used up once, by a finding of its type; what is the same is recognised."""
    entries = Counter(known)
    found = baseline.match(findings, entries)
    matched = Counter(one.type for one, is_known in zip(findings, found.known, strict=True) if is_known)
    assert matched + Counter(one.type for one in found.left.elements()) == Counter(one.type for one in known)
    assert baseline.match(known, entries) == ([True] * len(known), Counter())
    exact = Counter(findings) & entries
    assert sum(found.known) >= exact.total()


LINES = st.lists(
    st.sampled_from(["strcpy(a, b);", "strcpy(c, d); ", "g(); ", "", "x = 1;", "uint32_t v;", "strcpy(a, *b);"]),
    min_size=1, max_size=10,
)  # fmt: skip


@PATIENT
@given(LINES, st.randoms(use_true_random=False), st.integers(0, 2))
def test_permuted_lines_stay_known(lines: list[str], chooser: object, depth: int) -> None:
    """Whatever order lines come in, and however deep they are indented: nothing is new, and nothing gone."""
    before = check("".join(f"{line}\n" for line in lines))
    chooser.shuffle(lines)  # type: ignore[attr-defined]
    after = check("".join("\t" * depth + f"{line}\n" if line else "\n" for line in lines))
    known = Counter(baseline.of_file(before.file, "a.c", before.findings))
    found = baseline.match(baseline.of_file(after.file, "a.c", after.findings), known)
    assert all(found.known)
    assert not found.left
