"""The GitHub Action: what its steps print for the events that workflows run for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import offline
from tests.action import Done, Event, Runner
from tests.command_line.test_cli import own_home
from tests.github_api import service
from tests.repository import Worktree

__all__ = ["own_home"]

TAG = "// SPDX-License-Identifier: GPL-2.0\n"
NOTHING = "0" * 40
SIGNED = "\n\nThat is how it has to be, because it is nicer so.\n\nSigned-off-by: A. Person <a@example.org>"
Payload = dict[str, Any]


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    place = tmp_path_factory.mktemp("runner")
    offline.copy_project(place / "kcheck")
    return Runner(place / "kcheck", place, offline.variables(place / "packages"))


class Pond:
    """A repository on a server, which lets clients ask for any commit, and a way to make clones of it as
    actions/checkout does."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.origin = Worktree(place / "origin")
        self.origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.origin.git("config", "receive.denyCurrentBranch", "ignore")
        self.clones = 0
        for number in range(3):
            self.first = self.commit(f"begin {number}", {"pond.c": f"{TAG}int pond{number};\n"})

    def commit(self, what: str, files: dict[str, str], message: str = SIGNED) -> str:
        """Commit files; the id."""
        for name, content in files.items():
            self.origin.write(name, content)
        return self.origin.commit(f"pond: {what}{message}")

    def branch(self, name: str, start: str = "main") -> None:
        """Begin a branch, and be on it."""
        self.origin.git("checkout", "-q", "-B", name, start)

    def clone(self, commit: str, depth: int = 1) -> Path:
        """A workspace in which a commit is checked out, with so much history (0: all)."""
        self.clones += 1
        workspace = Worktree(self.place / f"workspace{self.clones}")
        workspace.git("remote", "add", "origin", self.origin.root.as_uri())
        refs = [f"+{commit}:refs/remotes/pull/merge"] if depth else ["+refs/heads/*:refs/remotes/origin/*", commit]
        limit = [f"--depth={depth}"] if depth else []
        workspace.git("fetch", "-q", "--no-tags", *limit, "origin", *refs)
        workspace.git("checkout", "-q", "--detach", commit)
        return workspace.root

    def merged(self, head: str) -> tuple[str, str]:
        """The default branch goes on; its last commit, and one that merges ``head`` with that."""
        self.origin.git("checkout", "-q", "main")
        base = self.commit("go on", {"lake.c": f"{TAG}int lake ;\n"})
        self.origin.git("checkout", "-q", "--detach")
        self.origin.git("merge", "-q", "--no-edit", head)
        return base, self.origin.git("rev-parse", "HEAD").decode().strip()

    def three(self) -> list[str]:
        """A branch of three commits, of which the last one moves what the first one has written."""
        self.branch("frogs")
        return [
            self.commit("add a frog", {"frog.c": f"{TAG}int frog ;\nint other;\n"}),
            self.commit("add a toad", {"toad.c": f"{TAG}int toad;\n"}, "\n\nIt is the the brother of the frog.\n"),
            self.commit(
                "move on", {"frog.c": f"{TAG}int newt;\n\nint frog ;\nint other;\n", "newt.c": f"{TAG}int a ;\n"}
            ),
        ]


@pytest.fixture
def pond(tmp_path: Path) -> Pond:
    return Pond(tmp_path)


def pull_request(base: str, head: str, repository: str = "ada/pond", **more: Any) -> Payload:
    """The event of a pull request, as far as anybody here reads it."""
    there = {"id": 1, "full_name": "ada/pond", "default_branch": "main"}
    return {
        "action": "synchronize",
        "number": 7,
        "pull_request": {
            "number": 7,
            "title": "`echo pwned` $(echo pwned) ${{ secrets.X }}",
            "head": {"ref": "--upload-pack=touch pwned", "sha": head, "repo": {"id": 2, "full_name": repository}},
            "base": {"ref": "main", "sha": base, "repo": there},
            **more,
        },
        "repository": there,
    }


