"""``--project``: fixes that concern other files than those that are checked, before all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.checking import inputs
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.command_line.neighbours import mentioning
from pylint_kernel.fixes.project import Project, WrittenOut, real


class Changed(NamedTuple):
    """What has been decided: what became of each type, the targets with what their repair begins with, and the other
    files that change, with their contents before and after."""

    types: list[WrittenOut]
    targets: list[Target]
    others: list[tuple[Target, bytes, bytes]]


def decide(targets: list[Target], request: Request) -> Changed:
    """Find out what is to change in the targets and in the git work tree around them; nothing is written."""
    files = [target for target in targets if target.mail is None and not target.in_patch and target.data is None]
    places = {real(target): None for target in files}

    def elsewhere(word: str) -> Iterator[Target]:
        paths = mentioning(word, places)
        asked_for = inputs.collect(request._replace(paths=tuple(paths))) if paths else iter(())
        return (one for one in asked_for if isinstance(one, Target))

    project = Project(files, request.settings, elsewhere)
    types = list(project.write_out())
    begun = [target._replace(begun=project.contents.get(real(target))) for target in targets]
    others = [
        (project.targets[place], project.originals[place], content)
        for place, content in project.contents.items()
        if place not in places
    ]
    return Changed(types, begun, others)
