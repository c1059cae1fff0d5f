"""Characters that make a text read otherwise than the compiler and git do; checkpatch looks for none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unicodedata import bidirectional, name, normalize

from pylint_kernel.checking.rule import File, Message, Patch, Reports, rule
from pylint_kernel.classify import ALL_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, Span, replace
from pylint_kernel.patches.mail import Message as Mail
from pylint_kernel.patches.patch import Patch as PatchData
from pylint_kernel.rules.changes.commit_message import header_line, place
from pylint_kernel.rules.changes.patch_files import field_at

FILES = ALL_KINDS - {Kind.MAIL}
MAILS = frozenset({Kind.MAIL})
#: A character of a text, where it begins and ends in it.
Found = Iterator[tuple[str, int, int]]

# As the bytes of UTF-8 in text view.
BIDI = Pattern(r"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
INVISIBLE = Pattern(
    r"\xc2\xad|\xcd\x8f|\xd8\x9c|\xe1\x85[\x9f\xa0]|\xe1\x9e[\xb4\xb5]|\xe1\xa0[\x8b-\x8e]|\xe2\x80[\x8b-\x8f\xa8\xa9]"
    r"|\xe2\x81[\xa0-\xa4\xaa-\xaf]|\xe3\x85\xa4|\xef\xb8[\x80-\x8f]|\xef\xbb\xbf|\xef\xbe\xa0|\xf3\xa0[\x80-\x87][\x80-\xbf]"
)
CONTROL = Pattern(r"[\x00-\x08\x0a-\x1f\x7f]|\xc2[\x80-\x9f]")
CHARACTER = Pattern(r"[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]+")
#: So many bytes a character has at most.
LONGEST = 4
#: Marks that are needed in texts that run from right to left; what joins letters or picks the form of a character.
MARKS = frozenset("\u061c\u200e\u200f")
JOINERS = frozenset("\u200c\u200d")
KEYCAPS = frozenset("0123456789#*")


def bidi_controls(text: str) -> Found:
    """The characters that change the direction of what is after them."""
    return ((decode(found[0]), *found.span()) for found in BIDI.finditer(text))


def invisible_characters(text: str) -> Found:
    """The characters that cannot be seen, where they do not belong to a script or a symbol that needs them."""
    for found in INVISIBLE.finditer(text):
        character = decode(found[0])
        if not is_needed(character, text, *found.span()):
            yield character, *found.span()


def is_needed(character: str, text: str, start: int, end: int) -> bool:
    """Whether an invisible character has a purpose between those beside it."""
    before, behind = decode(text[max(start - LONGEST, 0) : start])[-1:], decode(text[end : end + LONGEST])[:1]
    if character in MARKS:
        line = text[text.rfind("\n", 0, start) + 1 : max(text.find("\n", end), end)]
        return any(bidirectional(other) in {"R", "AL"} for other in decode(line) if other not in MARKS)
    if character in JOINERS:
        return bool(before and behind) and not (before.isascii() or behind.isascii())
    if "\ufe00" <= character <= "\ufe0f" or character > "\uffff":
        return bool(before) and (not before.isascii() or before in KEYCAPS)
    return False


def control_characters(text: str) -> Found:
    """The control characters, tabs excepted."""
    return ((decode(found[0]), *found.span()) for found in CONTROL.finditer(text))


def decode(text: str) -> str:
    """Text view as characters; what is no UTF-8 is left out."""
    return text.encode("latin-1").decode("utf-8", "ignore")


def called(character: str) -> str:
    """A character by its number and name, in ASCII."""
    return f"U+{ord(character):04X} {name(character, 'control character')}"


def in_file(file: SourceFile, find: Callable[[str], Found], what: str) -> Reports:
    """The reports on the characters of a file that ``find`` finds."""
    if not file.text.isascii():
        for character, start, end in find(file.text):
            fix = replace("delete the character", start, end, "", UNSAFE)
            yield Span(start, end), f"{called(character)} {what}", fix


def in_message(message: Mail, file: SourceFile, find: Callable[[str], Found], what: str) -> Reports:
    """The same for the headers and lines of a message."""
    texts = [(header_line(file, header), header.value) for header in message.headers]
    texts += [(place(file, line), line.text) for line in message.lines]
    for where, text in texts:
        done = where.start
        for character, start, end in find(text):
            at = file.text.find(text[start:end], done, where.end)
            span = Span(at, done := at + end - start) if at >= 0 else where
            yield span, f"{called(character)} {what}"


def in_names(patch: PatchData, file: SourceFile, find: Callable[[str], Found], what: str) -> Reports:
    """The same for the names of a patch's files."""
    for diff in patch.files:
        path = diff.new_path or diff.old_path or ""
        text = path.encode("utf-8", "surrogateescape").decode("latin-1")
        for character in dict.fromkeys(character for character, _, _ in find(text)):
            yield field_at(file, diff, "+++", "rename to"), f"{called(character)} in the name of a file {what}"


