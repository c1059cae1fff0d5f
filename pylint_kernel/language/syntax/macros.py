"""Macros: their parameters, and what their body is."""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum, auto
from typing import TYPE_CHECKING

from pylint_kernel.language import dialect
from pylint_kernel.language.assembler import is_assembler_source
from pylint_kernel.language.gaps import Beside
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.syntax import tables
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.declarations import Declaring, Designated, InitialiserList
from pylint_kernel.language.syntax.evaluation import most_evaluations
from pylint_kernel.language.syntax.expressions import Assignment, Call, Increment, Name, Parenthesised, Unary
from pylint_kernel.language.syntax.statements import Block, DoWhile, If, Loop
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import Expression, Statement, View, view_of
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_kernel.language.source import MacroDefinition, SourceFile
    from pylint_kernel.language.syntax.table import Table


#: What has brackets around it.
ENCLOSED = frozenset(
    "argument_list parenthesized_expression compound_statement initializer_list parameter_list "
    "field_declaration_list enumerator_list".split()
)


class Shape(Enum):
    """What the body of a macro is."""

    EMPTY = auto()
    WORD = auto()  # a single token
    EXPRESSION = auto()
    LIST = auto()  # expressions or designated values with commas between them, rows of calls
    STATEMENTS = auto()
    DECLARATIONS = auto()  # the parameters of a function, too
    DO_WHILE = auto()  # do { … } while (0), without a semicolon
    PIECE = auto()  # what is complete only where the macro is used


