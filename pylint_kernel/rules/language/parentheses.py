"""Parentheses that change nothing."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Call,
    Cast,
    Comma,
    Conditional,
    Constant,
    If,
    Increment,
    Member,
    Number,
    Parenthesised,
    Return,
    String,
    Subscript,
    Unary,
    View,
    bare,
    is_lvalue,
    is_operand,
    uncast,
)
from pylint_kernel.language.syntax.statements import expressions_in_head
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Edit, Fix, edit

#: What a value in parentheses may stand after; after other operators it is left alone.
LOOSE = frozenset("( && || ? : , = == != < > <= >= + - / % | ^ << >> += -= |= &= ^=".split())


@rule("UNNECESSARY_PARENTHESES", CHECK, "parentheses around a member", on=Parenthesised)
def around_member(parentheses: Parenthesised, file: SourceFile) -> Reports:
    """``->``, ``.`` and ``[]`` bind tighter than ``&``, ``*`` and a call: ``&(a->b)`` is ``&a->b``, ``(a->b)(c)`` is
    ``a->b(c)``.

    Parentheses that the language does not need hide those that matter. Looked at are members after ``&`` and ``*``,
    members that are called, and, in the condition of an ``if``, single values and comparisons of two of them.

    The fix is unsafe because tokens change; what is compiled stays the same, but for strings that macros make of their
    arguments, as ``spin_lock_init()`` and ``timer_setup()`` do.

    Source: common practice; coding-style.rst, section 3.1, asks for no noise between an operator and its operand.

    Differs from checkpatch: ``else if`` and calls that continue on a further line are looked at too; parentheses
    around a comparison that is an operand of another operator than ``&&``, ``||`` or ``?:`` are needed, if only to keep
    the compiler quiet.
    """
    if not is_member(parentheses.inside):
        return
    around, start = parentheses.parent, parentheses.start
    if isinstance(around, Increment) and not around.is_prefix:
        around = around.parent
    if isinstance(around, Call) and around.callee == parentheses:
        yield parentheses, "no parentheses are needed around the function", dropped([parentheses])
    elif isinstance(around, (Unary, Binary)) and around.operator.end <= start:
        operator = around.operator
        if operator.text == "&" or (operator.text == "*" and operator.end == start):
            where = operator.start, parentheses.end
            yield where, "no parentheses are needed around a member", dropped([parentheses])


def is_member(view: View | None) -> bool:
    """Whether it is a name with members or indices."""
    return isinstance(view, (Member, Subscript)) and is_lvalue(view)


@rule("UNNECESSARY_PARENTHESES", WARNING, "parentheses in a condition that change nothing", on=If)
def in_condition(branch: If, file: SourceFile) -> Reports:
    """In the condition of an ``if`` a value needs no parentheses of its own, nor does a comparison of two values
    beside ``&&`` and ``||``.

    Below drivers/staging/ conditions are left alone: there is enough to do there. Before Linux 6.17 one could ask for
    them by asking to be strict.

    A single word in parentheses is left alone, and so is anything after ``!``, ``~``, ``-``. Double parentheses
    around a comparison are a warning: compilers read them as the mark of an assignment that is meant.
    """
    if file.path.startswith("drivers/staging/") and not (file.strict and file.limits.checkpatch_version < (6, 17)):
        return
    pairs = list(expressions_in_head(branch, Parenthesised))
    if pairs and pairs[0] == branch.condition and is_comparison(bare(pairs[0])):
        doubled = [pair for pair in pairs if bare(pair) == bare(pairs[0])]
        yield pairs[0], "no parentheses are needed around the whole condition", dropped(doubled)
        return
    for pair in pairs:
        if is_needless_value(pair) or is_needless_comparison(pair):
            inside = file.text[pair.open.end : pair.close.start]
            where = pair.start if branch.first.on_line_of(pair.open) else branch.start, pair.end
            message = f"no parentheses are needed around '{' '.join(inside.split())}'"
            yield where, message, dropped([pair]), CHECK


def is_needless_value(pair: Parenthesised) -> bool:
    """Whether the parentheses hold a member or an index, or a value that is negated, and need not."""
    inside, around = pair.inside, pair.parent
    if isinstance(inside, Unary) and inside.operator.text in ("!", "&", "~"):
        if not is_lvalue(inside.operand):
            return False
    elif not is_member(inside):
        return False
    if isinstance(around, Unary) or (isinstance(around, Call) and around.callee == pair):
        return False
    before = pair.first.previous
    return isinstance(around, Cast) or (before is not None and before.text in LOOSE)


def is_needless_comparison(pair: Parenthesised) -> bool:
    """Whether the parentheses hold a comparison of two values that no tighter operator is beside."""
    inside, around = pair.inside, pair.parent
    if not isinstance(inside, Binary) or not inside.is_comparison or not is_single(uncast(inside.right)):
        return False
    left = inside.left
    if isinstance(left, Unary) and left.operator.text in ("!", "&", "~"):
        left = left.operand
    if not is_lvalue(left) and not isinstance(left, Constant):
        return False
    if isinstance(around, Binary):
        return around.is_logical
    return isinstance(around, (If, Parenthesised, Conditional, Comma, Call, Assignment))


def is_comparison(view: View | None) -> bool:
    """Whether two single values are compared."""
    if not isinstance(view, Binary) or not view.is_comparison:
        return False
    return is_single(view.left) and not isinstance(view.left, (Number, String)) and is_single(view.right)


def is_single(view: View | None) -> bool:
    """Whether it is one value; characters and negative numbers are left to taste."""
    return is_operand(view) and view is not None and view.text[:1] not in ("'", "-", "")


def dropped(pairs: list[Parenthesised]) -> Fix:
    """The same without these pairs of parentheses."""
    return Fix("drop the parentheses", tuple(edit for pair in pairs for edit in without(pair)), UNSAFE)


def without(pair: Parenthesised) -> list[Edit]:
    """The edits that take a pair of parentheses away, with the space inside of them."""
    first, last = pair.open.next, pair.close.previous
    if first is None or last is None:
        return []
    return [edit(pair.open.start, first.start, ""), edit(last.end, pair.close.end, "")]


@rule("RETURN_PARENTHESES", ERROR, "parentheses around what is returned", on=Return)
def around_return_value(jump: Return, file: SourceFile) -> Reports:
    """``return`` is no function: what it returns needs no parentheses.

    Reported is a single value (a name with members and calls, a number, a string, a cast of one) and ``? :`` after
    one; parentheses around arithmetic, comparisons and negative numbers are left alone.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces"): parentheses belong to function calls.

    Differs from checkpatch: a ``return`` that is the body of an ``if`` or after a label, and values that take more
    than one line, are looked at too.
    """
    pair = jump.value
    if not isinstance(pair, Parenthesised):
        return
    value = bare(pair)
    if isinstance(value, Conditional):
        value = value.condition
    if is_single(uncast(value)):
        edits = edit(jump.keyword.end, pair.start, " "), *without(pair)
        yield pair, "what is returned needs no parentheses", Fix("drop the parentheses", edits, UNSAFE)
