"""The text of a commit message: long lines, links, versions, things that git or patch(1) would misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pylint_kernel.checking.rule import Message, Patch, Reports, Text, rule
from pylint_kernel.classify import ALL_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Span, replace
from pylint_kernel.patches.mail import Header, MessageLine, Part
from pylint_kernel.patches.mail import Message as Mail
from pylint_kernel.patches.patch import Patch as PatchData

MAILS = frozenset({Kind.MAIL})
LONGEST_LOG_LINE = 75

DIFFSTAT = Pattern(r"\s*\S.*\|\s*(?:\d+\s*[-+]*|Bin\s.*)\s*")
PATH_AND_COLON = Pattern(r"\s*(?:[\w.+-]*/)+[\w.+-]+:")
EXEMPT_TAG = Pattern(r"\s*(?:[\w-]+-by|fixes|link|closes|to|cc):", re.IGNORECASE)
DUMP = Pattern(
    r"""(?x)
      \s* (?: WARNING: | BUG: )
    | .* \[ \s* \d+ \. \d{6} \s* \]
    | .* \[ < [0-9a-fA-F]{8,} > \]
    | .*? (?: (?:^|\s) \w+ : \s+ [0-9a-f]+ (?=\s|$) ){3}
    | \s* \# \d+ \s+ \[ [0-9a-f]+ \] \s+ \S+ \s+ at \s+ [0-9a-f]+
    """
)
LINK = Pattern(r"\s*(\w+):\s*https?://\S+", re.IGNORECASE)
LINK_TAG = Pattern(r"\s*(?:Link|Closes):\s*(\S+)")
VERSION = Pattern(r"v(?:ersion)?\s*\d+", re.IGNORECASE)
DIFF_LINE = Pattern(
    r"""(?x)
      \s+ diff \s .* \s? a/ (?P<path>\S+) \s+ b/ (?P=path) (?: \s .* )?
    | \s* (?: --- \s+ a/ | \+\+\+ \s+ b/ ) .*
    | \s* @@ \s+ -\d+,\d+ \s+ \+\d+,\d+ \s+ @@ .*
    """
)
TOOL = Pattern(r"\b(?:checkpatch|sparse|smatch)\b(?=[^:])", re.IGNORECASE)
ARCHIVE = Pattern(
    r"""(?x) https? [^\n]{0,200}? \b (?:
      freedesktop\.org/archives/dri-devel | lists\.infradead\.org | lkml\.org | mail-archive\.com
    | mailman\.alsa-project\.org/pipermail | marc\.info | ozlabs\.org/pipermail | spinics\.net
    ) \b"""
)
MULTIBYTE = Pattern(r"[\xc2-\xf4][\x80-\xbf]+")
CHANGE_ID = Pattern(r"[ \t]*change-id:", re.IGNORECASE)


def on_line(line: MessageLine) -> Span | None:
    """Where the text of a line is in the mail; None if the mail was encoded for transfer."""
    return None if line.offset is None else Span(line.offset, line.offset + len(line.text))


def place(file: SourceFile, line: MessageLine) -> Span:
    """Where to point to for a line of the message."""
    return on_line(line) or file.line_bounds(min(line.number - file.first_line, file.line_count - 1))


def header_line(file: SourceFile, header: Header) -> Span:
    """Where to point to for a header: its first line."""
    return file.line_bounds(min(header.number - file.first_line, file.line_count - 1))


def outside_dumps(message: Mail) -> Iterator[MessageLine]:
    """The lines of the log, without those that belong to a stack dump or the like: up to the next blank line."""
    dump = False
    for line in message.log:
        if not line.text.strip():
            dump = False
        elif not dump:
            dump = DUMP.match(line.text) is not None
        if not dump:
            yield line


@rule("COMMIT_LOG_LONG_LINE", WARNING, "a line of the commit message over 75 columns", on=Message(), kinds=MAILS)
def long_log_line(message: Mail, file: SourceFile) -> Reports:
    """``git log`` indents by four, so 75 columns are what a terminal of 80 shows.

    Lines that cannot be broken are exempt: tags, links, file names with a colon, diffstats, stack dumps. Only the first
    long line is reported.

    Source: Documentation/process/submitting-patches.rst, "The canonical patch format".
    """
    for line in outside_dumps(message):
        text = line.text
        if len(text) <= LONGEST_LOG_LINE or len(text.encode("latin-1").decode("utf-8", "replace")) <= LONGEST_LOG_LINE:
            continue
        if not (DIFFSTAT.fullmatch(text) or PATH_AND_COLON.match(text) or EXEMPT_TAG.match(text)):
            yield place(file, line), f"the line has more than {LONGEST_LOG_LINE} columns, wrap it"
            return


@rule("COMMIT_MESSAGE", WARNING, "a patch without a description", on=Patch(), kinds=MAILS)
def no_description(patch: PatchData, file: SourceFile) -> Reports:
    """The message says what the change does and why; the subject alone does not.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    message = patch.message
    if message is None or not patch.files or not message.headers:
        return
    if not any(line.text.strip() for line in message.log):
        trailers = [line for line in message.trailers if line.text.strip()]
        yield place(file, trailers[0]) if trailers else Span(0, file.line_end(0)), "the patch has no description"


