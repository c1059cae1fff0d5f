"""Statements: blocks, branches, loops, switches, jumps, labels."""

from __future__ import annotations

from collections.abc import Iterator

from pylint_kernel.language import dialect
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.table import Table
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import MAKERS, Statement, View, Wanted, view_of
from pylint_kernel.model import Span


class Block(Statement):
    """``{ … }`` with statements in it."""

    kinds = ("compound_statement",)

    @property
    def open(self) -> Token:
        """Its ``{``."""
        return self.first

    @property
    def close(self) -> Token:
        """Its ``}``."""
        return self.last

    @cached_property
    def statements(self) -> list[View]:
        """The statements and declarations that it directly consists of."""
        return self.children


class Headed(Statement):
    """A statement that a keyword, or a macro in its place, begins and that controls a body."""

    @cached_property
    def keyword(self) -> Token:
        """``if``, ``while``, ``for``, ``switch``, ``do``, or the name of the macro."""
        return self.first

    @property
    def keywords(self) -> list[Token]:
        """All keywords that it consists of: ``if`` and ``else``, ``do`` and ``while``."""
        return [self.keyword]

    @cached_property
    def open(self) -> Token | None:
        """The parenthesis that opens its head."""
        after = self.keyword.next
        if after is not None and after.text == "(":
            return after
        # Of `if unlikely(x)` the parentheses are the macro's.
        condition = self.token_of(self.table.part(self.node, "condition"))
        return condition if condition is not None and condition.text == "(" else None

    @cached_property
    def close(self) -> Token | None:
        """The parenthesis that closes its head."""
        return self.open.partner if self.open else None

    @property
    def is_headless(self) -> bool:
        """Whether the parentheses of its head are missing, or not closed."""
        return self.close is None

    @property
    def head_end(self) -> Token:
        """The last token before the body: the closing parenthesis, or the keyword where there is none."""
        return self.close or self.keyword

    @property
    def ends_macro(self) -> bool:
        """Whether a macro ends with its head, so that what it controls is what follows the macro where it is used."""
        directive = self.file.directive_at(self.start)
        return directive is not None and self.head_end.position + 1 == directive.last

    @cached_property
    def condition(self) -> View | None:
        """What decides whether the body runs, without the parentheses around it."""
        whole = self.table.part(self.node, "condition")
        if whole is None or self.table.kinds[whole] != "parenthesized_expression":
            return view_of(self.table, whole)
        return next((view for node in self.table.children(whole) if (view := view_of(self.table, node))), None)

    @cached_property
    def body(self) -> View | None:
        """The statement that it controls."""
        return self.part("body")

    @cached_property
    def bodies(self) -> list[Arm]:
        """Each body that it controls itself: an ``if`` with ``else`` has two, what has no whole head has none."""
        return [] if self.is_headless else [Arm(self.keyword, self, self.body)]


class If(Headed):
    """``if (…) … else …``."""

    kinds = ("if_statement",)

    @property
    def keywords(self) -> list[Token]:
        """Its ``if``, and its ``else`` if it has one."""
        return [self.keyword, self.else_keyword] if self.else_keyword else [self.keyword]

    @cached_property
    def body(self) -> View | None:
        """What is done if the condition holds."""
        return self.part("consequence")

    @property
    def ends_macro(self) -> bool:
        """Whether a macro ends with the head, or the ``else``, of its chain: an iterator filters what it goes over."""
        directive = self.file.directive_at(self.start)
        return directive is not None and self.arms[-1].head_end.position + 1 == directive.last

    @cached_property
    def else_keyword(self) -> Token | None:
        """Its ``else``."""
        return self.token_of(self.table.part(self.node, "alternative"))

    @cached_property
    def orelse(self) -> View | None:
        """What is done otherwise: another ``if`` where the chain goes on."""
        clause = self.table.part(self.node, "alternative")
        if clause is None:
            return None
        return next((view for node in self.table.children(clause) if (view := view_of(self.table, node))), None)

    @cached_property
    def bodies(self) -> list[Arm]:
        """What is done if the condition holds, and what is done otherwise."""
        last = [Arm(self.else_keyword, None, self.orelse)] if self.else_keyword else []
        return super().bodies + last

    @cached_property
    def is_else_if(self) -> bool:
        """Whether it goes on a chain: it stands after an ``else``, on the same line."""
        around = self.table.parents[self.node]
        if around < 0 or self.table.kinds[around] != "else_clause":
            return False
        return self.file.text.find("\n", self.table.starts[around], self.start) < 0

    @cached_property
    def chain(self) -> list[If]:
        """The ``if`` itself and those that go on its chain, ``else if`` after ``else if``."""
        links: list[If] = [self]
        while isinstance(following := links[-1].orelse, If) and following.is_else_if:
            links.append(following)
        return links

    @cached_property
    def arms(self) -> list[Arm]:
        """Every branch of the chain that begins here, the last ``else`` included."""
        links = self.chain
        arms = [Arm(link.keyword, link, link.body) for link in links]
        last = links[-1]
        if last.else_keyword is not None:
            arms.append(Arm(last.else_keyword, None, last.orelse))
        return arms

    @property
    def is_first(self) -> bool:
        """Whether the chain begins here."""
        return not self.is_else_if