class Macro:
    """A ``#define``; ``definition`` has its places in the file."""

    def __init__(self, file: SourceFile, definition: MacroDefinition, table: Table) -> None:
        self.file, self.definition, self.table = file, definition, table

    def __repr__(self) -> str:
        return f"<Macro {self.name}>"

    @property
    def name(self) -> str:
        """Its name."""
        return self.definition.name

    @property
    def keyword(self) -> Token:
        """The token of its name."""
        return Token(self.file, self.file.position_at(self.name_span.start))

    @property
    def span(self) -> Span:
        """The whole directive."""
        return self.definition.span

    @property
    def name_span(self) -> Span:
        """Where its name stands."""
        return self.definition.name_span

    @property
    def body(self) -> Span:
        """Its replacement, without white space and comments around it; empty where there is none."""
        return self.definition.body

    @property
    def takes_arguments(self) -> bool:
        """Whether it is used like a function."""
        return self.definition.parameters is not None

    @cached_property
    def parameters(self) -> list[MacroParameter]:
        """Its parameters, in order, ``...`` included."""
        return [MacroParameter(self, span) for span in self.definition.parameters or ()]

    @property
    def words(self) -> list[str]:
        """The tokens of its body."""
        return self.file.tokens.texts[self.definition.first : self.definition.last]

    @property
    def first(self) -> Token:
        """The first token of its body, if there is one."""
        return Token(self.file, self.definition.first)

    @property
    def last(self) -> Token:
        """The last token of its body, if there is one."""
        return Token(self.file, self.definition.last - 1)

    @property
    def has_several_tokens(self) -> bool:
        """Whether its body is more than one word."""
        return self.definition.last - self.definition.first > 1

    def every(self, *texts: str) -> list[Token]:
        """The tokens of its body that read like one of ``texts``, in order."""
        index, first, last = self.file.tokens.index, self.definition.first, self.definition.last
        found = list[int]()
        for text in texts:
            if positions := index.get(text):
                found += positions[bisect_left(positions, first) : bisect_left(positions, last)]
        return [Token(self.file, at) for at in sorted(found)]

    @property
    def pastes(self) -> bool:
        """Whether it pastes names together, other than to swallow a comma before variable arguments."""
        return any(mark.previous is None or mark.previous.text != "," for mark in self.every("##"))

    @property
    def is_used_at_file_scope(self) -> bool:
        """Whether the file uses it, and the first time outside of functions: then it declares something."""
        around = self.around_first_use
        return around is not None and "compound_statement" not in around

    @property
    def around_first_use(self) -> list[str] | None:
        """The kinds of the nodes around its first use in the file, the innermost first; None without one."""
        start = next((one.start for one in self.mentions if not one.in_directive), None)
        if start is None:
            return None
        table = tables.code(self.file)
        node = table.at(start)
        kinds = list[str]()
        while node is not None and node >= 0:
            kinds.append(table.kinds[node])
            node = table.parents[node]
        return kinds

    @property
    def is_used_as_element(self) -> bool:
        """Whether the file uses it, and the first time for an element of an initialiser outside of functions."""
        around = self.around_first_use or ()
        return "initializer_list" in around and "compound_statement" not in around

    @property
    def is_assembler(self) -> bool:
        """Whether its body is assembler, begins with a macro that is, or it is defined for sources of the assembler
        only."""
        if is_assembler_source(self.file, self.body.start):
            return True
        start = self.file.once(bodies_of_words).get(self.first.text) if self.words else None
        return start is not None and is_assembler_source(self.file, start)

    @property
    def mentions(self) -> list[Token]:
        """Where the file names it, outside of the directives that define it or ask for it."""
        known = self.file.once(mentions)
        if self.name not in known:
            known[self.name] = list(mentions_of(self.file.whole, self.name))
        return known[self.name]

    @property
    def is_redefined(self) -> bool:
        """Whether the file takes the definition of the name back, here or before: others say what arguments it gets."""
        return self.name in self.file.once(undefined)

    @property
    def is_row(self) -> bool:
        """Whether it makes one row of a list that others write: it is handed to the list by its name, it stands beside
        other rows, or its definition is taken back when the list has been made of it."""
        known = self.file.once(rows)
        if self.name not in known:
            known[self.name] = self.takes_arguments and self.makes_row()
        return known[self.name]

    def makes_row(self) -> bool:
        """The same, by what the file does with its name."""
        if any(is_argument(one) or is_beside_row(one) for one in self.mentions):
            return True
        return self.is_redefined and not any(map(is_statement, self.mentions))

    @property
    def continues(self) -> bool:
        """Whether it goes on with the expression that stands before its use: a term of a sum, ``+ SIZE(x)``.

        A sign has no space after it, and a plus is hardly ever one; in a row of a list a minus may be either.
        """
        if not self.has_several_tokens or self.first.after.kind is not Beside.BLANK:
            return False
        return self.first.text == "+" or (self.first.text == "-" and self.is_row)

    @property
    def is_element(self) -> bool:
        """Whether it ends with a comma: it is an element of a list."""
        return self.has_several_tokens and self.last.text == ","

    @property
    def is_cut_off(self) -> bool:
        """Whether it goes on after the end of the fragment that is looked at."""
        return self.file.text.endswith("\\", *self.span)

    @cached_property
    def nodes(self) -> list[int]:
        """The outermost nodes of its body in ``table``; none if it was not parsed."""
        table, (start, end), found = self.table, self.body, list[int]()
        if start >= end:
            return found
        node = bisect_left(table.starts, start)
        while node < len(table) and table.starts[node] < end:
            if node not in table.frames:
                found.append(node)
                node = table.after[node]
            else:
                node += 1
        return found

    @cached_property
    def content(self) -> list[View]:
        """What its body consists of: one expression, statements, declarations, the elements of a list or its rows."""
        return [view for node in self.nodes if (view := view_of(self.table, node)) is not None]

    @cached_property
    def expression(self) -> View | None:
        """The expression that its body is; None if it is anything else."""
        return self.content[0] if self.shape is Shape.EXPRESSION and self.content else None

    @property
    def is_broken(self) -> bool:
        """Whether the parser did not understand it; what brackets enclose does not matter for what it is."""
        table = self.table
        if not any(table.is_broken(node) for node in self.nodes):
            return False
        first, last = (bisect_left(table.broken, node) for node in (self.nodes[0], table.after[self.nodes[-1]]))
        return not all(map(self.is_enclosed, table.broken[first:last]))

    def is_enclosed(self, node: int) -> bool:
        """Whether a node lies in brackets of the body that match."""
        table, partner = self.table, self.file.tokens.partner
        around = table.parents[node]
        while around >= 0 and around not in table.frames:
            if table.kinds[around] in ENCLOSED:
                opener = self.file.position_at(table.starts[around])
                if opener in partner and self.file.tokens.end(partner[opener]) == table.ends[around]:
                    return True
            around = table.parents[around]
        return False

    @cached_property
    def do_while(self) -> DoWhile | None:
        """The ``do { … } while (0)`` that its body is, perhaps with a semicolon."""
        if not self.has_several_tokens or self.first.text != "do" or len(self.content) != 1:
            return None
        only = self.content[0]
        if not isinstance(only, DoWhile) or not isinstance(only.body, Block) or only.condition is None:
            return None
        return only if only.condition.text == "0" else None

    @cached_property
    def is_rows(self) -> bool:
        """Whether it is macros one after the other, with nothing between them: ``X(a) X(b)``."""
        ends = [one.last.next for one in self.content[:-1]]
        return (
            any(isinstance(one, Call) for one in self.content[:-1])
            and all(isinstance(one, (Call, Name)) for one in self.content)
            and all(after is not None and is_identifier(after.text) for after in ends)
        )

    @cached_property
    def is_initialiser(self) -> bool:
        """Whether it is what a variable is initialised with: values in braces, designated ones, rows of a table."""
        if self.shape is Shape.LIST:
            return all(
                isinstance(one, (Designated, InitialiserList)) or (isinstance(one, Call) and one.name.isupper())
                for one in self.content
            )
        return isinstance(self.expression, InitialiserList)

    @cached_property
    def heads_loop(self) -> bool:
        """Whether it is the head of a loop, perhaps up to an ``else`` that takes the statement that follows."""
        if len(self.content) != 1 or self.last.text not in (")", "else"):
            return False
        part: View | None = self.content[0]
        while isinstance(part, If):
            part = part.orelse
        return isinstance(part, Loop) and not isinstance(part, DoWhile)

    @cached_property
    def shape(self) -> Shape:
        """What its body is."""
        if not self.has_several_tokens:
            return Shape.EMPTY if self.definition.first == self.definition.last else Shape.WORD
        content, table = self.content, self.table
        if not content and self.first.text == "(" and self.first.partner == self.last:
            # Arithmetic in parentheses is not always parsed.
            return Shape.EXPRESSION
        if not content or self.is_broken:
            return Shape.PIECE
        if table.kinds[table.parents[self.nodes[0]]] == "initializer_list":
            return Shape.LIST
        if all(isinstance(view, Declaring) for view in content):
            return Shape.DECLARATIONS
        if self.do_while and self.last.text != ";":
            return Shape.DO_WHILE
        if len(content) == 1 and isinstance(content[0], Expression):
            return Shape.EXPRESSION
        return Shape.STATEMENTS if all(isinstance(view, Statement) for view in content) else Shape.PIECE


