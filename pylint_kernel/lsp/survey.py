"""The findings in all files of the workspace: those that the command line would check in its folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from lsprotocol.types import PositionEncodingKind
from pygls.uris import from_fs_path

from pylint_kernel.checking.engine import Pause
from pylint_kernel.checking.inputs import Problem
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.classify import Kind, classify
from pylint_kernel.lsp.folders import Scope
from pylint_kernel.lsp.judging import Verdict, collector_at, judge
from pylint_kernel.lsp.text import Text
from pylint_kernel.surroundings import reading


class Candidate(NamedTuple):
    """A file of the workspace; ``state`` is another one when its content is."""

    path: str
    uri: str
    state: str


def candidates(folder: str, scope_of: Callable[[str], Scope], pause: Pause) -> Iterator[Candidate]:
    """The files below a folder that can be checked, neither ignored by git nor excluded, in the order of their names;
    ``scope_of`` tells what holds for one."""
    unreadable: list[Problem] = []
    with closing(collector_at(os.path.join(folder, ""), scope_of(folder).configuration)) as collector:
        for path in collector.files_below(folder, unreadable):
            pause()
            if classify(path) != Kind.OTHER and not is_excluded(path, scope_of(path)) and (state := state_of(path)):
                yield Candidate(path, from_fs_path(path) or "", state)


def is_excluded(path: str, scope: Scope) -> bool:
    """Whether a file is not to be checked; one whose configuration cannot be used is, which tells what is wrong."""
    try:
        return bool(scope.configuration.excluded(path))
    except ConfigurationError:
        return False


def state_of(path: str) -> str:
    """What changes when a file is written; empty if it cannot be found out."""
    try:
        found = os.stat(path)
    except OSError:
        return ""
    return f"{found.st_ino:x}.{found.st_mtime_ns:x}.{found.st_size:x}"


def examined(path: str, encoding: PositionEncodingKind, scope: Scope, pause: Pause) -> Verdict:
    """What is found in a file as it is on disk; raises what ``pause`` raises."""
    try:
        text = Text(reading.read(path), encoding)
    except OSError as error:
        return Verdict(Text(b"", encoding), (), (f"{path}: {error.strerror or error}",), None)
    return judge(path, "", text, scope.configuration, scope.options.since, None, pause).lighter()
