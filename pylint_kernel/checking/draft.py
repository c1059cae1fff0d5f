"""Commit messages that are being written: judged as what they will be, and together with what is staged."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.model import Edit, Finding, Span
from pylint_kernel.surroundings import git

if TYPE_CHECKING:
    from pylint_kernel.checking.inputs import Collector
    from pylint_kernel.language.source import SourceFile
    from pylint_kernel.surroundings.git import Repository

#: What ``git rebase --autosquash`` melts into another commit, whose message counts.
MELTING = (b"fixup! ", b"squash! ", b"amend! ")
#: Behind the mark of a comment: from this line on all is thrown away.
SCISSORS = b" ------------------------ >8 ------------------------"
MARK, MARKS = "#", "#;@!$%^&|:"
COMMENT_CHARACTER, COMMENT_STRING, CLEANUP = "core.commentchar", "core.commentstring", "commit.cleanup"
#: There need not be a change yet.
NEEDLESS = frozenset({"NOT_UNIFIED_DIFF"})
#: Nor need git know whose change it is.
OF_AUTHOR = frozenset({"NO_AUTHOR_SIGN_OFF"})


class Cleaning(NamedTuple):
    """What git does to a message: lines that begin with ``mark`` are comments, which are removed if it does
    ``uncomment``, and below scissors all is; ``tidy``: blanks at the ends of lines go, empty lines become one."""

    mark: bytes = MARK.encode()
    uncomment: bool = True
    tidy: bool = True


class Draft(NamedTuple):
    """What will become of a message, and the rows of its lines in what it is made of."""

    data: bytes
    rows: list[int]


def cleaning(repository: Repository, data: bytes, *, edited: bool) -> Cleaning:
    """What git will do to a message; ``edited``: whether an editor was opened for it, and comments put into it."""
    settings = repository.settings(COMMENT_CHARACTER, COMMENT_STRING, CLEANUP)
    mark = settings.get(COMMENT_STRING) or settings.get(COMMENT_CHARACTER) or MARK
    if mark == "auto":
        # One that no line began with before git put its own comments below.
        last = data.rstrip().rpartition(b"\n")[2][:1].decode("latin-1")
        mark = last if last and last in MARKS else MARK
    mode = settings.get(CLEANUP, "default")
    if mode == "default":
        mode = "strip" if edited else "whitespace"
    return Cleaning(os.fsencode(mark) if edited else b"", mode == "strip", mode != "verbatim")


def draft(data: bytes, cleaning: Cleaning) -> Draft:
    """The message that git will make of ``data``."""
    lines: list[bytes] = []
    rows: list[int] = []
    for row, line in enumerate(data.split(b"\n")):
        if cleaning.mark and line.startswith(cleaning.mark):
            if line.startswith(cleaning.mark + SCISSORS):
                break
            if cleaning.uncomment:
                continue
        if cleaning.tidy:
            line = line.rstrip()
            if not line and (not lines or not lines[-1]):
                continue
        lines.append(line)
        rows.append(row)
    while lines and not lines[-1].strip():
        del lines[-1], rows[-1]
    return Draft(b"".join(line + b"\n" for line in lines), rows)


def judge(collector: Collector, path: str, data: bytes, *, edited: bool = True) -> Result | None:
    """What is found in the message ``data`` of the file ``path``; ``edited``: see :func:`cleaning`.

    None if it is none to be judged: nothing is written yet, it is that of a merge, or that of a commit that will
    be melted into another one.
    """
    author, difference, rules = b"", b"", Cleaning()
    try:
        repository = collector.repository()
        if repository.is_merging:
            return None
        rules = cleaning(repository, data, edited=edited)
        difference = repository.diff(staged=True)
        author = repository.identity("AUTHOR")
    except git.Error:
        # Without all that a message can still be judged.
        pass
    written = draft(data, rules)
    if not written.data or written.data.startswith(MELTING):
        return None
    head = b"From: %s\n\n" % author[: author.rfind(b">") + 1]
    written = Draft(head + written.data, [0] * head.count(b"\n") + written.rows)
    target = next(one for one in collector.patches(path, written.data + difference) if isinstance(one, Target))
    settings = target.settings or Settings()
    ignore = settings.ignore | NEEDLESS | (frozenset() if author else OF_AUTHOR)
    target = target._replace(settings=settings._replace(ignore=ignore))
    result = runner.run_target(target, settings)
    # Whether a trailer that says no to something is of use tells the whole change.
    target = target._replace(settings=settings._replace(suppress=False))
    whole = Result(target, data, [], result.failure, result.shortfall, result.held, result.used)
    placed = (moved(found, result.file, whole.file, written.rows)
              for found in result.findings if found.span.start <= len(written.data))  # fmt: skip
    return whole._replace(findings=[*placed])


def moved(found: Finding, cleaned: SourceFile, whole: SourceFile, rows: list[int]) -> Finding:
    """A finding in the message as it was before it was cleaned up."""

    def place(offset: int) -> int:
        row = min(cleaned.row(offset), len(rows) - 1)
        start, end = whole.line_bounds(rows[row])
        return min(start + offset - cleaned.line_bounds(row).start, end)

    def placed(span: Span) -> Span:
        return Span(place(span.start), place(span.end))

    fix = found.fix
    if fix is not None:
        edits = tuple(Edit(placed(span), text) for span, text in fix.edits)
        # What was removed in between is not for us to remove.
        is_same = all(after.span.end - after.span.start == before.span.end - before.span.start
                      for before, after in zip(fix.edits, edits, strict=True))  # fmt: skip
        fix = fix._replace(edits=edits) if is_same else None
    return found._replace(span=placed(found.span), fix=fix)