class Arm:
    """A body and what stands before it: its keyword and the statement that the keyword begins, None for an ``else``."""

    def __init__(self, keyword: Token, branch: Headed | None, body: View | None) -> None:
        self.keyword, self.branch, self.body = keyword, branch, body

    @property
    def head_end(self) -> Token:
        """The last token before the body."""
        return self.branch.head_end if self.branch else self.keyword


class Loop(Headed):
    """Whatever runs its body again and again."""


class While(Loop):
    """``while (…) …``."""

    kinds = ("while_statement",)


class For(Loop):
    """``for (…; …; …) …``; ``condition`` is the middle one."""

    kinds = ("for_statement",)

    @property
    def semicolons(self) -> list[Token]:
        """Those between the three parts of its head."""
        if self.open is None or self.close is None:
            return []
        tokens = (Token(self.file, at) for at in range(self.open.position + 1, self.close.position))
        return [token for token in tokens if token.text == ";" and token.bracket == self.open]


class DoWhile(Loop):
    """``do … while (…);``; ``keyword`` is the ``do``."""

    kinds = ("do_statement",)

    @property
    def keywords(self) -> list[Token]:
        """Its ``do`` and its ``while``."""
        return [self.keyword, self.while_keyword] if self.while_keyword else [self.keyword]

    @cached_property
    def while_keyword(self) -> Token | None:
        """The ``while`` after its body."""
        return self.mark("while")

    @cached_property
    def open(self) -> Token | None:
        """A ``do`` has no parentheses in its head."""
        return None

    @property
    def is_headless(self) -> bool:
        """Its head is the ``do``."""
        return False


class MacroHeaded(Headed):
    """What a macro heads."""

    @property
    def name(self) -> str:
        """The macro's name."""
        return self.keyword.text

    @property
    def is_known(self) -> bool:
        """Whether the dialect knows that it has a body; another macro may be a statement, with a block after it, and
        so may one in capitals that repeats its argument."""
        return dialect.spoken().is_iterator(self.name) and not self.name.isupper()

    @property
    def arguments(self) -> tuple[Span, ...]:
        """Where its arguments are."""
        if self.open is None or self.close is None:
            return ()
        return self.file.split(self.open.position + 1, self.close.position)

    @cached_property
    def condition(self) -> View | None:
        """A macro has arguments, no condition."""
        return None


class MacroLoop(MacroHeaded, Loop):
    """A macro that heads a loop: ``list_for_each_entry(…) …``."""

    kinds = ("while_statement", "for_statement", "if_statement")


class ScopedGuard(MacroHeaded):
    """A macro that heads a block under a lock or a reference: ``scoped_guard(…) …``."""

    kinds = ("while_statement", "for_statement", "if_statement")


class Switch(Headed):
    """``switch (…) { … }``."""

    kinds = ("switch_statement",)

    @property
    def sections(self) -> list[Section]:
        """What stands after its labels, each with its label; those in blocks inside of it not included."""
        return [part for part in self.body.children if isinstance(part, Section)] if self.body else []


