"""Words: misspelt, or written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from string import ascii_letters, digits

from pylint_kernel.checking.rule import File, Patch, Reports, rule
from pylint_kernel.classify import ALL_KINDS, LAYOUT_KINDS, SOURCE_KINDS, Kind
from pylint_kernel.language import windows
from pylint_kernel.language.idioms import in_literal
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, DISPLAY, SAFE, UNSAFE, WARNING, Applicability, Fix, Span, replace
from pylint_kernel.patches.mail import TRAILER
from pylint_kernel.patches.patch import Patch as PatchData
from pylint_kernel.rules.changes.commit_message import header_line, place
from pylint_kernel.surroundings.kernel_tree import KernelTree

FILES = ALL_KINDS - {Kind.MAIL}
MAILS = frozenset({Kind.MAIL})
LETTERS = frozenset((ascii_letters + digits + "_-'`").encode())
#: Everything that cannot be part of a word becomes a space, the rest lower case.
WORDS = bytes(code if code in LETTERS else 32 for code in range(256)).lower()


#: So many bytes are made words of at a time: all the words of a long text take ten times its size.
STRETCH = 1 << 18


def words_of(data: bytes) -> Iterator[str]:
    """The words of a text, in lower case; a name with underscores or hyphens is one word."""
    return chain.from_iterable(part.decode("latin-1").split() for part in stretches(data.translate(WORDS)))


def stretches(words: bytes) -> Iterator[bytes]:
    """A text cut into parts at some of its spaces."""
    start = 0
    while start < len(words):
        end = words.find(b" ", start + STRETCH)
        yield words[start : end if end >= 0 else len(words)]
        start = end if end >= 0 else len(words)


@rule(
    "TYPO_SPELLING",
    WARNING,
    "a word that is often misspelt",
    on=File(in_windows=True),
    kinds=FILES,
    needs_tree=True,
    in_file=CHECK,
)
def misspelling(_: SourceFile, file: SourceFile) -> Reports:
    """A word stands in the kernel's list of common misspellings (``scripts/spelling.txt``), or in a dictionary of
    codespell's (``--codespell``, ``--codespellfile``). Outside of a kernel tree the list is that of the project's own
    ``scripts``, if a preset knows the project, or else codespell's dictionary, if it is installed; where there is
    neither, kcheck says so.

    It is looked for everywhere, in any case, but not inside of longer names. The fix takes over capitals; only in a
    comment it is safe, in a string it is unsafe, and a name in the code is not changed: it may be used elsewhere. Where
    a dictionary has several words to choose from, there is none.

    A name such as ``aSign`` is several words. In code a word in capitals is the name of a register or a constant. In
    comments, strings and text, names are no words: registers and part numbers in capitals, parts of paths, patterns and
    addresses, prefixes of vendors (``vendor,device``), people in lines of copyright. Lists of misspellings
    (``scripts/spelling.txt``) are left alone, and so are the patches that are kept in the tree.

    Source: scripts/spelling.txt.

    Differs from checkpatch: such names are reported by it.
    """
    if is_list(file.path) or file.is_patch:
        return
    for start, end, right in typos_in_windows(file):
        if HUMP.search(file.text, start, end):
            continue
        level = level_at(file, start)
        if level == DISPLAY:
            is_word = not file.text[start:end].isupper()
        else:
            is_word = not is_name(file.text, start, end)
        if is_word:
            where = Span(start, end)
            yield where, suspicion(file.text[start:end], right), correction(where, right, level)


def typos_in_windows(file: SourceFile) -> Iterator[tuple[int, int, list[str]]]:
    """The misspellings in what is worth looking at."""
    for first, last in windows.of(file):
        for start, end, right in typos(file.text[first:last], file.data[first:last], file.kernel):
            yield first + start, first + end, right


def is_list(path: str) -> bool:
    """Whether a file is a list of misspellings."""
    return LIST.fullmatch(path.rpartition("/")[2]) is not None


#: A capital inside of a word: two words, or the letters of a name (``aSign``).
HUMP = Pattern(r"[a-z][A-Z]")
LIST = Pattern(
    r"(?:.*[._-])?(?:(?:mis)?spellings?|codespell(?:rc|_?ignore)?|dictionary|typos)(?:[._-].*)?", re.IGNORECASE
)
#: With these before or behind it, and no space between them, a word is a part of something longer.
JOINED = Pattern(r"(?:[/\\@%$=&#|^]|\][*+?]?|(?<![*])[*]|(?<!\.)\.|\w[,:])\Z")
JOINS = Pattern(r"[/@%$=|]|[*](?![*])|\.[*+?]|[.,:]\w")
PEOPLE = Pattern(r"copyright|\(c\)|\xc2\xa9|author|written by|maintained by|contact|<[^\s<>]+@[^\s<>]+>", re.IGNORECASE)
#: So far around it a word is looked for in small letters.
VICINITY = 4096
#: A capital before the word, in the middle of a sentence.
SURNAME = Pattern(r"[^\s.:!?] [A-Z][a-z]+ \Z")
CAPITALS = Pattern(r"\b[A-Z]{2,}\b")
SMALL = Pattern(r"\b[A-Za-z]?[a-z]+\b")


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a word of a text is a name, or a part of one, rather than a word of a sentence."""
    joined, joins = JOINED.search(text, max(start - 2, 0), start), JOINS.match(text, end)
    if joined or joins:
        emphasised = joined and joins and joined[0] == joins[0] == "*"
        return not emphasised and not is_alternative(text, start, end)
    first = max(text.rfind("\n", max(start - NEARBY, 0), start) + 1, start - NEARBY, 0)
    newline = text.find("\n", end, end + NEARBY)
    line = text[first : newline if newline >= 0 else end + NEARBY]
    word = text[start:end]
    if word.isupper():
        # A heading, or a warning that shouts, is a sentence.
        capitals = len(CAPITALS.findall(line))
        return capitals < 3 or capitals <= len(SMALL.findall(line))
    return word[0].isupper() and (PEOPLE.search(line) is not None or is_surname(text, first, start))


