"""Commits that a message names: by id and title, so that a reader need not look them up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from pylint_kernel.checking.rule import Message, Patch, Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Fix, Span, replace
from pylint_kernel.patches.mail import Message as Mail
from pylint_kernel.patches.mail import MessageLine
from pylint_kernel.patches.patch import Patch as PatchData
from pylint_kernel.patches.quotations import indentation
from pylint_kernel.rules.changes.commit_message import on_line, place
from pylint_kernel.surroundings.git import Commit

MAILS = {Kind.MAIL}
SHORTEST_ID, LONGEST_ID = 12, 40
#: A tag that is indented so far is a quotation.
QUOTED = 4
#: Numbers of so many hex digits that stand alone are addresses of 64-bit machines, or MD5 sums.
OTHER_DIGITS = (16, 32)

FIXES = Pattern(r"(\s*)(fixes)(:?)(\s*)(commit\s+)?(?=[a-f]*\d)([0-9a-f]{5,40})\b(.*)", re.IGNORECASE)
GOOD_TITLE = Pattern(r' \("(.*)"\).*')
#: The title of a tag that is written another way.
SOME_TITLE = Pattern(r"\s*\(?\s*[\"'](.+?)[\"']\s*\)?\s*")
NAMED = Pattern(
    r"\b(commit)([ \t]+|[ \t]*\n[ \t]*)([0-9a-f]{5,64})\b|(?<!\S)(?=\d*[a-f])([0-9a-f]{12,40})(?!\S)", re.IGNORECASE
)
TITLE = Pattern(r'[ \t]*\n?[ \t]*\("((?:[^"]|"(?!\)))*)"\)')
EXEMPT = Pattern(r"\s*(?:https?|base-commit|Link|Patchwork|BugLink|fixes|[a-z]\w*(?:-\w+)+):", re.IGNORECASE)
#: What git writes before an id, and what stands before and after one in the line that names the original of a backport.
REVERTS = Pattern(r"\bThis reverts commit\b")
REVERT = Pattern(r"\bThis\s+reverts\s+$|\bchanges\s+made\s+to\s+$")
UPSTREAM = Pattern(
    r"[ ]*(?:(?:this is )?(?:the )?(?:upstream|mainline|linux|original|linux kernel)[ ]+)?", re.IGNORECASE
)
IS_UPSTREAM = Pattern(
    r"[ ]*(?:upstream|in (?:upstream|mainline|linux|linus\S*)(?: tree)?)[ .]*(?:\n|\Z)", re.IGNORECASE
)
#: A line that is nothing but a remark in brackets, on where the change comes from; it may go on in the next line.
REMARK = Pattern(r"\s*[\[(](?:.*[\])][ .]*|[^\])]*)")
COMES_FROM = Pattern(
    r"\b(?:upstream|mainline|linux|kernel|original|equivalent|backport\w*|cherry|(?:back-?)?ported|picked|imported)\b",
    re.IGNORECASE,
)
#: The rest of a line after an id that ends there.
ENDS = Pattern(r"[ .]*\Z")
#: What a number is that is no commit, in the words before it.
DIGEST = Pattern(
    r"(?:sha-?\d*(?:sum)?|md5(?:sum)?|crc\d*|digest|checksum|sum|hash|image|layer|container|uuid|guid|build-?id|blob|tree"
    r"|object|fingerprint|serial|signature|key|token|address|mac|msg-?id|tag|id)\W{1,3}(?:(?:is|was|of|id)\W{1,3})?$",
    re.IGNORECASE,
)
#: What follows the digest of a file: its name.
SUM = Pattern(r" [ *]\S")
#: As many words of hex digits in a line are a dump.
DUMP_WORDS = 3
HEX_WORD = Pattern(r"\b[0-9a-f]{8,}\b", re.IGNORECASE)
WANTS_FIXES = Pattern(r"BUG: K.SAN:|UBSAN:|Call Trace:|stable@|syzkaller")
MENTIONED = Pattern(r"(?:^fixes:|\bcommit)\s+([0-9a-f]{6,40})\b", re.IGNORECASE)


@rule("BAD_FIXES_TAG", WARNING, "a Fixes: tag that scripts cannot read", on=Message(), kinds=MAILS)
def bad_fixes_tag(message: Mail, file: SourceFile) -> Reports:
    """A ``Fixes:`` tag names the commit that is repaired: ``Fixes: 54a4f0239f2e ("KVM: MMU: make …")``.

    The stable team's scripts need 12 digits of the id at least, in small letters, and the title in quotes and
    parentheses, as git has it.

    The fix is unsafe: it changes what the tag says.

    Source: Documentation/process/submitting-patches.rst, "Using Reported-by:, Tested-by:, … and Fixes:".

    Differs from checkpatch: a longer id is as good, as in the kernel's newer releases; words ("added") are no ids; what
    is indented by four columns is the quoted tag of another commit; how a tag has to read does not depend on whether
    the repository knows the commit.
    """
    for line in message.log + message.trailers:
        found = FIXES.fullmatch(line.text) if "ixes" in line.text.lower() else None
        if found is None or indentation(line.text) >= QUOTED:
            continue
        if not found[3] and found[7].lstrip(" \t.")[:1] not in ("", "("):
            continue
        commit = file.history.commit(found[6]) if file.history else None
        reason = fixes_fault(found, file.limits.checkpatch_version >= (6, 17))
        title = GOOD_TITLE.fullmatch(found[7])
        if reason is None and commit is not None and title is not None and title[1] != commit.subject:
            reason = f"git has another title for it: {commit.subject}"
        if reason is not None:
            yield (
                place(file, line),
                f'{reason}; write Fixes: <12 digits of the id> ("<title>")',
                rewrite(found, line, commit),
            )


def rewrite(found: re.Match[str], line: MessageLine, commit: Commit | None) -> Fix | None:
    """The tag as it should read: with what git says, or with what it says itself where nothing is missing."""
    where, number, title = on_line(line), found[6].lower(), SOME_TITLE.fullmatch(found[7])
    if where is None or (commit is None and (title is None or len(number) < SHORTEST_ID)):
        return None
    if commit is not None:
        number, subject = commit.id[:SHORTEST_ID], commit.subject
    elif title is not None:
        subject = title[1]
    return replace("rewrite the tag", *where, f'Fixes: {number} ("{subject}")', UNSAFE)


def fixes_fault(found: re.Match[str], longer: bool) -> str | None:
    """What is wrong with a tag, if anything; ``longer``: whether more than 12 digits are accepted."""
    before, name, colon, blanks, commit, number, rest = found.groups()
    if before:
        return "there are spaces before the tag"
    if name != "Fixes" or not colon or commit:
        return "the tag is spelled Fixes:"
    if blanks != " ":
        return "one space belongs after Fixes:"
    if len(number) < SHORTEST_ID or (len(number) > SHORTEST_ID and not longer):
        return f"the id has {len(number)} digits"
    if number != number.lower():
        return "the id is in capitals"
    return None if GOOD_TITLE.fullmatch(rest) else "the title is not in quotes and parentheses"


@rule("MISSING_FIXES_TAG", WARNING, "a repair that does not say of what", on=Patch(), kinds=MAILS)
def missing_fixes_tag(patch: PatchData, file: SourceFile) -> Reports:
    """A message with a crash report or a stable tag repairs something: ``Fixes:`` says which commit broke it.

    Differs from checkpatch: notes after ``---`` are no part of the message.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    message = patch.message
    if message is None or not patch.files:
        return
    lines = message.log + message.trailers
    if any(FIXES.match(line.text) or REVERTS.search(line.text) for line in message.lines):
        return
    for line in lines:
        if found := WANTS_FIXES.search(line.text):
            yield place(file, line), f"the message mentions {found[0]}: does a Fixes: tag belong to it?"
            return