@rule("COMMIT_LOG_USE_LINK", WARNING, "a link under a name of its own", on=Message(), kinds=MAILS)
def use_link(message: Mail, file: SourceFile) -> Reports:
    """Links are given with ``Link:``, or ``Closes:`` where the change settles what is after it.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    for line, name in links(message):
        if name not in {"Link", "Closes"} and not VERSION.match(name):
            yield place(file, line), f"the link is called {name}:, use Link: or Closes:"


@rule("COMMIT_LOG_VERSIONING", WARNING, "the history of the patch in its message", on=Message(), kinds=MAILS)
def versioning(message: Mail, file: SourceFile) -> Reports:
    """What changed since the last version of the patch stands after ``---``: it is of no use in the log.

    Source: Documentation/process/submitting-patches.rst, "The canonical patch format".
    """
    for line, name in links(message):
        if VERSION.match(name):
            yield place(file, line), f"the note on {name} belongs after the --- line"


def links(message: Mail) -> Iterator[tuple[MessageLine, str]]:
    """The log's lines that are ``name: http…`` and that name."""
    for line in message.log:
        if "://" in line.text and (found := LINK.match(line.text)):
            yield line, found[1]


@rule("COMMIT_LOG_WRONG_LINK", WARNING, "Link: or Closes: without a link", on=Message(), kinds=MAILS)
def wrong_link(message: Mail, file: SourceFile) -> Reports:
    """``Link:`` and ``Closes:`` are followed by an address that everybody can open, http or https.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    for line in message.log:
        if (found := LINK_TAG.match(line.text)) and not found[1].startswith(("http://", "https://")):
            yield place(file, line), "an http(s) link belongs after the tag"


@rule("COMMIT_COMMENT_SYMBOL", WARNING, "a line of the message that git drops", on=Message(), kinds=MAILS)
def comment_symbol(message: Mail, file: SourceFile) -> Reports:
    """A line that starts with ``#`` is a comment to git: ``git commit`` and ``git am --edit`` drop it.

    Source: git-commit(1), "--cleanup".
    """
    for line in message.log:
        if line.text.startswith("#"):
            fix = replace("indent the line", line.offset, line.offset, " ", UNSAFE) if line.offset is not None else None
            yield place(file, line), "git takes a line that starts with # for a comment", fix


@rule("DIFF_IN_COMMIT_MSG", ERROR, "a diff inside the message", on=Message(), kinds=MAILS)
def diff_in_message(message: Mail, file: SourceFile) -> Reports:
    """patch(1) and git take what looks like a diff for one, so it must not be quoted in the message.

    Only the first such line is reported.

    Source: the practice of patch(1), "Name patches and their text".
    """
    for line in message.log:
        if DIFF_LINE.fullmatch(line.text):
            yield place(file, line), "this line of the message looks like a diff to patch(1)"
            return


@rule("GERRIT_CHANGE_ID", ERROR, "a Change-Id: tag", on=Message(), kinds=MAILS)
def change_id(message: Mail, file: SourceFile) -> Reports:
    """``Change-Id:`` is for a Gerrit server that nobody else can see; the kernel's history does not carry it.

    Source: Documentation/process/maintainer-tip.rst, "Ordering of commit tags".
    """
    for line in message.lines:
        if line.part != Part.NOTES and CHANGE_ID.match(line.text):
            fix = None
            if (where := on_line(line)) is not None:
                fix = replace("delete the line", where.start, where.end + 1, "", UNSAFE)
            yield place(file, line), "the kernel takes no Change-Id: tags", fix


@rule("EMAIL_SUBJECT", WARNING, "a tool's name in the subject", on=Message(), kinds=MAILS)
def tool_in_subject(message: Mail, file: SourceFile) -> Reports:
    """The subject says what the patch does, not which tool asked for it.

    Source: Documentation/process/submitting-patches.rst, "The canonical patch format".
    """
    for header in message.headers:
        if header.name.lower() == "subject" and (tool := TOOL.search(header.value)):
            yield header_line(file, header), f"the subject names {tool[0]}: say what the patch does"


@rule(
    "PREFER_LORE_ARCHIVE", WARNING, "a link to an old mail archive", on=Text(ARCHIVE, "http"), kinds=ALL_KINDS - MAILS
)
def old_archive(link: re.Match[str], file: SourceFile) -> Reports:
    """lore.kernel.org keeps the kernel's lists for good; other archives have lost mails and addresses.

    Source: https://lore.kernel.org/lists.html
    """
    yield link, "link to the mail at lore.kernel.org instead"


@rule("PREFER_LORE_ARCHIVE", WARNING, "a link to an old mail archive", on=Message(), kinds=MAILS)
def old_archive_in_message(message: Mail, file: SourceFile) -> Reports:
    """The same in a commit message."""
    for line in message.lines:
        if "http" in line.text and ARCHIVE.search(line.text):
            yield place(file, line), "link to the mail at lore.kernel.org instead"


@rule("UTF8_BEFORE_PATCH", WARNING, "UTF-8 in a mail declared otherwise", on=Message(), kinds=MAILS)
def undeclared_utf8(message: Mail, file: SourceFile) -> Reports:
    """A mail whose header names another character set is decoded by that: UTF-8 in it comes out as garbage.

    Source: Documentation/process/email-clients.rst, "General Preferences".
    """
    if message.charset in {None, "utf-8", "utf8"}:
        return
    for line in message.log:
        if found := MULTIBYTE.search(line.text):
            yield place(file, line), f"UTF-8 ({found[0]}) in a mail declared as {message.charset}"


@rule("USE_RELATIVE_PATH", WARNING, "an absolute path to a file of the tree", on=Message(), kinds=MAILS)
def absolute_path(message: Mail, file: SourceFile) -> Reports:
    """A path of the author's machine means nothing to others; paths are given from the top of the tree.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".
    """
    root = file.kernel.root
    if root is None:
        return
    for line in message.log:
        for word in line.text.split() if "/" in line.text else ():
            parts = word.split(":")[0].rstrip(".,;)").split("/")
            for first in range(1, len(parts) if not parts[0] else 0):
                if (
                    all(part not in {"", ".", ".."} for part in parts[first:])
                    and root.joinpath(*parts[first:]).is_file()
                ):
                    yield place(file, line), f"use the path in the tree, {'/'.join(parts[first:])}"
                    break
