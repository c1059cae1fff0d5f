"""Expressions: calls, operators, casts, members, literals."""

from __future__ import annotations

from typing import ClassVar

from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.declarations import Declarator, InitialiserList
from pylint_kernel.language.syntax.statements import Block
from pylint_kernel.language.syntax.token import Token, token_near
from pylint_kernel.language.syntax.view import Expression, View, view_of
from pylint_kernel.model import Span

COMPARISONS = frozenset("== != < > <= >=".split())
LOGICAL = frozenset(("&&", "||"))


class Name(Expression):
    """A name that stands for a value: a variable, a constant, a function."""

    kinds = ("identifier", "number_literal")


class Constant(Expression):
    """``NULL``, ``true`` or ``false``."""

    kinds = ("null", "true", "false")


class Number(Expression):
    """A number."""

    kinds = ("number_literal",)


class Character(Expression):
    """``'c'``."""

    kinds = ("char_literal",)


class String(Expression):
    """``"…"``, one literal."""

    kinds = ("string_literal",)


class Strings(Expression):
    """Several literals, and macros that stand for one, that make one string."""

    kinds = ("concatenated_string",)


class Call(Expression):
    """``callee(arguments)``, a function's or a macro's."""

    kinds: ClassVar[tuple[str, ...]] = ("call_expression",)

    @cached_property
    def callee(self) -> View | None:
        """What is called; a :class:`Name` where it is called by name."""
        return self.part("function")

    @cached_property
    def name(self) -> str:
        """The name that is called; empty where it is no plain name."""
        return self.callee.text if isinstance(self.callee, Name) else ""

    @cached_property
    def keyword(self) -> Token:
        """The token of the name, or the first of what is called."""
        return self.first

    @cached_property
    def open(self) -> Token | None:
        """The parenthesis before the arguments."""
        return self.token_of(self.table.part(self.node, "arguments"))

    @property
    def close(self) -> Token | None:
        """The parenthesis after the arguments."""
        return self.open.partner if self.open else None

    @cached_property
    def argument_spans(self) -> tuple[Span, ...]:
        """Where the arguments are, white space and comments around them excluded; what they read counts, whatever
        the parser could make of them."""
        opener, closer = self.open, self.close
        if opener is None or closer is None:
            return ()
        return self.file.split(opener.position + 1, closer.position)

    @cached_property
    def arguments(self) -> list[Argument]:
        """The arguments, in order."""
        return [Argument(self, span) for span in self.argument_spans]


class Argument:
    """One argument of a call: its ``span``, and as what it was understood."""

    def __init__(self, call: Call, span: Span) -> None:
        self.call, self.span = call, span

    @property
    def start(self) -> int:
        """The offset of its first byte."""
        return self.span.start

    @property
    def end(self) -> int:
        """The offset after its last byte."""
        return self.span.end

    @property
    def text(self) -> str:
        """What it reads."""
        return self.call.file.text[self.span.start : self.span.end]

    @property
    def words(self) -> list[str]:
        """Its tokens."""
        file = self.call.file
        return file.tokens.texts[file.position_at(self.span.start) : file.position_at(self.span.end)]

    @cached_property
    def first(self) -> Token:
        """Its first token."""
        return token_near(self.call.file, self.span.start)

    @cached_property
    def last(self) -> Token:
        """Its last token."""
        file = self.call.file
        return Token(file, file.position_at(self.span.end) - 1)

    @cached_property
    def expression(self) -> View | None:
        """The expression that it is; None where it is a type, a declaration or nothing that C knows."""
        table = self.call.table
        node = table.spanning(*self.span)
        while node is not None and node < len(table) and table.ends[node] == self.span.end:
            if view := view_of(table, node):
                return view
            node += 1
        return None


class Binary(Expression):
    """``left operator right``; assignments and commas are other things."""

    kinds: ClassVar[tuple[str, ...]] = ("binary_expression",)

    @cached_property
    def operator(self) -> Token:
        """The operator."""
        token = self.token_of(self.table.part(self.node, "operator"))
        assert token is not None
        return token

    @cached_property
    def left(self) -> View | None:
        """The left side."""
        return self.part("left")

    @cached_property
    def right(self) -> View | None:
        """The right side."""
        return self.part("right")

    @property
    def is_comparison(self) -> bool:
        """Whether it compares its sides."""
        return self.operator.text in COMPARISONS

    @property
    def is_logical(self) -> bool:
        """Whether it is ``&&`` or ``||``."""
        return self.operator.text in LOGICAL


