"""The words before a type: their order, double ones, missing ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pylint_kernel.checking.rule import Reports, Spelled, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.idioms import is_log_function, is_name_of_macro
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Block,
    Constant,
    Declaration,
    Declarator,
    Declaring,
    Designated,
    Function,
    Increment,
    InitialiserList,
    Name,
    Number,
    SizeOf,
    Specified,
    String,
    Strings,
    Subscript,
    Token,
    Unary,
    View,
    syntax,
)
from pylint_kernel.model import DISPLAY, ERROR, UNSAFE, WARNING, Fix, edit, replace

STORAGE = ("static", "extern", "asmlinkage")
INLINE = ("inline", "__always_inline", "noinline", "__inline", "__inline__")


@rule("STATIC_CONST", WARNING, "const before static or after the type", on=Spelled(("const",)))
def static_const(const: Token, file: SourceFile) -> Reports:
    """A constant's declaration begins ``static const TYPE``.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: practice of the kernel; C11 6.11.5 calls a storage class elsewhere than first obsolescent.

    Differs from checkpatch: attributes, ``inline`` and a macro around the declaration do not hide the order.
    """
    after = const.next
    if after is not None and after.text == "static":
        where = (const.start, after.end)
        yield where, "write 'static const'", replace("write static const", *where, "static const", UNSAFE)
        return
    declared = syntax(file).declaration_at(const)
    if not isinstance(declared, (Declaration, Function)) or declared.specifier("const") != const:
        return
    static, type_, before = declared.specifier("static"), declared.type, const.previous
    if static and type_ and before and static.start < type_.start < const.start and before.text not in STORAGE:
        moves = (edit(type_.start, type_.start, "const "), edit(before.end, const.end, ""))
        words = " ".join(type_.words)
        yield const, f"write 'static const {words}'", Fix("move const before the type", moves, UNSAFE)


@rule("CONST_CONST", WARNING, "const twice for the same thing", on=Spelled(("const",)))
def const_const(const: Token, file: SourceFile) -> Reports:
    """The second ``const`` of ``const int const *p`` says nothing new; probably ``const int * const p`` is meant.

    Arrays (``const int const a[]``) are left alone.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_CONST".
    """
    specified = syntax(file).at(const.start)
    if not isinstance(specified, Specified) or specified.specifier("const") != const:
        return
    type_ = specified.type
    second = type_.last.next if type_ else None
    if not (type_ and second) or second.text != "const" or specified.specifiers.count("const") < 2:
        return
    words = " ".join(type_.words)
    where = (const.start, second.end)
    if second.next and second.next.text == "*":
        yield where, f"'const {words} const *' should probably be 'const {words} * const'"
    elif not (isinstance(specified, Declaring) and any(one.is_array for one in specified.declarators)):
        fix = replace("drop the second const", type_.last.end, second.end, "", UNSAFE) if type_ else None
        yield where, f"'const {words} const' should be 'const {words}'", fix


@rule("STORAGE_CLASS", WARNING, "a storage class after the type", on=Spelled(STORAGE))
def storage_class(word: Token, file: SourceFile) -> Reports:
    """``static``, ``extern`` and ``asmlinkage`` come first in a declaration.

    The fix is unsafe because tokens move; what is compiled stays the same.

    Source: C11 6.11.5, which calls a storage class elsewhere than first obsolescent.

    Differs from checkpatch: in the parentheses of a pointer to a function, ``void (asmlinkage *entry)(int)``, it tells
    how that function is called. A macro with arguments is no type but an attribute, which may come first.
    """
    before = word.previous
    if word.leads_line or before is None or before.text == "(" or is_attribute(before):
        return
    declared = syntax(file).declaration_at(word)
    if declared is not None and follows_type(word, declared):
        fix = put_first(word, declared, None)
        yield word, f"'{word.text}' should be at the beginning of the declaration", fix


def put_first(word: Token, declared: Declaring, behind: Token | None) -> Fix | None:
    """Move a word to the beginning of a declaration, or behind another word of it; None where it ends its line."""
    after, begin = word.next, declared.begin
    if after is None or not after.on_line_of(word) or word == begin.next == behind:
        return None
    target = begin.start if behind is None else behind.end
    text = f"{word.text} " if behind is None else f" {word.text}"
    return Fix(
        "put it in its place", tuple(sorted((edit(target, target, text), edit(word.start, after.start, "")))), UNSAFE
    )


def is_attribute(last: Token) -> bool:
    """Whether a token ends a macro with arguments that is no type."""
    name = last.partner.previous if last.text == ")" and last.partner else None
    return name is not None and name.text.strip("_") not in ("typeof", "typeof_unqual", "Atomic", "BitInt")


def follows_type(word: Token, declared: Declaring) -> bool:
    """Whether a word stands between the type of a declaration and the first name, on the line of the type; what an
    attribute has in its brackets does not."""
    if declared.type is None or word.start < declared.type.end or not word.on_line_of(declared.type.last):
        return False
    name = declared.declarators[0].name if declared.declarators else None
    if name is not None and word.start > name.start:
        return False
    return word.bracket is None or word.bracket.start < declared.begin.start


@rule("INLINE", WARNING, "__inline or __inline__", on=Spelled(("__inline__", "__inline")))
def plain_inline(word: Token, file: SourceFile) -> Reports:
    """``inline`` is the word for it; the spellings with underscores are for headers that user space includes.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: include/linux/compiler_types.h, where ``__inline__`` is only another name of ``inline``.

    Differs from checkpatch: programs may include headers of ``tools/`` as well, with a compiler for C90.
    """
    if not ("include/uapi/" in file.path or (file.is_user_space and file.kind is Kind.HEADER)):
        yield word, "plain 'inline' is preferred", replace("write inline", *word.span, "inline", UNSAFE)


@rule("INLINE_LOCATION", ERROR, "inline at the wrong place", on=Spelled(INLINE))
def inline_location(word: Token, file: SourceFile) -> Reports:
    """``inline`` stands between the storage class and the type: ``static inline int``.

    The fix is unsafe because tokens move; what is compiled stays the same.

    Source: Documentation/dev-tools/checkpatch.rst, "INLINE_LOCATION".
    """
    declared = syntax(file).declaration_at(word)
    if declared is None:
        return
    storage = declared.specifier(*STORAGE)
    is_early = storage is not None and declared.begin.start <= word.start < storage.start
    if is_early or follows_type(word, declared):
        behind = storage if storage is not None and storage != word else None
        yield word, f"'{word.text}' belongs between storage class and type", put_first(word, declared, behind)


@rule("STATIC_CONST_CHAR_ARRAY", WARNING, "an array of text that could be more constant", on=Declaration)
def char_array(declaration: Declaration, file: SourceFile) -> Reports:
    """An array of text that nobody writes to is ``const``, and so are the pointers in it.

    Then it goes to read-only memory, and a local one is not built again on the stack at every call:
    ``static const char * const names[]``, ``static const char name[]``.

    Exempt is what the file writes to: by an assignment, through a pointer that is not to constant data and begins with
    it, or by handing it to a function that does (``mkstemp()``, ``strcpy()``, ``sscanf()`` ...) or that takes a
    ``char **`` (``call_usermodehelper()``, ``execv()``). So are local arrays of pointers with a variable among their
    values. What is exported, declared ``extern`` before, put into a section or, in programs, not used in the file at
    all is for others and not to be static.

    The fix is unsafe: the array moves to read-only memory, and what writes to it all the same is no longer compiled. It
    is only shown where the array, or what is in it, is handed on: what takes it has to promise not to write, too.

    Source: practice of the kernel.

    Differs from checkpatch: it does not look at what happens to the array.
    """
    for one in declaration.declarators:
        if not (one.value and one.name and one.is_array):
            continue
        words = declaration.specifiers
        sized, is_text = one.dimensions[0] is not None, isinstance(one.value, (String, Strings))
        local = not declaration.is_at_file_scope
        match one.layers(), words:
            case ["array", "pointer"], _ if one.is_const or sized:
                pass
            case ["array", "pointer"], ["static", "const", "char"]:
                message = "the pointers should be const, too: 'static const char * const'"
                yield one.name, message, made_const(one, declaration)
            case ["array", "pointer"], ["char"] | ["static" | "const", "char"] if local and not is_text:
                if holds_constants(one.value) and not is_written(one.name, declaration):
                    message = "an array of strings might be better 'static const char * const'"
                    yield one.name, message, made_const(one, declaration)
            case ["array"], ["const", *kind] if is_text and " ".join(kind) in TEXT:
                if is_for_others(one, declaration):
                    continue
                start = declaration.begin.start
                fix = replace("make it static", start, start, "static ", UNSAFE)
                yield one.name, "a constant array is best 'static const'", fix
            case ["array"], [*_, "static", "char"] if is_text and not sized:
                if not is_written(one.name, declaration):
                    message = "an array that is not written to should be 'static const char'"
                    yield one.name, message, made_const(one, declaration)


def made_const(array: Declarator, declaration: Declaration) -> Fix | None:
    """The fix that makes an array of text ``static const``, and the pointers in it const."""
    if array.name is None or len(declaration.declarators) > 1 or array.name.previous is None:
        return None
    uses, begin = uses_of(array.name, declaration), declaration.begin.start
    if any(map(writes, uses)):
        return None
    has_pointers = "pointer" in array.layers()
    keeps_const = has_pointers and declaration.has("const")
    level = UNSAFE if all(is_only_read(use, keeps_const) for use in uses) else DISPLAY
    if has_pointers:
        return replace("make it const", begin, array.name.start, "static const char * const ", level)
    static = declaration.specifier("static")
    return replace("make it const", static.end, static.end, " const", level) if static else None


def is_only_read(use: Token, keeps_const: bool) -> bool:
    """Whether a use of an array takes its size or one of its elements, or prints it: what is not handed on to somebody
    who might write to it. ``keeps_const``: elements are pointers to what is constant anyway."""
    view = syntax(use.file).at(use.start)
    around = view.parent if view else None
    call = syntax(use.file).call_around(use.start)
    if call is not None and (call.name == "ARRAY_SIZE" or is_log_function(call.name)):
        return True
    if view is not None and view.enclosing(SizeOf):
        return True
    if not (keeps_const and isinstance(around, Subscript) and around.array == view):
        return False
    return not (isinstance(around.parent, Unary) and around.parent.operator.text == "&")


def is_for_others(array: Declarator, declaration: Declaration) -> bool:
    """Whether an array has to be known outside of the file, as far as the file tells."""
    if array.name is None or not declaration.is_at_file_scope:
        return False
    file = declaration.file.whole
    if any(word.text in SECTIONS for word in declaration.attributes):
        return True
    uses = [Token(file, at) for at in file.tokens.index[array.name.text][:USES]
            if file.tokens.starts[at] != array.name.start]  # fmt: skip
    return (not uses and file.is_user_space) or any(is_linked(use) for use in uses)


def is_linked(use: Token) -> bool:
    """Whether a word names something there for the linker: exported, or declared ``extern``."""
    call = syntax(use.file).call_around(use.start)
    if call is not None:
        return call.name.startswith("EXPORT_")
    declaration = syntax(use.file).declaration_at(use)
    return declaration is not None and declaration.has("extern")


SECTIONS = ("SEC", "__section", "__used", "__visible", "__attribute__")


def holds_constants(value: View) -> bool:
    """Whether an initialiser can be one of static data: strings and macros, no variable, nothing calculated."""
    if isinstance(value, InitialiserList):
        return all(holds_constants(element) for element in value.elements)
    if isinstance(value, Designated):
        return value.value is None or holds_constants(value.value)
    if isinstance(value, Name):
        return is_name_of_macro(value.text)
    return isinstance(value, (String, Strings, Constant, Number))


def is_written(name: Token, declaration: Declaration) -> bool:
    """Whether an array is changed where its name is known."""
    return any(map(writes, uses_of(name, declaration)))


def uses_of(name: Token, declaration: Declaration) -> list[Token]:
    """The uses of an array where its name is known: in the block that declares it, or in the file."""
    around = None if declaration.is_at_file_scope else declaration.enclosing(Block)
    file = declaration.file if around else declaration.file.whole
    positions = file.tokens.index[name.text]
    first = bisect_right(positions, file.position_at(name.start))
    last = bisect_left(positions, around.close.position) if around else len(positions)
    return [Token(file, position) for position in positions[first : min(last, first + USES)]]


#: So many uses of an array are looked at; who writes to it does it early.
USES = 100


def writes(use: Token) -> bool:
    """Whether the array that a word names is changed there, or handed to somebody who may change it."""
    view = syntax(use.file).at(use.start)
    around = view.parent if view else None
    if isinstance(view, Name) and (
        (isinstance(around, Subscript) and around.array == view)
        or (isinstance(around, Unary) and around.operator.text == "*")
    ):
        outer = around.parent
        if isinstance(outer, Increment) or (isinstance(outer, Assignment) and outer.target == around):
            return True
    if isinstance(around, Declaration) and not around.has("const"):
        return any(one.value == view and one.is_pointer for one in around.declarators)
    call = syntax(use.file).call_around(use.start)
    if call is None or call.name not in WRITERS:
        return False
    place = next((at for at, span in enumerate(call.argument_spans) if span.start <= use.start < span.end), -1)
    return place in WRITERS[call.name]


#: Functions that change what they are given, or cannot promise not to, and which of their arguments it is.
WRITERS = {
    **dict.fromkeys(
        (
            "mkstemp", "mkdtemp", "mktemp", "mkostemp", "mkstemps", "mkostemps", "strcpy", "strncpy", "strlcpy",
            "strscpy", "strscpy_pad", "strcat", "strncat", "strlcat", "sprintf", "snprintf", "scnprintf", "vsprintf",
            "vsnprintf", "vscnprintf", "memcpy", "memmove", "memset", "memzero_explicit", "copy_from_user",
            "strncpy_from_user", "strreplace", "strim", "strstrip", "strsep", "strtok", "strtok_r", "fgets", "getcwd",
            "get_random_bytes",
        ),
        (0,),
    ),
    **dict.fromkeys(("read", "execv", "execvp", "getopt", "getopt_long", "module_param_string"), (1,)),
    **dict.fromkeys(("call_usermodehelper", "call_usermodehelper_setup", "execve", "execvpe"), (1, 2)),
    "kobject_uevent_env": (2,),
    **dict.fromkeys(("posix_spawn", "posix_spawnp"), (4, 5)),
    "PyArg_ParseTupleAndKeywords": (3,),
    **dict.fromkeys(("sscanf", "fscanf"), range(2, 32)),
}  # fmt: skip


#: Types that texts are made of.
TEXT = frozenset(
    ("char", "unsigned char", "u8", "__u8", "uint8_t", "int8_t", "__int8_t", "__uint8_t", "u_int8_t")
)  # fmt: skip