def push(before: str, after: str, ref: str, *, forced: bool = False) -> Payload:
    """The event of a push."""
    return {
        "ref": ref,
        "before": before,
        "after": after,
        "created": before == NOTHING,
        "deleted": after == NOTHING,
        "forced": forced,
        "repository": {"id": 1, "full_name": "ada/pond", "default_branch": "main"},
    }


def at(annotations: list[str]) -> list[tuple[str, str, str]]:
    """Kind, type and place of annotations."""
    return [*places(annotations)]


def places(annotations: list[str]) -> Iterator[tuple[str, str, str]]:
    for one in annotations:
        kind, _, rest = one.removeprefix("::").partition(" ")
        listed, _, message = rest.partition("::")
        values = dict(pair.split("=", 1) for pair in listed.split(","))
        place = f"{values['file']}:{values['line']}" if "file" in values else message.partition(": ")[0]
        yield kind, values["title"], place


def show(what: str, done: Done) -> None:
    """Print what a run printed: pytest -s shows it."""
    print(f"\n== {what}", *done.annotations, sep="\n")


FOUND_IN_THREE = [
    ("error", "MISSING_SIGN_OFF", "the message"),
    ("warning", "SPACING", "frog.c:4"),
    ("warning", "REPEATED_WORD", "the message"),
    ("warning", "SPACING", "newt.c:2"),
]


@pytest.mark.parametrize("depth", [1, 2, 0])
def test_a_pull_request_of_three_commits(runner: Runner, pond: Pond, depth: int) -> None:
    head = pond.three()[-1]
    base, merge = pond.merged(head)
    event = Event("pull_request", pull_request(base, head), merge, "refs/pull/7/merge")
    done = runner.run(pond.clone(merge, depth), event)
    show(f"a pull request of three commits, depth {depth}", done)
    assert done.failed, done.stderr
    assert at(done.annotations) == FOUND_IN_THREE
    assert "(in " in done.annotations[0]
    assert done.outputs == {"errors": "1", "warnings": "3", "checks": "0"}
    assert "#### " in done.summary
    assert done.used["actions/setup-python"]["update-environment"] == "false"
    assert "github/codeql-action/upload-sarif" not in done.used
    assert not list(pond.place.rglob("pwned"))


def test_a_pull_request_as_one_change(runner: Runner, pond: Pond) -> None:
    head = pond.three()[-1]
    base, merge = pond.merged(head)
    event = Event("pull_request", pull_request(base, head), merge, "refs/pull/7/merge")
    done = runner.run(pond.clone(merge), event, what="diff")
    show("a pull request as one change", done)
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:4"), ("warning", "SPACING", "newt.c:2")]


def test_a_line_that_a_later_commit_changes_has_no_place(runner: Runner, pond: Pond) -> None:
    pond.branch("frogs")
    pond.commit("add a frog", {"frog.c": f"{TAG}int frog ;\n"})
    head = pond.commit("mend it", {"frog.c": f"{TAG}int frog;\n"})
    done = runner.run(pond.clone(head), Event("pull_request", pull_request(pond.first, head), head))
    show("a pull request that mends what it breaks", done)
    assert at(done.annotations) == [("warning", "SPACING", "frog.c, line 2")]


@pytest.mark.parametrize("depth", [1, 0])
def test_a_push(runner: Runner, pond: Pond, depth: int) -> None:
    before = pond.first
    pond.commit("add a frog", {"frog.c": f"{TAG}int frog ;\n"})
    after = pond.commit("add a toad", {"toad.c": f"{TAG}int toad ;\n"})
    done = runner.run(pond.clone(after, depth), Event("push", push(before, after, "refs/heads/main"), after))
    show(f"a push, depth {depth}", done)
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2"), ("warning", "SPACING", "toad.c:2")]
    assert done.failed