class Section(Statement):
    """``case …:`` or ``default:`` with the statements up to the next one."""

    kinds = ("case_statement",)

    @cached_property
    def keyword(self) -> Token:
        """``case`` or ``default``."""
        return self.first

    @property
    def is_default(self) -> bool:
        """Whether it is the ``default``."""
        return self.keyword.text == "default"

    @property
    def value(self) -> View | None:
        """What is compared with."""
        return self.part("value")

    @cached_property
    def colon(self) -> Token | None:
        """The colon after its label."""
        return self.mark(":")

    @cached_property
    def statements(self) -> list[View]:
        """What it does."""
        value = self.table.part(self.node, "value")
        return [view for node in self.table.children(self.node)
                if node != value and (view := view_of(self.table, node)) is not None]  # fmt: skip


class Label(Statement):
    """``name: statement``."""

    kinds = ("labeled_statement",)

    @property
    def name(self) -> Token:
        """Its name."""
        return self.first

    @cached_property
    def colon(self) -> Token | None:
        """The colon after its name."""
        return self.mark(":")

    @property
    def statement(self) -> View | None:
        """The statement that it names."""
        return next(reversed(self.children), None)


class Jump(Statement):
    """A statement after which the next one is not reached."""

    @cached_property
    def keyword(self) -> Token:
        """``return``, ``goto``, ``break`` or ``continue``."""
        return self.first


class Goto(Jump):
    """``goto label;``."""

    kinds = ("goto_statement",)

    @property
    def label(self) -> Token | None:
        """The name of the label."""
        return self.token_of(self.table.part(self.node, "label"))


class Break(Jump):
    """``break;``."""

    kinds = ("break_statement",)


class Continue(Jump):
    """``continue;``."""

    kinds = ("continue_statement",)


class Return(Jump):
    """``return …;``."""

    kinds = ("return_statement",)

    @cached_property
    def value(self) -> View | None:
        """What is returned, parentheses around it included; None for nothing."""
        return next(iter(self.children), None)


class ExpressionStatement(Statement):
    """``expression;``; without an expression the empty statement."""

    kinds = ("expression_statement",)

    @cached_property
    def expression(self) -> View | None:
        """What is computed; None for the empty statement."""
        return next(iter(self.children), None)

    @property
    def is_empty(self) -> bool:
        """Whether it is a lone semicolon."""
        return self.text == ";"


def while_or_macro(table: Table, node: int) -> View:
    """A loop with a keyword, or a macro that was made to look like one."""
    head = View(table, node).first.text
    if head in ("while", "for", "if"):
        return {"while": While, "for": For, "if": If}[head](table, node)
    guards = dialect.spoken().guards
    return ScopedGuard(table, node) if head in guards else MacroLoop(table, node)


def if_or_macro(table: Table, node: int) -> View:
    """An ``if``, or a macro with a short name that was made to look like one."""
    return If(table, node) if table.file.text.startswith("if", table.starts[node]) else while_or_macro(table, node)


MAKERS["while_statement"] = MAKERS["for_statement"] = while_or_macro
MAKERS["if_statement"] = if_or_macro


def last_simple(statement: View | None) -> View | None:
    """The last statement of a body, be it a block or the statement itself, labels before it aside."""
    while isinstance(statement, (Block, Label, Section)):
        parts = statement.children if isinstance(statement, (Block, Label)) else statement.statements
        if not parts:
            return None
        statement = parts[-1]
    return statement


def first_simple(statement: View | None) -> View | None:
    """The first statement of a body, be it a block or the statement itself."""
    while isinstance(statement, Block):
        if not statement.statements:
            return None
        statement = statement.statements[0]
    return statement


def expressions_in_head(branch: Headed, *kinds: type[Wanted]) -> Iterator[Wanted]:
    """The expressions of these kinds in the head of a control statement, outer ones first."""
    if branch.open is not None and branch.close is not None and (condition := branch.condition) is not None:
        if isinstance(condition, kinds):
            yield condition
        yield from condition.descendants(*kinds)
