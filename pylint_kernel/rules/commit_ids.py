"""Commits that a message names: by id and title, so that a reader need not look them up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.classify import Kind
from pylint_kernel.lazy import Pattern
from pylint_kernel.mail import Message as Mail
from pylint_kernel.mail import MessageLine
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Span, replace
from pylint_kernel.patch import Patch as PatchData
from pylint_kernel.rule import Message, Patch, Reports, rule
from pylint_kernel.rules.commit_message import on_line, outside_dumps, place
from pylint_kernel.source import SourceFile

MAILS = {Kind.MAIL}
SHORTEST_ID, LONGEST_ID = 12, 40
#: A number of that many hex digits is an address of a 64-bit machine.
ADDRESS_DIGITS = 16

FIXES = Pattern(r"(\s*)(fixes)(:?)(\s*)(commit\s+)?([0-9a-f]{5,40})\b(.*)", re.IGNORECASE)
GOOD_TITLE = Pattern(r' \("(.*)"\)\s*')
NAMED = Pattern(r"\b(commit)(\s+)([0-9a-f]{5,64})\b(.*)", re.IGNORECASE | re.DOTALL)
BARE = Pattern(r"(?:^|\s)([0-9a-f]{12,40})(?=\s|$)", re.IGNORECASE)
WRAPPED = Pattern(r"\bcommit\s*$", re.IGNORECASE)
TITLE = Pattern(r'\s*\("((?:[^"]|"(?!\)))*)"\)')
EXEMPT = Pattern(
    r"""(?x) .* (?: https? : | \b base-commit: ) | \s* (?: Link | Patchwork | BugLink | fixes | [\w-]+-by ) : """,
    re.IGNORECASE,
)
REVERT = Pattern(r"\bThis reverts commit\b")
WANTS_FIXES = Pattern(r"BUG: K.SAN:|UBSAN:|Call Trace:|stable@|syzkaller")
MENTIONED = Pattern(r"(?:^fixes:|\bcommit)\s+([0-9a-f]{6,40})\b", re.IGNORECASE)


@rule("BAD_FIXES_TAG", WARNING, "a Fixes: tag that scripts cannot read", on=Message(), kinds=MAILS)
def bad_fixes_tag(message: Mail, file: SourceFile) -> Reports:
    """A ``Fixes:`` tag names the commit that is repaired: ``Fixes: 54a4f0239f2e ("KVM: MMU: make …")``.

    The stable team's scripts need 12 digits of the id at least, in small letters, and the title in quotes and
    parentheses, as git has it.

    Source: Documentation/process/submitting-patches.rst, "Using Reported-by:, Tested-by:, … and Fixes:".
    """
    for line in message.lines:
        found = FIXES.fullmatch(line.text) if "ixes" in line.text.lower() else None
        if found is None or (found[7].strip() and not found[7].lstrip().startswith("(")):
            continue
        commit = file.history.commit(found[6]) if file.history else None
        reason = fixes_fault(found, file.limits.checkpatch_version >= (6, 17))
        title = GOOD_TITLE.fullmatch(found[7])
        if reason is None and commit is not None and title is not None and title[1] != commit.subject:
            reason = f"git has another title for it: {commit.subject}"
        if reason is not None:
            fix = None
            if commit is not None and (where := on_line(line)) is not None:
                text = f'Fixes: {commit.id[:SHORTEST_ID]} ("{commit.subject}")'
                fix = replace("write the tag with git's title", *where, text, UNSAFE)
            yield place(file, line), f'{reason}; write Fixes: <12 digits of the id> ("<title>")', fix


def fixes_fault(found: re.Match[str], longer: bool) -> str | None:
    """What is wrong with a tag, if anything; ``longer``: whether more than 12 digits are accepted."""
    _, name, colon, blanks, commit, number, rest = found.groups()
    if name != "Fixes" or not colon or commit:
        return "the tag is spelled Fixes:"
    if blanks != " ":
        return "one space belongs behind Fixes:"
    if len(number) < SHORTEST_ID or (len(number) > SHORTEST_ID and not longer):
        return f"the id has {len(number)} digits"
    if number != number.lower():
        return "the id is in capitals"
    return None if GOOD_TITLE.fullmatch(rest) else "the title is not in quotes and parentheses"


@rule("MISSING_FIXES_TAG", WARNING, "a repair that does not say of what", on=Patch(), kinds=MAILS)
def missing_fixes_tag(patch: PatchData, file: SourceFile) -> Reports:
    """A message with a crash report or a stable tag repairs something: ``Fixes:`` says which commit broke it.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    message = patch.message
    if message is None or not patch.files:
        return
    lines = message.log + message.trailers
    if any(FIXES.match(line.text) or REVERT.search(line.text) for line in message.lines):
        return
    for line in lines:
        if found := WANTS_FIXES.search(line.text):
            yield place(file, line), f"the message mentions {found[0]}: does a Fixes: tag belong to it?"
            return


