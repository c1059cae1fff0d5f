"""Allocating, sizing, filling and freeing memory."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Call, Code, Reports, rule
from pylint_kernel.language.idioms import (
    assigned_name,
    integer,
    is_log_function,
    is_name_of_macro,
    is_plain_call,
    words,
)
from pylint_kernel.language.operators import is_cast
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.language.statements import condition, statement_end
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Span, edit, replace

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
#: The allocator of an array that goes with the one of a block.
OF_ARRAY = {"kmalloc": "kmalloc_array", "kzalloc": "kcalloc", "kvmalloc": "kvmalloc_array", "kvzalloc": "kvcalloc"}


@rule("NEEDLESS_IF", WARNING, "a test for NULL before a function that makes it itself", on=Call(FREES))
def tested_before_free(call: CallSite, file: SourceFile) -> Reports:
    """``kfree(NULL)`` does nothing, and so do the other functions named here: no ``if (p)`` is needed before them.

    Reported where the ``if`` guards nothing but the call, or the call and ``p = NULL;``.

    Source: common practice in the kernel; the documentation of the functions.

    Differs from checkpatch: ``if (p != NULL)``, comments and line breaks hide nothing; an ``if`` that guards more than
    the call, or that has an ``else``, is needed.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    braced = texts[call.position - 1] == "{"
    close = call.position - 1 - braced
    opener = partner.get(close, 0) if texts[close] == ")" else 0
    if len(call.arguments) != 1 or opener < 1 or texts[opener - 1] != "if" or texts[call.close + 1] != ";":
        return
    freed, end = words(file, call.arguments[0]), call.close + 2
    if texts[opener + 1 : close] not in (freed, [*freed, "!=", "NULL"], ["NULL", "!=", *freed]):
        return
    if braced:
        block = partner.get(call.position - 1, 0)
        if texts[end:block] not in ([], [*freed, "=", "NULL", ";"]):
            return
        end = block + 1
    if texts[end : end + 1] == ["else"]:
        return
    where = (tokens.starts[call.position], tokens.end(call.close))
    yield where, f"{call.name}(NULL) is safe: no 'if' is needed", unguarded(file, opener - 1, call, end - 1)


def unguarded(file: SourceFile, keyword: int, call: CallSite, last: int) -> Fix | None:
    """The call without its ``if``; None where anything else would go with it."""
    tokens = file.tokens
    start, end = tokens.starts[call.position], tokens.end(call.close + 1)
    before = file.text[tokens.end(call.position - 1) : start]
    if before.strip() or (last > call.close + 1 and file.text[end : tokens.starts[last]].strip()):
        return None
    edits = [edit(tokens.starts[keyword], start, "")]
    if tokens.texts[keyword - 1] == "else":
        if tokens.texts[keyword - 2] == "}" or "\n" not in before:
            return None
        edits = [edit(tokens.end(keyword - 1), start, before)]
    if last > call.close + 1:
        edits.append(edit(end, tokens.end(last), ""))
    return Fix("call it without the if", tuple(edits), UNSAFE)


@rule(
    "OOM_MESSAGE",
    WARNING,
    "a message about memory that was not to be had",
    on=Code(Pattern(r"alloc\w{0,40}\s*\(")),
)
def message_after_allocation(match: re.Match[str], file: SourceFile) -> Reports:
    """The allocators complain themselves, with a backtrace: a message of one's own adds nothing.

    Reported is a log call that is the first statement after ``if (!p)``, ``if (p == NULL)`` or ``if (unlikely(!p))``,
    where ``p`` was allocated just before. Exempt: allocations with ``__GFP_NOWARN``.

    Source: Documentation/process/coding-style.rst, section 14 ("Allocating memory").

    Differs from checkpatch: neither statements directly above the allocation nor the number of lines it takes matter;
    ``unlikely()`` hides nothing.
    """
    call = file.call_at(file.position_at(match.start() + 1) - 1)
    if call and ALLOCATOR.fullmatch(call.name):
        yield from message_behind(call, file)


@rule("OOM_MESSAGE", WARNING, "a message about a copy that was not to be had", on=Call(DUPLICATORS))
def message_after_copy(call: CallSite, file: SourceFile) -> Reports:
    """The same after ``kstrdup()``, ``kmemdup()`` and their variants."""
    yield from message_behind(call, file)


