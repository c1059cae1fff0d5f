"""What old habits leave in a file: addresses, keywords of version control, the file's own name, odd bytes, dates."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import File, Message, Reports, Spelled, Text, rule
from pylint_kernel.classify import ALL_KINDS, C_KINDS, Kind
from pylint_kernel.language.idioms import in_literal
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Span, replace
from pylint_kernel.patches.mail import Message as Mail
from pylint_kernel.rules.changes.commit_message import MAILS, header_line, place
from pylint_kernel.rules.files.comment_lines import comment_on, paragraph, without_lines, words_on

FILES = ALL_KINDS - {Kind.MAIL}

ADDRESS = Pattern(
    r"write to the Free|\b675\s+Mass\s+Ave|\b59\s+Temple\s+Pl|\b51\s+Franklin\s+St",
    re.IGNORECASE,
)
#: Without one of these in the text, in lower case, there is no match; to look for them is much cheaper.
HINTS = ("write to the free", "mass", "temple", "franklin")


@rule("FSF_MAILING_ADDRESS", ERROR, "a postal address of the FSF", on=File(), kinds=FILES, in_file=CHECK)
def postal_address(_: SourceFile, file: SourceFile) -> Reports:
    """The paragraph that says where to write for a copy of the GPL.

    The Free Software Foundation has moved more than once, and the kernel comes with a copy of the GPL. An
    ``SPDX-License-Identifier`` in the first line says all that is needed.

    The fix takes the paragraph out of the comment, if it begins with the copy that one should have received: no other
    sentence gets lost. It is safe, as no token changes.

    Source: Documentation/process/license-rules.rst (SPDX identifiers replace the boilerplate).
    """
    lowered = file.text.lower()
    if any(hint in lowered for hint in HINTS):
        seen = -1
        for match in ADDRESS.finditer(file.text):
            if (row := file.row(match.start())) != seen:
                seen = row
                yield match, "the postal address of the FSF changes, drop the paragraph", without_address(match, file)


def without_address(match: re.Match[str], file: SourceFile) -> Fix | None:
    """The comment without the paragraph that has the address and nothing but who should have sent a copy."""
    comment = comment_on(file, match.start())
    if comment is None:
        return None
    rows = paragraph(file, comment, file.row(match.start()))
    said = " ".join(words_on(file, row) for row in rows)
    return without_lines("drop the paragraph", file, comment, rows) if ONLY_ADDRESS.fullmatch(said) else None


#: The paragraph, with nothing after the address that could be another sentence.
ONLY_ADDRESS = Pattern(
    r"(?i)You should have received a copy of the GNU .{0,200}?\bFoundation\b"
    r"(?:(?!\b(?:is|in|the|of|this|see|or)\b).){0,160}"
)


@rule("CVS_KEYWORD", WARNING, "a keyword of CVS", on=Text(Pattern(r"\$(?:Revision|Log|Id)\b"), having="$"))
def cvs_keyword(match: re.Match[str], file: SourceFile) -> Reports:
    """``$Id$``, ``$Log$`` and ``$Revision$`` were filled in by CVS; git knows all that, and does not touch them.

    Source: the practice since the kernel left such systems; Documentation/process/coding-style.rst, section 19 on what
    does not belong into a source file (modelines) has the same reason.

    The fix takes a line that says nothing else out of its comment; it is safe, as no token changes.
    """
    comment, row = comment_on(file, match.start()), file.row(match.start())
    fix = None
    if comment is not None and ONLY_KEYWORD.fullmatch(words_on(file, row)):
        fix = without_lines("remove the keyword", file, comment, range(row, row + 1))
    yield match, f"the CVS keyword {match[0]} is of no use", fix


ONLY_KEYWORD = Pattern(r"\$(?:Revision|Id)\b[^$]*\$")


@rule("EMBEDDED_FILENAME", WARNING, "a file that has its own name in it", on=File(), kinds=FILES)
def own_name(_: SourceFile, file: SourceFile) -> Reports:
    """A file says in a comment where it is in the tree: that goes wrong when it is moved, and nobody needs it.

    Source: the practice throughout the tree; Documentation/process/coding-style.rst, section 8 (comments tell what the
    code does not).

    The fix takes the name out of its comment, with its line if it stands there alone; it is safe, as no token changes.

    Differs from checkpatch: an example of how the file is included, or a script is called, has its name, and so has a
    message, which tells the user which file to look at. Kernel-doc is read elsewhere (``See include/linux/pond.h``).
    """
    path, text = file.path, file.text
    # Standard input has no name.
    at = text.find(path) if path != "-" else -1
    while at >= 0:
        end = at + len(path)
        first = text.rfind("\n", 0, at) + 1
        is_example = BEFORE.search(text, first, at) or AFTER.match(text, end) or is_reference(file, first, at)
        is_message = file.kind in C_KINDS and in_literal(file, at)
        if not (is_example or is_message or is_word(text[at - 1 : at]) or is_word(text[end : end + 1])):
            yield Span(at, end), "a file need not contain its own name", without_name(file, Span(at, end))
            end = file.line_end(at)
        at = text.find(path, end)


def without_name(file: SourceFile, name: Span) -> Fix | None:
    """The comment without the file's name; None where that is part of a sentence."""
    comment, row = comment_on(file, name.start), file.row(name.start)
    if comment is None:
        return None
    words = words_on(file, row)
    before, _, after = words.partition(file.slice(name))
    if not NAMING.fullmatch(before):
        return None
    if not after.strip(" \t.:;-"):
        return without_lines("remove the name", file, comment, range(row, row + 1))
    described = DESCRIBED.match(after)
    start = file.text.find(words, file.line_bounds(row).start)
    return replace("remove the name", start, name.end + described.end(), "") if described else None


