"""Allocating, sizing, filling and freeing memory."""

from __future__ import annotations

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language.idioms import integer, is_log_function, is_name_of_macro
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    Character,
    Comma,
    Declaration,
    Declarator,
    Declaring,
    ExpressionStatement,
    Function,
    If,
    Label,
    Member,
    Name,
    Number,
    Parenthesised,
    Record,
    Return,
    SizeOf,
    Subscript,
    Token,
    TypeDescriptor,
    Unary,
    View,
    assigned,
    bare,
    first_simple,
    last_simple,
    syntax,
)
from pylint_kernel.language.syntax.named import declared_as
from pylint_kernel.language.words import TYPE_WORDS
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, edit, replace
from pylint_kernel.rules.api.tracing import without_line

#: Names of integer types.
INTEGER = Pattern(r"(?:__)?(?:[us]|[bl]e)(?:8|16|32|64)|u?int(?:8|16|32|64)_t|u_?char|uint|s?size_t")
#: What frees its argument and does nothing if it is NULL.
FREES = (
    "kfree", "usb_free_urb", "debugfs_remove", "debugfs_remove_recursive", "kmem_cache_destroy", "mempool_destroy",
    "dma_pool_destroy",
)  # fmt: skip
DUPLICATORS = tuple(
    f"{devm}{name}" for devm in ("", "devm_") for name in ("kstrdup", "kstrdup_const", "kmemdup", "kmemdup_nul")
)
ALLOCATOR = Pattern(
    rf"(?:devm_)?(?:kv|k|v)[czm]alloc(?:_array)?(?:_node)?|(?:\w+_)?alloc_skb(?:_ip_align)?|dma_alloc_coherent"
    rf"|{'|'.join(DUPLICATORS)}"
)
SINGLE = tuple(f"{kind}{how}alloc{node}" for kind in ("k", "v", "kv") for how in "mz" for node in ("", "_node"))
ARRAYS = tuple(
    f"{devm}{name}{node}"
    for devm in ("", "devm_")
    for name in ("kcalloc", "kvcalloc", "kmalloc_array", "kvmalloc_array")
    for node in ("", "_node")
)
#: The allocator of an array that goes with the one of a block: the one by size, in kernels before 7.3.
OF_ARRAY = {"kmalloc": "kmalloc_array", "kzalloc": "kcalloc", "kvmalloc": "kvmalloc_array", "kvzalloc": "kvcalloc"}


@rule("NEEDLESS_IF", WARNING, "a test for NULL before a function that makes it itself", on=Calls(FREES))
def tested_before_free(call: Call, file: SourceFile) -> Reports:
    """``kfree(NULL)`` does nothing, and so do the other functions named here: no ``if (p)`` is needed before them.

    Reported where the ``if`` guards nothing but the call, or the call and ``p = NULL;``. In ``DEFINE_FREE()`` the test
    lets the compiler drop the call where the pointer was handed on.

    The fix is unsafe: a test goes, which the function makes itself.

    Source: common practice in the kernel; the documentation of the functions; include/linux/cleanup.h on the test.

    Differs from checkpatch: ``if (p != NULL)``, comments and line breaks hide nothing; an ``if`` that guards more than
    the call, or that has an ``else``, is needed.
    """
    statement = call.parent
    if len(call.arguments) != 1 or not isinstance(statement, ExpressionStatement):
        return
    body = statement.parent
    branch = body.parent if isinstance(body, Block) else body
    if not isinstance(branch, If) or branch.else_keyword or file.has_directive(branch.start, branch.end):
        return
    if is_cleanup(branch):
        return
    freed = call.arguments[0].words
    condition = branch.condition
    if condition is None or condition.words not in (freed, [*freed, "!=", "NULL"], ["NULL", "!=", *freed]):
        return
    second = None
    if isinstance(body, Block):
        second = statement.following
        if statement.preceding or (second and (second.following or not isinstance(second, ExpressionStatement))):
            return
    if second is None or second.words == [*freed, "=", "NULL", ";"]:
        fix = None if second or branch.has_comment else unguarded(branch, statement)
        yield call, f"{call.name}(NULL) is safe: no 'if' is needed", fix