REORDERS = "makes the text read in another order than it is compiled"
HIDES = "cannot be seen"
OBEYED = "is obeyed by terminals, not shown"


@rule("BIDI_CONTROL", ERROR, "a character that turns the order of the text around", on=File(), kinds=FILES)
def bidi_control(_: SourceFile, file: SourceFile) -> Reports:
    """Embeddings, overrides and isolates (U+202A to U+202E, U+2066 to U+2069) make code look like a comment, or the
    other way round ("Trojan source"): what a reviewer reads is not what the compiler sees.

    Letters of scripts that run from right to left need none of them, and are not reported.

    The fix is unsafe: where the character is part of a string, the string changes.

    Source: https://trojansource.codes (CVE-2021-42574); gcc(1), "-Wbidi-chars".

    Differs from checkpatch: it has no such type.
    """
    yield from in_file(file, bidi_controls, REORDERS)


@rule("BIDI_CONTROL", ERROR, "a character that turns the order of the message around", on=Message(), kinds=MAILS)
def bidi_control_in_message(message: Mail, file: SourceFile) -> Reports:
    """The same in the headers and lines of a message."""
    yield from in_message(message, file, bidi_controls, REORDERS)


@rule("BIDI_CONTROL", ERROR, "a character that turns the order of a name around", on=Patch(), kinds=MAILS)
def bidi_control_in_name(patch: PatchData, file: SourceFile) -> Reports:
    """The same in the name of a file."""
    yield from in_names(patch, file, bidi_controls, "makes it read in another order")


@rule("INVISIBLE_CHARACTER", ERROR, "a character that cannot be seen", on=File(), kinds=FILES)
def invisible(_: SourceFile, file: SourceFile) -> Reports:
    """Spaces without width, fillers, soft hyphens, byte order marks and the like are not seen; two names that look the
    same may differ by them, and a search does not find what has one.

    Where a script or a symbol needs them they are text: joiners between letters that are not ASCII, the selectors that
    follow a symbol, marks of direction in a line with letters that run from right to left.

    The fix is unsafe: where the character is part of a string, the string changes.

    Source: https://trojansource.codes; Unicode Technical Report 36, "Unicode Security Considerations".

    Differs from checkpatch: it has no such type.
    """
    yield from in_file(file, invisible_characters, HIDES)


@rule("INVISIBLE_CHARACTER", ERROR, "a character of the message that cannot be seen", on=Message(), kinds=MAILS)
def invisible_in_message(message: Mail, file: SourceFile) -> Reports:
    """The same in the headers and lines of a message."""
    yield from in_message(message, file, invisible_characters, HIDES)


@rule("INVISIBLE_CHARACTER", ERROR, "a character of a name that cannot be seen", on=Patch(), kinds=MAILS)
def invisible_in_name(patch: PatchData, file: SourceFile) -> Reports:
    """The same in the name of a file."""
    yield from in_names(patch, file, invisible_characters, HIDES)


@rule("CONTROL_CHARACTER", ERROR, "a control character in the message", on=Message(), kinds=MAILS)
def control_in_message(message: Mail, file: SourceFile) -> Reports:
    """A terminal obeys control characters: they move the cursor, change colours, delete what was shown. ``git log``
    prints messages as they are.

    Tabs are text. For files see INVALID_UTF8.

    Source: Documentation/process/email-clients.rst, "General Preferences" (plain text).

    Differs from checkpatch: it has no such type.
    """
    yield from in_message(message, file, control_characters, OBEYED)