def is_surname(text: str, first: int, start: int) -> bool:
    """Whether the word at ``start`` follows a forename in its sentence.

    Another capitalised word may be one of a heading or the name of a thing (``the Frame Recieve count``): the text
    nearby has it in small letters, too.
    """
    forename = SURNAME.search(text, first, start)
    if forename is None:
        return False
    word = forename[0].split()[-1].lower()
    return re.search(rf"\b{word}s?\b", text[max(start - VICINITY, 0) : start + VICINITY]) is None


def is_alternative(text: str, start: int, end: int) -> bool:
    """Whether a word with a slash beside it is one of two (``recieve/send``), not a part of a path."""
    first, last = start, end
    while first > 0 and end - first < NEARBY and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and last - start < NEARBY and not text[last].isspace():
        last += 1
    return ALTERNATIVE.fullmatch(text, first, last) is not None


ALTERNATIVE = Pattern(r"[(\"']?[A-Za-z]+/[A-Za-z]+[)\"'.,;:!?]*")


def suspicion(word: str, right: list[str]) -> str:
    """What to say of a word that may be misspelt."""
    remedies = "' or '".join(right)
    return f"'{word}' may be a misspelling of '{remedies}'"


def correction(where: Span, right: list[str], level: Applicability) -> Fix | None:
    """Write the right word, if it is clear which that is."""
    return replace("correct it", *where, right[0], level) if len(right) == 1 else None


def level_at(file: SourceFile, offset: int) -> Applicability:
    """Who may change a word at ``offset``."""
    if file.kind not in LAYOUT_KINDS:
        return UNSAFE
    if file.comment_at(offset):
        return SAFE
    return UNSAFE if in_literal(file, offset) else DISPLAY