def is_cleanup(branch: If) -> bool:
    """Whether a statement is an argument of a macro that defines what happens at the end of a scope."""
    around = branch.first.bracket
    while around is not None and around.text == "{":
        around = around.bracket
    head = around.previous if around is not None else None
    return head is not None and head.text in CLEANUPS


#: The macros of ``<linux/cleanup.h>`` that are given statements.
CLEANUPS = frozenset({"DEFINE_FREE", "DEFINE_CLASS", "DEFINE_GUARD", "DEFINE_LOCK_GUARD_0", "DEFINE_LOCK_GUARD_1"})


def unguarded(branch: If, statement: View) -> Fix | None:
    """The statement without its ``if``; None where it cannot simply take its place in a chain."""
    start, before, around = branch.start, branch.first.previous, statement.first.previous
    between = ""
    if before is not None and around is not None and before.text == "else":
        between = branch.file.text[around.end : statement.start]
        if "\n" not in between or (before.previous is not None and before.previous.text == "}"):
            return None
        start = before.end
    edits = [edit(start, statement.start, between)]
    if statement.end < branch.end:
        edits.append(edit(statement.end, branch.end, ""))
    return Fix("call it without the if", tuple(edits), UNSAFE)


@rule("OOM_MESSAGE", WARNING, "a message about memory that was not to be had", on=If)
def message_after_allocation(branch: If, file: SourceFile) -> Reports:
    """The allocators complain themselves, with a backtrace: a message of one's own adds nothing.

    Reported is a log call that is the first statement after ``if (!p)``, ``if (p == NULL)`` or ``if (unlikely(!p))``,
    where ``p`` was allocated just before, be it in the branches of another ``if``. Exempt: allocations with
    ``__GFP_NOWARN`` or ``GFP_NOWAIT``, which contains it, ``panic()``, which does more than to tell, what is printed to
    a file in /proc or debugfs, what says only what the consequence is ("rxmode change dropped"), and programs.

    The fix takes the message out of a branch that does something else, too. It is unsafe: a message goes.

    Source: Documentation/process/coding-style.rst, section 14 ("Allocating memory").

    Differs from checkpatch: neither statements directly above the allocation nor the number of lines it takes matter;
    ``unlikely()`` hides nothing. ``panic()``, ``seq_printf()`` and programs are not exempt there.
    """
    if file.is_user_space:
        return
    pointer = tested_for_null(branch.condition)
    message = logged_first(branch.body) if pointer else None
    if pointer is None or message is None:
        return
    last = branch.preceding
    allocation = allocated(last, pointer)
    if allocation is None and isinstance(last, (Declaration, ExpressionStatement)):
        # A statement may stand between the two.
        allocation = allocated(last.preceding, pointer)
    if allocation is not None and speaks_of_failure(message):
        statement = message.parent
        fix = None
        if isinstance(statement, ExpressionStatement) and statement.following is not None:
            fix = without_line(statement, file)
        yield message.keyword, f"{allocation.name}() reports a failure itself: no message is needed", fix


#: What a message says about memory that was not to be had.
OF_FAILURE = Pattern(
    r"(?i)alloc|\bmem|oom|space|buffer|room|no\b|not\b|n't\b|fail|unable|out of|error|insufficient|enomem|short"
)


def speaks_of_failure(message: Call) -> bool:
    """Whether a message says that something failed, or is not a text: other words tell what becomes of it."""
    strings = [one.text for one in message.arguments if '"' in one.text]
    return not strings or OF_FAILURE.search(" ".join(strings)) is not None


def tested_for_null(condition: View | None) -> View | None:
    """What a condition finds to be NULL: ``p`` in ``!p``, ``p == NULL`` and ``unlikely(!p)``."""
    if isinstance(condition, Call) and condition.name == "unlikely" and len(condition.arguments) == 1:
        condition = condition.arguments[0].expression
    if isinstance(condition, Unary) and condition.operator.text == "!":
        return condition.operand
    if isinstance(condition, Binary) and condition.operator.text == "==":
        left, right = condition.left, condition.right
        if left is not None and right is not None and "NULL" in (left.text, right.text):
            return left if right.text == "NULL" else right
    return None


