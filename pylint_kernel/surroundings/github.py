"""GitHub: the event that a workflow runs for, from the variables and the file that the runner sets.

Source: docs.github.com, "Events that trigger workflows", "Webhook events and payloads", "Variables reference".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pylint_kernel.surroundings import event, reading
from pylint_kernel.surroundings.event import Event, EventError

PULL_REQUESTS = (
    "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment",
)  # fmt: skip
BRANCH = "refs/heads/"


def is_here(environment: Mapping[str, str]) -> bool:
    """Whether this is a job of GitHub Actions."""
    return "GITHUB_EVENT_NAME" in environment


def asked(environment: Mapping[str, str]) -> Event:
    """What the job is to look at; raises :class:`EventError` if the runner does not say."""
    name = environment["GITHUB_EVENT_NAME"]
    if name in PULL_REQUESTS:
        told = payload(environment)
        request = part(told, "pull_request")
        return Event(
            event.commit(part(request, "head").get("sha"), "pull_request.head.sha"),
            (event.commit(part(request, "base").get("sha"), "pull_request.base.sha"),),
            number=number(request),
            trusted=event.commit(environment.get("GITHUB_SHA"), "GITHUB_SHA") if name == "pull_request_target" else "",
        )
    if name == "merge_group":
        group = part(payload(environment), "merge_group")
        known = event.commit(group.get("base_sha"), "merge_group.base_sha")
        return Event(event.commit(group.get("head_sha"), "merge_group.head_sha"), (known,))
    if name == "push":
        return pushed(payload(environment))
    return Event(event.commit(environment.get("GITHUB_SHA"), "GITHUB_SHA"), has_changes=False)


def pushed(told: dict[str, Any]) -> Event:
    """The push of a branch or tag."""
    before, after = (event.commit(told.get(side), side) for side in ("before", "after"))
    ref, default = told.get("ref"), part(told, "repository").get("default_branch")
    if not isinstance(ref, str) or not isinstance(default, str):
        raise EventError("the event names no ref, or no default branch")
    return event.push(before, after, ref.removeprefix(BRANCH) if ref.startswith(BRANCH) else "", default)


def payload(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the runner says of the event."""
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        told = json.loads(reading.read(path))
    except OSError as error:
        raise EventError(f"GITHUB_EVENT_PATH: {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise EventError(f"{path}: no JSON: {error}") from None
    if not isinstance(told, dict):
        raise EventError(f"{path}: no event")
    return told


def part(told: dict[str, Any], name: str) -> dict[str, Any]:
    """A part of what is said of the event."""
    found = told.get(name)
    if not isinstance(found, dict):
        raise EventError(f"the event has no {name}")
    return found


def number(request: dict[str, Any]) -> int:
    """The number of a pull request."""
    found = request.get("number")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise EventError(f"pull_request.number is no number: {found!r}")
    return found
