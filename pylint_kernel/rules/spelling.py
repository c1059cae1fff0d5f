"""Words: misspelt, or written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from string import ascii_letters, digits
from typing import NamedTuple

from pylint_kernel.classify import ALL_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.idioms import in_literal
from pylint_kernel.kernel_tree import KernelTree
from pylint_kernel.lazy import Pattern
from pylint_kernel.mail import Message as Mail
from pylint_kernel.model import CHECK, DISPLAY, SAFE, UNSAFE, WARNING, Applicability, Fix, Span, replace
from pylint_kernel.rule import File, Message, Reports, rule
from pylint_kernel.rules.commit_message import place
from pylint_kernel.source import SourceFile

FILES = ALL_KINDS - {Kind.MAIL}
MAILS = frozenset({Kind.MAIL})
LETTERS = frozenset((ascii_letters + digits + "_-'`").encode())
#: Everything that cannot be part of a word becomes a blank, the rest lower case.
WORDS = bytes(code if code in LETTERS else 32 for code in range(256)).lower()


def words_of(data: bytes) -> list[str]:
    """The words of a text, in lower case; a name with underscores or hyphens is one word."""
    return data.translate(WORDS).decode("latin-1").split()


@rule("TYPO_SPELLING", WARNING, "a word that is often misspelt", on=File(), kinds=FILES, in_file=CHECK)
def misspelling(_: SourceFile, file: SourceFile) -> Reports:
    """A word stands in the kernel's list of common misspellings (``scripts/spelling.txt``).

    It is looked for everywhere, in any case, but not inside of longer names. The fix takes over capitals; only in a
    comment it is safe, and a name in the code is not changed: it may be used elsewhere.

    Source: scripts/spelling.txt.
    """
    for start, end, right in typos(file.text, file.data, file.kernel):
        level = level_at(file, start)
        found = file.text[start:end]
        yield (
            Span(start, end),
            f"'{found}' may be a misspelling of '{right}'",
            replace("correct it", start, end, right, level),
        )


def level_at(file: SourceFile, offset: int) -> Applicability:
    """Who may change a word at ``offset``."""
    if file.kind not in LAYOUT_KINDS:
        return UNSAFE
    if file.comment_at(offset):
        return SAFE
    return UNSAFE if in_literal(file, offset) else DISPLAY


@rule("TYPO_SPELLING", WARNING, "a word in the message that is often misspelt", on=Message(), kinds=MAILS)
def misspelling_in_message(message: Mail, file: SourceFile) -> Reports:
    """The same in the subject and in the commit message."""
    lines = [(file.line_bounds(header.number - file.first_line), header.value)
             for header in message.headers if header.name.lower() == "subject"]  # fmt: skip
    lines += [(place(file, line), line.text) for line in message.log]
    for where, text in lines:
        for start, end, right in typos(text, text.encode("latin-1"), file.kernel):
            at = file.text.find(text[start:end], *where)
            span = Span(at, at + end - start) if at >= 0 else where
            fix = replace("correct it", *span, right, UNSAFE) if at >= 0 else None
            yield span, f"'{text[start:end]}' may be a misspelling of '{right}'", fix


def typos(text: str, data: bytes, kernel: KernelTree) -> Iterator[tuple[int, int, str]]:
    """Where ``text`` (``data`` in bytes) has a common misspelling, and the right spelling in the same case."""
    spelling = kernel.spelling
    words = frozenset(words_of(data))
    found = [*(spelling.keys() & words), *(phrase for phrase in phrases(kernel) if words.issuperset(phrase.split()))]
    if found:
        pattern = "|".join(map(re.escape, sorted(found)))
        for match in re.finditer(rf"(?<![\w'`-])(?:{pattern})(?![\w'`-])", text, re.IGNORECASE | re.ASCII):
            yield match.start(), match.end(), in_case_of(match[0], spelling[match[0].lower()])


@lru_cache(maxsize=8)
def phrases(kernel: KernelTree) -> tuple[str, ...]:
    """The entries of the list that have several words."""
    return tuple(wrong for wrong in kernel.spelling if " " in wrong)


def in_case_of(found: str, right: str) -> str:
    """``right`` with the capitals of ``found``."""
    if found.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if found[0].isupper() else right


#: A word, and what may follow it in a text.
WORD = Pattern(r"[A-Z]?[a-z]{2,}(?=[\s.,;?!]|\Z)")
#: From the end of a comment's line to the first word of the next, behind which the text goes on.
NEXT_LINE = Pattern(r"[ \t]*\n[ \t]*\*[ \t]+(?=[A-Za-z]+ [\w('\"])")
COLUMN = Pattern(r"[^\n]*\S(?: {2,}|\t[ \t]*)")
MODE_STRING = Pattern(r"[-bcdlps](?:[-r][-w][-xsStT]){3}")
PARAMETER = Pattern(r"[^\n]*[@\\]\w+(?:\[[\w, ]*\])?[ \t]+")
NOT_TWICE = frozenset({"long", "struct", "union", "enum"})
HEXADECIMAL = frozenset("abcdef")
WORDS_OF_HEX_DIGITS = frozenset({"add", "added", "bad", "be"})


class Twice(NamedTuple):
    """A word that stands twice: where the first and the second begin, and where the second ends."""

    first: int
    second: int
    end: int


@rule("REPEATED_WORD", WARNING, "a word is written twice", on=File(), kinds=FILES)
def repeated_word(_: SourceFile, file: SourceFile) -> Reports:
    """The same word stands twice in a row, with one space between or over the end of a comment's line.

    Looked at are comments and strings, in other files than C the whole text. Exempt are ``long``, ``struct``,
    ``union`` and ``enum``, what may be a hexadecimal number, lines with a file's mode as ``ls`` prints it, columns of
    tables, and the description of a documented parameter (``@param size Size of...``). A word that repeats in good
    English (``had had``) is reported, too. The fix drops the second one.

    Source: Documentation/process/submitting-patches.rst, "Style-check your changes".

    Differs from checkpatch: code is no prose, and neither are tables.
    """
    words = candidates(words_of(prose(file)))
    spans = places(file.text, words) if words else []
    for twice in [*on_a_line(file.text, spans), *over_lines(file, spans)]:
        if file.kind not in LAYOUT_KINDS or file.comment_at(twice.first) or in_literal(file, twice.first):
            level = level_at(file, twice.second)
            yield Span(twice.second, twice.end), message_of(file.text, twice), drop_second(file.text, twice, level)


@rule("REPEATED_WORD", WARNING, "a word is written twice in the message", on=Message(), kinds=MAILS)
def repeated_in_message(message: Mail, file: SourceFile) -> Reports:
    """The same in a line of the commit message."""
    for line in message.log:
        words = candidates(words_of(line.text.encode("latin-1")))
        for twice in on_a_line(line.text, places(line.text, words)):
            if line.offset is None:
                yield place(file, line), message_of(line.text, twice)
            else:
                here = Twice(*(line.offset + at for at in twice))
                yield Span(here.second, here.end), message_of(file.text, here), drop_second(file.text, here, UNSAFE)


def message_of(text: str, twice: Twice) -> str:
    """What to say of a repeated word."""
    return f"the word '{text[twice.second : twice.end]}' is repeated"


def drop_second(text: str, twice: Twice, level: Applicability) -> Fix:
    """Delete the second word, and the blank before it or, at the start of a line, behind it."""
    if text[twice.second - 1] == " " and "\n" not in text[twice.first : twice.second]:
        return replace("drop the second", twice.second - 1, twice.end, "", level)
    return replace("drop the second", twice.second, twice.end + 1, "", level)


def prose(file: SourceFile) -> bytes:
    """What of a file is text: comments and strings, in other files than C everything."""
    if file.kind not in LAYOUT_KINDS:
        return file.data
    comments = [file.data[start:end] for start, end in file.tokens.comments]
    strings = [literal.encode("latin-1") for literal in file.tokens.index if literal[0] == '"' and " " in literal]
    return b" _ ".join(comments + strings)


def candidates(words: list[str]) -> set[str]:
    """The words that follow themselves, whatever stands between."""
    return {
        word for word, other in pairwise(words)
        if word == other and word.isalpha() and len(word) > 1 and word not in NOT_TWICE
        and (word in WORDS_OF_HEX_DIGITS or not HEXADECIMAL.issuperset(word))
    }  # fmt: skip


def places(text: str, words: set[str]) -> list[Span]:
    """Where ``words`` stand in ``text``, in any case, parts of longer words included."""
    found = []
    lowered = text.lower()
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            found.append(Span(at, at + len(word)))
            at = lowered.find(word, at + len(word))
    return found


def on_a_line(text: str, spans: list[Span]) -> Iterator[Twice]:
    """Which of the words at ``spans`` follow themselves behind one space."""
    for at, end in spans:
        if text[end : end + 1] != " " or text[at:end].lower() != text[end + 1 : end + 1 + end - at].lower():
            continue
        twice = Twice(at, end + 1, end + 1 + end - at)
        first, second = WORD.match(text, at), WORD.match(text, twice.second)
        if first is None or second is None or (first.end(), second.end()) != (end, twice.end):
            continue
        line = text.rfind("\n", 0, at) + 1
        if (at == line or text[at - 1] in " \t") and not PARAMETER.fullmatch(text, line, at):
            newline = text.find("\n", at)
            if not MODE_STRING.search(text, line, len(text) if newline < 0 else newline):
                yield twice


def over_lines(file: SourceFile, spans: list[Span]) -> Iterator[Twice]:
    """Which of the words at ``spans`` end a line of a comment and begin the next one."""
    text = file.text
    for at, end in spans:
        gap = NEXT_LINE.match(text, end)
        if gap is None or not text.startswith(text[at:end] + " ", gap.end()):
            continue
        comment, word = file.comment_at(at), WORD.match(text, at)
        if comment is None or comment.end < gap.end() or word is None or text[at - 1].isalnum() or text[at - 1] == "_":
            continue
        if not COLUMN.fullmatch(text, file.line_start(at), at):
            yield Twice(at, gap.end(), gap.end() + end - at)