def logged_first(body: View | None) -> Call | None:
    """The log call that a branch begins with; a driver's own macro may take it as its argument."""
    first = first_simple(body)
    call = first.expression if isinstance(first, ExpressionStatement) else None
    if isinstance(first, Return):
        call = first.value
    if not isinstance(call, Call):
        return None
    calls = [call, *(argument.expression for argument in call.arguments)]
    return next((one for one in calls if isinstance(one, Call) and is_message(one.name)), None)


def is_message(name: str) -> bool:
    """Whether a function does nothing but write to the log."""
    return is_log_function(name) and name != "panic" and not name.startswith(("seq_", "MODULE_", "TP_"))


def allocated(statement: View | None, pointer: View) -> Call | None:
    """The call that allocates what ``pointer`` is tested for, and would complain if it failed."""
    while isinstance(statement, Label):
        statement = statement.statement
    if isinstance(statement, If):
        ends = [last_simple(arm.body) for arm in statement.arms]
        return next((call for end in ends if not isinstance(end, If) and (call := allocated(end, pointer))), None)
    values: list[View | None] = []
    if isinstance(statement, Declaration):
        values = [one.value for one in statement.declarators]
    elif isinstance(statement, ExpressionStatement):
        values = [statement.expression]
        while isinstance(last := values[-1], Assignment):
            values.append(last.value)
    for value in values:
        made = uncast(value)
        if isinstance(made, Call) and ALLOCATOR.fullmatch(made.name) and SILENT.isdisjoint(made.words):
            target = assigned(made)
            if target is not None and target.words == pointer.words:
                return made
    return None


#: Flags of allocations that fail without a word.
SILENT = frozenset(("__GFP_NOWARN", "GFP_NOWAIT"))


def uncast(value: View | None) -> View | None:
    """The value without the casts before it."""
    while isinstance(value, Cast):
        value = value.value
    return value


@rule("ALLOC_SIZEOF_STRUCT", CHECK, "the size of a type where that of the variable is safer", on=Calls(SINGLE))
def size_of_type(call: Call, file: SourceFile) -> Reports:
    """``p = kmalloc(sizeof(*p), ...)`` stays right when the type of ``p`` changes; ``sizeof(struct foo)`` does not.

    The fix is made where the file declares the variable, or the member, as a pointer to that struct. It is unsafe
    because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 14 ("Allocating memory").

    Differs from checkpatch: the call may take several lines. What the file declares as a ``void *``, as a pointer to
    bytes or to another struct does not have that size, and is left alone.
    """
    target = assigned(call)
    size = syntax(file).at(call.arguments[0].start) if target and call.arguments else None
    if target is None or not isinstance(size, SizeOf) or not isinstance(size.type, TypeDescriptor):
        return
    match size.type.words:
        case ["struct", name] if not points_elsewhere(target, size.type.words):
            message = f"prefer {call.name}(sizeof(*{''.join(target.words)})...) over the size of 'struct {name}'"
            fix = replace("take the size of the variable", *size.span, f"sizeof(*{target.text})", UNSAFE)
            yield (call.start, size.end), message, fix if points_to(target, size.type.words) else None


def declarators_of(target: View) -> list[Declarator]:
    """What declares a variable, in its function or outside of all; of a member, all that the file declares."""
    found = declared_as(target)
    if isinstance(target, Member):
        return found
    around = target.enclosing(Function)
    functions = [one.enclosing(Function) for one in found]
    inside = [one for one, function in zip(found, functions, strict=True) if function == around]
    return inside or [one for one, function in zip(found, functions, strict=True) if function is None]


def points_to(target: View, words: list[str]) -> bool:
    """Whether all that declares a variable or member makes it a pointer to that type."""
    found = declarators_of(target)
    return bool(found) and all(one.layers() == ["pointer"] and words_of_type(one) == words for one in found)


def points_elsewhere(target: View, words: list[str]) -> bool:
    """Whether the file declares a variable or member, but never as what may be a pointer to that type: as a ``void *``,
    or with a number's type or another struct."""
    types = list(map(words_of_type, declarators_of(target)))
    return bool(types) and all(is_other_type(type_, words) for type_ in types)


def words_of_type(declarator: Declarator) -> list[str]:
    """The type that something is declared with, without stars and qualifiers; empty if there is none."""
    declaration = declarator.declaration
    return declaration.type.words if isinstance(declaration, Declaring) and declaration.type else []


