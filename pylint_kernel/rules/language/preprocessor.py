"""Conditional compilation: dead branches, architectures, configuration symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pylint_kernel.checking.rule import Calls, Code, Preproc, Reports, Spelled, rule
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Assignment, Call, Member, Name, Token, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Edit, Fix, Span, replace

CONDITIONS = frozenset({"if", "ifdef", "ifndef", "elif"})


@rule("IF_0", WARNING, "#if 0", on=Preproc(("if",)))
def if_0(directive: Directive, file: SourceFile) -> Reports:
    """Code that is never compiled rots; git remembers it.

    The fix deletes it, and leaves what stands after an ``#else``. It is unsafe: nobody may have meant to lose the code,
    though what is compiled stays the same.

    Source: Documentation/dev-tools/checkpatch.rst, "IF_0".
    """
    if condition(directive, file) == "0":
        message = "consider removing the code between this #if 0 and its #endif"
        yield directive.span, message, decided(directive, file, holds=False)


@rule("IF_1", WARNING, "#if 1", on=Preproc(("if",)))
def if_1(directive: Directive, file: SourceFile) -> Reports:
    """A condition that always holds is none: remove the ``#if`` and its ``#endif``.

    The fix does that, with what stands after an ``#else``. It is unsafe, though what is compiled stays the same.

    Source: Documentation/dev-tools/checkpatch.rst, "IF_1".
    """
    if condition(directive, file) == "1":
        yield directive.span, "consider removing the #if 1 and its #endif", decided(directive, file, holds=True)


def decided(directive: Directive, file: SourceFile, *, holds: bool) -> Fix | None:
    """What is left of a conditional whose condition is known; None where it has an ``#elif`` or no end."""
    parts = [directive, *later_parts(directive, file)]
    if directive.last - file.position_at(directive.rest) != 1 or parts[-1].name != "endif":
        return None
    if any(part.name != "else" for part in parts[1:-1]) or len(parts) > 3:
        return None
    otherwise, end = parts[1], parts[-1]
    first, middle = lines_of(file, directive.span), lines_of(file, otherwise.span)
    last = lines_of(file, end.span)
    gone = [first, Span(middle.start, last.end)] if holds else [Span(first.start, middle.end), last]
    if otherwise is end and not holds:
        # Of the empty lines before and after it one is enough.
        is_alone = file.text.startswith("\n", last.end) and file.text[: first.start].endswith(("\n\n", "{\n"))
        gone = [Span(first.start, last.end + is_alone)]
    return Fix("remove the condition", tuple(Edit(span, "") for span in gone), UNSAFE)


def later_parts(directive: Directive, file: SourceFile) -> Iterator[Directive]:
    """The ``#elif``, ``#else`` and ``#endif`` of a conditional."""
    depth = 0
    for one in file.directives_between(directive.span.end, len(file.text)):
        if one.name in ("if", "ifdef", "ifndef"):
            depth += 1
        elif one.name == "endif":
            if not depth:
                yield one
                return
            depth -= 1
        elif not depth and one.name.startswith("el"):
            yield one


def lines_of(file: SourceFile, span: Span) -> Span:
    """The lines that a directive takes, with the end of the last one."""
    return Span(file.line_start(span.start), min(file.line_end(span.end) + 1, len(file.text)))


def condition(directive: Directive, file: SourceFile) -> str:
    """The first token of a directive's condition; empty if there is none."""
    first = Token(file, file.position_at(directive.rest))
    return first.text if first.position < directive.last else ""


@rule(
    "ARCH_DEFINES",
    CHECK,
    "code that depends on one architecture",
    on=Spelled(("__i386__", "__powerpc64__", "__sun__", "__s390x__")),  # the keys of HOMES
)
def arch_defines(name: Token, file: SourceFile) -> Reports:
    """Generic code must not ask the compiler for the architecture: use a configuration symbol, or code in ``arch/``.

    Headers of one architecture (``include/asm-*``) are exempt, and so are programs and headers for them
    (``include/uapi/``), which have no such symbols.

    Source: Documentation/process/4.Coding.rst, "#ifdef and preprocessor use in general".

    Differs from checkpatch: ``#elif`` and continued lines count; programs are not told from the kernel. Below its own
    directory in ``arch/`` an architecture's name tells its variants apart, as the compiler was told: its boot code and
    its vDSO may be of another one than the kernel.
    """
    directive = None if file.is_user_space else file.directive_at(name.start)
    if directive is None or directive.name not in CONDITIONS or "include/asm-" in file.path:
        return
    if not ("include/uapi/" in file.path or file.path.startswith(HOMES[name.text])):
        yield name, "avoid conditions on the architecture"


#: Where the code of the architectures is that names of the compiler stand for.
HOMES = {
    "__i386__": "arch/x86/",
    "__powerpc64__": "arch/powerpc/",
    "__sun__": "arch/sparc/",
    "__s390x__": "arch/s390/",
}


