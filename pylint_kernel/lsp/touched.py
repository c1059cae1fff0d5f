"""What an edit of a file can have changed: the stretches that have to be judged again, if that is not everything.

A rule that is no rule on the file as a whole sees a place, what surrounds it, and what names mean in the file. So an
edit inside the body of one function changes nothing outside of it as long as all else is the same: the other tokens,
the syntax outside of the function, and what is known of the names that the edit wrote or removed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.language import names, windows
from pylint_kernel.language.edited.reading import Reading
from pylint_kernel.language.lexer import Tokens
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import syntax
from pylint_kernel.language.syntax.table import Table, field_number
from pylint_kernel.language.words import KEYWORDS, TYPE_WORDS
from pylint_kernel.model import Span

#: So many tokens before and after the edit belong to the names whose uses it has changed.
NEIGHBOURS = 40
#: What declares, and the names in it.
DECLARATIONS = frozenset({"declaration", "parameter_declaration", "field_declaration"})
NAMES = frozenset({"identifier", "field_identifier"})


class Side(NamedTuple):
    """One version of the file around an edit: the tokens that it touched, and the item that these are in."""

    file: SourceFile
    first: int
    last: int

    @property
    def tokens(self) -> Tokens:
        """All tokens of the file."""
        return self.file.tokens

    @property
    def table(self) -> Table:
        """The syntax of the file."""
        return syntax(self.file).code

    def words(self, around: int = 0) -> set[str]:
        """The names among the tokens that the edit touched, and among so many ``around`` these."""
        texts = self.tokens.texts[max(self.first - around, 0) : self.last + around]
        return {text for text in texts if names.is_word(text) and not text[0].isdigit()} - TYPE_WORDS - KEYWORDS

    def item(self) -> int | None:
        """The function in whose body all that was touched lies; None if there is none."""
        table, starts = self.table, self.tokens.starts
        if self.first == 0 or self.last >= len(starts) or not len(table):
            return None
        begin, end = starts[self.first - 1], starts[self.last]
        for item in items(table):
            if table.starts[item] <= begin and end < table.ends[item]:
                body = table.part(item, "body")
                if table.kinds[item] != "function_definition" or body is None:
                    return None
                return item if table.starts[body] <= begin and end < table.ends[body] else None
        return None


def items(table: Table) -> Iterator[int]:
    """The items of a file: functions, types, variables."""
    return table.children(0)


def touched(old: SourceFile, reading: Reading) -> list[Span] | None:
    """The stretches of whole lines of what was read in which something can have become right or wrong because of the
    edit that made it of ``old``; None if that can be anywhere."""
    sides = aligned(old, reading)
    if sides is None:
        return None
    before, after = sides
    item = after.item()
    if item is None or before.item() != item:
        spans = beside(before, after)
    else:
        spans = inside(before, after, item)
    return spans and windows.merge(whole_lines(reading.file, span) for span in spans)


def inside(before: Side, after: Side, item: int) -> list[Span] | None:
    """What an edit inside a function's body concerns: the function, and what is about the words that were touched; None
    if something outside of it is not what it was."""
    if not same_outside(before, after, item):
        return None
    if changes_names(before, after, before.words(NEIGHBOURS) | after.words(NEIGHBOURS)):
        return None
    table, words = after.table, before.words() | after.words()
    declared = {name for name, _ in declarations(before, item) ^ declarations(after, item)}
    return [Span(table.starts[item], table.ends[item]), *mentions(after, item, words, declared)]


def declarations(side: Side, item: int) -> set[tuple[str, tuple[str, ...]]]:
    """The names that an item declares, each with the declaration, values aside: rules ask what is declared by the name
    of what they look at, wherever that is."""
    table, text = side.table, side.file.text
    found = set[tuple[str, tuple[str, ...]]]()
    for node in range(item, table.after[item]):
        if table.kinds[node] in DECLARATIONS:
            parts = list(without_values(table, node))
            words = tuple(text[table.starts[part] : table.ends[part]] for part in parts)
            found |= {(word, words) for part, word in zip(parts, words, strict=True) if table.kinds[part] in NAMES}
    return found


def without_values(table: Table, node: int) -> Iterator[int]:
    """The smallest parts of a declaration, those of its initialisers aside."""
    value, at, end = field_number("value"), node, table.after[node]
    while at < end:
        if table.fields[at] == value:
            at = table.after[at]
            continue
        if table.after[at] == at + 1:
            yield at
        at += 1


def aligned(old: SourceFile, reading: Reading) -> tuple[Side, Side] | None:
    """The tokens touched on both sides; None if there are directives among them, or none is the same again."""
    new, splice = reading.file, reading.splice
    if splice is None or splice.new >= len(new.tokens) or len(old.directives) != len(new.directives):
        return None
    before, after = Side(old, splice.first, splice.old), Side(new, splice.first, splice.new)
    return None if any(map(has_directive, (before, after))) else (before, after)


def has_directive(side: Side) -> bool:
    """Whether a directive begins or goes on among the tokens touched."""
    file, starts = side.file, side.tokens.starts
    begin, end = starts[max(side.first - 1, 0)], starts[side.last]
    return file.has_directive(begin, end + 1) or file.directive_at(begin) is not None


def beside(before: Side, after: Side) -> list[Span] | None:
    """The items around an edit that is between two of them, if it has changed nothing but blanks and comments."""
    table, starts = after.table, after.tokens.starts
    if before.tokens.texts[before.first : before.last] != after.tokens.texts[after.first : after.last]:
        return None
    if len(before.table) != len(table) or before.table.kinds != table.kinds:
        return None
    around = [item for item in items(table) if table.ends[item] > starts[after.first] >= table.starts[item]]
    around += [item for item in items(table) if table.starts[item] <= starts[after.last] < table.ends[item]]
    return [Span(table.starts[around[0]], table.ends[around[-1]])] if len(around) == 2 else None


def same_outside(before: Side, after: Side, item: int) -> bool:
    """Whether the syntax outside of an item is the same on both sides."""
    old, new = before.table, after.table
    end_old, end_new = old.after[item], new.after[item]
    return (
        old.kinds[:item] == new.kinds[:item]
        and old.kinds[end_old:] == new.kinds[end_new:]
        and old.fields[:item] == new.fields[:item]
        and old.fields[end_old:] == new.fields[end_new:]
        and syntax(before.file).bodies.kinds == syntax(after.file).bodies.kinds
    )


def changes_names(before: Side, after: Side, words: set[str]) -> bool:
    """Whether one of the words means something else in the file than it did, or was not there, or is no more there."""
    old, new = before.file, after.file
    index_old, index_new = before.tokens.index, after.tokens.index
    for word in words:
        if (word in index_old) != (word in index_new):
            if old.is_user_space or is_asked_for(word):
                return True
        elif meaning(old, word) != meaning(new, word):
            return True
    return False


def is_asked_for(word: str) -> bool:
    """Whether rules may ask if a file has the word at all: macros, and what begins with underscores."""
    return word.startswith("__") or not any(map(str.islower, word))


def meaning(file: SourceFile, word: str) -> tuple[bool, ...]:
    """What the file makes of a name, wherever it stands."""
    return (
        names.is_known_type(file, word),
        names.is_used_as_type(file, word),
        names.is_declared_as_value(file, word),
    )


def mentions(side: Side, item: int, words: set[str], declared: set[str]) -> Iterator[Span]:
    """The items other than functions, and the definitions of macros, that are about one of the words; and the functions
    about one of the words that have been declared otherwise."""
    file, table, texts, starts = side.file, side.table, side.tokens.texts, side.tokens.starts
    for one in items(table):
        wanted = declared if table.kinds[one] == "function_definition" else words | declared
        if wanted and one != item:
            span = Span(table.starts[one], table.ends[one])
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            if not wanted.isdisjoint(texts[first:last]):
                yield span
    for macro in file.macros:
        if macro.name in words or not declared.isdisjoint(texts[macro.first : macro.last]):
            yield macro.span


def whole_lines(file: SourceFile, span: Span) -> Span:
    """The lines that a span is on, and the blank or commented ones around them up to what else there is."""
    starts = file.tokens.starts
    before = bisect_left(starts, span.start) - 1
    behind = bisect_left(starts, span.end)
    first, last = file.line_start(span.start), file.line_end(max(span.end - 1, span.start))
    begin = file.line_end(file.tokens.end(before)) + 1 if before >= 0 else 0
    if comment := file.comment_at(begin):
        # What is wrong with it is known from where it begins.
        begin = file.line_end(comment.end) + 1
    first = min(first, begin)
    end = file.line_start(starts[behind]) - 1 if behind < len(starts) else len(file.text)
    return Span(first, max(last, end))