def is_other_type(type_: list[str], words: list[str]) -> bool:
    """Whether a type is void, a number or another struct than the one in ``words``: of a typedef nobody knows."""
    if type_[:1] == words[:1]:
        return type_ != words
    return bool(type_) and (type_[-1] in TYPE_WORDS or INTEGER.fullmatch(type_[-1]) is not None)


@rule("ALLOC_WITH_SIZEOF", WARNING, "an object allocated by its size", on=Calls(tuple(OF_ARRAY)), since=(7, 3))
def object_by_size(call: Call, file: SourceFile) -> Reports:
    """``p = kmalloc_obj(*p, GFP_KERNEL)`` returns a pointer to what it makes room for, whose type the compiler checks;
    ``kmalloc(sizeof(*p), GFP_KERNEL)`` returns a ``void *``. ``kzalloc_obj()``, ``kvmalloc_obj()`` and
    ``kvzalloc_obj()`` go with the others. ``GFP_KERNEL`` is what they take if nothing else is given.

    Reported is, where the result is assigned, the size of what the pointer points to, and that of a struct or union.

    The fix is made where the pointer is known to be one to that type, as others cannot be compiled then. It is unsafe:
    what is called is a macro with variables of its own; what it allocates is the same.

    Source: Documentation/process/deprecated.rst, "Open-coded kmalloc assignments for struct objects".

    Differs from checkpatch: any statement counts, not only one that begins with the assignment. Numbers
    (``sizeof(u32)``) and the size of another value (``buf = kmalloc(sizeof(dev->cmd), ...)``) make buffers, which the
    tree has left as they are when it went over to these functions; of a typedef nobody sees whether it is a number.
    Programs of user space (``tools/``, ``scripts/``) have no such functions, nor have older trees.
    """
    target = assigned(call)
    if target is None or len(call.arguments) != 2 or file.is_user_space or not file.kernel.allocates_objects:
        return
    size = call.arguments[0].expression
    if not isinstance(size, SizeOf) or not is_object(size, target):
        return
    better, fix = f"{call.name}_obj", None
    if call.is_on_one_line and not size.has_comment and takes(target, size):
        edits = edit(*call.keyword.span, better), edit(*size.span, object_of(target, size))
        fix = Fix(f"use {better}()", edits, UNSAFE)
    yield call.keyword, f"{better}() knows the type of what it allocates", fix


def is_object(size: SizeOf, target: View) -> bool:
    """Whether it is the size of what ``target`` points to, or that of a struct or union."""
    if isinstance(size.type, TypeDescriptor):
        return isinstance(size.type.type, Record) and not size.type.is_pointer
    return is_of_target(size, target)


def is_of_target(size: SizeOf, target: View) -> bool:
    """Whether it is the size of what ``target`` points to, and says so."""
    return measured(size) in (f"*{target.text}", f"{target.text}[0]", f"*({target.text})")


def takes(target: View, size: SizeOf) -> bool:
    """Whether ``target`` is known to take a pointer to what is measured."""
    if not isinstance(size.type, TypeDescriptor):
        return is_of_target(size, target)
    return points_to(target, ["void"]) or (not size.type.is_pointer and points_to(target, size.type.words))


def object_of(target: View, size: SizeOf) -> str:
    """The object that room is made for: what ``target`` points to, so that it stays right when that changes."""
    is_named = isinstance(size.type, TypeDescriptor) and points_to(target, size.type.words)
    return f"*{target.text}" if is_named else measured(size)


def measured(size: SizeOf) -> str:
    """What ``sizeof`` is asked for, without the parentheses around it."""
    return size.operand.text if size.operand else ""