#: What stands before the name of a file that names itself, and what between that and what it does.
NAMING = Pattern(r"(?i)(?:\W*(?:file|filename)[ \t]*[:=][ \t]*|\W*@file[ \t]+)?(?:/?(?:usr/src/)?linux/)?(?:\./)?")
DESCRIBED = Pattern(r"[ \t]*(?:--?|:)[ \t]+(?=[^\W_])")
#: What stands before a file's name where it is included, printed, or called: by a shell, with the output of another
#: program.
BEFORE = Pattern(r"[#/]include[/\w]*[ \t]|[|$>][ \t]*(?:\./)?\Z|(?i:usage)|\b(?:echo|printf?|die|warn)\b")
#: What stands after a program's name: options and arguments, ``[-v]``, ``<file>``, ``--all``.
AFTER = Pattern(r"[ \t]+(?:\[|<\w|--?[a-z])")


def is_reference(file: SourceFile, first: int, at: int) -> bool:
    """Whether kernel-doc says that more is to be seen in this file."""
    comment = file.comment_at(at) if file.kind in C_KINDS else None
    return comment is not None and file.text.startswith("/**", comment.start) and bool(SEE.search(file.text, first, at))


SEE = Pattern(r"\b(?i:see)[ \t]+\Z")


def is_word(character: str) -> bool:
    """Whether a character, if any, is part of a word."""
    return character.isalnum() or character == "_"


#: Every byte that is no control character; tab, newline and carriage return are none.
PLAIN = bytes({*range(0x20, 0x7F), *range(0x80, 0x100), *b"\t\n\r"})
CONTROL = Pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@rule("INVALID_UTF8", CHECK, "bytes that are no UTF-8", on=File(), kinds=FILES)
def invalid_utf8(_: SourceFile, file: SourceFile) -> Reports:
    """Source files are UTF-8; other encodings look wrong for everybody but their author.

    Control characters are reported as well. Only the first bad byte of a line is.

    The fix writes a line in UTF-8 that was written in Latin-1. It is unsafe: the line may be in another encoding.

    Source: Documentation/process/email-clients.rst ("Emailed patches should be in ASCII or UTF-8 encoding only").
    """
    if file.text.isascii() and not file.data.translate(None, PLAIN):
        return
    for row in range(file.line_count):
        start, end = file.line_bounds(row)
        if bad := first_bad(file.data[start:end]):
            yield Span(start + bad[0], start + bad[1]), bad[2], from_latin(Span(start, end), file)


def from_latin(line: Span, file: SourceFile) -> Fix | None:
    """A line of Latin-1 in UTF-8; None where something is in UTF-8 already, or is no text."""
    text = file.slice(line)
    if MULTIBYTE.search(text) or CONTROL.search(text) or not LATIN.search(text):
        return None
    return replace("write it in UTF-8", *line, text.encode("utf-8").decode("latin-1"), UNSAFE)


#: A character of several bytes, and one of Latin-1 that people write.
MULTIBYTE, LATIN = Pattern(r"[\xc2-\xf4][\x80-\xbf]"), Pattern(r"[\xa0-\xff]")


def first_bad(line: bytes) -> tuple[int, int, str] | None:
    """Where the first byte of a line that is no text stands, and what is wrong with it."""
    try:
        line.decode("utf-8")
        end, found = len(line), None
    except UnicodeDecodeError as error:
        end, found = error.start, (error.start, error.end, "not valid UTF-8")
    if control := CONTROL.search(line.decode("latin-1"), 0, end):
        return *control.span(), f"control character 0x{ord(control[0]):02x}"
    return found


@rule("DATE_TIME", ERROR, "the time of the build in the code", on=Spelled(("__DATE__", "__TIME__", "__TIMESTAMP__")))
def time_of_build(word: Token, file: SourceFile) -> Reports:
    """``__DATE__``, ``__TIME__`` and ``__TIMESTAMP__`` make every build differ from the one before.

    Who builds the same source with the same tools gets the same kernel, bit by bit.

    Source: Documentation/kbuild/reproducible-builds.rst, "Timestamps".
    """
    yield word, f"{word.text} makes the build irreproducible"


@rule("INVALID_UTF8", CHECK, "bytes that are no UTF-8 in a message", on=Message(), kinds=MAILS)
def invalid_message(message: Mail, file: SourceFile) -> Reports:
    """The kernel's log is UTF-8, without control characters.

    Source: Documentation/process/email-clients.rst, "General Preferences".
    """
    texts = [(header_line(file, header), header.value) for header in message.headers]
    texts += [(place(file, line), line.text) for line in message.lines]
    for where, text in texts:
        if bad := first_bad(text.encode("latin-1")):
            start, end, what = bad
            at = file.text.find(text[start:end], *where)
            yield (Span(at, at + end - start) if at >= 0 else where), what