@rule("CONTROL_CHARACTER", ERROR, "a control character in the name of a file", on=Patch(), kinds=MAILS)
def control_in_name(patch: PatchData, file: SourceFile) -> Reports:
    """The same in the name of a file, where tabs and newlines are no better."""
    yield from in_names(patch, file, lambda text: control_characters(text.replace("\t", "\n")), OBEYED)


#: Letters of other scripts, and after each the one of ASCII that it looks like.
PAIRS = (
    # Cyrillic
    "\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x \u0456i \u0458j \u0455s \u04bbh \u0501d "
    "\u051bq \u051dw \u04cfl \u0410A \u0412B \u0415E \u0405S \u0406I \u0408J \u041aK \u041cM \u041dH "
    "\u041eO \u0420P \u0421C \u0422T \u0425X \u04aeY \u050cG "
    # Greek
    "\u0391A \u0392B \u0395E \u0396Z \u0397H \u0399I \u039aK \u039cM \u039dN \u039fO \u03a1P \u03a4T "
    "\u03a5Y \u03a7X \u03bfo \u03bdv \u03b1a \u03c1p \u03c5u \u03f2c \u03f3j "
    # Armenian
    "\u0585o \u057du \u0570h \u0581g \u0578n "
    # Latin, and a click that reads as an exclamation mark
    "\u0131i \u0251a \u0261g \u0269i \u028bu \u01c3! "
).split()
LOOKALIKES = {pair[0]: pair[1] for pair in PAIRS}
WORD = Pattern(r"\w*[\x80-\xff][\w\x80-\xff]*")
GREEK_QUESTION_MARK = "\u037e"
TEXTS = ("error", "warning", "pragma", "ident")


@rule("HOMOGLYPH", ERROR, "a letter that looks like another", on=File(), kinds=LAYOUT_KINDS)
def homoglyph(_: SourceFile, file: SourceFile) -> Reports:
    """A name with a Cyrillic or Greek letter in place of the Latin one that looks the same is another name: a second
    function can hide behind the first.

    Reported are names in code that consist of ASCII and of letters that pass for ASCII. Letters of other scripts in
    comments and strings are text, and so are names that nobody takes for ASCII (``größe``).

    The fix is unsafe: it makes another name.

    Source: https://trojansource.codes (CVE-2021-42694); Unicode Technical Standard 39, "Confusable Detection".

    Differs from checkpatch: it has no such type.
    """
    if file.text.isascii():
        return
    for found in WORD.finditer(file.code):
        word = decode(found[0])
        if word == GREEK_QUESTION_MARK:
            yield found, f"{called(word)} looks like ';'"
        elif (other := reads_as(word)) and not is_text(file, found.start()):
            names = ", ".join(called(letter) for letter in dict.fromkeys(word) if not letter.isascii())
            yield (
                found,
                f"this name is not {other}: it has {names}",
                replace("write ASCII", *found.span(), other, UNSAFE),
            )


@rule("HOMOGLYPH", ERROR, "a letter of a name that looks like another", on=Patch(), kinds=MAILS)
def homoglyph_in_name(patch: PatchData, file: SourceFile) -> Reports:
    """The same in the name of a file."""
    for diff in patch.files:
        path = diff.new_path or diff.old_path or ""
        if not path.isascii() and (other := reads_as(path.replace("/", "_"))):
            names = ", ".join(called(letter) for letter in dict.fromkeys(path) if not letter.isascii())
            yield field_at(file, diff, "+++", "rename to"), f"a file's name that reads {other} has {names}"


def reads_as(word: str) -> str:
    """The ASCII that people take a word for; nothing if they do not, or if it is ASCII."""
    letters = [letter if letter.isascii() else LOOKALIKES.get(letter) or normalize("NFKC", letter) for letter in word]
    other = "".join(letters)
    return other if other.isascii() and other != word else ""


def is_text(file: SourceFile, offset: int) -> bool:
    """Whether what stands in a line of code is a text all the same: what ``#error`` says."""
    directive = file.directive_at(offset)
    return directive is not None and directive.name in TEXTS
