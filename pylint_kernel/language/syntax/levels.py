"""How deep the lines of a function or a type are nested, as the tree knows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pylint_kernel.language.syntax.declarations import Enum, Function, InitialiserList, Record
from pylint_kernel.language.syntax.statements import Block, DoWhile, Headed, If, Label, Section, Switch
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import View

Braced = Block | Record | Enum | InitialiserList
#: What has braces around it.
BRACED = (Block, Record, Enum, InitialiserList)


class Level(NamedTuple):
    """How deep a line is: in the units that its author indents by, and in tabs as it should be."""

    seen: int
    goal: int

    @property
    def deeper(self) -> Level:
        """The level of what is inside."""
        return Level(self.seen + 1, self.goal + 1)

    def at(self, brace: Token, head: Token) -> Level:
        """The level of a brace, or a ``case``, that belongs to a head; some authors indent it, tabs do not."""
        is_indented = brace.leads_line and brace.column > head.column
        return self._replace(seen=self.seen + 1) if is_indented else self


def levels(item: View) -> dict[int, Level]:
    """The levels of an item's lines that begin with a statement, a member or a brace, by their index; labels are at
    none."""
    return Nesting(item).levels


class Nesting:
    """Finds the levels of an item's lines, from its beginning to its end."""

    def __init__(self, item: View) -> None:
        self.levels: dict[int, Level] = {}
        #: What is still to be looked at.
        self.queue: list[tuple[View, Level]] = [(item, Level(0, 0))]
        while self.queue:
            self.place(*self.queue.pop())

    def place(self, view: View, level: Level) -> None:
        """Note the level of a statement, and have its parts looked at."""
        if isinstance(view, Label):
            self.mark(view.name, Level(0, 0))
            self.push([view.statement] if view.statement else [], level)
            return
        self.mark(view.first, level)
        if isinstance(view, Block):
            self.enclose(view.open, view.close, view.statements, level)
        elif isinstance(view, Headed):
            self.place_bodies(view, level)
        elif isinstance(view, Section):
            for one in reversed(view.statements):
                self.push([one], level.at(one.first, view.keyword) if isinstance(one, Block) else level.deeper)
        else:
            if isinstance(view, Function):
                self.mark(view.name, level)
            self.place_braced(view, level)

    def mark(self, token: Token | None, level: Level) -> None:
        """Note the level of a line that a token begins."""
        if token is not None and token.leads_line:
            self.levels.setdefault(token.row, level)

    def push(self, views: Iterable[View], level: Level) -> None:
        """Have some views looked at, the first of them next."""
        self.queue += [(view, level) for view in reversed([*views])]

    def enclose(self, opening: Token, closing: Token | None, parts: Iterable[View], level: Level) -> None:
        """Note the levels of braces, and have what is between them looked at."""
        self.mark(opening, level)
        self.mark(closing, level)
        self.push(parts, level.deeper)

    def place_bodies(self, view: Headed, level: Level) -> None:
        """Have the bodies of a control statement looked at."""
        if isinstance(view, Switch) and isinstance(view.body, Block):
            self.place_switch(view, view.body, level)
            return
        if isinstance(view, DoWhile):
            self.mark(view.while_keyword, level)
        for arm in reversed(view.bodies):
            self.mark(arm.keyword, level)
            if isinstance(arm.body, Block):
                self.push([arm.body], level.at(arm.body.open, view.keyword))
            elif arm.body is not None:
                goes_on = isinstance(arm.body, If) and arm.body.is_else_if
                self.push([arm.body], level if goes_on else level.deeper)

    def place_switch(self, view: Switch, body: Block, level: Level) -> None:
        """Have the sections of a switch looked at."""
        braces = level.at(body.open, view.keyword)
        self.mark(body.open, braces)
        self.mark(body.close, braces)
        for one in reversed(body.statements):
            inner = level.at(one.first, view.keyword) if isinstance(one, Section) else level.deeper
            self.push([one], inner)

    def place_braced(self, view: View, level: Level) -> None:
        """Have what is between braces in a declaration or an expression looked at."""
        braced = [view] if isinstance(view, BRACED) else [*view.descendants(*BRACED, outside=BRACED)]
        for one in reversed([one for one in braced if isinstance(one, BRACED)]):
            opening = one.open
            if opening is None or opening.partner is None:
                continue
            around = level if opening.leads_line else self.levels.get(opening.row)
            parts = parts_of(one)
            if around is None or (parts and parts[0].first.on_line_of(opening)):
                continue
            self.enclose(opening, opening.partner, parts, around)


def parts_of(braced: Braced) -> list[View]:
    """What is between the braces."""
    if isinstance(braced, Record):
        return [*braced.members]
    return [*braced.enumerators] if isinstance(braced, Enum) else braced.children
