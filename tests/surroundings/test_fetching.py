"""What is missing in a clone is fetched, and not much more."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.surroundings import fetching, git
from pylint_kernel.surroundings.event import Event
from pylint_kernel.surroundings.git import Repository
from tests.repository import Worktree


class Server(Worktree):
    """A server that lets clients ask for any commit."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.count = 0

    def grow(self, branch: str, count: int, start: str = "") -> list[str]:
        """Add commits to a branch, which may begin at ``start``; their ids, oldest first."""
        commit = "commit refs/heads/{}\ncommitter A <a@example.org> {} +0000\ndata {}\n{}{}\n"
        parent = f"\nfrom {self.id(start or branch)}"
        said = [(f"{branch} {number} {self.count + number}", parent if not number else "") for number in range(count)]
        self.count += count
        stream = "".join(commit.format(branch, self.count, len(text), text, first) for text, first in said)
        command = ["git", "fast-import", "--quiet", "--force"]
        subprocess.run(command, cwd=self.root, input=stream.encode(), check=True)
        return self.git("rev-list", "--reverse", f"-{count}", branch).decode().split()

    def id(self, revision: str) -> str:
        """The id of a commit."""
        return self.git("rev-parse", revision).decode().strip()


@pytest.fixture
def server(tmp_path: Path) -> Server:
    server = Server(tmp_path / "server")
    server.commit("begin")
    return server


@pytest.fixture
def clone(tmp_path: Path, server: Server) -> Iterator[Repository]:
    """An empty clone."""
    worktree = Worktree(tmp_path / "clone")
    worktree.git("remote", "add", "origin", server.root.as_uri())
    with Repository(str(worktree.root)) as repository:
        yield repository


def check_out(clone: Repository, commit: str, depth: int) -> None:
    git.run(["fetch", "-q", "--no-tags", f"--depth={depth}", "origin", commit], clone.root)
    git.run(["checkout", "-q", "--detach", commit], clone.root)


def new(clone: Repository, event: Event) -> list[str]:
    history = fetching.history(clone, event)
    return clone.new_commits(history.head, history.known)


@pytest.mark.parametrize("depth", [1, 3, 60])
def test_both_sides_are_fetched_until_they_meet(server: Server, clone: Repository, depth: int) -> None:
    server.grow("main", 400)
    ours = server.grow("frogs", 5, "main")
    *_, base = server.grow("main", 60)
    check_out(clone, base, depth)
    assert new(clone, Event(ours[-1], (base,))) == ours
    assert clone.edges()


def test_a_merged_history_is_whole(server: Server, clone: Repository) -> None:
    """What came in by a merge belongs to it, however far it goes back."""
    server.grow("main", 10)
    side = server.grow("side", 60, "main")
    ours = server.grow("frogs", 1, "main")
    server.git("checkout", "-q", "-f", "frogs")
    server.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    head = server.id("HEAD")
    *_, base = server.grow("main", 3)
    check_out(clone, base, 1)
    assert sorted(new(clone, Event(head, (base,)))) == sorted(side + ours)


def test_histories_that_never_meet(server: Server, clone: Repository) -> None:
    server.grow("main", 3)
    server.git("checkout", "-q", "--orphan", "island")
    ours = [server.commit(f"island {number}") for number in range(4)]
    base = server.id("main")
    check_out(clone, base, 1)
    assert new(clone, Event(ours[-1], (base,))) == ours


def test_a_commit_that_nothing_leads_to(server: Server, clone: Repository) -> None:
    before = server.grow("frogs", 3, "main")
    server.git("checkout", "-q", "-B", "frogs", before[1])
    amended = server.commit("amended")
    check_out(clone, amended, 1)
    assert new(clone, Event(amended, (before[2],), "main")) == [amended]


def test_too_far_back(server: Server, clone: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "STEPS", (5, 5))
    ours = server.grow("frogs", 100, "main")
    base = server.id("main")
    check_out(clone, base, 1)
    with pytest.raises(git.Error, match="too far back"):
        fetching.history(clone, Event(ours[-1], (base,)))


def test_what_is_there_is_not_fetched(server: Server, clone: Repository) -> None:
    ours = server.grow("frogs", 3, "main")
    base = server.id("main")
    git.run(["fetch", "-q", "origin", ours[-1]], clone.root)
    server.git("config", "uploadpack.allowAnySHA1InWant", "false")
    git.run(["remote", "remove", "origin"], clone.root)
    assert new(clone, Event(ours[-1], (base,))) == ours


def test_without_the_server(server: Server, clone: Repository) -> None:
    with pytest.raises(git.Error, match=r"origin|not our ref"):
        fetching.history(clone, Event("1" * 40, ("2" * 40,)))
    git.run(["remote", "remove", "origin"], clone.root)
    with pytest.raises(git.Error, match="origin"):
        fetching.history(clone, Event("1" * 40, ("2" * 40,)))


@pytest.mark.parametrize("depth", [2, 100])
def test_what_a_shallow_clone_lacks_is_not_unknown(server: Server, clone: Repository, depth: int) -> None:
    """Nobody can tell whether a commit exists that a message names."""
    server.grow("main", 5)
    server.git("checkout", "-q", "-f", "main")
    head = server.commit('pond: mend it\n\nFixes: 1234567890ab ("pond: begin")', pond_c="int a;\n")
    check_out(clone, head, depth)
    targets = inputs.Collector(Request(revisions=("HEAD",)), io.BytesIO(), clone.root).all()
    [mail] = [one for one in targets if isinstance(one, Target) and one.mail]
    found = [one.code for one in runner.run_target(mail, Settings()).findings]
    assert ("UNKNOWN_COMMIT_ID" in found) == (depth == 100)