def test_a_push_that_is_clean(runner: Runner, pond: Pond) -> None:
    before = pond.first
    after = pond.commit("add a frog", {"frog.c": f"{TAG}int frog;\n"})
    done = runner.run(pond.clone(after), Event("push", push(before, after, "refs/heads/main"), after))
    assert not done.failed, done.stdout
    assert done.annotations == []
    assert "no findings" in done.summary
    assert done.outputs == {"errors": "0", "warnings": "0", "checks": "0"}


@pytest.mark.parametrize("level", ["error", "none"])
def test_what_makes_the_job_fail(runner: Runner, pond: Pond, level: str) -> None:
    after = pond.commit("add a frog", {"frog.c": f"{TAG}int frog ;\n"})
    event = Event("push", push(pond.first, after, "refs/heads/main"), after)
    done = runner.run(pond.clone(after), event, fail_level=level)
    assert not done.failed
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2")]


def test_a_new_branch(runner: Runner, pond: Pond) -> None:
    """What is in the default branch is not new."""
    after = pond.three()[-1]
    done = runner.run(pond.clone(after), Event("push", push(NOTHING, after, "refs/heads/frogs"), after))
    show("a new branch", done)
    assert at(done.annotations) == FOUND_IN_THREE


def test_a_merge_of_the_default_branch_brings_nothing_new(runner: Runner, pond: Pond) -> None:
    before = pond.three()[-1]
    pond.origin.git("checkout", "-q", "main")
    pond.commit("go on", {"lake.c": f"{TAG}int lake ;\n"})
    pond.origin.git("checkout", "-q", "frogs")
    pond.origin.git("merge", "-q", "--no-edit", "main")
    after = pond.commit("go on, too", {"frog.c": f"{TAG}int tadpole ;\n"})
    done = runner.run(pond.clone(after), Event("push", push(before, after, "refs/heads/frogs"), after))
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2")]


@pytest.mark.parametrize("is_gone", [False, True], ids=["before is there", "before is gone"])
def test_a_force_push(runner: Runner, pond: Pond, *, is_gone: bool) -> None:
    before = pond.three()[-1]
    pond.origin.git("checkout", "-q", "main")
    pond.commit("go on", {"lake.c": f"{TAG}int lake ;\n"})
    pond.branch("frogs")
    after = pond.commit("start again", {"frog.c": f"{TAG}int tadpole ;\n"})
    if is_gone:
        before = before.replace(before[:8], "12345678")
    event = Event("push", push(before, after, "refs/heads/frogs", forced=True), after)
    done = runner.run(pond.clone(after), event)
    print(done.stderr)
    show(f"a force push, {'before is gone' if is_gone else 'before is there'}", done)
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2")]
    assert ("not to be had any more" in done.stderr) == is_gone


def test_the_first_push_of_all(runner: Runner, pond: Pond) -> None:
    after = pond.commit("add a frog", {"frog.c": f"{TAG}int frog ;\n"})
    done = runner.run(pond.clone(after), Event("push", push(NOTHING, after, "refs/heads/main"), after))
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2")]


def test_nothing_to_do(runner: Runner, pond: Pond) -> None:
    workspace = pond.clone(pond.first)
    gone = push(pond.first, NOTHING, "refs/heads/frogs")
    done = runner.run(workspace, Event("push", gone, pond.first))
    assert not done.failed
    assert done.stdout.startswith("nothing to check: the branch or tag was deleted\n")
    for ref in ("refs/tags/v1", "refs/heads/same"):
        event = Event("push", push(NOTHING, pond.first, ref), pond.first, ref)
        done = runner.run(workspace, event, sarif="out.sarif", upload_sarif="true")
        assert not done.failed, done.stderr
        assert done.stdout.startswith("nothing to check: there are no new commits\n")
        assert json.loads((workspace / "out.sarif").read_text())["runs"][0]["results"] == []
        assert done.used["github/codeql-action/upload-sarif"]["sarif_file"] == "./out.sarif"
        assert done.outputs["errors"] == "0"


