"""GitLab: what a pipeline runs for, from the variables that its runner sets.

Source: docs.gitlab.com, "Predefined CI/CD variables reference".
"""

from __future__ import annotations

from collections.abc import Mapping

from pylint_kernel.surroundings import event
from pylint_kernel.surroundings.event import Event

NOTHING = "0" * 40


def is_here(environment: Mapping[str, str]) -> bool:
    """Whether this is a job of GitLab's."""
    return "GITLAB_CI" in environment


def asked(environment: Mapping[str, str]) -> Event:
    """What the job is to look at; raises :class:`EventError` if the runner does not say."""
    head = event.commit(environment.get("CI_COMMIT_SHA"), "CI_COMMIT_SHA")
    match environment.get("CI_PIPELINE_SOURCE"):
        case "merge_request_event":
            # In the pipeline of a merged result, the commit is the merge; elsewhere this is empty.
            if source := environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"):
                head = event.commit(source, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")
            base = environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
            return Event(head, (event.commit(base, "CI_MERGE_REQUEST_DIFF_BASE_SHA"),))
        case "push":
            before = event.commit(environment.get("CI_COMMIT_BEFORE_SHA", NOTHING), "CI_COMMIT_BEFORE_SHA")
            branch, default = environment.get("CI_COMMIT_BRANCH", ""), environment.get("CI_DEFAULT_BRANCH", "")
            return event.push(before, head, branch, default)
    return Event(head, has_changes=False)
