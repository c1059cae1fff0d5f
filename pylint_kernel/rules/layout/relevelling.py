"""Code in which spaces, or another unit than a tab, stand for a level of indentation, moved to the levels that the tree
knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from pylint_kernel.language.idioms import after_spaces, in_literal, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token, View, syntax, token_from
from pylint_kernel.language.syntax.aligned import known_hook
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.levels import Level, levels
from pylint_kernel.model import Edit, Fix, Span, edit
from pylint_kernel.rules.layout.trailing_comments import kept

#: More than such a part of an item's lines has to be where the levels say: even more where all of them are moved.
LEAST_FIT, LEAST_FIT_OF_ALL = 0.5, 0.75
#: So many lines are moved at once at most: each of them has all of the fix.
MOST_LINES = 2000


def relevelled(file: SourceFile, offset: int, end: int | None = None) -> Fix | None:
    """The fix that moves the line whose code begins at ``offset``, or those up to ``end``, to their level, with all of
    the function or the type where another unit than a tab stands for one; None where that cannot be told."""
    directive, inner = file.directive_at(offset), None
    if directive is None and not file.partial:
        inner = syntax(file).at(offset)
    outer = [inner, *inner.ancestors()][-1] if inner else None
    where = directive.span if directive else outer.span if outer else None
    if where is None:
        return None
    known = file.once(items)
    if where not in known:
        known[where] = Item(file, where, levels_of_macro(file, where) if outer is None else levels_of(outer))
    return known[where].fix(file.row(offset), file.row(offset if end is None else end))


def items(_: SourceFile) -> dict[Span, Item]:
    """The items of a file that have been looked at so far, by where they are."""
    return {}


def levels_of(view: View) -> dict[int, Level]:
    """The levels of the lines of what stands at file scope; none if it was not understood."""
    return {} if view.is_broken else levels([view], Level(0), view.row)


def levels_of_macro(file: SourceFile, where: Span) -> dict[int, Level]:
    """The levels of the lines that continue a directive: those of the statements that a macro consists of, a level deep
    unless they begin in the first column or the first line; of anything else those of the lines outside of parentheses,
    if less than a tab is before one of them."""
    row = file.row(where.start)
    macro = syntax(file).macro_at(where.start)
    found: dict[int, Level] = {}
    for view in macro.content if macro and not macro.is_broken else ():
        begins_at_edge = view.row == row or view.first.column == 0
        found |= levels([view], Level(0) if begins_at_edge else Level(1, row), row)
    if any(level.head is not None for level in found.values()):
        return found
    columns = {one: file.column(content) for one, content in outside_parentheses(file, where)}
    least = min(filter(None, columns.values()), default=file.limits.tab_size)
    if least >= file.limits.tab_size:
        return {}
    return {
        one: Level(1, row) if column == least else Level(0) for one, column in columns.items() if column in (0, least)
    }


def outside_parentheses(file: SourceFile, where: Span) -> Iterator[tuple[int, int]]:
    """The lines of a directive after the first that begin outside of parentheses, and where what is on them begins."""
    for row in range(file.row(where.start) + 1, file.row(where.end) + 1):
        content = after_spaces(file.text, file.line_bounds(row).start)
        first = token_from(file, content)
        if first is not None and first.start == content and (first.bracket is None or first.bracket.text == "{"):
            yield row, content


class Item:
    """What stands at file scope, a function or a type, or a directive, and where its lines belong; ``levels`` are those
    of the lines that begin with a statement, a member or a brace."""

    def __init__(self, file: SourceFile, where: Span, levels: dict[int, Level]) -> None:
        self.file, self.levels = file, levels
        self.directive = file.directive_at(where.start)
        self.first_row, self.rows = file.row(where.start), range(file.row(where.start) + 1, file.row(where.end) + 1)
        #: Its lines with nothing but a comment, or what is left of one.
        self.comments: list[int] = []

    @cached_property
    def unit(self) -> int | None:
        """How many columns stand for a level, as far as the lines agree; None if they do not.

        The lines of its outermost block may have a unit of their own: some authors put braces half a level deep.
        """
        steps = [
            (self.column(row) - level.right - self.column(level.head), level.head == self.first_row)
            for row, level in self.levels.items()
            if level.head is not None
        ]
        outer, inner = (usual(step for step, is_outer in steps if is_outer == wanted) for wanted in (True, False))
        fitting = sum(step == (outer if is_outer else inner) for step, is_outer in steps)
        units = {unit for unit in (outer, inner) if unit is not None}
        is_by_tab = units == {self.file.limits.tab_size}
        if min(units, default=0) <= 0 or fitting <= (LEAST_FIT if is_by_tab else LEAST_FIT_OF_ALL) * len(steps):
            return None
        return min(units)

    def fix(self, row: int, last: int) -> Fix | None:
        """The fix for the lines from one to another."""
        if self.unit is None:
            return None
        if self.unit != self.file.limits.tab_size:
            return self.whole if self.moved and row in self.moved else None
        if row not in self.levels or self.moved is None:
            return None
        below = next((one for one in self.rows if one > last and one in self.levels), last + 1)
        first = row
        while first - 1 in self.comments and self.column(first - 1) == self.column(row):
            first -= 1
        return moving("indent by the level of the statement", self.edits(range(first, below)))

    def column(self, row: int) -> int:
        """The column that a line begins in."""
        return self.file.column(after_spaces(self.file.text, self.file.line_bounds(row).start))

    @cached_property
    def moved(self) -> dict[int, int] | None:
        """The columns that its lines belong in; None if one of them is part of a string. Directives in code stay."""
        goals: dict[int, int] = {}
        above = self.first_row
        for row in self.rows:
            start = self.file.line_bounds(row).start
            content = after_spaces(self.file.text, start)
            if in_literal(self.file, start):
                return None
            if self.file.text.startswith("\n", content) or self.file.directive_at(content) != self.directive:
                continue
            comment = self.file.comment_at(content)
            first = token_from(self.file, content)
            if first is None or first.row != row or (comment is not None and comment.start < content):
                self.comments.append(row)
            elif row in self.levels:
                goals[row] = self.levels[row].tabs * self.file.limits.tab_size + self.levels[row].right
                above = row
            else:
                goals[row] = self.continued(first, above, goals)
        for row in self.comments:
            self.place_comment(row, goals)
        return goals

    def continued(self, first: Token, above: int, goals: dict[int, int]) -> int:
        """The column for what goes on in a line: below what it hangs on, or else as far to the right of the line of its
        bracket, or of the statement, as it was; one or two units become tabs."""
        file = self.file
        if (hook := known_hook(first)) is not None:
            begin = after_spaces(file.text, file.line_start(hook.start))
            return file.width(" " * goals.get(hook.row, file.column(begin)) + file.text[begin : hook.start])
        around = first.bracket
        if around is not None and around.row < first.row and around.row > above:
            above = around.row
        right = first.column - self.column(above)
        if self.unit and right in (self.unit, 2 * self.unit):
            right = right // self.unit * file.limits.tab_size
        return max(goals.get(above, self.column(above)) + right, 0)

    def place_comment(self, row: int, goals: dict[int, int]) -> None:
        """Note the column for a line of a comment: that of the code beside it where that is less than a level away,
        and as much to the right as where it began."""
        file, here = self.file, self.column(row)
        content = after_spaces(file.text, file.line_bounds(row).start)
        comment = file.comment_at(content)
        if comment is None or not here:
            return
        if comment.start < content:
            begin = file.row(comment.start)
            goals[row] = max(here + goals.get(begin, self.column(begin)) - self.column(begin), 0)
            return
        beside = [*self.code_beside(row)]
        same = [one for one in beside if self.column(one) == here]
        one = next(iter(same or beside), None)
        if one is not None:
            right = here - self.column(one)
            goals[row] = max(goals[one] + (right if abs(right) >= (self.unit or 1) else 0), 0)

    def code_beside(self, row: int) -> Iterator[int]:
        """The next line after a comment that begins with a statement or a brace, and the last one before it."""
        for rows in (range(row + 1, self.rows.stop), range(row - 1, self.first_row, -1)):
            yield from islice((one for one in rows if one in self.levels), 1)

    def edits(self, rows: Iterable[int]) -> list[Edit]:
        """The edits that move some of the lines to where they belong."""
        file, wanted = self.file, set(rows)
        goals = {row: column for row, column in (self.moved or {}).items() if row in wanted}
        found = kept(file, goals)
        for row in sorted(goals):
            start = file.line_bounds(row).start
            end = after_spaces(file.text, start)
            if file.text[start:end] != (indent := indent_to(file, goals[row])):
                found.append(edit(start, end, indent))
        return sorted(found)

    @cached_property
    def whole(self) -> Fix | None:
        """The fix that indents it all with tabs, a tab a level; None if that is too much, or only a part of it belongs
        to a change."""
        if len(self.rows) > MOST_LINES:
            return None
        edits, changed = self.edits(self.rows), self.file.changed
        if changed is not None and not all(self.file.line_number(one.span.start) in changed for one in edits):
            return None
        return moving("indent with a tab a level", edits)


def moving(title: str, edits: list[Edit]) -> Fix | None:
    """The fix with these edits, if there are any."""
    return Fix(title, tuple(edits)) if edits else None


def usual(steps: Iterable[int]) -> int | None:
    """The most frequent number; None if there is none."""
    return next((step for step, _ in Counter(steps).most_common(1)), None)
