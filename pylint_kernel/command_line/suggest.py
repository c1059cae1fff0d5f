"""The safe fixes of a pull request, as suggestions in a review on GitHub that its author takes with a click.

What was suggested once is not suggested again. Where the token may not write, as in the pull requests of forks, the
fixes are in the summary of the job, as a patch.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from typing import Any

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.fixes.suggestions import Repaired, Suggestion, repaired
from pylint_kernel.lazy import Pattern
from pylint_kernel.output import Options
from pylint_kernel.output.github import escape
from pylint_kernel.output.markdown import BYTES, fenced, markdown
from pylint_kernel.output.places import Places
from pylint_kernel.patches.unified import unified
from pylint_kernel.surroundings.github_api import Api, ApiError
from pylint_kernel.terminal.prose import counted

#: More than so many at once are a nuisance.
MOST = 30
#: What comments are recognised by.
MARK = Pattern(r"<!-- kcheck:([0-9a-f]{16}) -->")
#: The statuses of somebody who may not write.
FORBIDDEN = (401, 403, 404)


def suggest(request: Request, change: str, head: str, number: int) -> str:
    """Suggest the safe fixes of a ``change`` (``A..B``) that leads to ``head``, in the pull request of that ``number``.

    What has become of it, as a line for the log.
    """
    done = [one for one in fixes(request, change) if one.before != one.after]
    every = [one for file in done for one in file.suggestions]
    if not every:
        return "there are no safe fixes to suggest"
    try:
        api = Api(os.environ)
        known = {found[1] for body in api.comments(number) for found in [MARK.search(body)] if found}
        new = sorted((one for one in every if mark(one) not in known), key=lambda one: -worst(one))
        if new:
            api.review(number, review(new, head))
    except ApiError as error:
        add_to_summary(patch(done))
        hint = ", because the token may not write to pull requests" if error.status in FORBIDDEN else ""
        said = f"{counted(len(every), 'suggestion')} not made{hint}; the fixes are in the summary of the job ({error})"
        return f"::notice title=kcheck::{escape(said)}"
    shown = min(len(new), MOST)
    return f"{counted(shown, 'suggestion')} made, {len(every) - shown} made before or left out"


def fixes(request: Request, change: str) -> Iterable[Repaired]:
    """The files of a change with their fixes; their paths are relative to the project."""
    asked = Request(request.paths, request.settings, request.configured, new_from=change)
    places = Places(Options())
    targets = [
        one._replace(path=places.path(one))
        for one in inputs.collect(asked)
        if isinstance(one, Target) and one.mail is None and not one.partial and one.data is not None
    ]
    work = partial(repaired, settings=request.settings)
    return runner.spread(work, targets, request.jobs or runner.cores(), nothing)


def nothing(target: Target, reason: str) -> Repaired:
    """The outcome for a file whose process did not survive it: the run itself has said so."""
    return Repaired(target.path, b"", b"", [])


def worst(one: Suggestion) -> int:
    """The level of what a suggestion is about."""
    return max((found.severity for found in one.findings), default=0)


def mark(one: Suggestion) -> str:
    """What a suggestion is known by: what it does to which text, wherever that stands."""
    return sha256("\0".join((one.path, one.old, one.text)).encode()).hexdigest()[:16]


def review(new: list[Suggestion], head: str) -> dict[str, Any]:
    """The review as GitHub takes it."""
    body = "Fixes by kcheck that leave the code the same. Take them one by one, or several as one commit."
    if len(new) > MOST:
        body += f" There are {len(new) - MOST} more: `kcheck fix-commits` makes all."
    return {"commit_id": head, "event": "COMMENT", "body": body, "comments": [*map(comment, new[:MOST])]}


def comment(one: Suggestion) -> dict[str, Any]:
    """A comment of the review."""
    said = "".join(f"{found.code}: {markdown(found.message)}  \n" for found in one.findings) or "what goes with it\n"
    body = f"{said}{fenced(one.text, 'suggestion')}<!-- kcheck:{mark(one)} -->"
    where: dict[str, Any] = {"path": one.path, "body": body, "line": one.last, "side": "RIGHT"}
    return where if one.first == one.last else {**where, "start_line": one.first, "start_side": "RIGHT"}


def patch(done: list[Repaired]) -> str:
    """The fixes for git apply, folded away."""
    diff = b"".join(unified(one.path, one.before, one.after) for one in done).decode("utf-8", "replace")
    return f"\n<details><summary>Safe fixes, for git apply</summary>\n\n{fenced(diff, 'diff')}\n</details>\n"


def add_to_summary(text: str) -> None:
    """Append to the summary of the job, if there is room."""
    path, data = os.environ.get("GITHUB_STEP_SUMMARY"), text.encode()
    if path:
        with open(path, "ab") as stream:
            if stream.tell() + len(data) <= BYTES:
                stream.write(data)