def mentions(_: SourceFile) -> dict[str, list[Token]]:
    """Where macros are named, as far as that has been asked for."""
    return {}


def mentions_of(file: SourceFile, name: str) -> Iterator[Token]:
    """Where a file names a macro, outside of the directives that define it or ask for it."""
    for position in file.tokens.index.get(name, ()):
        directive = file.directive_at(file.tokens.starts[position])
        if directive is None or (directive.name == "define" and position > directive.first + 2):
            yield Token(file, position)


def bodies_of_words(file: SourceFile) -> dict[str, int]:
    """Where the bodies of the macros begin, by their names."""
    starts = file.tokens.starts
    return {one.name: starts[one.first] for one in file.macros if one.first < one.last}


def rows(_: SourceFile) -> dict[str, bool]:
    """Which macros make rows of lists, as far as that has been asked for."""
    return {}


def undefined(file: SourceFile) -> frozenset[str]:
    """The names that the file has an ``#undef`` for."""
    texts = file.tokens.texts
    return frozenset(
        texts[one.first + 2] for one in file.directives if one.name == "undef" and one.last > one.first + 2
    )


def end_of_call(call: Token) -> Token:
    """The last token of a macro's call."""
    opener = call.next
    return (opener.partner if opener is not None and opener.text == "(" else None) or call


def is_argument(name: Token) -> bool:
    """Whether an argument of a call is this name alone."""
    before, after = name.previous, name.next
    return before is not None and after is not None and before.text in ("(", ",") and after.text in (")", ",")


