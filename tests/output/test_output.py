"""The formats: exact output for small results, hostile content, limits."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel import output
from pylint_kernel.checking.runner import Result, Target, run_target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import CHECK, ERROR, WARNING, Span, replace
from pylint_kernel.output import Options, Tally, checkpatch, markdown, sarif
from pylint_kernel.output.checkpatch import Input, Layout
from pylint_kernel.output.fingerprint import Fingerprints
from pylint_kernel.output.frame import columns, excerpt
from pylint_kernel.output.positions import utf16_point
from pylint_kernel.terminal.colours import visible, wants_colour
from tests.output.samples import CODE, find, finding, result, write_all, written

# -- for people


def test_concise(sample: Result) -> None:
    assert written("concise", sample) == (
        "a/b.c:3:2: error: SPACING: space needed [*]\n"
        "a/b.c:3:2: check: BRACES: no braces [?]\n"
        "a/b.c:4:12: warning: TRAILING_WHITESPACE: blanks\n"
        "1 error, 1 warning and 1 check in 1 file\n"
        "[*] 1 fixable with --fix, [?] 1 more fixable with --fix --unsafe-fixes\n"
    )


def test_text(sample: Result) -> None:
    assert written("text", sample, result("int a;\n", path="c.c"), options=Options(summary=False)) == (
        "a/b.c:3:2: error: SPACING: space needed [*]\n"
        "a/b.c:3:2: check: BRACES: no braces [?]\n"
        "    3 | \tif(a) {\n"
        "      | \t^^^^^ SPACING\n"
        "      = fix: insert a space\n"
        "      | \t^^^^^^^ and 2 more lines BRACES\n"
        "      = fix: remove the braces\n"
        "\n"
        "a/b.c:4:12: warning: TRAILING_WHITESPACE: blanks\n"
        "    4 | \t\treturn 1;  \n"
        "      | \t\t         ^^\n"
        "\n"
    )


def test_headlines_wrap_to_the_terminal(sample: Result) -> None:
    shown = written("text", sample, options=Options(width=40)).splitlines()
    assert shown[:4] == [
        "a/b.c:3:2: error: SPACING: space needed",
        "    [*]",
        "a/b.c:3:2: check: BRACES: no braces [?]",
        "    3 | \tif(a) {",
    ]
    coloured = written("text", sample, options=Options(width=40, colour=True)).splitlines()
    assert [strip(line) for line in coloured] == shown
    assert coloured[1] == "    \x1b[36m[*]\x1b[0m"
    assert shown[0] not in written("text", sample).splitlines()


def test_a_long_line_with_several_findings_shows_each() -> None:
    code = "int " + "a" * 300 + " = b;\n"
    several = (finding(find(code, "int"), code="A"), finding(find(code, "= b"), code="B"))
    shown = written("text", result(code, *several), options=Options(width=60, summary=False)).splitlines()
    assert shown[3] == "      | ^^^ A"
    assert shown[4].endswith("a = b;")
    assert shown[5].rstrip(" B").endswith("^^^")
    assert shown[4].index("= b") == shown[5].index("^^^")


def test_end_to_end() -> None:
    code = "void f(char *to)\n{\n\tstrcpy(to, g());\n}\n"
    outcome = run_target(Target("drivers/x.c", data=code.encode()), Settings(types=frozenset({"STRCPY"})))
    message = outcome.findings[0].message
    assert written("text", outcome) == (
        f"drivers/x.c:3:2: warning: STRCPY: {message}\n"
        "    3 | \tstrcpy(to, g());\n"
        "      | \t^^^^^^\n"
        "\n"
        "1 warning in 1 file\n"
    )


def test_clean() -> None:
    assert written("text", result(""), result("int a;\n")) == "no findings in 2 files\n"
    assert written("text", result("mail", kind=Kind.MAIL)) == "no findings in 1 message\n"


def test_after_fixes(sample: Result) -> None:
    stream = io.BytesIO()
    writer = output.open("concise", stream)
    tally = Tally()
    tally.fixed = 3
    tally.add(sample)
    writer.finish(tally)
    assert stream.getvalue().decode() == (
        "3 findings fixed\n1 error, 1 warning and 1 check in 1 file\n"
        "[*] 1 left, whose fix would do harm, [?] 1 more fixable with --fix --unsafe-fixes\n"
    )


def test_statistics(sample: Result) -> None:
    other = result(CODE, finding(find(CODE, "if"), code="BRACES", severity=WARNING), path="c.c")
    assert written("statistics", sample, other) == (
        "      1  25.0 %  check    BRACES               [?] 1\n"
        "      1  25.0 %  warning  BRACES\n"
        "      1  25.0 %  error    SPACING              [*] 1\n"
        "      1  25.0 %  warning  TRAILING_WHITESPACE\n"
        "\n"
        "      3  75.0 %  a\n"
        "      1  25.0 %  .\n"
        "1 error, 2 warnings and 1 check in 2 of 2 files\n"
        "[*] 1 fixable with --fix, [?] 1 more fixable with --fix --unsafe-fixes\n"
    )
    assert written("statistics", result("")) == "no findings in 1 file\n"


def test_failures_are_counted() -> None:
    lost = Result(Target("gone.c"), b"", [], "gone.c: no such file")
    assert written("text", lost, result("")) == "no findings in 1 file\n1 file could not be checked\n"


def test_colour_changes_nothing_but_colour(sample: Result) -> None:
    plain = written("text", sample, options=Options(width=80))
    coloured = written("text", sample, options=Options(width=80, colour=True))
    assert "\x1b[1;31m^^^^^\x1b[0m" in coloured
    assert strip(coloured) == plain


def strip(text: str) -> str:
    """``text`` without ANSI escapes."""
    import re

    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_colour_inside_a_comment() -> None:
    code = "/*\n * for if\n */\nint a;\n"
    shown = written("text", result(code, finding(find(code, "for"))), options=Options(colour=True))
    assert "\x1b[2m * for if\x1b[0m" in shown
    line = "// for if\n"
    assert "\x1b[2m// for if\x1b[0m\n" in written(
        "text", result(line, finding(Span(0, 2))), options=Options(colour=True)
    )


def test_a_fragment_keeps_its_line_numbers() -> None:
    code = "\tint a;\n\tint b;\n"
    shown = written("text", result(code, finding(find(code, "b")), first_line=99_999, partial=True))
    assert "a/b.c:100000:6: error" in shown
    assert "       100000 | \tint b;\n              | \t    ^\n" in shown


# -- hostile content

HOSTILE = b'char *s = "\x1b[2J\x07 \xff \xe2\x80\xae \xc2\x9b";\r\n'


@pytest.mark.parametrize("name", ["text", "concise", "github", "checkpatch"])
def test_nothing_reaches_the_terminal_raw(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    path = os.fsdecode(b"dir\n/\x1b[31m\xff.c")
    found = finding(Span(0, len(HOSTILE) - 1), "bad \x1b]0;title\x07 \u202e", code="X")
    shown = written(name, result(HOSTILE, found, path=path))
    assert not set(shown) & {*map(chr, range(0x20)), "\x7f", "\x9b", "\u202e"} - {"\t", "\n"}


def test_visible() -> None:
    assert visible("a\tb\x00\x1b\x7f\n") == "a\tb<00><1B><7F><0A>"
    assert visible("a\nb", newline="\n") == "a\nb"
    assert visible("\udcff\u202e\x9b") == "<FF><U+202E><U+009B>"
    assert visible("naïve") == "naïve"
    assert visible("a::b") == "a::b"
    assert visible(" ::error::a") == " <3A>:error::a"
    assert visible("a ##[error]b") == "a #<23>[error]b"


def test_long_lines_are_cut_around_the_span() -> None:
    code = "x" * 100 + "HERE" + "y" * 5_000_000 + "\n"
    shown = excerpt(SourceFile("a.c", code.encode()), 0, find(code, "HERE"), 40)
    assert shown.text == "..." + "x" * 15 + "HERE" + "y" * 15 + "..."
    assert shown.text[shown.start : shown.end] == "HERE"
    start = excerpt(SourceFile("a.c", code.encode()), 0, Span(0, 3), 40)
    assert start.text == "x" * 37 + "..."
    assert (start.start, start.end) == (0, 3)
    all_of_it = excerpt(SourceFile("a.c", code.encode()), 0, Span(0, len(code)), 40)
    assert (all_of_it.text, all_of_it.start, all_of_it.end) == ("x" * 37 + "...", 0, 37)


@pytest.mark.parametrize("at", range(0, 300, 7))
def test_a_cut_never_hides_the_mark(at: int) -> None:
    code = "\t" * 5 + "é" * 140
    start = find(code, "é").start + 2 * (at // 2) if at > 5 else at
    shown = excerpt(SourceFile("a.c", code.encode()), 0, Span(start, start + 2), 60)
    assert columns(shown.text) <= 60
    assert shown.end > shown.start or start >= len(code.encode())


def test_wide_characters_and_tabs() -> None:
    code = '\tf("日本");\tx\n'
    shown = written("text", result(code, finding(find(code, "x"))), options=Options(summary=False))
    assert shown.endswith('    1 | \tf("日本");\tx\n      | \t          \t^\n\n')


SOURCE = st.lists(
    st.sampled_from([b"a", b"\t", b" ", b"\n", b"\r\n", b"\r", "é😀日".encode(), b"\xff", b"\x1b", b'"', b"/*"])
)


@settings(max_examples=150, deadline=None)
@given(SOURCE, st.integers(0, 60), st.integers(0, 60), st.integers(1, 40), st.booleans())
def test_any_content_and_span(source: list[bytes], start: int, length: int, width: int, mail: bool) -> None:
    data = b"".join(source)
    size = len(SourceFile("a.c", data).text)
    span = Span(min(start, size), min(start + length, size))
    one = result(data, finding(span, fix=replace("x", *span, "\n")), kind=Kind.MAIL if mail else None)
    for name in output.FORMATS:
        shown = written(name, one, options=Options(width=width))
        if name in {"text", "concise", "checkpatch", "github"}:
            assert not set(shown) & ({*map(chr, range(0x20))} - {"\t", "\n"})
    assert strip(written("text", one, options=Options(colour=True))) == written("text", one)
    where = json.loads(written("jsonl", one))
    assert (where["line"], where["column"]) <= (where["end_line"], where["end_column"])


def test_colour_is_a_question_of_the_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert wants_colour("auto", Terminal(), {})
    assert not wants_colour("auto", Terminal(), {"NO_COLOR": "1"})
    assert not wants_colour("auto", Terminal(), {"TERM": "dumb"})
    assert not wants_colour("auto", io.StringIO(), {})
    assert wants_colour("always", io.StringIO(), {"NO_COLOR": "1"})
    assert not wants_colour("never", Terminal(), {})


def test_a_broken_pipe_is_for_the_caller(sample: Result) -> None:
    reader, end = os.pipe()
    os.close(reader)
    with os.fdopen(end, "wb", buffering=0) as stream:
        for name in output.FORMATS:
            with pytest.raises(BrokenPipeError):
                write_all(output.open(name, stream), sample)


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="no such format: xml"):
        output.open("xml", io.BytesIO())


# -- JSON


def test_json(sample: Result) -> None:
    document = json.loads(written("json", sample, Result(Target("gone.c"), b"", [], "gone.c: why")))
    first, second, _ = document["findings"]
    assert first == {
        "path": "a/b.c", "line": 3, "column": 2, "end_line": 3, "end_column": 7,
        "level": "error", "type": "SPACING", "message": "space needed", "in_mail": False, "patch_line": None,
        "patch": None,
        "fix": {
            "title": "insert a space",
            "applicability": "safe",
            "edits": [{"line": 3, "column": 4, "end_line": 3, "end_column": 4, "text": " "}],
        },
    }  # fmt: skip
    assert (second["end_line"], second["end_column"], second["fix"]["applicability"]) == (5, 3, "unsafe")
    assert document["failures"] == ["gone.c: why"]
    assert document["summary"] == {
        "files": 1, "mails": 0, "failures": 1, "error": 1, "warning": 1, "check": 1,
        "fixable": 1, "unsafe_fixable": 1, "fixed": 0,
    }  # fmt: skip


def test_json_without_findings() -> None:
    assert json.loads(written("json"))["findings"] == []


def test_jsonl(sample: Result) -> None:
    lines = written("jsonl", sample, result("")).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written("json", sample))["findings"]


def test_columns_in_json_are_bytes_and_hostile_content_is_valid() -> None:
    found = finding(Span(HOSTILE.index(b'";'), HOSTILE.index(b'";') + 1), "bad \x1b")
    line = written("jsonl", result(HOSTILE, found, path=os.fsdecode(b"\xff.c"), patch_lines={1: 17}))
    record = json.loads(line)
    assert line.isascii()
    assert "\\ud" not in line
    assert (record["path"], record["column"], record["patch_line"]) == ("\\xff.c", HOSTILE.index(b'";') + 1, 17)


def test_edits_in_files_with_carriage_returns() -> None:
    code = b"int a;\r\nint b;\r\n"
    fixes = [
        finding(Span(6, 6), fix=replace("remove the carriage return", 6, 6, "")),
        finding(Span(0, 1), fix=replace("insert a line", 0, 0, "int z;\n")),
    ]
    first, second = (json.loads(line)["fix"]["edits"] for line in written("jsonl", result(code, *fixes)).splitlines())
    assert first == [{"line": 1, "column": 7, "end_line": 2, "end_column": 1, "text": "\n"}]
    assert second == [{"line": 1, "column": 1, "end_line": 1, "end_column": 1, "text": "int z;\r\n"}]


# -- GitHub


@pytest.fixture
def no_github(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("no_github")
def test_github_annotations(sample: Result) -> None:
    mail = result("a\nb\n", finding(Span(2, 3), "bad line"), path="0001-x.patch", kind=Kind.MAIL)
    odd = result("x", finding(Span(0, 1), "100%\r\nsure: a, b", severity=WARNING), path="a,b:c%.c")
    assert written("github", sample, mail, odd, options=Options(summary=False)) == (
        "::error title=SPACING,file=a/b.c,line=3,endLine=3,col=2,endColumn=7::space needed\n"
        "::error title=X::0001-x.patch, line 2: bad line\n"
        "::warning title=TRAILING_WHITESPACE,file=a/b.c,line=4,endLine=4,col=12,endColumn=14::blanks\n"
        "::warning title=X,file=a%2Cb%3Ac%25.c,line=1,endLine=1,col=1,endColumn=2::100%25<0D>%0Asure: a, b\n"
        "::notice title=BRACES,file=a/b.c,line=3,endLine=5::no braces\n"
    )


@pytest.mark.usefixtures("no_github")
def test_github_limits() -> None:
    findings = [finding(Span(0, 1), f"warning {n}", severity=WARNING) for n in range(12)]
    findings += [finding(Span(0, 1), "::add-mask::x ##[group]", severity=ERROR)] * 11
    lines = written("github", result("x", *findings, path="::debug::")).splitlines()
    assert [line.split(" ")[0] for line in lines[:20]] == ["::error"] * 10 + ["::warning"] * 10
    left = "There are 1 error and 2 warnings more: see the summary and the log of the job"
    assert lines[20] == f"::notice title=kcheck::{left}"
    assert lines[21] == "- <3A>:debug:::1:1: error: X: ::add-mask::x #<23>[group]"
    assert lines[23] == "- <3A>:debug:::1:1: warning: X: warning 11"
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines[21:])


@pytest.mark.usefixtures("no_github")
def test_github_annotations_of_all_types() -> None:
    """One type does not keep the others away, and one notice says how much is left."""
    findings = [finding(Span(0, 1), f"{n}", "A", CHECK) for n in range(30)]
    findings += [finding(Span(0, 1), f"{n}", code, CHECK) for code in "BC" for n in range(2)]
    lines = [line for line in written("github", result("x", *findings)).splitlines() if line.startswith("::")]
    assert [line[15] for line in lines[:5]] == ["A", "B", "C", "A", "B"]
    assert len(lines) == 10
    assert lines[9] == "::notice title=kcheck::There are 25 checks more: see the summary and the log of the job"


@pytest.mark.usefixtures("no_github")
def test_github_paths_are_those_of_the_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    one = result("x", finding(Span(0, 1)), path="b.c")
    assert "file=linux/drivers/b.c," in written("github", one, options=Options(root=str(tmp_path / "linux/drivers")))


@pytest.mark.usefixtures("no_github")
def test_github_summary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    written("github", result("x", finding(Span(0, 1), "a|b <b> `c` *d*"), path="a_b.c"))
    assert path.read_text().splitlines() == [
        "before",
        "### ❌ kcheck",
        "",
        "1 error in 1 file",
        "",
        "| | Where | What | Type |",
        "| --- | --- | --- | --- |",
        r"| ❌ | a\_b.c:1 | a\|b &lt;b&gt; \`c\` \*d\*<br><code>x</code> | X |",
    ]
    for name, value in (("SERVER_URL", "https://example.org"), ("REPOSITORY", "o/r"), ("SHA", "1234")):
        monkeypatch.setenv(f"GITHUB_{name}", value)
    written("github", result("x", finding(Span(0, 1)), path="a b.c"))
    assert "[a b.c:1](https://example.org/o/r/blob/1234/a%20b.c#L1)" in path.read_text()


@pytest.mark.usefixtures("no_github")
def test_github_summary_fits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("x" * (markdown.BYTES // 2))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    written("github", result("x", *[finding(Span(0, 1), "ä" * 2000)] * 5000))
    assert markdown.BYTES * 0.97 < path.stat().st_size <= markdown.BYTES
    shown = path.read_text().count("\n| ❌ ")
    assert path.read_text().endswith(f"\nand {5000 - shown} more\n")


# -- SARIF


def sarif_run(*results: Result, options: Options = Options()) -> dict[str, Any]:
    document = json.loads(written("sarif", *results, options=options))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif(sample: Result) -> None:
    mail = result("a\nb\n", finding(Span(2, 3), "bad line"), path="0001-x.patch", kind=Kind.MAIL)
    run = sarif_run(sample, mail)
    rules = run["tool"]["driver"]["rules"]
    first, second, third = run["results"]
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    location = {"uri": "a/b.c", "uriBaseId": "%SRCROOT%"}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": location,
                "region": {"startLine": 3, "startColumn": 2, "endLine": 3, "endColumn": 7},
            }
        }
    ]
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == location
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 4},
            "insertedContent": {"text": " "},
        }
    ]
    assert "fixes" not in second
    assert third["locations"][0]["physicalLocation"]["region"]["endLine"] == 5
    assert [one["path"] for one in run["properties"]["commitMessages"]] == ["0001-x.patch"]
    whitespace = next(one for one in rules if one["id"] == "TRAILING_WHITESPACE")
    assert whitespace["defaultConfiguration"] == {"level": "error"}
    assert "Documentation/process/coding-style.rst" in whitespace["help"]["text"]
    assert "### Reported" in whitespace["help"]["markdown"]
    assert run["invocations"][0]["executionSuccessful"]


def test_sarif_columns_are_utf16() -> None:
    code = "/* é 😀 */ x\n"
    run = sarif_run(result(code, finding(find(code, "x"))))
    assert run["columnKind"] == "utf16CodeUnits"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startColumn"] == code.index("x") + 2


def test_sarif_paths(tmp_path: Path) -> None:
    (tmp_path / "linux").mkdir()
    options = Options(root=str(tmp_path / "linux"))

    def located(path: str) -> Any:
        run = sarif_run(result("x", finding(Span(0, 1)), path=path), options=options)
        return run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

    base = {"uriBaseId": "%SRCROOT%"}
    assert located("a b/c%.c") == {"uri": "a%20b/c%25.c", **base}
    assert located(os.fsdecode(b"\xff.c")) == {"uri": "%FF.c", **base}
    assert located(str(tmp_path / "linux/x.c")) == {"uri": "x.c", **base}
    assert located("..c") == {"uri": "..c", **base}
    assert located("../x.c") == {"uri": (tmp_path / "x.c").as_uri()}


def test_sarif_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = finding(Span(0, 1), "the rule x.y failed", "INTERNAL_ERROR")
    run = sarif_run(Result(Target("gone.c"), b"", [], "gone.c: why"), result("x", broken))
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    texts = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert texts == ["gone.c: why", "a/b.c: the rule x.y failed"]


def test_sarif_keeps_the_worst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "RESULTS", 5)
    findings = [finding(Span(0, 1), severity=one) for one in (CHECK, WARNING, ERROR)]
    run = sarif_run(*[result("x", *findings)] * 4)
    assert [one["level"] for one in run["results"]] == ["error"] * 4 + ["warning"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("7 more findings are left out")
    assert run["invocations"][0]["executionSuccessful"]


def test_fingerprints_are_those_of_github() -> None:
    def of(data: bytes) -> list[str]:
        prints = Fingerprints(data)
        return [prints.line(row) for row in range(len(prints.starts))]

    assert of(b"") == ["c129715d7a2bc9a3:1"]
    expected = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
    assert of(b" a\nb\n  \t\tc\n d") == expected
    assert of(b" a\r\nb\r\n  \t\tc\r\n d") == expected


def test_fingerprints_do_not_depend_on_line_numbers() -> None:
    tail = "".join(f"int variable_{n} = {n};\n" for n in range(20))
    before = tail + "\n" + tail
    after = "/* new */\n" + before.replace("int variable_3 ", "  int\tvariable_3 ")
    old, new = Fingerprints(before.encode()), Fingerprints(after.encode())
    rows = range(len(old.starts))
    assert [old.line(row) for row in rows] == [new.line(row + 1) for row in rows]
    assert old.line(0).split(":")[0] == old.line(21).split(":")[0]
    assert (old.line(0)[-2:], old.line(21)[-2:]) == (":1", ":2")


# -- LSP


def frames(text: str) -> list[dict[str, Any]]:
    """The messages of a stream, as a client reads them."""
    stream = io.BytesIO(text.encode())
    messages = []
    while header := stream.readline():
        name, _, length = header.decode().partition(": ")
        assert name == "Content-Length"
        assert stream.readline() == b"\r\n"
        messages.append(json.loads(stream.read(int(length))))
    return messages


def test_lsp(sample: Result, tmp_path: Path) -> None:
    lost = Result(Target("gone.c"), b"", [], "gone.c: why")
    mail = result("a\n", finding(Span(0, 1)), path="-", kind=Kind.MAIL)
    messages = frames(written("lsp", sample, lost, mail, result("", path="é.c"), options=Options(root=str(tmp_path))))
    assert [one["method"] for one in messages] == ["textDocument/publishDiagnostics"] * 2
    first, second = (one["params"] for one in messages)
    assert first["uri"] == (tmp_path / "a/b.c").as_uri()
    assert second == {"uri": (tmp_path / "é.c").as_uri(), "diagnostics": []}
    assert first["diagnostics"][0] == {
        "range": {"start": {"line": 2, "character": 1}, "end": {"line": 2, "character": 6}},
        "severity": 1,
        "code": "SPACING",
        "source": "kcheck",
        "message": "space needed",
        "data": {
            "fix": {
                "title": "insert a space",
                "applicability": "safe",
                "edits": [
                    {
                        "range": {"start": {"line": 2, "character": 3}, "end": {"line": 2, "character": 3}},
                        "newText": " ",
                    }
                ],
            }
        },
    }
    assert [one["severity"] for one in first["diagnostics"]] == [1, 3, 2]
    assert "data" not in first["diagnostics"][2]


def test_utf16_columns_in_any_order() -> None:
    code = "é😀" * 50 + "\n" + "日é😀x" * 50
    file = SourceFile("a.c", code.encode())
    at = [len(code[:index].encode()) for index in range(len(code))]
    wanted = []
    for index in range(len(code)):
        before = code[:index].rpartition("\n")[2]
        wanted.append((1 + code.count("\n", 0, index), len(before.encode("utf-16-le")) // 2))
    order = [*range(len(code)), *reversed(range(len(code))), *range(0, len(code), 7)]
    assert [utf16_point(file, at[index]) for index in order] == [wanted[index] for index in order]


def test_lsp_positions_are_utf16() -> None:
    code = "/* é 😀 */ x\n"
    (message,) = frames(written("lsp", result(code, finding(find(code, "x")))))
    (diagnostic,) = message["params"]["diagnostics"]
    assert diagnostic["range"]["start"] == {"line": 0, "character": code.index("x") + 1}


# -- checkpatch

PATCH = (
    "Subject: x\n"
    "\n"
    "Text of the message.\n"
    "---\n"
    "--- a/a/b.c\n"
    "+++ b/a/b.c\n"
    "@@ -1,4 +1,5 @@\n"
    " int f(int a)\n"
    " {\n"
    "-\tif (a) {\n"
    "+\tif(a) {\n"
    "+\t\treturn 1;  \n"
    " \t}\n"
)


@pytest.fixture
def patch() -> list[Result]:
    """The mail first, then the file it changes."""
    mail = result(
        PATCH,
        finding(find(PATCH, "Text"), "what text", "COMMIT_MESSAGE", WARNING),
        finding(Span(len(PATCH), len(PATCH)), "not signed", "MISSING_SIGN_OFF"),
        path="-",
        kind=Kind.MAIL,
    )
    lines = {1: 8, 2: 9, 3: 11, 4: 12, 5: 13}
    blanks = find(CODE, "  \n")
    changed = result(
        CODE,
        finding(find(CODE, "(a) {\n\t\treturn 1;  \n\t}"), "no braces", "BRACES", CHECK),
        finding(find(CODE, "if"), "space needed", "SPACING"),
        finding(Span(blanks.start, blanks.end - 1), "blanks", "TRAILING_WHITESPACE"),
        in_patch=True,
        changed=frozenset({3, 4}),
        patch_lines=lines,
    )
    return [mail, changed]


def laid_out(layout: Layout, results: list[Result], *inputs: Input, colour: bool = False) -> str:
    """The results as those of the input; a result each if there are several inputs."""
    stream = io.BytesIO()
    writer = checkpatch.Format(stream, Options(colour=colour), layout)
    tally = Tally()
    for one in results:
        tally.add(one)
    for number, what in enumerate(inputs):
        for one in results if len(inputs) == 1 else results[number : number + 1]:
            writer.add(one)
        writer.close(what)
    writer.finish(tally)
    return stream.getvalue().decode()


def test_checkpatch_patch(patch: list[Result]) -> None:
    assert laid_out(Layout(quiet=2, show_types=True), patch, Input("-", "Your patch", 6, strict=True)) == (
        "WARNING:COMMIT_MESSAGE: what text\n"
        "#3: \n"
        "Text of the message.\n"
        "^^^^\n"
        "\n"
        "CHECK:BRACES: no braces\n"
        "#11: FILE: a/b.c:3:\n"
        "+	if(a) {\n"
        "+		return 1;  \n"
        " 	}\n"
        "\n"
        "ERROR:SPACING: space needed\n"
        "#11: FILE: a/b.c:3:\n"
        "+	if(a) {\n"
        " 	^^\n"
        "\n"
        "ERROR:TRAILING_WHITESPACE: blanks\n"
        "#12: FILE: a/b.c:4:\n"
        "+^I^Ireturn 1;  $\n"
        "\n"
        "ERROR:MISSING_SIGN_OFF: not signed\n"
        "\n"
        "total: 3 errors, 1 warnings, 1 checks, 6 lines checked\n"
    )


def test_checkpatch_terse(patch: list[Result]) -> None:
    assert laid_out(Layout(terse=True, quiet=1, summary=False, mailback=True), patch, Input("-", "x", 6)) == (
        "-:3: WARNING: what text\n"
        "-:11: CHECK: no braces\n"
        "-:11: ERROR: space needed\n"
        "-:12: ERROR: blanks\n"
        "-:13: ERROR: not signed\n"
    )


def test_checkpatch_showfile(patch: list[Result]) -> None:
    assert laid_out(Layout(terse=True, showfile=True), patch[1:], Input("-", "x", 6)) == (
        "a/b.c:3: CHECK: no braces\n"
        "a/b.c:3: ERROR: space needed\n"
        "a/b.c:4: ERROR: blanks\n"
        "total: 2 errors, 0 warnings, 6 lines checked\n"
    )
    full = laid_out(Layout(showfile=True, quiet=1, summary=False), patch[1:], Input("-", "x", 6))
    assert full.startswith("a/b.c:3: CHECK: no braces\n+	if(a) {\n")
    assert "FILE:" not in full


def test_checkpatch_emacs_and_colour(patch: list[Result]) -> None:
    text = laid_out(Layout(emacs=True, show_types=True), patch, Input("p.patch", "p.patch", 6), colour=True)
    assert "\x1b[32mp.patch:11: CHECK:\x1b[34mBRACES:\x1b[0m no braces\n#11: FILE: a/b.c:3:\n" in text
    plain = laid_out(Layout(), patch, Input("p.patch", "p.patch", 6), colour=True)
    assert "\x1b[31mERROR:\x1b[0m space needed\n" in plain
    assert "\x1b[33mWARNING:\x1b[0m what text\n" in plain


def test_checkpatch_file() -> None:
    space = finding(find(CODE, "if"), "space needed", "SPACING", fix=replace("insert", 18, 18, " "))
    assert laid_out(Layout(types=("B", "A")), [result(CODE, space)], Input("a/b.c", "a/b.c", 6)) == (
        "ERROR: space needed\n"
        "#3: FILE: a/b.c:3:\n"
        "+	if(a) {\n"
        " 	^^\n"
        "\n"
        "total: 1 errors, 0 warnings, 6 lines checked\n"
        "\n"
        "NOTE: 1 of these can be repaired with --fix or --fix-inplace.\n"
        "\n"
        "a/b.c has style problems, please review.\n"
        "\n"
        "NOTE: Only these types were looked for: A B\n"
        "\n"
        "NOTE: 'kcheck rule TYPE' explains a finding; please report those that are wrong.\n"
    )


def test_checkpatch_clean_inputs() -> None:
    clean = [result("int a;\n", path="x.c"), result("int a;", path="y.c")]
    inputs = [Input("x.c", "x.c", 1), Input("-", "Your patch", 2, strict=True)]
    assert laid_out(Layout(several=True, summary_file=True), clean, *inputs) == (
        "---\nx.c\n---\n"
        "x.c total: 0 errors, 0 warnings, 1 lines checked\n"
        "\n"
        "x.c has no obvious style problems and is ready for submission.\n"
        "----------\nYour patch\n----------\n"
        "- total: 0 errors, 0 warnings, 0 checks, 2 lines checked\n"
        "\n"
        "Your patch has no obvious style problems and is ready for submission.\n"
    )
    assert laid_out(Layout(quiet=1, several=True), clean, *inputs) == ""
    assert laid_out(Layout(terse=True), clean, *inputs) == ""
    assert laid_out(Layout(mailback=True), clean, *inputs) == ""
    assert laid_out(Layout(quiet=2), clean, inputs[0]) == "total: 0 errors, 0 warnings, 1 lines checked\n"


def test_checkpatch_empty_input() -> None:
    text = laid_out(Layout(), [], Input("-", "Your patch", 0))
    assert (
        text == "total: 0 errors, 0 warnings, 0 lines checked\n\n"
        "Your patch has no obvious style problems and is ready for submission.\n"
    )


def test_checkpatch_tells_inputs_apart(patch: list[Result]) -> None:
    text = written("checkpatch", *patch, *patch, result("int a;", path="x.c"), result("", path="y.c"))
    assert text.count("not signed\n\ntotal: 3 errors, 1 warnings, 1 checks, 5 lines checked\n") == 2
    assert text.count("Your patch has style problems") == 2
    assert (
        "total: 0 errors, 0 warnings, 1 lines checked\n\n"
        "x.c has no obvious style problems and is ready for submission.\n" in text
    )
    assert "y.c has no obvious style problems and is ready for submission.\n" in text


def test_checkpatch_shows_only_what_the_patch_shows(patch: list[Result]) -> None:
    hunk = patch[1]._replace(target=patch[1].target._replace(patch_lines={3: 11, 4: 12}))
    text = laid_out(Layout(quiet=1), [hunk], Input("-", "x", 2))
    assert "+	if(a) {\n+		return 1;  \n\n" in text


def test_checkpatch_explains_once() -> None:
    blanks = Span(CODE.index("  \n"), CODE.index("  \n") + 2)
    one = result(CODE, *[finding(blanks, "blanks", "TRAILING_WHITESPACE")] * 2)
    text = laid_out(Layout(verbose=True, quiet=1), [one], Input("x", "x", 1))
    assert text.count("Source: ") == 1