def message_behind(call: CallSite, file: SourceFile) -> Reports:
    """The log call that says that this allocation failed."""
    texts, close = file.tokens.texts, call.close
    target = assigned_name(file, call.position)
    if target is None or texts[close + 1 : close + 2] != [";"] or "__GFP_NOWARN" in texts[call.position : close]:
        return
    keyword: int | None = close + 2
    if texts[close + 2 : close + 3] != ["if"]:
        keyword = statement_end(file, close + 2)
    head = condition(file, keyword) if keyword is not None and texts[keyword : keyword + 1] == ["if"] else None
    if head is None:
        return
    name = texts[target[0] : target[1]]
    test = texts[head[0] + 1 : head[1]]
    if test[:2] == ["unlikely", "("] and test[-1] == ")":
        test = test[2:-1]
    if test not in (["!", *name], [*name, "==", "NULL"], ["NULL", "==", *name]):
        return
    message = head[1] + 1
    message += texts[message : message + 1] == ["{"]
    message += texts[message : message + 1] == ["return"]
    outer = file.call_at(message)
    # A driver's own macro may take the message as its argument.
    begins = [message, *(file.position_at(argument.start) for argument in outer.arguments)] if outer else []
    logging = [at for at in begins if is_log_function(texts[at]) and texts[at + 1] == "("]
    if logging:
        yield file.tokens.span(logging[0]), f"{call.name}() reports a failure itself: no message is needed"


@rule("ALLOC_SIZEOF_STRUCT", CHECK, "the size of a type where that of the variable is safer", on=Call(SINGLE))
def size_of_type(call: CallSite, file: SourceFile) -> Reports:
    """``p = kmalloc(sizeof(*p), ...)`` stays right when the type of ``p`` changes; ``sizeof(struct foo)`` does not.

    Source: Documentation/process/coding-style.rst, section 14 ("Allocating memory").

    Differs from checkpatch: the call may take several lines.
    """
    target = assigned_name(file, call.position)
    if target is None or not call.arguments:
        return
    size = words(file, call.arguments[0])
    if size[:3] == ["sizeof", "(", "struct"] and size[4:5] == [")"]:
        tokens = file.tokens
        name = "".join(tokens.texts[target[0] : target[1]])
        first = file.position_at(call.arguments[0].start)
        where = call.span.start, tokens.end(first + 4)
        yield where, f"prefer {call.name}(sizeof(*{name})...) over the size of 'struct {size[3]}'"


@rule("ALLOC_WITH_MULTIPLY", WARNING, "a product as the size of an allocation", on=Call(tuple(OF_ARRAY)))
def multiplied_size(call: CallSite, file: SourceFile) -> Reports:
    """A product may overflow, and less is allocated than is used; the allocators of arrays check it.

    Reported is ``count * sizeof(...)`` and ``sizeof(...) * count`` where the count is no constant.

    Source: Documentation/process/deprecated.rst, "open-coded arithmetic in allocator arguments".

    Differs from checkpatch: any statement counts, not only one that begins with the assignment, and so does a count in
    parentheses; a constant count is exempt on either side of the size.
    """
    if len(call.arguments) < 2 or not is_plain_call(file, call.position):
        return
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    first, last = (file.position_at(offset) for offset in call.arguments[0])
    at, stars = first, list[int]()
    while at < last:
        if texts[at] == "*" and at > first and texts[at - 1] != "sizeof":
            stars.append(at)
        elif texts[at] in ("+", "-", "/", "%", "<<", ">>", "?", "&", "|", "^") and at > first:
            return
        at = partner.get(at, at) + 1 if texts[at] in "([{" else at + 1
    if len(stars) != 1:
        return
    sides = (
        Span(tokens.starts[first], tokens.end(stars[0] - 1)),
        Span(tokens.starts[stars[0] + 1], tokens.end(last - 1)),
    )
    sizes = [is_sizeof(file, side) for side in sides]
    count, size = sides if sizes[1] else (sides[1], sides[0])
    number = words(file, count)
    if sum(sizes) != 1 or (len(number) == 1 and (integer(number[0]) is not None or is_name_of_macro(number[0]))):
        return
    better = OF_ARRAY[call.name]
    factor = file.slice(count)
    if number[0] == "(" and number[-1] == ")" and partner.get(file.position_at(count.start)) == last_of(file, count):
        factor = factor[1:-1].strip()
    fix = None
    if "\n" not in file.slice(call.arguments[0]):
        edits = (
            edit(*tokens.span(call.position), better),
            edit(*call.arguments[0], f"{factor}, {file.slice(size)}"),
        )
        fix = Fix(f"use {better}()", edits, UNSAFE)
    yield tokens.span(call.position), f"a product may overflow: use {better}()", fix


