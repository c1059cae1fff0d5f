"""What GitHub and GitLab say of the events that pipelines run for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pylint_kernel.surroundings import github, gitlab
from pylint_kernel.surroundings.event import Event, EventError

A, B, C = "a" * 40, "b" * 40, "c" * 64
NOTHING = "0" * 40


def on_github(place: Path, name: str, payload: Any) -> Event:
    """What a job on GitHub is to look at."""
    path = place / "event.json"
    path.write_text(payload if isinstance(payload, str) else json.dumps(payload))
    return github.asked({"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path), "GITHUB_SHA": C})


def request(head: Any = A, base: Any = B, number: Any = 7) -> dict[str, Any]:
    return {"pull_request": {"number": number, "head": {"sha": head}, "base": {"sha": base}}}


def test_pull_requests(tmp_path: Path) -> None:
    for name in ("pull_request", "pull_request_review"):
        assert on_github(tmp_path, name, request()) == Event(A, (B,), number=7)
    assert on_github(tmp_path, "pull_request_target", request()) == Event(A, (B,), number=7, trusted=C)


def test_pushes(tmp_path: Path) -> None:
    def pushed(before: str, after: str, ref: str) -> Event:
        told = {"before": before, "after": after, "ref": ref, "repository": {"default_branch": "main"}}
        return on_github(tmp_path, "push", told)

    assert pushed(A, B, "refs/heads/main") == Event(B, (A,))
    assert pushed(A, B, "refs/heads/a/main") == Event(B, (A,), "main")
    assert pushed(NOTHING, B, "refs/heads/frogs") == Event(B, (), "main")
    assert pushed(NOTHING, B, "refs/tags/main") == Event(B, (), "main")
    assert pushed(NOTHING, B, "refs/heads/main") == Event(B)
    assert not pushed(A, NOTHING, "refs/heads/frogs").head


def test_other_events(tmp_path: Path) -> None:
    assert on_github(tmp_path, "merge_group", {"merge_group": {"head_sha": A, "base_sha": B}}) == Event(A, (B,))
    assert on_github(tmp_path, "schedule", "") == Event(C, has_changes=False)


@pytest.mark.parametrize(
    "payload",
    [
        "", "[", "[]", "{}", "null", "[" * 100_000, {"pull_request": 7}, request(head="HEAD"), request(head=None),
        request(head=A[1:]), request(head=f"{A}\n"), request(base="-x"), request(number=True), request(number=-1),
        request(number="7"),
    ],
)  # fmt: skip
def test_nonsense(tmp_path: Path, payload: Any) -> None:
    with pytest.raises(EventError):
        on_github(tmp_path, "pull_request", payload)


def test_no_event_file() -> None:
    with pytest.raises(EventError, match="GITHUB_EVENT_PATH"):
        github.asked({"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": "/nothing"})


def test_gitlab() -> None:
    def asked(source: str, **more: str) -> Event:
        return gitlab.asked({"CI_PIPELINE_SOURCE": source, "CI_COMMIT_SHA": A, "CI_DEFAULT_BRANCH": "main", **more})

    # A merge request; the pipeline of its result; a push, of a new branch, of the default branch, of a tag; a schedule.
    assert asked("merge_request_event", CI_MERGE_REQUEST_DIFF_BASE_SHA=B) == Event(A, (B,))
    merged = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": B, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": C}
    assert asked("merge_request_event", **merged) == Event(C, (B,))
    assert asked("push", CI_COMMIT_BEFORE_SHA=B, CI_COMMIT_BRANCH="frogs") == Event(A, (B,), "main")
    assert asked("push", CI_COMMIT_BEFORE_SHA=NOTHING, CI_COMMIT_BRANCH="frogs") == Event(A, (), "main")
    assert asked("push", CI_COMMIT_BEFORE_SHA=B, CI_COMMIT_BRANCH="main") == Event(A, (B,))
    assert asked("push", CI_COMMIT_BEFORE_SHA=NOTHING, CI_COMMIT_TAG="v1") == Event(A, (), "main")
    assert asked("schedule") == Event(A, has_changes=False)
    with pytest.raises(EventError, match="CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        asked("merge_request_event")
