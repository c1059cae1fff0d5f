"""The text of a commit message: long lines, links, versions, things that git or patch(1) would misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pylint_kernel.checking.rule import Message, Patch, Reports, Text, rule
from pylint_kernel.classify import ALL_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, SAFE, UNSAFE, WARNING, Fix, Span, replace
from pylint_kernel.patches.mail import TRAILER, Header, MessageLine, Part
from pylint_kernel.patches.mail import Message as Mail
from pylint_kernel.patches.patch import Patch as PatchData
from pylint_kernel.rules.changes.wrapping import filled

MAILS = frozenset({Kind.MAIL})
LONGEST_LOG_LINE = 75

DIFFSTAT = Pattern(r"\s*\S.*\|\s*(?:\d+\s*[-+]*|Bin\s.*)\s*")
PATH_AND_COLON = Pattern(r"\s*(?:[\w.+-]*/)+[\w.+-]+:")
ADDRESS = Pattern(r"\b[a-z][a-z+]*://\S+")
#: A line whose address makes it long has no more than so many columns of other text: a mark, a name, a few words.
LONGEST_LABEL = 40
#: What git cherry-pick and the tools of distributions write below a message.
ORIGIN = Pattern(r"\s*\((?:cherry[ -]picked|backported) from .*\)\s*")
#: What begins an entry of a list of references.
REFERENCE = Pattern(r"\s*\[\d+\]:?\s")
#: Columns of a table: gaps that are no end of a sentence.
GAP = Pattern(r"(?<=[^\s.?!:]) {2,}(?=\S)|\S\t+(?=\S)")
COLUMNS = 3
#: A number is no name, but a reference.
LINK = Pattern(r"\s*(?!\d+:)(\w+):\s*https?://\S+", re.IGNORECASE)
LINK_TAG = Pattern(r"\s*(?:Link|Closes):\s*(\S+)")
VERSION = Pattern(r"v(?:ersion)?\s*\d+", re.IGNORECASE)
DIFF_LINE = Pattern(
    r"""(?x)
      \s+ diff \s .* \s? a/ (?P<path>\S+) \s+ b/ (?P=path) (?: \s .* )?
    | \s* (?: --- \s+ a/ | \+\+\+ \s+ b/ ) .*
    | \s* @@ \s+ -\d+,\d+ \s+ \+\d+,\d+ \s+ @@ .*
    """
)
TOOLS = ("checkpatch", "sparse", "smatch")
#: Tools that ask for changes; ``sparse`` is an ordinary word as well, unless somebody speaks of what it says.
TOOL = Pattern(
    r"""(?x)
      \b (?: checkpatch(?:\.pl)?+ | smatch ) \b (?! : )
    | \b sparse [ ] (?: (?:static|checker|code|build|tool|\w*context|endian\w*|type|address[ ]space) [ ] )?
      (?: warn | error | complain | issue | find | report | splat | annotation | check(?:er|s|ing)?\b | clean | fix
        | happy | bug | noise | problem | lint )
    | (?: \b by | \b from | silence | pacify | appease | please | quiet(?:en)? ) [ ] sparse \b (?! [- ] [a-z] )
    """,
    re.IGNORECASE,
)
#: The begin of a message that a driver prints: its own name and that of the device, which has a number.
OF_DEVICE = Pattern(r"(?:\[[ \d.]+\] )?[a-z][\w-]* (?=[^ ]*\d)[\w.@-]+(?::[\w.@-]+)*: \S")
#: Without two words side by side there is no sentence to be wrapped.
TWO_WORDS = Pattern(r"[^\W\d_]{2,}['\"`,.;:)\]]* ['\"`(\[]*[^\W\d_]{2,}")
SEPARATOR = Pattern(r"---[ \t]+\S")
#: The dashes of a run of three or more.
DASHES = Pattern(r"-(?=--)|(?<=-)-(?=-)|(?<=--)-")
PLACEHOLDER = Pattern(r"(?<![\"'`])(?<!\* )(?:\*{3} )?\b(?:SUBJECT|BLURB) HERE\b(?: \*{3})?(?![\"'`])")
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


def replaced(title: str, line: MessageLine, part: Span, text: str) -> Fix | None:
    """The unsafe fix that writes a ``text`` for a part of a line; None if the mail was encoded for transfer."""
    where = on_line(line)
    return replace(title, where.start + part.start, where.start + part.end, text, UNSAFE) if where else None


def place(file: SourceFile, line: MessageLine) -> Span:
    """Where to point to for a line of the message."""
    return on_line(line) or file.line_bounds(min(line.number - file.first_line, file.line_count - 1))


def header_line(file: SourceFile, header: Header) -> Span:
    """Where to point to for a header: its first line."""
    return file.line_bounds(min(header.number - file.first_line, file.line_count - 1))


@rule("COMMIT_LOG_LONG_LINE", WARNING, "a line of the commit message over 75 columns", on=Message(), kinds=MAILS)
def long_log_line(message: Mail, file: SourceFile) -> Reports:
    """``git log`` indents by four, so 75 columns are what a terminal of 80 shows.

    What cannot be wrapped may be longer: tags, ``(cherry picked from commit …)``, addresses, numbered references,
    file names with a colon, diffstats, tables, words that are too long themselves; and what is quoted as it is: output
    of tools, messages of devices (``driver 1234.device: text``), stack dumps, drawings, indented blocks. Columns are
    characters, not bytes. Only the first long line is reported.

    The fix fills the sentence anew from the long line on; entries of lists of commits are left to the author. It is
    unsafe: it changes the message.

    Source: Documentation/process/submitting-patches.rst, "The canonical patch format" and "Describe your changes" (tags
    are exempt from wrapping).

    Differs from checkpatch: indented and fenced blocks, tables, drawings and the output of tools are left alone.
    """
    for line in message.prose:
        if len(line.text) > LONGEST_LOG_LINE and file.width(line.text) > LONGEST_LOG_LINE and can_be_wrapped(line.text):
            fix = filled(message.prose, line, file, LONGEST_LOG_LINE)
            yield place(file, line), f"the line has more than {LONGEST_LOG_LINE} columns, wrap it", fix
            return


def can_be_wrapped(text: str) -> bool:
    """Whether a long line is a sentence, which can go on in the next line."""
    if max(map(len, text.split())) > LONGEST_LOG_LINE or len(GAP.findall(text)) >= COLUMNS - 1:
        return False
    if DIFFSTAT.fullmatch(text) or PATH_AND_COLON.match(text) or ORIGIN.fullmatch(text):
        return False
    if OF_DEVICE.match(text) or REFERENCE.match(text) or not TWO_WORDS.search(text):
        return False
    rest = ADDRESS.sub("", text)
    is_reference = rest != text and (len(rest) <= LONGEST_LABEL or rest.rstrip().endswith(":"))
    return not (is_reference or TRAILER.match(text))


@rule("BAD_COMMIT_SEPARATOR", ERROR, "a line that ends the message too early", on=Message(), kinds=MAILS, since=(7, 3))
def separator_with_text(message: Mail, file: SourceFile) -> Reports:
    """``git am`` ends the message at a line of ``---``, a space and text: what is after it, tags included, gets lost.

    The fix makes the dashes ``=``. The line of three dashes alone is where the message is meant to end.

    Source: git-am(1), "Discussion"; Documentation/dev-tools/checkpatch.rst.

    Differs from checkpatch: a line of dashes only, as under a heading or in a table, ends no message.
    """
    for line in message.log + message.trailers:
        if SEPARATOR.match(line.text):
            fix = None
            if (where := on_line(line)) is not None:
                fix = replace("write = for the dashes", *where, DASHES.sub("=", line.text), SAFE)
            yield place(file, line), "git am ends the message here: --- and text is taken for the begin of a diff", fix


@rule("PLACEHOLDER_USE", ERROR, "a text of a template that was not replaced", on=Message(), kinds=MAILS, since=(7, 3))
def placeholder(message: Mail, file: SourceFile) -> Reports:
    """``git format-patch --cover-letter`` writes ``*** SUBJECT HERE ***`` and ``*** BLURB HERE ***`` for its user to
    replace.

    Source: git-format-patch(1), "--cover-letter"; Documentation/dev-tools/checkpatch.rst.

    Differs from checkpatch: where they are quoted, or stand in an indented block, they are meant.
    """
    places = [(header_line(file, header), header.value) for header in message.headers]
    places += [(place(file, line), line.text) for line in message.prose + message.trailers + message.notes]
    for where, text in places:
        if "HERE" in text and (found := PLACEHOLDER.search(text)):
            yield where, f"the text of the template is still there: {found[0]}"


@rule("COMMIT_MESSAGE", WARNING, "a patch without a description", on=Patch(), kinds=MAILS)
def no_description(patch: PatchData, file: SourceFile) -> Reports:
    """The message says what the change does and why; the subject alone does not.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".

    Differs from checkpatch: tags are no description.
    """
    message = patch.message
    if message is None or not patch.files or not message.headers:
        return
    if not any(line.text.strip() and not is_tag(line.text) for line in message.log):
        tags = [line for line in message.log + message.trailers if line.text.strip()]
        yield place(file, tags[0]) if tags else Span(0, file.line_end(0)), "the patch has no description"


def is_tag(text: str) -> bool:
    """Whether a line is a tag, or one that was folded goes on in it."""
    return TRAILER.match(text) is not None or text.startswith((" ", "\t"))


@rule("COMMIT_LOG_USE_LINK", WARNING, "a link under a name of its own", on=Message(), kinds=MAILS)
def use_link(message: Mail, file: SourceFile) -> Reports:
    """Links are given with ``Link:``, or ``Closes:`` where the change settles what is after it.

    The fix writes ``Link:``. It is unsafe: the change may settle what is reported there.

    Source: Documentation/process/submitting-patches.rst, "Describe your changes".

    Differs from checkpatch: ``1: https://…`` is a reference, and what is quoted is left alone.
    """
    for line, name in links(message):
        if name not in {"Link", "Closes"} and not VERSION.match(name):
            at = line.text.index(name)
            fix = replaced("call it Link", line, Span(at, at + len(name)), "Link")
            yield place(file, line), f"the link is called {name}:, use Link: or Closes:", fix


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
    for line in message.prose:
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

    The fix is unsafe: it changes the message.

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

    The fix is unsafe: it takes a line of the message away.

    Source: Documentation/process/maintainer-tip.rst, "Ordering of commit tags".
    """
    for line in message.lines:
        if line.part != Part.NOTES and CHANGE_ID.match(line.text):
            fix = None
            if (where := on_line(line)) is not None:
                fix = replace("delete the line", where.start, where.end + 1, "", UNSAFE)
            yield place(file, line), "the kernel takes no Change-Id: tags", fix


@rule("EMAIL_SUBJECT", WARNING, "a tool's name in the subject", on=Patch(), kinds=MAILS)
def tool_in_subject(patch: PatchData, file: SourceFile) -> Reports:
    """The subject says what the patch does, not which tool asked for it.

    A patch to the tool itself, or to its documentation, may name it.

    Source: Documentation/process/submitting-patches.rst, "The canonical patch format".

    Differs from checkpatch: a sparse file, index or memory is not the checker.
    """
    for header in patch.message.headers if patch.message else ():
        if header.name.lower() == "subject" and (tool := TOOL.search(header.value)):
            name = next(word for word in tool[0].split() if word.lower().startswith(TOOLS))
            if not any(name.lower() in (diff.new_path or diff.old_path or "") for diff in patch.files):
                yield header_line(file, header), f"the subject names {name}: say what the patch does"


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

    The fix takes away what stands before that. It is unsafe: it changes the message.

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
                    path, at = "/".join(parts[first:]), line.text.index(word)
                    above = Span(at, at + len("/".join(parts[:first])) + 1)
                    fix = replaced("use the path in the tree", line, above, "")
                    yield place(file, line), f"use the path in the tree, {path}", fix
                    break