def test_an_annotated_tag(runner: Runner, pond: Pond) -> None:
    """The event names the tag, not the commit."""
    pond.branch("frogs")
    commit = pond.commit("add a frog", {"frog.c": f"{TAG}int frog ;\n"})
    pond.origin.git("tag", "-a", "-m", "so far", "v1")
    tag = pond.origin.git("rev-parse", "v1").decode().strip()
    done = runner.run(pond.clone(commit), Event("push", push(NOTHING, tag, "refs/tags/v1"), commit, "refs/tags/v1"))
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2")], done.stderr


def test_a_merge_queue(runner: Runner, pond: Pond) -> None:
    head = pond.three()[-1]
    base, merge = pond.merged(head)
    group = {"head_sha": merge, "head_ref": "refs/heads/gh-readonly-queue/main/pr-7", "base_sha": base}
    event = Event("merge_group", {"action": "checks_requested", "merge_group": group}, merge)
    done = runner.run(pond.clone(merge), event)
    assert [one[:2] for one in at(done.annotations)] == [one[:2] for one in FOUND_IN_THREE]


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch"])
def test_files_as_they_are(runner: Runner, pond: Pond, name: str) -> None:
    after = pond.commit("add much", {"a dir/frog.c": f"{TAG}int frog ;\n", "toad.c": f"{TAG}int toad ;\n"})
    event = Event(name, {"schedule": "0 5 * * 1"}, after)
    assert at(runner.run(pond.clone(after), event).annotations) == [
        ("warning", "SPACING", "a dir/frog.c:2"),
        ("warning", "SPACING", "toad.c:2"),
    ]
    done = runner.run(pond.clone(after), event, paths="a dir\n*.c\n")
    assert at(done.annotations) == [("warning", "SPACING", "a dir/frog.c:2")]
    # A pattern is none.
    assert "*.c: No such file" in done.stderr


def test_a_part_of_a_repository(runner: Runner, pond: Pond) -> None:
    files = {
        "kernel/frog.c": f"{TAG}int frog ;\n",
        "kernel/net/toad.c": f"{TAG}int toad ;\n",
        "else.c": f"{TAG}int a ;\n",
    }
    after = pond.commit(
        "add much", {**files, "kernel/.kcheck.toml": 'ignore = ["REPEATED_WORD"]\n'}, f"\n\nThe the{SIGNED}"
    )
    event = Event("push", push(pond.first, after, "refs/heads/main"), after)
    done = runner.run(pond.clone(after), event, working_directory="kernel", paths=".", sarif="out.sarif")
    assert at(done.annotations) == [
        ("warning", "SPACING", "kernel/frog.c:2"),
        ("warning", "SPACING", "kernel/net/toad.c:2"),
    ]
    done = runner.run(
        pond.clone(after), event, working_directory="kernel", paths="net", options="--ignore=SPACING,LONG_LINE -q"
    )
    assert not done.failed, done.stdout + done.stderr