def is_beside_row(call: Token) -> bool:
    """Whether a call stands beside another one in the body of a macro, with nothing in between: ``X(a) X(b)``."""
    directive = call.file.directive_at(call.start)
    if directive is None or call.next is None or call.next.text != "(":
        return False
    after, before = end_of_call(call).next, call.previous
    if after is not None and after.position < directive.last and is_row_name(after):
        return True
    opener = before.partner if before is not None and before.text == ")" else None
    head = opener.previous if opener is not None else None
    return head is not None and head.position > directive.first + 2 and is_row_name(head)


def is_row_name(name: Token) -> bool:
    """Whether a name begins a call that may be a row: no statement and no loop."""
    called = name.next is not None and name.next.text == "("
    return called and is_identifier(name.text) and not dialect.spoken().is_iterator(name.text)


def is_statement(call: Token) -> bool:
    """Whether a semicolon follows the call of a macro in the code."""
    after = end_of_call(call).next
    return after is not None and after.text == ";" and not call.in_directive


class MacroParameter:
    """A parameter of a macro, and its uses in the body."""

    def __init__(self, macro: Macro, span: Span) -> None:
        self.macro, self.span = macro, span

    @property
    def name(self) -> str:
        """Its name, without the dots of a variable argument list; empty for ``...``."""
        return self.macro.file.text[self.span.start : self.span.end].removesuffix("...").strip()

    @property
    def is_variable(self) -> bool:
        """Whether it stands for any number of arguments."""
        return self.macro.file.text.endswith("...", *self.span)

    @cached_property
    def every(self) -> list[Token]:
        """Where its name stands in the body."""
        return self.macro.every(self.name)

    @cached_property
    def uses(self) -> list[Token]:
        """The same without those that ``#`` quotes or ``##`` pastes."""
        return [use for use in self.every if self.before(use) not in ("#", "##") and self.after(use) != "##"]

    def before(self, use: Token) -> str:
        """What stands before a use of it; empty at the start of the body."""
        return "" if use.position == self.macro.definition.first or not use.previous else use.previous.text

    def after(self, use: Token) -> str:
        """What stands after a use of it; empty at the end of the body."""
        return "" if use.position + 1 == self.macro.definition.last or not use.next else use.next.text

    def view(self, use: Token) -> View | None:
        """The innermost piece of syntax that one use of it is (part of); None where the parser was not shown it."""
        table = self.macro.table
        node = table.at(use.start)
        if node is None or table.starts[node] != use.start or self.is_cut_out(use, node):
            return None
        while node >= 0 and node not in table.frames:
            if view := view_of(table, node):
                return view
            node = table.parents[node]
        return None

    def is_cut_out(self, use: Token, node: int) -> bool:
        """Whether the parser was shown a word of an argument that is no expression: ``struct pond *``."""
        around = self.macro.table.parents[node]
        if around < 0 or self.macro.table.kinds[around] != "argument_list":
            return False
        return self.before(use) not in ("(", ",", ")") or self.after(use) not in (")", ",", "__VA_OPT__")

    def is_variable_of_loop(self, use: Token) -> bool:
        """Whether a use sets it, steps it on, tells where it is or whether to go on, or an iterator is given it."""
        around = use.bracket.previous if use.bracket else None
        if around is not None and dialect.spoken().is_iterator(around.text):
            return is_argument(use)
        view = self.view(use)
        owner = view.parent if isinstance(view, Name) else None
        while isinstance(owner, Parenthesised):
            view, owner = owner, owner.parent
        if isinstance(owner, Assignment):
            return owner.target == view
        if isinstance(owner, Unary) and owner.operator.text == "*":
            view, owner = owner, owner.parent
        if isinstance(owner, Loop):
            return owner.condition == view
        return isinstance(owner, Increment) or (isinstance(owner, Unary) and owner.operator.text == "&")

    @cached_property
    def evaluations(self) -> int:
        """How often it is computed at most when the macro runs once; each use counts where the body was not parsed."""
        if not self.macro.nodes:
            return len(self.uses)
        return most_evaluations(view for use in self.uses if isinstance(view := self.view(use), Name))
