"""kcheck ci --suggest: a review with the safe fixes, on a service that plays GitHub."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.command_line.test_cli import KCHECK, own_home
from tests.github_api import Service, service
from tests.repository import Worktree

__all__ = ["own_home"]

TAG = "// SPDX-License-Identifier: GPL-2.0\n"
SIGNED = "\n\nIt is nicer so.\n\nSigned-off-by: A. Person <a@example.org>"
BEFORE = f"{TAG}int pond(void)\n{{\n\treturn 1 ;\n}}\n"
AFTER = f"{TAG}int pond(void)\n{{\n\tint frog ;\n\tfrog = 1;\n\treturn 1 ;\n}}\n" + "\n".join(
    f"\n/* ```suggestion {number} */\nint toad{number}( void );" for number in range(3)
)
Run = subprocess.CompletedProcess[str]


class PullRequest(Worktree):
    """A repository with a pull request of two commits, the first of which is mended in part by the second one."""

    def __init__(self, root: Path, content: str = AFTER) -> None:
        super().__init__(root)
        self.base = self.commit(f"pond: begin{SIGNED}", pond_c=BEFORE)
        self.commit(f"pond: go on{SIGNED}", pond_c=content.replace("frog = 1", "frog=1") + "\n")
        self.head = self.commit(f"pond: mend it{SIGNED}", pond_c=content + "\n")
        request = {"number": 7, "head": {"sha": self.head}, "base": {"sha": self.base}}
        self.write(".git/event.json", json.dumps({"pull_request": request}))
        self.write(".git/summary.md", "")

    def diff(self) -> bytes:
        return self.git("diff", f"{self.base}...{self.head}")

    def suggest(self, api: str, *options: str, token: str = "t0ken", event: str = "pull_request") -> Run:
        variables = {
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.root / ".git/event.json"),
            "GITHUB_STEP_SUMMARY": str(self.root / ".git/summary.md"),
            "GITHUB_REPOSITORY": "ada/pond",
            "GITHUB_SHA": self.head,
            "GITHUB_API_URL": api,
            "GITHUB_TOKEN": token,
        }
        command = [*KCHECK, "ci", "--suggest", "--exit-zero", *options]
        done = subprocess.run(
            command, cwd=self.root, env=os.environ | variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert token not in done.stdout + done.stderr + self.summary or not token
        return done

    @property
    def summary(self) -> str:
        return (self.root / ".git/summary.md").read_text()


@pytest.fixture
def request_(tmp_path: Path) -> PullRequest:
    return PullRequest(tmp_path)


def last(done: Run) -> str:
    return done.stdout.splitlines()[-1]


def applied(request: PullRequest, github: Service) -> str:
    """The file after all suggestions are taken."""
    lines = (request.root / "pond.c").read_text().split("\n")
    [review] = github.reviews
    for comment in sorted(review["comments"], key=lambda one: -one["line"]):
        block = comment["body"].partition("suggestion\n")[2]
        text = block[: block.rindex("```")].rstrip("`")
        lines[comment.get("start_line", comment["line"]) - 1 : comment["line"]] = text.split("\n")[:-1]
    return "\n".join(lines)


def test_a_review(request_: PullRequest) -> None:
    with service(request_.diff(), request_.head) as github:
        done = request_.suggest(github.url)
        assert last(done) == "4 suggestions made, 0 made before or left out"
        [review] = github.reviews
        first = review["comments"][0]
        assert (first["path"], first["line"]) == ("pond.c", 10)
        assert first["body"].startswith("SPACING: space after '\\('  \nSPACING: space before '\\)'  \n```suggestion\n")
        # What is suggested is what kcheck --fix would do.
        after = applied(request_, github)
        command = [*KCHECK, "--diff", "--new-from", f"{request_.base}..{request_.head}"]
        subprocess.run(["git", "apply"], input=subprocess.run(command, cwd=request_.root, capture_output=True,
                       check=False).stdout, cwd=request_.root, check=True)  # fmt: skip
        assert after == (request_.root / "pond.c").read_text()
        # Once is enough.
        assert last(request_.suggest(github.url)) == "0 suggestions made, 4 made before or left out"
        assert len(github.reviews) == 1
    assert "for git apply" not in request_.summary


def test_many(tmp_path: Path) -> None:
    request = PullRequest(tmp_path, BEFORE + "\n".join(f"\nint toad{number} ;\n" for number in range(40)))
    with service(request.diff(), request.head) as github:
        github.comments = [{"body": "no"}] * 250
        assert last(request.suggest(github.url)) == "30 suggestions made, 10 made before or left out"
        assert "There are 10 more" in github.reviews[0]["body"]
        assert last(request.suggest(github.url)) == "10 suggestions made, 30 made before or left out"
        assert last(request.suggest(github.url)) == "0 suggestions made, 40 made before or left out"


def test_a_fork(request_: PullRequest) -> None:
    """Its token may only read: the fixes are in the summary, and the job goes on."""
    with service(request_.diff(), request_.head) as github:
        github.token = "another"
        done = request_.suggest(github.url)
        assert github.reviews == []
    assert last(done).startswith("::notice title=kcheck::4 suggestions not made, because the token may not write")
    diff = request_.summary.partition("diff\n")[2].rpartition("```")[0].rstrip("`")
    subprocess.run(["git", "apply", "--check"], input=diff.encode(), cwd=request_.root, check=True)


def test_no_service(request_: PullRequest) -> None:
    assert last(request_.suggest("http://127.0.0.1:9")).startswith("::notice title=kcheck::4 suggestions not made")
    assert "for git apply" in request_.summary


def test_what_is_refused_is_no_reason_to_fail(request_: PullRequest) -> None:
    with service(b"", request_.head) as github:
        done = request_.suggest(github.url)
        assert github.reviews == []
    assert "line must be part of the diff" in last(done)


def test_nothing_to_suggest(tmp_path: Path, request_: PullRequest) -> None:
    assert last(request_.suggest("http://127.0.0.1:9", "--ignore=layout")) == "there are no safe fixes to suggest"
    # In other events there is no pull request.
    assert "suggest" not in request_.suggest("http://127.0.0.1:9", event="schedule").stdout