class Assignment(Expression):
    """``target = value``, ``target += value`` …."""

    kinds = ("assignment_expression",)

    @cached_property
    def operator(self) -> Token:
        """``=``, ``+=`` …."""
        token = self.token_of(self.table.part(self.node, "operator"))
        assert token is not None
        return token

    @cached_property
    def target(self) -> View | None:
        """What is assigned to."""
        return self.part("left")

    @cached_property
    def value(self) -> View | None:
        """What is assigned."""
        return self.part("right")


class Unary(Expression):
    """An operator before its operand: ``-x``, ``!x``, ``~x``, ``*x``, ``&x``."""

    kinds = ("unary_expression", "pointer_expression")

    @property
    def operator(self) -> Token:
        """The operator."""
        return self.first

    @cached_property
    def operand(self) -> View | None:
        """What it is applied to."""
        return self.part("argument")


class Increment(Expression):
    """``x++``, ``--x``."""

    kinds = ("update_expression",)

    @property
    def operator(self) -> Token:
        """``++`` or ``--``."""
        token = self.token_of(self.table.part(self.node, "operator"))
        assert token is not None
        return token

    @property
    def operand(self) -> View | None:
        """What is counted up or down."""
        return self.part("argument")

    @property
    def is_prefix(self) -> bool:
        """Whether the operator stands before the operand."""
        return self.operator.position == self.first.position


class Conditional(Expression):
    """``condition ? then : otherwise``; ``then`` may be left out."""

    kinds = ("conditional_expression",)

    @property
    def condition(self) -> View | None:
        """What decides."""
        return self.part("condition")

    @property
    def then(self) -> View | None:
        """The value where the condition holds."""
        return self.part("consequence")

    @property
    def otherwise(self) -> View | None:
        """The value where it does not."""
        return self.part("alternative")


class Comma(Expression):
    """``left, right`` as one expression, or more of them."""

    kinds = ("comma_expression",)

    @property
    def comma(self) -> Token | None:
        """The first comma."""
        return self.mark(",")

    @property
    def left(self) -> View | None:
        """The first operand."""
        return self.part("left")

    @property
    def right(self) -> View | None:
        """The second operand, if there are two and no more."""
        return self.part("right")


class Cast(Expression):
    """``(type)value``."""

    kinds: ClassVar[tuple[str, ...]] = ("cast_expression",)

    @property
    def open(self) -> Token:
        """The parenthesis before the type."""
        return self.first

    @property
    def close(self) -> Token | None:
        """The parenthesis after the type."""
        return self.open.partner

    @property
    def type(self) -> View | None:
        """The type that is cast to."""
        return self.part("type")

    @property
    def type_words(self) -> list[str]:
        """What stands between the parentheses, annotations that the parser does not see included."""
        file, close = self.file, self.close
        return file.tokens.texts[self.open.position + 1 : close.position] if close else []

    @cached_property
    def value(self) -> View | None:
        """What is cast."""
        return self.part("value")

    @property
    def sign(self) -> Token | None:
        """The operator between the type and ``value``, where the value is without it: the ``-`` of ``(type)-1``."""
        return None


class SettledCast(Cast):
    """A cast to a type by name that the parser took for a binary operator: ``(type)-value``, or for a call."""

    kinds = ("binary_expression", "call_expression")

    @cached_property
    def type(self) -> View | None:
        """The name of the type."""
        inner = self.table.part(self.node, "left") or self.table.part(self.node, "function")
        return view_of(self.table, None if inner is None else inner + 2)

    @cached_property
    def value(self) -> View | None:
        """What is cast, without the operator before it."""
        return self.part("right") or self.part("arguments")

    @property
    def sign(self) -> Token | None:
        """The unary operator that looks like a binary one."""
        return self.token_of(self.table.part(self.node, "operator"))


class SettledBinary(Binary):
    """A binary operator that the parser took for a cast of what a unary one makes: ``(a) -b``."""

    kinds = ("cast_expression",)

    @cached_property
    def operator(self) -> Token:
        """The operator."""
        return self.token_of(self.table.part(self.node, "value")) or self.last

    @cached_property
    def left(self) -> View | None:
        """The name in parentheses that looks like a type."""
        return self.part("type")

    @cached_property
    def right(self) -> View | None:
        """The right side."""
        value = self.table.part(self.node, "value")
        return None if value is None else view_of(self.table, self.table.part(value, "argument"))


class SizeOf(Expression):
    """``sizeof(…)``, ``_Alignof(…)``: of a type or of a value that is not computed."""

    kinds = ("sizeof_expression", "alignof_expression")

    @property
    def type(self) -> View | None:
        """The type that is measured; None for a value, which a name of a type may look like."""
        return self.part("type")

    @property
    def value(self) -> View | None:
        """The value that is measured, its parentheses included; None for a type."""
        return self.part("value")

    @property
    def operand(self) -> View | None:
        """What is measured, type or value, without parentheses around it; those around several values stay."""
        inside = bare(self.value)
        return self.type or (self.value if isinstance(inside, Comma) else inside)