class Mention(NamedTuple):
    """A commit that the log names: the line and columns of the id, the word ``commit`` and blanks before it, the text
    behind it (up to three lines)."""

    line: MessageLine
    span: tuple[int, int]
    id: str
    word: str
    blanks: str
    rest: str


def mentions(message: Mail) -> Iterator[Mention]:
    """The commits that the log names, stack dumps and links left out."""
    lines = list(outside_dumps(message))
    for row, line in enumerate(lines):
        text = line.text
        if EXEMPT.match(text) or REVERT.search(text):
            continue
        wrapped = row > 0 and WRAPPED.search(lines[row - 1].text) is not None
        behind = "\n".join(other.text for other in lines[row : row + 3])
        found = NAMED.search(text)
        if found:
            yield Mention(line, found.span(3), found[3], found[1], found[2], behind[found.end(3) :])
        elif not wrapped and (bare := BARE.search(text)) and len(bare[1]) != ADDRESS_DIGITS:
            yield Mention(line, bare.span(1), bare[1], "", "", behind[bare.end(1) :])


@rule("GIT_COMMIT_ID", ERROR, "a commit named without its title", on=Message(), kinds=MAILS)
def commit_id(message: Mail, file: SourceFile) -> Reports:
    """A commit is named as ``commit 1234567890ab ("the title of it")``: the id finds it, the title tells what it is.

    The id has 12 to 40 digits in small letters. Ids in stack dumps and links are left alone, and ids that git does not
    know.

    Differs from checkpatch: a number of 16 hex digits that stands alone is an address.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    for mention in mentions(message):
        commit = file.history.commit(mention.id) if file.history else None
        if file.history and commit is None:
            continue
        if fault := mention_fault(mention, commit.subject if commit else None):
            start = place(file, mention.line).start
            where = Span(start + mention.span[0], start + mention.span[1])
            yield where, f'{fault}; name it as commit <12 digits of the id> ("<title>")'


def mention_fault(mention: Mention, subject: str | None) -> str | None:
    """What is wrong with the way a commit is named, if anything."""
    if mention.word not in {"commit", "Commit"}:
        return f"the id {mention.id} stands alone"
    if mention.blanks != " ":
        return "one space belongs before the id"
    if not SHORTEST_ID <= len(mention.id) <= LONGEST_ID:
        return f"the id has {len(mention.id)} digits"
    if mention.id != mention.id.lower():
        return "the id is in capitals"
    title = TITLE.match(mention.rest)
    if title is None:
        return f"the title of {mention.id} is missing"
    if subject is not None and " ".join(title[1].split()) != " ".join(subject.split()):
        return f"git has another title for it: {subject}"
    return None


@rule("UNKNOWN_COMMIT_ID", WARNING, "a commit that git does not know", on=Message(), kinds=MAILS)
def unknown_commit(message: Mail, file: SourceFile) -> Reports:
    """An id that is not in the repository cannot be followed: it was rebased, mistyped, or is from another tree.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".

    Differs from checkpatch: without a repository to ask, nothing is said.
    """
    if not file.history:
        return
    for line in message.log:
        for found in MENTIONED.finditer(line.text):
            if file.history.commit(found[1]) is None:
                start = place(file, line).start
                yield Span(start + found.start(1), start + found.end(1)), f"git knows no commit {found[1]}"