@rule("ALLOC_WITH_MULTIPLY", WARNING, "a product as the size of an allocation", on=Calls(tuple(OF_ARRAY)))
def multiplied_size(call: Call, file: SourceFile) -> Reports:
    """A product may overflow, and less is allocated than is used; the allocators of arrays check it.

    Reported is ``count * sizeof(...)`` and ``sizeof(...) * count`` where the count is no constant.

    The allocators of arrays are ``kmalloc_objs(*p, count, GFP_KERNEL)`` and its relatives, which know the type; in
    programs of user space and in older trees ``kmalloc_array(count, sizeof(*p), GFP_KERNEL)`` and its relatives.

    The fix is unsafe: another function is called, which fails where the product overflows. What knows the type is
    called where the pointer is known to be one to that type.

    Source: Documentation/process/deprecated.rst, "open-coded arithmetic in allocator arguments" and "Open-coded kmalloc
    assignments for struct objects".

    Differs from checkpatch: any statement counts, not only one that begins with the assignment, and so do a count in
    parentheses and a ``sizeof`` without; a constant count, computed of numbers or not, is exempt on either side of the
    size.
    """
    product = call.arguments[0].expression if len(call.arguments) > 1 else None
    if not isinstance(product, Binary) or product.operator.text != "*":
        return
    size, count = product.right, product.left
    if not isinstance(size, SizeOf):
        size, count = count, size
    if not isinstance(size, SizeOf) or count is None or isinstance(count, (SizeOf, Binary)) or is_constant(count):
        return
    by_type = file.limits.checkpatch_version >= (7, 3) and not file.is_user_space and file.kernel.allocates_objects
    better, fix = f"{call.name}_objs" if by_type else OF_ARRAY[call.name], None
    target = assigned(call)
    is_taken = not by_type or (target is not None and takes(target, size))
    if is_taken and product.is_on_one_line and not product.has_comment:
        inside = bare(count)
        factor = count.text if inside is None or isinstance(inside, Comma) else inside.text
        counted = f"{measured(size)}, {factor}" if by_type else f"{factor}, {size.text}"
        edits = edit(*call.keyword.span, better), edit(*product.span, counted)
        fix = Fix(f"use {better}()", edits, UNSAFE)
    yield call.keyword, f"a product may overflow: use {better}()", fix


def is_constant(count: View) -> bool:
    """Whether a count is a number, a macro, or computed of such."""
    values = [bare(count)]
    while values:
        value = values.pop()
        if isinstance(value, Binary):
            values += bare(value.left), bare(value.right)
        elif not (isinstance(value, Number) or (isinstance(value, Name) and is_name_of_macro(value.text))):
            return False
    return True


@rule("ALLOC_ARRAY_ARGS", WARNING, "count and size of an array in the wrong order", on=Calls(ARRAYS))
def swapped_arguments(call: Call, file: SourceFile) -> Reports:
    """The allocators of arrays take the number of elements first, then the size of one.

    The fix is unsafe because tokens change; the product, and so the memory, stays the same.

    Source: the documentation of ``kcalloc()``; compilers warn of the wrong order (-Wcalloc-transposed-args).

    Differs from checkpatch: the second argument of the ``devm_`` functions is the count, and the call may take several
    lines.
    """
    counts = call.arguments[: 2 if call.name.startswith("devm_") else 1]
    for count, size in zip(counts, call.arguments[1:], strict=False):
        if count.words[:1] == ["sizeof"]:
            swapped = edit(*count.span, size.text), edit(*size.span, count.text)
            fix = Fix("swap the arguments", swapped, UNSAFE) if size.words[:1] != ["sizeof"] else None
            yield call.keyword, f"{call.name}() takes the number of elements first, then their size", fix
            return


@rule("KREALLOC_ARG_REUSE", WARNING, "the only pointer to the memory is overwritten", on=Calls(("krealloc",)))
def reused_pointer(call: Call, file: SourceFile) -> Reports:
    """``krealloc()`` returns NULL and keeps the old memory if it fails: ``p = krealloc(p, ...)`` loses it then.

    Source: common practice; the documentation of ``krealloc()``.

    Differs from checkpatch: a dereferenced target counts too, and the call may take several lines. A variable that was
    copied from a member, or from what a function gets, is not the only pointer: the memory is still found there.
    """
    target = assigned(call)
    if target is None or not call.arguments or call.arguments[0].words != target.words:
        return
    if not (isinstance(target, Name) and is_copy(target)):
        where = (target if target.last.on_line_of(call.keyword) else call.keyword).start, call.keyword.end
        lost = "".join(target.words)
        yield where, f"if krealloc() fails, '{lost}' is lost: assign its result to another variable first"


