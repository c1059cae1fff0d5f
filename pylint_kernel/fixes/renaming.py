"""Gives names other names in a file: every use of them, in code, macros and comments, lines kept aligned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pylint_kernel.classify import C_KINDS
from pylint_kernel.fixes import collisions, tidying
from pylint_kernel.fixes.fixer import edited
from pylint_kernel.fixes.proof import errors, frame
from pylint_kernel.language.idioms import FREE_TEXT
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token, syntax
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.language.syntax.quoting import quoting
from pylint_kernel.language.words import KEYWORDS
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Edit, edit

NAME = Pattern(r"[A-Za-z_]\w*")
#: What may be a word of English as well, so that a comment has to say that it is meant as a name.
PROSE = Pattern(r"[A-Z]?[a-z]+|[A-Z]+")
#: Macros whose argument is a name for others: a file, a parameter, a symbol that other modules use.
PUBLISHING = Pattern(r"(?:__)?(?:EXPORT_SYMBOL|module_param|MODULE_PARM|core_param|[A-Z_]*_ATTR)\w*")
#: What macros of the kernel paste to a name that they are given.
ENDINGS = Pattern(r"(\w+)_(?:show|store|open|read|write|fops|attr)")


class Place(NamedTuple):
    """A place to look at: its line, from 1, and why."""

    line: int
    why: str


class Renamed(NamedTuple):
    """What came of a file: its content before and after, by name how many uses and how many words of comments were
    renamed, the places to look at, and the collisions, which are reasons not to write it."""

    before: bytes
    after: bytes
    uses: Counter[str]
    words: Counter[str]
    places: list[Place]
    collisions: list[Place]


def checked_name(name: str) -> str:
    """``name`` if it can be one in C; raises ValueError otherwise."""
    if not NAME.fullmatch(name) or name in KEYWORDS:
        raise ValueError(
            f"{name!r} is not a name in C" + (": it is a word of the language" if name in KEYWORDS else "")
        )
    return name


def rename(file: SourceFile, data: bytes, names: Mapping[str, str]) -> Renamed:
    """The C file of content ``data`` with other names in place of those that are keys of ``names``.

    Raises ValueError if another token than these would differ, or if the file would parse worse.
    """
    assert file.kind in C_KINDS
    renamed, places = dict[int, str](), list[Place]()
    for old, new in names.items():
        for position in file.tokens.index.get(old, ()):
            token = Token(file, position)
            if names_directive(token):
                continue
            if reason := obstacle(token):
                places.append(Place(token.row + 1, f"{old} is {reason}: left as it is"))
                continue
            renamed[position] = new
            if reason := doubt(token):
                places.append(Place(token.row + 1, f"{old}, {new} now, {reason}"))
    edits = [edit(*file.tokens.span(position), new) for position, new in renamed.items()]
    words = Counter[str]()
    for old, word in in_comments(file, names):
        if isinstance(word, Place):
            places.append(word)
        else:
            edits.append(word)
            words[old] += 1
    places += [*in_strings(file, names), *pasted(file, names)]
    after = laid_out(file, data, edits, {new: old for old, new in names.items()})
    prove(file, after, renamed)
    return Renamed(
        data,
        after.raw,
        Counter(file.tokens.texts[position] for position in renamed),
        words,
        sorted(set(places)),
        [found for old, new in names.items() if new not in names if (found := collides(file, old, new))],
    )


def collides(file: SourceFile, old: str, new: str) -> Place | None:
    """Where a new name would be taken for another thing of that name."""
    if new not in file.tokens.index or old not in file.tokens.index:
        return None
    found = collisions.collision(collisions.uses(file, old), collisions.uses(file, new))
    return None if found is None else Place(found.token.row + 1, f"{old} cannot be told from this {new} then")


# -- what is renamed, and what is not


def names_directive(token: Token) -> bool:
    """Whether a token is the word of a directive: ``define``."""
    directive = token.file.directive_at(token.start)
    return directive is not None and token.position == directive.first + 1


def obstacle(token: Token) -> str:
    """What a token is that reads like a name and is none, if so."""
    directive = token.file.directive_at(token.start)
    if directive is not None and directive.name in FREE_TEXT:
        return "in the name of a file" if directive.name.startswith("i") else "in a message"
    beside = [one.text for one in (token.previous, token.next) if one is not None]
    if "##" in beside and token.text not in collisions.parameters(token):
        return "a part of another name, which ## makes"
    return ""


def doubt(token: Token) -> str:
    """What a name is good for besides what it names, if anything."""
    opener = token.bracket
    head = opener.previous if opener is not None and opener.text == "(" else None
    if quoting(token).string:
        return "is made a string of"
    if head is not None and PUBLISHING.fullmatch(head.text):
        return f"is what {head.text}() makes known to others"
    return ""


def whole(name: str) -> re.Pattern[str]:
    """What finds a name that stands alone, and what is right after it up to the next word if that is in a column."""
    return re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])(?:([^\s\w]?)( {{2,}}| *\t[ \t]*)(?=\S))?", re.ASCII)


def in_comments(file: SourceFile, names: Mapping[str, str]) -> Iterator[tuple[str, Edit | Place]]:
    """The edits that rename words of comments, and the places where one may be no name, each with the name."""
    for old, new in names.items():
        if old not in file.text:
            continue
        pattern, is_prose = whole(old), PROSE.fullmatch(old) is not None
        for start, end in file.comments:
            for word in pattern.finditer(file.text, start, end):
                if is_prose and not is_marked(file.text, word.start(), word.start() + len(old)):
                    line = file.line_number(word.start())
                    yield old, Place(line, f"{old} in a comment may be no name: left as it is")
                else:
                    yield old, edit(*word.span(), new + rest(word, len(new) - len(old)))


def rest(word: re.Match[str], by: int) -> str:
    """What follows a word that is ``by`` characters longer now, the text in the next column where it was if there is
    space for it."""
    mark, gap = word[1] or "", word[2] or ""
    if "\t" in gap:
        return mark + gap
    return mark + (" " * max(len(gap) - by, 1) if gap else "")


#: What is before or after a word that is meant as a name: ``@name``, ``name()``, ``->name``, ``struct name``.
BEFORE = Pattern(r"(?:[@%&`'\"]|->|\b(?:struct|union|enum) )\Z")
AFTER = Pattern(r"[(\[]|->|\.\w")


def is_marked(text: str, start: int, end: int) -> bool:
    """Whether what is around a word of a comment shows that a name is meant."""
    return BEFORE.search(text[max(start - 8, 0) : start]) is not None or AFTER.match(text, end) is not None


# -- places to look at


def in_strings(file: SourceFile, names: Mapping[str, str]) -> Iterator[Place]:
    """The strings that have one of the names in them."""
    for old in names:
        if old in file.text:
            pattern = whole(old)
            for start, end in file.literals:
                if file.text[start] == '"' and pattern.search(file.text, start, end):
                    yield Place(file.line_number(start), f"{old} in a string: left as it is")


def pasted(file: SourceFile, names: Mapping[str, str]) -> Iterator[Place]:
    """Where macros may make one of the names, or others of it."""
    for old in names:
        if (parts := ENDINGS.fullmatch(old)) is not None:
            for position in file.tokens.index.get(parts[1], ()):
                head = Token(file, position).bracket
                if head is not None and head.previous is not None and head.previous.text.isupper():
                    yield Place(head.row + 1, f"{head.previous.text}() may make {old} of {parts[1]}")
    if "##" not in file.tokens.index:
        return
    for macro in syntax(file).macros:
        for mark in macro.every("##"):
            left, right = mark.previous, mark.next
            for old in names:
                begins = left is not None and left.text != old and old.startswith(left.text)
                ends = right is not None and right.text != old and old.endswith(right.text)
                if (begins or ends) and {left and left.text, right and right.text} & collisions.parameters(mark):
                    yield Place(mark.row + 1, f"{macro.name}() may make {old} with ##")
        pasting = {
            number
            for number, parameter in enumerate(macro.parameters)
            if any("##" in (parameter.before(one), parameter.after(one)) for one in parameter.every)
        }
        for position in file.tokens.index.get(macro.name, ()) if pasting else ():
            call = syntax(file).call_at(position)
            for number, argument in enumerate(call.arguments if call else ()):
                if number in pasting and argument.text in names:
                    yield Place(argument.first.row + 1, f"{macro.name}() makes other names of {argument.text} with ##")


# -- the file anew


def laid_out(file: SourceFile, data: bytes, edits: list[Edit], old_names: Mapping[str, str]) -> SourceFile:
    """The file after edits that rename, with what stood below each other in the same way."""
    after = reopened(file, edited(file, data, taking_along(file, edits)))
    for step in tidying.steps(file, lambda row: row, old_names):
        after = reopened(after, edited(after, after.raw, [one for group in step(after) for one in group]))
    return after


def reopened(file: SourceFile, data: bytes) -> SourceFile:
    """The file with another content."""
    return SourceFile(file.path, data, kind=file.kind, limits=file.limits)


def prove(before: SourceFile, after: SourceFile, renamed: Mapping[int, str]) -> None:
    """Raise ValueError unless the tokens at the given positions are the only ones that differ, and read so."""
    wanted = list(before.tokens.texts)
    for position, new in renamed.items():
        wanted[position] = new
    if after.tokens.texts != wanted or frame(before) != frame(after):
        raise ValueError("more would change than the name")
    if errors(after) > errors(before):
        raise ValueError("it would parse worse: the new name means something to the parser")