@rule(
    "DEFINE_ARCH_HAS",
    ERROR,
    "#define of ARCH_HAS_* or ARCH_HAVE_*",
    on=Code(Pattern(r"#[ \t]*define[ \t]+((?:__)?ARCH_HA(?:S|VE)\w*)"), having="ARCH_HA"),
)
def define_arch_has(match: re.Match[str], file: SourceFile) -> Reports:
    """What an architecture has is said in Kconfig, or by defining the function's own name as a macro.

    Source: Documentation/dev-tools/checkpatch.rst, "DEFINE_ARCH_HAS".
    """
    yield match.span(1), f"'{match[1]}' belongs in Kconfig, or define the feature's own name"


@rule("LINUX_VERSION_CODE", WARNING, "LINUX_VERSION_CODE", on=Spelled(("LINUX_VERSION_CODE",)))
def linux_version_code(name: Token, file: SourceFile) -> Reports:
    """Code in the kernel is for the kernel it is part of; there is no other version to ask for.

    Programs are exempt: they run on other kernels, too.

    Source: practice of the kernel.

    Differs from checkpatch: somebody else, such as a hypervisor, a firmware or a program that asks, may be told the
    version.
    """
    if file.is_user_space:
        return
    view = syntax(file).at(name.start)
    around = view.parent if isinstance(view, Name) else None
    is_told = isinstance(around, Call) or (isinstance(around, Assignment) and isinstance(around.target, Member))
    if not is_told or name.in_directive:
        yield name, "code is written for the version it is merged into: no LINUX_VERSION_CODE"


@rule("PREFER_IS_ENABLED", WARNING, "CONFIG_X || CONFIG_X_MODULE", on=Spelled(("defined",)))
def prefer_is_enabled(operator: Token, file: SourceFile) -> Reports:
    """``IS_ENABLED(CONFIG_X)`` is true for ``y`` and ``m``.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 21 "Conditional Compilation".

    Differs from checkpatch: the two may be part of a longer condition, in any order, in an ``#elif``, on two lines.
    """
    first = name_asked_for(operator)
    second = name_asked_for(after_or(first)) if first else None
    if first is None or second is None:
        return
    name, module = sorted((first.text, second.text), key=len)
    if not name.startswith(file.limits.kconfig_prefix) or module != f"{name}_MODULE":
        return
    last = end_of_test(second)
    if ((before := operator.previous) and before.text in ("!", "&&")) or (last.next and last.next.text == "&&"):
        return
    new = f"IS_ENABLED({name})"
    yield (
        (operator.start, last.end),
        f"{new} says the same",
        replace("use IS_ENABLED()", operator.start, last.end, new, UNSAFE),
    )


def name_asked_for(operator: Token | None) -> Token | None:
    """The name that a ``defined`` asks for, in parentheses or not; None if it is no ``defined``."""
    name = operator.next if operator and operator.text == "defined" else None
    if name and name.text == "(":
        name = name.next
    return name if name and is_identifier(name.text) else None


def end_of_test(name: Token) -> Token:
    """The last token of ``defined(name)``."""
    return name.next if name.next and name.next.text == ")" else name


def after_or(name: Token) -> Token | None:
    """What stands after ``defined(name) ||``."""
    either = end_of_test(name).next
    return either.next if either and either.text == "||" else None


@rule("IS_ENABLED_CONFIG", WARNING, "IS_ENABLED() of something without CONFIG_", on=Calls(("IS_ENABLED",)))
def is_enabled_config(call: Call, file: SourceFile) -> Reports:
    """``IS_ENABLED()`` takes the whole name of the symbol, ``CONFIG_`` included; anything else is always false.

    The fix is unsafe: what was never compiled may be from then on.

    Source: include/linux/kconfig.h.

    Differs from checkpatch: comments and strings are not code, and the parameter of a macro may be any name.
    ``DEBUG`` is defined as 1 where it is asked for, by ``ccflags``.
    """
    if len(call.arguments) != 1:
        return
    argument, prefix = call.arguments[0], file.limits.kconfig_prefix
    name = argument.text
    if name == "DEBUG":
        return
    if name.replace("_", "a").isalnum() and not name.startswith(prefix) and not is_parameter(argument.first):
        fix = replace(f"write {prefix}{name}", *argument.span, f"{prefix}{name}", UNSAFE)
        yield argument.span, f"IS_ENABLED({name}) should probably be IS_ENABLED({prefix}{name})", fix


def is_parameter(name: Token) -> bool:
    """Whether a name is a parameter of the macro in whose definition it stands."""
    macro = syntax(name.file).macro_at(name.start)
    return macro is not None and any(one.name == name.text for one in macro.parameters)