@rule("TYPO_SPELLING", WARNING, "a word in the message that is often misspelt", on=Patch(), kinds=MAILS)
def misspelling_in_message(patch: PatchData, file: SourceFile) -> Reports:
    """The same in the subject and in the commit message.

    Not looked at: what is quoted, tags, the titles of other commits, and a misspelling that the patch removes.
    """
    message = patch.message
    if message is None:
        return
    lines = [(header_line(file, header), header.value.replace("\n", " "))
             for header in message.headers if header.name.lower() == "subject"]  # fmt: skip
    lines += [(place(file, line), line.text) for line in message.prose]
    for (where, _), text in zip(lines, own_words([text for _, text in lines]), strict=True):
        done = where.start
        for start, end, right in typos(text, text.encode("latin-1"), file.kernel):
            span, fix, word = where, None, text[start:end]
            if (at := file.text.find(word, done, where.end)) >= 0:
                done = at + end - start
                span = Span(at, done)
                fix = correction(span, right, UNSAFE)
            if not is_name(text, start, end) and not is_removed(patch, word):
                yield span, suspicion(word, right), fix


def own_words(lines: list[str]) -> list[str]:
    """Lines of a message in which what they quote is blank, and those that are tags altogether."""
    joined = "\n".join(lines)
    blank = list(joined)
    for quoted in QUOTATION.finditer(joined):
        blank[quoted.start() : quoted.end()] = NOT_NEWLINE.sub(" ", quoted[0])
    texts = "".join(blank).split("\n") if lines else []
    return ["" if TRAILER.match(text) else text for text in texts]


#: The title of a commit after its id, over several lines; what stands in quotes in a line.
QUOTATION = Pattern(
    r"""(?x) (?<=[0-9a-f]) \s* \( "[^"]{0,300}" (?: [^")]{0,100} " ){0,4} \)
      | (?<!\w) (?: "[^"\n]*" | `[^`'\n]*[`'] | '[^'\n]*' | \xe2\x80\x9c [^\n]*? \xe2\x80\x9d ) (?!\w)
      | \b s (?P<mark>[/,|\#:]) [^\n]{0,99}? (?P=mark) [^\n]{0,99}? (?P=mark)
      | \b [\w'-]+ [ ]* (?: -> | => | \|\| )"""
)
NOT_NEWLINE = Pattern(r"[^\n]")


def is_removed(patch: PatchData, words: str) -> bool:
    """Whether a line that a patch removes has these words: then the message says what is wrong there."""
    wanted = words.lower().encode("latin-1")
    return any(
        marker == 0x2D and wanted in line.lower()
        for diff in patch.files
        for hunk in diff.hunks
        for marker, line in zip(hunk.markers, hunk.body, strict=True)
    )


#: Letters beyond ASCII belong to a word, too: bytes of UTF-8 (not those of dashes and quotation marks) or of Latin-1.
NO_LETTER_BEFORE = r"(?<![\w'`\xc0-\xff-])(?<![\xc3-\xdf][\x80-\xbf])"
NO_LETTER_AFTER = r"(?![\w'`\xc3-\xdf-]|[\xc0-\xff](?![\x80-\xbf]))"


def typos(text: str, data: bytes, kernel: KernelTree) -> Iterator[tuple[int, int, list[str]]]:
    """Where ``text`` (``data`` in bytes) has common misspellings, and the right spellings in the same case."""
    found = misspelt(data, text, kernel)
    if found:
        pattern = "|".join(map(re.escape, sorted(found)))
        for match in re.finditer(rf"{NO_LETTER_BEFORE}(?:{pattern}){NO_LETTER_AFTER}", text, re.IGNORECASE | re.ASCII):
            yield match.start(), match.end(), [in_case_of(match[0], right) for right in found[match[0].lower()]]


def misspelt(data: bytes, text: str, kernel: KernelTree) -> dict[str, list[str]]:
    """The entries of the tree's list, and of the dictionary if there is one, that ``text`` (``data``) has."""
    entries = by_last_word(kernel)
    found = {wrong: [kernel.spelling[wrong]] for word in entries.keys() & words_of(data) for wrong in entries[word]}
    if any(" " in wrong for wrong in found):
        lowered = text.lower()
        found = {wrong: right for wrong, right in found.items() if " " not in wrong or wrong in lowered}
    if kernel.dictionary is not None:
        for word in set(words_of(data)):
            if word not in found and (right := kernel.dictionary.remedies(word)):
                found[word] = right
    return found