class Mention(NamedTuple):
    """A commit that the log names: the line and columns of the id (of the word ``commit`` if the id is on the next
    line), that word and the spaces after it, the text after the id."""

    line: MessageLine
    span: tuple[int, int]
    id: str
    word: str
    blanks: str
    rest: str


def mentions(message: Mail) -> Iterator[Mention]:
    """The commits that the log names; what is quoted, links, reverts and the origins of backports left out."""
    lines = message.prose
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    text = "\n".join(line.text for line in lines)
    for found in NAMED.finditer(text):
        word = found[1] or ""
        row = bisect_right(starts, found.start()) - 1
        line = lines[row]
        if len(line.text) > LONGEST_LINE:
            continue
        before, after = text[starts[row] : found.start()], text[found.end() : starts[row + 1] - 1]
        if EXEMPT.match(line.text) or REVERT.search(text, max(starts[row] - NEARBY, 0), found.start()):
            continue
        if is_origin(line.text, before, after):
            continue
        if not word and is_digest(line.text, text[max(found.start() - NEARBY, 0) : found.start()], found[4], after):
            continue
        end = starts[row + 1] - 1
        first, last = found.span(3 if word else 4)
        if first > end:
            first, last = found.start(), end
        span = first - starts[row], last - starts[row]
        yield Mention(line, span, found[3] or found[4], word, found[2] or "", text[found.end() : found.end() + LONGEST])


#: So much is looked at before and after an id; longer lines are no prose.
NEARBY, LONGEST, LONGEST_LINE = 100, 400, 1000