class OffsetOf(Expression):
    """``offsetof(type, member)``."""

    kinds = ("offsetof_expression",)


class Generic(Expression):
    """``_Generic(…)``."""

    kinds = ("generic_expression",)


class CompoundLiteral(Expression):
    """``(type){ … }``."""

    kinds = ("compound_literal_expression",)

    @property
    def type(self) -> View | None:
        """The type of what is made."""
        return self.part("type")

    @property
    def value(self) -> InitialiserList | None:
        """The braces and what is in them."""
        value = self.part("value")
        return value if isinstance(value, InitialiserList) else None


class Subscript(Expression):
    """``array[index]``."""

    kinds = ("subscript_expression",)

    @property
    def array(self) -> View | None:
        """What is indexed."""
        return self.part("argument")

    @property
    def index(self) -> View | None:
        """The index."""
        return self.part("index")


class Member(Expression):
    """``record.member`` or ``pointer->member``."""

    kinds = ("field_expression",)

    @property
    def record(self) -> View | None:
        """What it is a member of."""
        return self.part("argument")

    @property
    def operator(self) -> Token | None:
        """``.`` or ``->``."""
        return self.mark(".", "->")

    @property
    def name(self) -> Token:
        """The member's name."""
        return self.last


class Parenthesised(Expression):
    """``(expression)``."""

    kinds = ("parenthesized_expression",)

    @property
    def open(self) -> Token:
        """The opening parenthesis."""
        return self.first

    @property
    def close(self) -> Token:
        """The closing parenthesis."""
        return self.last

    @cached_property
    def inside(self) -> View | None:
        """What stands between the parentheses."""
        return next(iter(self.children), None)


class StatementExpression(Expression):
    """``({ … })``: statements, the last of which is the value."""

    kinds = ("parenthesized_expression",)

    @property
    def block(self) -> Block | None:
        """The statements."""
        return next((part for part in self.children if isinstance(part, Block)), None)


class Assembler(Expression):
    """``asm(…)``."""

    kinds = ("gnu_asm_expression",)


def assigned(value: View) -> View | None:
    """What a value is assigned to, casts and parentheses around it aside: the left side of an assignment, or the name
    that a declaration initialises."""
    around = value.parent
    while isinstance(around, (Cast, Parenthesised)):
        value, around = around, around.parent
    if isinstance(around, Assignment):
        return around.target if value == around.value and around.operator.text == "=" else None
    table = value.table
    node = table.parents[value.node] if len(table) else -1
    if node < 0 or node in table.frames or table.kinds[node] != "init_declarator":
        return None
    one = Declarator(table, node)
    return View(table, one.path[-1]) if value == one.value else None


def bare(view: View | None) -> View | None:
    """The expression without the parentheses around it."""
    while isinstance(view, Parenthesised):
        view = view.inside
    return view


def stem(view: View | None) -> View | None:
    """What a member is of, what is indexed, what is called; None for anything else."""
    if isinstance(view, Member):
        return view.record
    if isinstance(view, Subscript):
        return view.array
    return view.callee if isinstance(view, Call) else None


def is_lvalue(view: View | None) -> bool:
    """Whether it is a name with members and indices: ``a``, ``a->b[c].d``."""
    while isinstance(view, (Member, Subscript)):
        view = stem(view)
    return isinstance(view, Name)


def is_simple_value(view: View | None) -> bool:
    """Whether it is one value: a number, a string, or a name with members, indices and calls after it."""
    if isinstance(view, (Number, String, Strings, Character, Constant)):
        return True
    while isinstance(view, (Member, Subscript, Call)):
        view = stem(view)
    return isinstance(view, Name)


def is_operand(view: View | None) -> bool:
    """Whether it is one value (:func:`is_simple_value`, or a size), perhaps with a ``*`` or ``&`` before it."""
    if isinstance(view, Unary) and view.operator.text in ("*", "&"):
        view = view.operand
    return is_simple_value(view) or isinstance(view, SizeOf)


def uncast(view: View | None) -> View | None:
    """What is cast, where it is a cast, else itself; None for ``(type)-1``, whose value has no view of its own."""
    if not isinstance(view, Cast):
        return view
    return None if view.sign is not None and view.sign.text in ("+", "-") else view.value


def first_operand(view: View | None) -> View | None:
    """What binary operators, and an increment after it, begin with; anything else itself."""
    while True:
        if isinstance(view, Binary):
            view = view.left
        elif isinstance(view, Increment) and not view.is_prefix:
            view = view.operand
        else:
            return view


def last_operand(view: View | None) -> View | None:
    """What binary operators end with; anything else itself."""
    while isinstance(view, Binary):
        view = view.right
    return view