@lru_cache(maxsize=8)
def by_last_word(kernel: KernelTree) -> dict[str, list[str]]:
    """The misspellings of the tree's list by their last word: some entries have several."""
    entries: dict[str, list[str]] = {}
    for wrong in kernel.spelling:
        entries.setdefault(wrong.split()[-1], []).append(wrong)
    return entries


def in_case_of(found: str, right: str) -> str:
    """``right`` with the capitals of ``found``."""
    if found.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if found[0].isupper() else right


#: A word that stands again after one space, or at the start of the next line of a comment.
AGAIN = Pattern(r"\b([A-Za-z][a-z]++)(?=( |[ \t]*+\n[ \t]*+\*[ \t]++)((?i:\1))(?!\w))")
WORD = Pattern(r"[A-Z]?[a-z]{2,}")
#: What follows the first word of a line whose text goes on.
GOES_ON = Pattern(r" [\w('\"]")
COLUMN = Pattern(r"[^\n]*\S(?: {2,}|\t[ \t]*)")
#: The argument of an option before a word: `mount -t proc proc /proc`.
OPTION = Pattern(r"(?s).* -\w ")
#: What follows a column of a table, if there is another one.
APART = Pattern(r"(?: {2,}|\t[ \t]*)\w")
MODE_STRING = Pattern(r"[-bcdlps](?:[-r][-w][-xsStT]){3}")
PARAMETER = Pattern(r"[^\n]*[@\\]\w+(?:\[[\w, ]*\])?[ \t]+")
#: So much of a line around the words is looked at.
NEARBY = 200
#: What may follow the second word; the empty string is the end of the text.
ENDS = frozenset({*" \t\n.,;?!", ""})
NOT_TWICE = frozenset({"long", "struct", "union", "enum"})
HEXADECIMAL = frozenset("abcdef")
WORDS_OF_HEX_DIGITS = frozenset({"add", "added", "bad", "be"})


@rule("REPEATED_WORD", WARNING, "a word is written twice", on=File(in_windows=True), kinds=FILES)
def repeated_word(_: SourceFile, file: SourceFile) -> Reports:
    """The same word stands twice in a row, with one space between or over the end of a comment's line.

    Looked at are comments and strings, in other files than C the whole text. Exempt are ``long``, ``struct``,
    ``union`` and ``enum``, what may be a hexadecimal number, bits of a pattern (``xxxx``), lines with a file's mode as
    ``ls`` prints it, columns of tables, items of a list, a name before its mail address, and the description of a
    documented parameter (``@param size Size of...``). A word that repeats in good English (``had had``) is reported,
    too, save in ``that that is``; three times in a row it is meant. The fix drops the second one.

    Outside of comments the fix is unsafe: a string or message changes.

    Source: Documentation/process/submitting-patches.rst, "Style-check your changes".

    Differs from checkpatch: code is no prose, nor are assembler's instructions and tables; nor is the text of a patch
    that is kept in the tree. Lines of a list may begin with the word that the line above ends with.
    """
    if file.is_patch:
        return
    for start, end in prose(file):
        for match in AGAIN.finditer(file.text, start, end):
            if is_repeated(match, start) and ("\n" not in match[2] or file.kind in SOURCE_KINDS):
                level = level_at(file, match.start(3))
                yield Span(*match.span(3)), f"the word '{match[3]}' is repeated", drop_second(match, 0, level)


#: What the second "that" of a sentence is the subject of.
VERB = Pattern(r" (?:is|was|will|would|can|could|does|did|has|had|may|might|must|should|means|makes|works)\b")


