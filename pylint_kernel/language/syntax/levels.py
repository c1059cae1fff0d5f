"""How deep the lines of a function, a type or a macro are nested, as the tree knows it."""

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
    """How many tabs are before a line, and the line of the head that it is a level deeper than; None for what goes on
    with a head itself, braces, ``else`` and ``case``, and for labels. ``right``: how many columns further it begins, as
    numbers do that are shorter than those below."""

    tabs: int
    head: int | None = None
    right: int = 0


class Part(NamedTuple):
    """Something whose lines are to be looked at: its level, and the line that heads it, if it has braces."""

    view: View
    level: Level
    owner: int


def levels(views: Iterable[View], outside: Level, owner: int) -> dict[int, Level]:
    """The levels of the lines of some views that begin with a statement, a member or a brace, by their index; labels
    are at none. The views have the level ``outside``, and are headed by the line ``owner``."""
    return Nesting(Part(view, outside, owner) for view in views).levels


class Nesting:
    """Finds the levels of lines, from the first to the last."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.levels: dict[int, Level] = {}
        #: What is still to be looked at.
        self.queue: list[Part] = [*parts][::-1]
        while self.queue:
            self.place(self.queue.pop())

    def place(self, part: Part) -> None:
        """Note the level of a statement, and have its parts looked at."""
        view, level, owner = part
        if isinstance(view, Label):
            self.mark(view.name, Level(0))
            self.push([view.statement] if view.statement else [], level, owner)
            return
        self.mark(view.first, level)
        if isinstance(view, Block):
            self.enclose(view.open, view.close, view.statements, level.tabs, owner)
        elif isinstance(view, Headed):
            self.place_bodies(view, level.tabs)
        elif isinstance(view, Section):
            self.place_section(view, level.tabs)
        else:
            if isinstance(view, Function):
                self.mark(view.name, Level(level.tabs))
            self.place_braced(view, level.tabs)

    def mark(self, token: Token | None, level: Level) -> None:
        """Note the level of a line that a token begins."""
        if token is not None and token.leads_line:
            self.levels.setdefault(token.row, level)

    def push(self, views: Iterable[View], level: Level, owner: int) -> None:
        """Have some views looked at, the first of them next."""
        self.queue += [Part(view, level, owner) for view in reversed([*views])]

    def enclose(self, opening: Token, closing: Token | None, parts: Iterable[View], tabs: int, owner: int) -> None:
        """Note the levels of braces, and have what is between them looked at."""
        self.mark(opening, Level(tabs))
        self.mark(closing, Level(tabs))
        self.push(parts, Level(tabs + 1, owner), owner)

    def place_bodies(self, view: Headed, tabs: int) -> None:
        """Have the bodies of a control statement looked at."""
        if isinstance(view, Switch) and isinstance(view.body, Block):
            self.mark(view.body.open, Level(tabs))
            self.mark(view.body.close, Level(tabs))
            for one in reversed(view.body.statements):
                level = Level(tabs) if isinstance(one, Section) else Level(tabs + 1, view.keyword.row)
                self.push([one], level, one.row)
            return
        if isinstance(view, DoWhile):
            self.mark(view.while_keyword, Level(tabs))
        for arm in reversed(view.bodies):
            head = arm.keyword.row
            self.mark(arm.keyword, Level(tabs))
            if isinstance(arm.body, Block) or (isinstance(arm.body, If) and arm.body.is_else_if):
                self.push([arm.body], Level(tabs), head)
            elif arm.body is not None:
                self.push([arm.body], Level(tabs + 1, head), head)

    def place_section(self, section: Section, tabs: int) -> None:
        """Have the statements after a ``case`` looked at; a block may stand below it."""
        head = section.keyword
        for one in reversed(section.statements):
            is_below = isinstance(one, Block) and one.open.leads_line and one.open.column == head.column
            self.push([one], Level(tabs) if is_below else Level(tabs + 1, head.row), one.row)

    def place_braced(self, view: View, tabs: int) -> None:
        """Have what is between braces in a declaration or an expression looked at."""
        braced = [view] if isinstance(view, BRACED) else [*view.descendants(*BRACED, outside=BRACED)]
        for one in reversed([one for one in braced if isinstance(one, BRACED)]):
            opening = one.open
            if opening is None or opening.partner is None:
                continue
            around = Level(tabs) if opening.leads_line else self.levels.get(opening.row)
            parts = parts_of(one)
            if around is None or (parts and parts[0].first.on_line_of(opening)):
                continue
            owner = view.row if opening.leads_line else opening.row
            self.place_table(parts, Level(around.tabs + 1, owner))
            self.enclose(opening, opening.partner, parts, around.tabs, owner)

    def place_table(self, parts: list[View], level: Level) -> None:
        """Note the levels of rows of values, if there are rows."""
        leading = [part.first for part in parts if part.first.leads_line]
        least = min((first.column for first in leading), default=0)
        if len(leading) < len(parts):
            for first in leading:
                right = first.column - least
                self.mark(first, level._replace(right=right if right < first.file.limits.tab_size else 0))


def parts_of(braced: Braced) -> list[View]:
    """What is between the braces."""
    if isinstance(braced, Record):
        return [*braced.members]
    return [*braced.enumerators] if isinstance(braced, Enum) else braced.children