def is_origin(line: str, before: str, after: str) -> bool:
    """Whether a line with an id, and this text ``before`` and ``after`` it, says of what the change is a backport
    (stable-kernel-rules.rst), as ``git cherry-pick -x`` does."""
    if REMARK.fullmatch(line):
        return COMES_FROM.search(line) is not None
    if not UPSTREAM.fullmatch(before):
        return False
    return IS_UPSTREAM.match(after) is not None or (bool(before.strip()) and ENDS.match(after) is not None)


def is_digest(line: str, before: str, number: str, after: str) -> bool:
    """Whether a number in a line, with this text ``before`` and ``after`` it, is another than that of a commit."""
    return (
        len(number) in OTHER_DIGITS
        or DIGEST.search(before) is not None
        or SUM.match(after) is not None
        or len(HEX_WORD.findall(line)) >= DUMP_WORDS
    )


@rule("GIT_COMMIT_ID", ERROR, "a commit named without its title", on=Message(), kinds=MAILS)
def commit_id(message: Mail, file: SourceFile) -> Reports:
    """A commit is named as ``commit 1234567890ab ("the title of it")``: the id finds it, the title tells what it is.

    The id has 12 to 40 digits in small letters. Ids in quoted output and links are left alone, and ids that git does
    not know. So are the lines that tell of what the change is a backport: ``commit <id> upstream.``, ``[ Upstream
    commit <id> ]``, ``(cherry picked from commit <id>)``, and ``This reverts commit <id>.``

    Differs from checkpatch: an id with a title says all, with the word "commit" or without it ("commits … and …"); the
    lines of a backport are exempt, and so are digests (checksums, images, addresses of 16 digits); every id of a line
    is looked at; the title may take several lines; "This reverts commit" may stand at the end of a line; capitals are
    seen without git, too.

    The fix writes what git knows of the commit, where that fits into the line. It is unsafe: it changes the message.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes", and stable-kernel-rules.rst, "Option
    3".
    """
    mentioned = list(mentions(message))
    if file.history:
        file.history.expect(mention.id for mention in mentioned)
    for mention in mentioned:
        commit = file.history.commit(mention.id) if file.history else None
        if file.history and commit is None:
            continue
        if fault := mention_fault(mention, commit.subject if commit else None):
            start = place(file, mention.line).start
            where = Span(start + mention.span[0], start + mention.span[1])
            fix = named(mention, commit) if commit else None
            yield where, f'{fault}; name it as commit <12 digits of the id> ("<title>")', fix


def named(mention: Mention, commit: Commit) -> Fix | None:
    """What git knows of a commit in place of how it is named; None where that takes more than one line."""
    where, title = on_line(mention.line), TITLE.match(mention.rest)
    if where is None or mention.word not in ("", "commit", "Commit"):
        return None
    if mention.blanks not in ("", " ") or (title is not None and "\n" in title[0]):
        return None
    if title is None and (title := PARENTHESES.match(mention.rest)) and title[1].strip("\"' ") != commit.subject:
        return None
    is_short = not SHORTEST_ID <= len(mention.id) <= LONGEST_ID
    number = commit.id[:SHORTEST_ID] if is_short else mention.id.lower()
    start, end = (where.start + at for at in mention.span)
    text = f'{"" if mention.word else "commit "}{number} ("{commit.subject}")'
    return replace("name the commit", start, end + (title.end() if title else 0), text, UNSAFE)


#: What may be a title, or something else.
PARENTHESES = Pattern(r"[ \t]*\(([^()\n]*)\)")


def mention_fault(mention: Mention, subject: str | None) -> str | None:
    """What is wrong with the way a commit is named, if anything."""
    if not mention.word and TITLE.match(mention.rest):
        return None
    if mention.word not in {"commit", "Commit"}:
        return f"the id {mention.id} stands alone"
    if mention.blanks != " " and "\n" not in mention.blanks:
        return "one space belongs before the id"
    if not SHORTEST_ID <= len(mention.id) <= LONGEST_ID:
        return f"the id has {len(mention.id)} digits"
    if mention.id != mention.id.lower():
        return "the id is in capitals"
    if subject is not None and " ".join(mention.rest.split()).startswith(f'("{" ".join(subject.split())}")'):
        return None
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

    Differs from checkpatch: without a repository to ask, and in a shallow clone, nothing is said.
    """
    if not file.history:
        return
    for line in message.log:
        for found in MENTIONED.finditer(line.text):
            if file.history.commit(found[1]) is None and file.history.is_complete:
                start = place(file, line).start
                yield Span(start + found.start(1), start + found.end(1)), f"git knows no commit {found[1]}"