def prose(file: SourceFile) -> Iterator[Span]:
    """What of a file is text: comments and strings, in other files than code everything."""
    if file.kind not in LAYOUT_KINDS and file.kind is not Kind.ASM:
        yield from windows.of(file)
        return
    is_outside, text = windows.outside(file), file.text
    for start, end in file.comments:
        if is_outside is None or not is_outside(start, end):
            yield Span(start, end)
    for start, end in file.literals:
        if text[start] == '"' and text.find(" ", start, end) > 0 and (is_outside is None or not is_outside(start, end)):
            yield Span(start, end)


@rule("REPEATED_WORD", WARNING, "a word is written twice in the message", on=Patch(), kinds=MAILS)
def repeated_in_message(patch: PatchData, file: SourceFile) -> Reports:
    """The same in a line of the commit message, unless it is quoted, or the patch removes such a repetition.

    The title of another commit is a quotation, too.
    """
    lines = patch.message.prose if patch.message else []
    for line, text in zip(lines, own_words([line.text for line in lines]), strict=True):
        for match in AGAIN.finditer(text):
            if not is_repeated(match, 0) or is_removed(patch, f"{match[1]} {match[3]}"):
                continue
            what = f"the word '{match[3]}' is repeated"
            if line.offset is None:
                yield place(file, line), what
            else:
                where = Span(line.offset + match.start(3), line.offset + match.end(3))
                yield where, what, drop_second(match, line.offset, UNSAFE)


def is_repeated(match: re.Match[str], start: int) -> bool:
    """Whether a word that stands twice, in a text that begins at ``start``, is a mistake."""
    text, word = match.string, match[1].lower()
    at, second, end = match.start(1), match.start(3), match.end(3)
    if word in NOT_TWICE or (word not in WORDS_OF_HEX_DIGITS and HEXADECIMAL.issuperset(word)):
        return False
    if not WORD.fullmatch(match[1]) or not WORD.fullmatch(match[3]) or len(set(word)) == 1:
        return False
    if JOINS.match(text, end) or is_thrice(match):
        return False
    near = max(at - NEARBY, start)
    line = max(text.rfind("\n", near, at) + 1, near)
    if match[2] != " ":
        if text.startswith(f"{match[1]} ", first_letter(text, line)):
            return False
        table = COLUMN.fullmatch(text, line, at) is not None
        return match[1] == match[3] and GOES_ON.match(text, end) is not None and not table
    if OPTION.fullmatch(text, line, at):
        return False
    if (word == "that" and VERB.match(text, end)) or (APART.match(text, end) and COLUMN.fullmatch(text, line, at)):
        return False
    newline = text.find("\n", second, second + NEARBY)
    if MODE_STRING.search(text, line, second + NEARBY if newline < 0 else newline) or PARAMETER.fullmatch(
        text, line, at
    ):
        return False
    return (at == line or text[at - 1] in " \t") and text[end : end + 1] in ENDS


#: Words that nobody repeats for effect.
SMALL_WORDS = frozenset(
    "a an and are as at be by for from if in is it not of on or that the this to was we with".split()
)


def is_thrice(match: re.Match[str]) -> bool:
    """Whether a word stands three times in a row, and is one that can be shouted."""
    if match[1].lower() in SMALL_WORDS:
        return False
    text, word, end = match.string, match[1], match.end(3)
    before = match.start(1) - len(word) - 1
    follows = text.startswith(f" {word}", end) and not text[end + len(word) + 1 : end + len(word) + 2].isalnum()
    precedes = before >= 0 and text.startswith(f"{word} ", before) and not text[max(before - 1, 0) : before].isalnum()
    return follows or precedes


def first_letter(text: str, offset: int) -> int:
    """Where the first letter is from an offset on, at which a line begins; the end of the line if there is none."""
    found = LETTER.search(text, offset)
    return found.start() if found else len(text)


LETTER = Pattern(r"[A-Za-z\n]")


def drop_second(match: re.Match[str], offset: int, level: Applicability) -> Fix:
    """Delete the second word, and the space before it or, at the start of a line, after it."""
    if match[2] == " ":
        return replace("drop the second", offset + match.end(1), offset + match.end(3), "", level)
    return replace("drop the second", offset + match.start(3), offset + match.end(3) + 1, "", level)
