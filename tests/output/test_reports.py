"""The formats for machines, read by what reads them in real life, or held against its schema."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.classify import Kind
from pylint_kernel.model import DISPLAY, Fix, Severity, Span, edit, replace
from pylint_kernel.output import FORMATS
from tests.output import schemas
from tests.output.samples import CODE, find, finding, result, written

HOSTILE = b'char *s = "\x1b[2J\x07 \xff \xe2\x80\xae ]]> &amp; \xef\xbf\xbf";\n'
LOST = Result(Target("gone.c"), b"", [], "gone.c: no such file")


def hostile() -> Result:
    """Everything that could break out of a format, in content, path and message."""
    path = os.fsdecode(b"dir\n/\x1b[31m\xff\"'<b>&# skip #TODO.c")
    said = "bad \x1b]0;title\x07 <script>\u202e \uffff]]> # skip\nnot ok 7"
    return result(HOSTILE, finding(Span(0, len(HOSTILE) - 1), said), path=path)


def several(sample: Result) -> list[tuple[Result, ...]]:
    """What every reader must be able to read."""
    return [(), (result(""),), (sample, LOST, hostile(), result("int a;\n", path="c.c")), (mail(),)]


def mail() -> Result:
    return result("subject\n", finding(Span(0, 7)), path="0123456789ab", kind=Kind.MAIL)


def load(name: str, *results: Result) -> Any:
    return json.loads(written(name, *results))


@pytest.mark.parametrize("name", [one for one in FORMATS if one not in ("lsp", "checkpatch")])
def test_all_formats_say_all_findings(name: str, sample: Result) -> None:
    shown = written(name, sample, hostile(), mail())
    assert all(code in shown for code in ("SPACING", "BRACES", "TRAILING_WHITESPACE"))


# -- GitLab

#: What GitLab asks of a report (its documentation, "Code Quality report format").
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"type": "object", "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def test_gitlab(sample: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    for results in several(sample):
        jsonschema.validate(load("gitlab", *results), GITLAB)
    first, second, third = load("gitlab", sample)
    assert first["check_name"] == "SPACING"
    assert first["description"] == "SPACING: space needed"
    assert first["location"] == {"path": "a/b.c", "lines": {"begin": 3, "end": 3}}
    assert second["location"]["lines"] == {"begin": 3, "end": 5}
    assert [one["severity"] for one in (first, second, third)] == ["major", "info", "minor"]


def test_gitlab_paths_are_those_of_the_project(sample: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_PROJECT_DIR", str(Path.cwd().parent))
    (first, *_) = load("gitlab", sample)
    assert first["location"]["path"] == f"{Path.cwd().name}/a/b.c"


def test_gitlab_fingerprints_tell_findings_apart_and_survive_moves() -> None:
    def prints(code: str) -> list[str]:
        spots = [at for at in range(len(code)) if code.startswith("if(", at)]
        return [
            one["fingerprint"] for one in load("gitlab", result(code, *(finding(Span(at, at + 2)) for at in spots)))
        ]

    before = prints("\tif(a)\n\tif(b)\n\tif(a)\n")
    assert len(set(before)) == 3
    assert prints("int x;\n\t\tif(a)\n\n\tif(b)\n\tif(a)\n") == before
    # Of the same line twice in two results (fragments of a file), both are shown.
    twice = load("gitlab", result("if(a)\n", finding(Span(0, 2))), result("if(a)\n", finding(Span(0, 2)), first_line=9))
    assert twice[0]["fingerprint"] != twice[1]["fingerprint"]


# -- reviewdog


def test_rdjson(sample: Result) -> None:
    document = load("rdjson", sample)
    assert document["source"] == {"name": "kcheck"}
    first, second, third = document["diagnostics"]
    assert first == {
        "message": "space needed",
        "location": {"path": "a/b.c", "range": {"start": {"line": 3, "column": 2}, "end": {"line": 3, "column": 7}}},
        "severity": "ERROR",
        "code": {"value": "SPACING"},
        "suggestions": [{"range": {"start": {"line": 3, "column": 4}, "end": {"line": 3, "column": 4}}, "text": " "}],
    }
    assert (second["severity"], third["severity"]) == ("INFO", "WARNING")
    assert "suggestions" not in third


def test_rdjsonl_has_the_same_diagnostics(sample: Result) -> None:
    lines = [json.loads(line) for line in written("rdjsonl", sample, mail()).splitlines()]
    assert [line.pop("source") for line in lines] == [{"name": "kcheck"}] * 4
    assert lines == load("rdjson", sample, mail())["diagnostics"]
    assert written("rdjsonl", result("")) == ""


def test_a_line_is_not_longer_than_reviewdog_reads() -> None:
    code = f'f("{"x" * 70_000}");\n'
    fix = replace("replace it all", 0, len(code), code)
    (line,) = written("rdjsonl", result(code, finding(Span(0, 1), fix=fix))).splitlines()
    assert len(line) < 65_536
    assert "suggestions" not in json.loads(line)
    assert load("rdjson", result(code, finding(Span(0, 1), fix=fix)))["diagnostics"][0]["suggestions"]


@pytest.mark.skipif(not shutil.which("rdformat-validator"), reason="npm's @umbrelladocs/rdformat-validator is missing")
def test_rdjson_as_its_validator_reads_it(sample: Result, tmp_path: Path) -> None:
    lines = written("rdjsonl", sample, mail(), hostile()).splitlines()
    for number, text in enumerate([*lines, *(written("rdjson", *results) for results in several(sample))]):
        (tmp_path / f"{number}.json").write_text(text)
    command = ["rdformat-validator", "--strict", "--no-extra-fields", *map(str, tmp_path.glob("*.json"))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def applied(source: str, suggestion: dict[str, Any]) -> str:
    """``source`` with a suggestion taken, by the lines and bytes that it names."""
    lines = source.encode().split(b"\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    start, end = (offsets[one["line"] - 1] + one["column"] - 1 for one in suggestion["range"].values())
    data = source.encode()
    text: str = suggestion["text"]
    return (data[:start] + text.encode() + data[end:]).decode()


def test_a_fix_of_many_edits_is_one_suggestion() -> None:
    code = "int ä;\nif (é) {\n\ta();\n}\n"
    opening, closing = find(code, " {"), find(code, "\n}")
    fix = Fix("remove the braces", (edit(*opening, ""), edit(*closing, "")))
    (one,) = load("rdjson", result(code, finding(find(code, "if"), fix=fix)))["diagnostics"]
    (suggestion,) = one["suggestions"]
    assert applied(code, suggestion) == "int ä;\nif (é)\n\ta();\n"


def test_suggestions_keep_carriage_returns() -> None:
    code = "if (a) {\r\n\ta();\r\n}\r\n"
    read = code.replace("\r\n", "\n")
    fix = Fix("remove the braces", (edit(6, 8, ""), edit(read.index("\n}"), read.index("\n}") + 2, "")))
    (one,) = load("rdjson", result(code, finding(Span(0, 2), fix=fix)))["diagnostics"]
    assert one["suggestions"][0]["text"] == "\r\n\ta();"


def test_what_must_not_be_applied_is_no_suggestion() -> None:
    fix = replace("think", 0, 2, "", DISPLAY)
    (one,) = load("rdjson", result(CODE, finding(Span(0, 3), fix=fix)))["diagnostics"]
    assert "suggestions" not in one


# -- XML


@pytest.mark.parametrize("name", ["checkstyle", "junit"])
def test_xml_is_well_formed(name: str, sample: Result) -> None:
    for results in several(sample):
        ET.fromstring(written(name, *results).encode())


def test_checkstyle(sample: Result) -> None:
    root = ET.fromstring(written("checkstyle", sample, result("", path="clean.c"), LOST))
    assert [one.get("name") for one in root] == ["a/b.c", "gone.c"]
    first, second, third = root[0]
    assert first.attrib == {
        "line": "3", "column": "2", "severity": "error", "message": "space needed", "source": "kcheck.SPACING",
    }  # fmt: skip
    assert (second.get("severity"), third.get("severity")) == ("info", "warning")
    assert root[1][0].get("message") == "gone.c: no such file"


def test_checkstyle_as_diff_quality_reads_it(sample: Result, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reporter = pytest.importorskip("diff_cover.violationsreporters.java_violations_reporter")
    tool = pytest.importorskip("diff_cover.git_path").GitPathTool
    monkeypatch.setattr(tool, "_cwd", str(tmp_path))
    monkeypatch.setattr(tool, "_root", str(tmp_path))
    (found,) = reporter.CheckstyleXmlDriver().parse_reports([written("checkstyle", sample).partition("\n")[2]]).values()
    assert [(one.line, one.message) for one in found] == [
        (3, "error: space needed"), (3, "info: no braces"), (4, "warning: blanks"),
    ]  # fmt: skip


def test_junit_as_junitparser_reads_it(sample: Result) -> None:
    junitparser = pytest.importorskip("junitparser")
    suites = junitparser.JUnitXml.fromstring(written("junit", sample, LOST, result("", path="clean.c")).encode())
    bad, lost, clean = suites
    assert (bad.name, bad.tests, bad.failures, bad.errors) == ("a/b.c", 3, 3, 0)
    assert (lost.tests, lost.failures, lost.errors) == (1, 0, 1)
    assert (clean.tests, clean.failures) == (1, 0)
    assert not next(iter(clean)).result
    case = next(iter(bad))
    assert (case.name, case.classname) == ("SPACING at 3:2", "a/b.c")
    (failure,) = case.result
    assert (failure.type, failure.message) == ("error", "space needed")
    assert "    3 | \tif(a) {\n      | \t^^^^^" in failure.text


def test_junit_schema(sample: Result) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    known = xmlschema.XMLSchema(str(schemas.schema(schemas.JUNIT, schemas.JUNIT_ORIGIN)))
    for results in several(sample):
        known.validate(written("junit", *results))


@pytest.mark.parametrize("form", ["checkstyle", "junit", "tap", "html", "json", "sarif"])
def test_a_file_that_the_parser_gave_up_is_an_error_among_the_rest(form: str, sample: Result) -> None:
    reason = "a/b.c: too complex to be parsed"
    half = sample._replace(shortfall=reason)
    text = written(form, half)
    assert text.count("too complex to be parsed") == 1
    assert "space needed" in text
    if form == "checkstyle":
        assert len(ET.fromstring(text)[0]) == 4
    if form == "junit":
        assert ET.fromstring(text)[0].get("errors") == "1"
    if form == "tap":
        assert f"not ok 1 - {reason}\n" in text
        assert text.endswith("1..4\n")


# -- SARIF


def test_sarif_schema(sample: Result) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    known = json.loads(schemas.schema(schemas.SARIF, schemas.SARIF_ORIGIN).read_text())
    for results in several(sample):
        jsonschema.Draft7Validator(known).validate(load("sarif", *results))


# -- TAP


def test_tap(sample: Result) -> None:
    assert written("tap", sample, result("", path="# skip.c")).splitlines() == [
        "TAP version 13",
        "not ok 1 - a/b.c:3:2: error: SPACING: space needed",
        "#     3 | \tif(a) {",
        "#       | \t^^^^^",
        "#       = fix: insert a space",
        "not ok 2 - a/b.c:3:2: check: BRACES: no braces",
        "#     3 | \tif(a) {",
        "#       | \t^^^^^^^ and 2 more lines",
        "#       = fix: remove the braces",
        "not ok 3 - a/b.c:4:12: warning: TRAILING_WHITESPACE: blanks",
        "#     4 | \t\treturn 1;  ",
        "#       | \t\t         ^^",
        "ok 4 - <23> skip.c",
        "1..4",
    ]


def test_tap_as_tap_py_reads_it(sample: Result) -> None:
    parser = pytest.importorskip("tap.parser")
    for results in several(sample):
        lines = [*parser.Parser().parse_text(written("tap", *results))]
        points = [line for line in lines if line.category == "test"]
        wanted = [ok for one in results for ok in ([False] * len(one.troubles + one.findings) or [True])]
        assert [point.ok for point in points] == wanted
        assert not any(point.skip or point.todo for point in points)
        assert not [line for line in lines if line.category in ("bail", "unknown")]


@pytest.mark.skipif(shutil.which("prove") is None, reason="Perl's prove is not installed")
def test_tap_as_prove_reads_it(sample: Result, tmp_path: Path) -> None:
    for number, results in enumerate(several(sample)):
        file = tmp_path / f"{number}.tap"
        file.write_text(written("tap", *results), encoding="utf-8", newline="")
        bad = any(one.findings or one.troubles for one in results)
        done = subprocess.run(["prove", "--verbose", str(file)], check=False, capture_output=True, text=True)
        assert (done.returncode != 0) == bad, done.stdout
        assert "Parse errors" not in done.stdout


# -- Gerrit


def test_gerrit(sample: Result) -> None:
    review = load("gerrit", sample, mail())
    assert review["tag"] == "autogenerated:kcheck"
    assert review["omit_duplicate_comments"] is True
    assert review["message"].splitlines()[:3] == [
        "kcheck",
        "",
        "2 errors, 1 warning and 1 check in 2 of 2 files and messages",
    ]
    first, last = review["comments"]["a/b.c"][0], review["comments"]["a/b.c"][-1]
    where = {"start_line": 3, "start_character": 1, "end_line": 3, "end_character": 6}
    edit = {"start_line": 3, "start_character": 3, "end_line": 3, "end_character": 3}
    assert first == {
        "message": "error: SPACING: space needed",
        "unresolved": True,
        "range": where,
        "line": 3,
        "fix_suggestions": [
            {"description": "insert a space", "replacements": [{"path": "a/b.c", "range": edit, "replacement": " "}]}
        ],
    }
    assert last["unresolved"] is False
    assert last["fix_suggestions"][0]["description"] == "remove the braces (this could change the meaning)"
    assert all(one.keys() == {"message", "unresolved"} for one in review["comments"]["/COMMIT_MSG"])


def test_gerrit_takes_the_worst() -> None:
    findings = [finding(Span(0, 1), f"{n}", severity=Severity.WARNING) for n in range(600)]
    findings.append(finding(Span(0, 1), "worst"))
    review = load("gerrit", result("x", *findings))
    comments = review["comments"]["a/b.c"]
    assert len(comments) == 500
    assert "worst" in comments[0]["message"]
    assert review["message"].endswith("101 more findings without a comment")
