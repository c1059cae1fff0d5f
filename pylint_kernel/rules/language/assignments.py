"""Assignments in odd places, and statements that are probably a slip."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    Comma,
    Constant,
    Declaration,
    ExpressionStatement,
    If,
    InitialiserList,
    Label,
    Name,
    Number,
    Parenthesised,
    Section,
    SizeOf,
    Unary,
    View,
    bare,
    is_lvalue,
    is_simple_value,
)
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, edit, replace


@rule("MULTIPLE_ASSIGNMENTS", CHECK, "several assignments in one statement", on=Assignment)
def chained(assignment: Assignment, file: SourceFile) -> Reports:
    """One assignment a line: ``a = b = 0;`` hides the second.

    Assignments in conditions, in declarations and in the head of a ``for`` are left alone, and those that do stand
    on lines of their own.

    The fix gives each target the value, if that is a number or a name in capitals, and otherwise one target the value
    of the next. It is unsafe: targets of different types convert the value on its way.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: the statement need not begin its line, and its first target may be a dereference.
    """
    second = assignment.value
    if not isinstance(second, Assignment) or not is_lvalue(second.target) or not is_statement(assignment):
        return
    if not assignment.operator.text == second.operator.text == "=":
        return
    target = assignment.target
    if isinstance(target, Unary) and target.operator.text == "*":
        target = target.operand
    if is_lvalue(target) and second.operator.on_line_of(assignment.first):
        where = assignment.start, second.operator.end
        yield where, "several assignments in one statement: give each a line of its own", one_by_one(assignment)


def one_by_one(assignment: Assignment) -> Fix | None:
    """Give each assignment of a chain a line of its own, if they are all that is on a line of a block."""
    statement, file = assignment.parent, assignment.file
    if not isinstance(statement, ExpressionStatement) or not isinstance(statement.parent, Block | Section):
        return None
    if statement.in_macro or not statement.first.opens_line or statement.last.text != ";":
        return None
    targets, value = list[str](), assignment.value
    around: View | None = assignment
    while isinstance(around, Assignment) and around.target is not None and around.operator.text == "=":
        if "\n" in around.target.text or not is_lvalue(around.target):
            return None
        targets.append(around.target.text)
        value = around = around.value
    if value is None or isinstance(value, Assignment) or file.text[assignment.start : assignment.end].count("\n"):
        return None
    if isinstance(value, Number | Constant) or (isinstance(value, Name) and value.text.isupper()):
        lines = [f"{target} = {value.text};" for target in targets]
    else:
        backwards = targets[::-1]
        lines = [f"{target} = {source};" for target, source in zip(backwards, [value.text, *backwards], strict=False)]
    text = f"\n{statement.first.indent}".join(lines)
    return replace("write one assignment a line", *statement.span, text, UNSAFE)


def is_statement(assignment: Assignment) -> bool:
    """Whether an assignment is a statement, or the first of several that commas make one statement."""
    around = assignment.parent
    while isinstance(around, Comma) and around.start == assignment.start:
        around = around.parent
    return around is None or isinstance(around, ExpressionStatement)


@rule("ASSIGN_IN_IF", ERROR, "an assignment in the condition of an if", on=If)
def in_condition(branch: If, file: SourceFile) -> Reports:
    """An assignment in the condition of an ``if`` is easily taken for a comparison: assign before the ``if``.

    The fix does so where the assignment is the first thing that the condition computes.

    The fix is unsafe because statements move; the compiler may lay the code out differently.

    Source: common practice in the kernel; coding-style.rst, section 1: "Don't put multiple statements on a single
    line".

    Differs from checkpatch: the body of a statement expression in the condition is not part of it. The error of
    ``ACQUIRE()`` may be taken in the condition, ``if ((ret = ACQUIRE_ERR(mutex_intr, &lock)))``, as a third of its
    users in Linux 7.3 do. Nor has an ``if`` that ends an iterator macro anything before it: there the variable gets the
    value that is tested.
    """
    condition = branch.condition
    if condition is None or branch.ends_macro:
        return
    own = [condition] if isinstance(condition, Assignment) else []
    for assignment in [*own, *condition.descendants(Assignment, outside=(Block, InitialiserList))]:
        if isinstance(assignment.value, Call) and assignment.value.name == "ACQUIRE_ERR":
            continue
        operator = assignment.operator
        start = operator.start if operator.row == branch.row else branch.start
        fix = hoisted(branch, assignment)
        yield (start, operator.end), "an assignment in a condition: assign before the 'if'", fix


#: What may stand in a condition before the assignment that it computes first.
LEADING = frozenset("( ! likely unlikely".split())


def hoisted(branch: If, assignment: Assignment) -> Fix | None:
    """The assignment as a statement before the ``if``; None where something else is computed or decided before it."""
    file, keyword, target = branch.file, branch.keyword, assignment.target
    if branch.in_macro or not keyword.opens_line or not isinstance(branch.parent, (Block, Section, Label)):
        return None
    if target is None or not is_lvalue(target) or assignment.operator.text != "=" or not assignment.is_on_one_line:
        return None
    before = file.tokens.texts[keyword.position + 1 : assignment.first.position]
    around = assignment.parent
    if not LEADING.issuperset(before) or not isinstance(around, (If, Parenthesised, Call)):
        return None
    replaced: View = around if isinstance(around, Parenthesised) else assignment
    test, negation = replaced.parent, ""
    if isinstance(test, Binary) and test.words[-2:] in (["==", "NULL"], ["!=", "NULL"]):
        replaced, negation = test, "!" if test.operator.text == "==" else ""
    edits = (
        edit(branch.start, branch.start, f"{assignment.text};\n{keyword.indent}"),
        edit(replaced.start, replaced.end, negation + target.text),
    )
    return Fix("assign before the if", edits, UNSAFE)


@rule("SELF_ASSIGNMENT", WARNING, "a variable is assigned to itself", on=Assignment)
def to_itself(assignment: Assignment, file: SourceFile) -> Reports:
    """``x = x`` does nothing but hide a warning about a variable that is used before it is set.

    The fix deletes the statement. It is unsafe because what reads a ``volatile`` variable does something.

    Source: Documentation/process/deprecated.rst, "uninitialized_var()", speaks of the same trick.

    Differs from checkpatch: the statement need not begin its line.
    """
    target = assignment.target
    if not isinstance(target, Name) or assignment.operator.text != "=":
        return
    if not reads(assignment.value, target.text) or not is_statement(assignment):
        return
    # A macro that stands for an operator is not seen.
    after = assignment.last.next
    if after and after.text in (";", ",", ")"):
        yield assignment, f"'{target.text}' is assigned to itself", without(assignment, file)


def without(assignment: Assignment, file: SourceFile) -> Fix | None:
    """Delete the statement that an assignment is, with its line; None where something else is there, too."""
    statement = assignment.parent
    if not isinstance(statement, ExpressionStatement) or not isinstance(statement.parent, Block):
        return None
    end = file.line_end(statement.end)
    if not statement.first.opens_line or file.text[statement.end : end].strip() or statement.in_macro:
        return None
    return replace("delete it", file.line_start(statement.start), min(end + 1, len(file.text)), "", UNSAFE)


@rule("SELF_ASSIGNMENT", WARNING, "a variable is initialised with itself", on=Declaration)
def with_itself(declaration: Declaration, file: SourceFile) -> Reports:
    """The same where the variable is declared."""
    for declarator in declaration.declarators:
        name = declarator.name
        if name is not None and reads(declarator.value, name.text) and not declaration.is_broken:
            yield (name.start, declarator.end), f"'{name.text}' is assigned to itself"


def reads(value: View | None, name: str) -> bool:
    """Whether a value is the variable ``name``, be it written ``*(&name)``."""
    value = bare(value)
    if isinstance(value, Unary) and value.operator.text == "*":
        address = bare(value.operand)
        value = bare(address.operand) if isinstance(address, Unary) and address.operator.text == "&" else None
    return isinstance(value, Name) and value.text == name


@rule("SUSPECT_COMMA_SEMICOLON", WARNING, "a comma where a semicolon was probably meant", on=Comma)
def comma_statement(comma: Comma, file: SourceFile) -> Reports:
    """Two assignments or calls joined by a comma are one statement, which an ``if`` or a later reader may overlook.

    Reported where each side is a single value or its assignment, and there are two sides. The statements that fill in
    a trace event, ``TP_fast_assign()``, are statements like any other.

    The fix is unsafe because a token changes; in a block what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 1: "Don't put multiple statements on a single line".

    Differs from checkpatch: the body of an ``if`` or a loop is looked at too, unless all of it stands on the line of
    its condition: there the comma spares the braces.
    """
    if not isinstance(comma.parent, ExpressionStatement) or comma.parent.last.text != ";" or comma.comma is None:
        return
    if comma.right is None or (comma.right.first.on_line_of(comma.comma) and not comma.first.leads_line):
        return
    if is_plain(comma.left) and is_plain(comma.right):
        fix = replace("end the statement", *comma.comma.span, ";", UNSAFE)
        is_body = not isinstance(comma.parent.parent, Block)
        yield (comma.start, comma.comma.end), "a ',' ends this statement: was a ';' meant?", None if is_body else fix


def is_plain(side: View | None) -> bool:
    """Whether it is a single value, or the assignment of one to a variable."""
    if isinstance(side, Assignment) and is_lvalue(side.target):
        side = side.value
    if isinstance(side, Cast):
        side = side.value
    if isinstance(side, Unary) and side.operator.text in ("*", "&"):
        side = side.operand
    return is_simple_value(side) or isinstance(side, SizeOf)