def test_code_scanning(runner: Runner, pond: Pond) -> None:
    head = pond.three()[-1]
    workspace = pond.clone(head)
    event = Event("pull_request", pull_request(pond.first, head), head)
    done = runner.run(workspace, event, upload_sarif="true")
    assert done.used["github/codeql-action/upload-sarif"] == {"sarif_file": "./kcheck.sarif", "category": "kcheck"}
    [run] = json.loads((workspace / "kcheck.sarif").read_text())["runs"]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert [(one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in places] == [
        ("frog.c", 4),
        ("newt.c", 2),
    ]


def test_suggestions(runner: Runner, pond: Pond) -> None:
    head = pond.three()[-1]
    diff = pond.origin.git("diff", f"{pond.first}...{head}")
    event = Event("pull_request", pull_request(pond.first, head), head)
    with service(diff, head) as github:
        done = runner.run(pond.clone(head), event, api=github.url, suggest="true")
        [review] = github.reviews
    assert [(one["path"], one["line"]) for one in review["comments"]] == [("frog.c", 4), ("newt.c", 2)]
    assert done.stdout.endswith("2 suggestions made, 0 made before or left out\n")
    with service(diff, head) as github:
        github.token = "that of a repository that may write"
        done = runner.run(pond.clone(head), event, api=github.url, suggest="true")
        assert "the token may not write" in done.annotations[-1]
        assert "+int frog;\n" in done.summary
        assert "suggest" not in runner.run(pond.clone(head), event, api=github.url).stdout


# -- strangers


def test_a_fork(runner: Runner, pond: Pond) -> None:
    """Its commits are had from the repository that it goes to."""
    head = pond.three()[-1]
    pond.origin.git("update-ref", "refs/pull/7/head", head)
    base, merge = pond.merged(head)
    pond.origin.git("branch", "-q", "-D", "frogs")
    event = Event("pull_request", pull_request(base, head, "eve/pond"), merge, "refs/pull/7/merge")
    done = runner.run(pond.clone(merge), event)
    show("a fork", done)
    assert at(done.annotations) == FOUND_IN_THREE


def test_what_strangers_propose_is_not_checked_out_with_all_rights(runner: Runner, pond: Pond) -> None:
    pond.branch("frogs")
    evil = {"frog.c": f"{TAG}int frog ;\n", ".kcheck.toml": 'rules = ["evil.py"]\n', "evil.py": "open('pwned', 'w')\n"}
    head = pond.commit("add a frog", evil)
    event = Event("pull_request_target", pull_request(pond.first, head, "eve/pond"), pond.first)
    done = runner.run(pond.clone(pond.first), event)
    assert at(done.annotations) == [("warning", "SPACING", "frog.c:2")], done.stderr
    done = runner.run(pond.clone(head), event)
    assert done.failed
    assert "check out nothing else" in done.stderr
    assert done.annotations == []
    assert not list(pond.place.rglob("pwned"))


@pytest.mark.parametrize(
    ("what", "payload"),
    [
        ("pull_request", {}),
        (
            "pull_request",
            {"pull_request": {"number": 7, "head": {"sha": "--upload-pack=x"}, "base": {"sha": "0" * 40}}},
        ),
        ("pull_request", {"pull_request": {"number": "7; x", "head": {"sha": "1" * 40}, "base": {"sha": "1" * 40}}}),
        ("pull_request", {"pull_request": {"number": 7, "head": {"sha": "HEAD"}, "base": {"sha": "1" * 40}}}),
        ("merge_group", {"merge_group": ["x"]}),
        ("push", {"before": "1" * 40, "after": "2" * 40, "ref": 7}),
        ("push", push("1" * 40, "2" * 40, "refs/heads/x") | {"repository": {"default_branch": "../../x y"}}),
        ("push", push("1" * 39 + "\n", "2" * 40, "refs/heads/x")),
        ("push", push("1" * 40, "2" * 40, "refs/heads/x")),
    ],
)
def test_events_that_are_none(runner: Runner, pond: Pond, what: str, payload: Payload) -> None:
    done = runner.run(pond.clone(pond.first), Event(what, payload, pond.first))
    assert done.failed
    assert done.stderr.startswith("Error: ")
    assert len(done.stderr.splitlines()) == 1
    assert not done.annotations


def test_refs_are_never_options(runner: Runner, pond: Pond) -> None:
    payload = push(NOTHING, pond.first, "refs/heads/--output=pwned")
    payload["repository"]["default_branch"] = "--upload-pack=touch pwned"
    done = runner.run(pond.clone(pond.first), Event("push", payload, pond.first))
    assert "is not a name for a branch" in done.stderr
    assert not list(pond.place.rglob("pwned"))