#: What gives a pointer that is kept elsewhere: ``dev_get_drvdata()``.
GETTER = Pattern(r"(?:\w+_)?(?:get|find|lookup|peek|priv)(?:_\w+)?")
#: A variable that is used so many times is not looked at.
MOST_USES = 100
OWNED = Pattern(r"\w*(?:alloc|dup|create|new)\w*")


def is_copy(name: Name) -> bool:
    """Whether a local variable gets its only other value from a member or from a function that gets something."""
    file, function = name.file, name.enclosing(Function)
    uses = file.tokens.index[name.text]
    if function is None or len(uses) > MOST_USES:
        return False
    inside = (Token(file, at) for at in uses if function.start < file.tokens.starts[at] < function.end)
    values = [value for token in inside if (value := value_given(token))]
    others = [value for value in values if not is_of(value, "krealloc")]
    return bool(others) and all(map(is_kept, others))


def value_given(name: Token) -> View | None:
    """What a variable is given where its name stands; None if it is not."""
    views = syntax(name.file)
    declared = views.declaration_at(name)
    for one in declared.declarators if declared else ():
        if one.name == name:
            return one.value
    use = views.at(name.start)
    around = use.parent if use else None
    return around.value if isinstance(around, Assignment) and around.target == use else None


def is_of(value: View, called: str) -> bool:
    """Whether a value is that of a call of a function, casts aside."""
    while isinstance(value, (Cast, Parenthesised)):
        inside = value.value if isinstance(value, Cast) else value.inside
        if inside is None:
            return False
        value = inside
    return isinstance(value, Call) and value.name == called


def is_kept(value: View) -> bool:
    """Whether what a value points to is found there later, too."""
    if isinstance(value, Call):
        return GETTER.fullmatch(value.name) is not None and not OWNED.fullmatch(value.name)
    return isinstance(value, (Member, Subscript))


@rule("UNNECESSARY_CASTS", WARNING, "a cast of newly allocated memory", on=Cast)
def cast_of_allocation(cast: Cast, file: SourceFile) -> Reports:
    """The allocators return ``void *``, or just what is wanted, which needs no cast.

    Exempt: casts to another address space (``__iomem``, ``__force`` ...), which are for the static checkers, and casts
    whose result is reckoned with or looked into, where the type counts.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 14 ("Allocating memory").

    Differs from checkpatch: the exemptions above; the call may stand on a further line.
    """
    call = cast.value
    if not isinstance(call, Call) or not ALLOCATOR.fullmatch(call.name) or cast.close is None:
        return
    words = cast.type_words
    around = cast.parent.parent if isinstance(cast.parent, Parenthesised) else cast.parent
    if isinstance(around, (Binary, Member, Subscript)):
        return
    if words[-1:] == ["*"] and not any(word.startswith("__") for word in words):
        what = (
            "a struct sk_buff"
            if "alloc_skb" in call.name
            else "a string"
            if "strdup" in call.name
            else "a void pointer"
        )
        fix = replace("remove the cast", cast.start, call.start, "", UNSAFE)
        yield (cast.start, cast.close.end), f"{call.name}() returns {what}: no cast is needed", fix


@rule("MEMSET", ERROR, "memset() with the size and the value in the wrong order", on=Calls(("memset",)))
def swapped_memset(call: Call, file: SourceFile) -> Reports:
    """``memset(to, value, size)``: a size of 0 does nothing, one of 1 is suspicious (a warning).

    The fix, for a size of 0, is unsafe because the memory is written to then, as it was meant to be.

    Source: common practice; the documentation of ``memset()``.

    Differs from checkpatch: any spelling of the number counts, the call may be the body of an ``if``, and its arguments
    may be any expressions.
    """
    if len(call.arguments) != 3:
        return
    _, value, size = call.arguments
    number = integer(size.text)
    if number == 0:
        edits = edit(*value.span, size.text), edit(*size.span, value.text)
        fix = Fix("exchange value and size", edits, UNSAFE)
        yield call.keyword, "memset() of 0 bytes: the value comes before the size", fix
    elif number == 1 and value.words and not isinstance(value.expression, Character):
        yield call.keyword, "memset() of a single byte: the value comes before the size", None, WARNING