def last_of(file: SourceFile, where: Span) -> int:
    """The position of the last token of a span."""
    return file.position_at(where.end) - 1


def is_sizeof(file: SourceFile, where: Span) -> bool:
    """Whether a span is ``sizeof(...)`` and nothing else."""
    texts, first = file.tokens.texts, file.position_at(where.start)
    return texts[first] == "sizeof" and file.tokens.partner.get(first + 1) == last_of(file, where)


@rule("ALLOC_ARRAY_ARGS", WARNING, "count and size of an array in the wrong order", on=Call(ARRAYS))
def swapped_arguments(call: CallSite, file: SourceFile) -> Reports:
    """The allocators of arrays take the number of elements first, then the size of one.

    Source: the documentation of ``kcalloc()``; compilers warn of the wrong order (-Wcalloc-transposed-args).

    Differs from checkpatch: the second argument of the ``devm_`` functions is the count, and the call may take several
    lines.
    """
    count = call.name.startswith("devm_")
    for place in range(count + 1):
        if len(call.arguments) > place and words(file, call.arguments[place])[:1] == ["sizeof"]:
            yield file.tokens.span(call.position), f"{call.name}() takes the number of elements first, then their size"
            return


@rule("KREALLOC_ARG_REUSE", WARNING, "the only pointer to the memory is overwritten", on=Call(("krealloc",)))
def reused_pointer(call: CallSite, file: SourceFile) -> Reports:
    """``krealloc()`` returns NULL and keeps the old memory if it fails: ``p = krealloc(p, ...)`` loses it then.

    Source: common practice; the documentation of ``krealloc()``.

    Differs from checkpatch: a dereferenced target counts too, and the call may take several lines.
    """
    target = assigned_name(file, call.position)
    if target and call.arguments and words(file, call.arguments[0]) == file.tokens.texts[target[0] : target[1]]:
        name = "".join(file.tokens.texts[target[0] : target[1]])
        where = file.tokens.starts[target[0]], file.tokens.end(call.position)
        if "\n" in file.slice(where):
            where = file.tokens.span(call.position)
        yield where, f"if krealloc() fails, '{name}' is lost: assign its result to another variable first"


@rule(
    "UNNECESSARY_CASTS",
    WARNING,
    "a cast of newly allocated memory",
    on=Code(Pattern(r"\*\s*\)\s*([A-Za-z_]\w*)\s*\(")),
)
def cast_of_allocation(match: re.Match[str], file: SourceFile) -> Reports:
    """The allocators return ``void *``, which needs no cast.

    Exempt: casts to another address space (``__iomem``, ``__force`` ...), which are for the static checkers.

    Source: Documentation/process/coding-style.rst, section 14 ("Allocating memory").

    Differs from checkpatch: casts between address spaces, see above; the call may stand on a further line.
    """
    if not ALLOCATOR.fullmatch(match[1]):
        return
    tokens = file.tokens
    close = file.position_at(match.start(1)) - 1
    if not is_cast(file, close):
        return
    opener = tokens.partner[close]
    if any(word.startswith("__") for word in tokens.texts[opener:close]):
        return
    start, end = tokens.starts[opener], tokens.starts[close + 1]
    fix = replace("remove the cast", start, end, "", UNSAFE)
    yield (start, tokens.end(close)), f"{match[1]}() returns a void pointer: no cast is needed", fix


@rule("MEMSET", ERROR, "memset() with the size and the value in the wrong order", on=Call(("memset",)))
def swapped_memset(call: CallSite, file: SourceFile) -> Reports:
    """``memset(to, value, size)``: a size of 0 does nothing, one of 1 is suspicious (a warning).

    Source: common practice; the documentation of ``memset()``.

    Differs from checkpatch: any spelling of the number counts, the call may be the body of an ``if``, and its arguments
    may be any expressions.
    """
    if len(call.arguments) != 3 or not is_plain_call(file, call.position):
        return
    size = words(file, call.arguments[2])
    number = integer(size[0]) if len(size) == 1 else None
    name = file.tokens.span(call.position)
    if number == 0:
        yield name, "memset() of 0 bytes: the value comes before the size"
    elif number == 1 and words(file, call.arguments[1])[0][0] != "'":
        yield name, "memset() of a single byte: the value comes before the size", None, WARNING
