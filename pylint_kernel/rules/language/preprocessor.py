"""Conditional compilation: dead branches, architectures, configuration symbols."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Call, Code, Preproc, Reports, Token, rule
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import CallSite, SourceFile, define
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Span, replace

CONDITIONS = frozenset({"if", "ifdef", "ifndef", "elif"})


@rule("IF_0", WARNING, "#if 0", on=Preproc(("if",)))
def if_0(directive: Directive, file: SourceFile) -> Reports:
    """Code that is never compiled rots; git remembers it.

    Source: Documentation/dev-tools/checkpatch.rst, "IF_0".
    """
    if condition(directive, file) == "0":
        yield directive.span, "consider removing the code between this #if 0 and its #endif"


@rule("IF_1", WARNING, "#if 1", on=Preproc(("if",)))
def if_1(directive: Directive, file: SourceFile) -> Reports:
    """A condition that always holds is none: remove the ``#if`` and its ``#endif``.

    Source: Documentation/dev-tools/checkpatch.rst, "IF_1".
    """
    if condition(directive, file) == "1":
        yield directive.span, "consider removing the #if 1 and its #endif"


def condition(directive: Directive, file: SourceFile) -> str:
    """The first token of a directive's condition; empty if there is none."""
    tokens = file.tokens
    at = file.position_at(directive.rest)
    return tokens.texts[at] if at < len(tokens) and tokens.starts[at] < directive.span.end else ""


@rule(
    "ARCH_DEFINES",
    CHECK,
    "code that depends on one architecture",
    on=Token(("__i386__", "__powerpc64__", "__sun__", "__s390x__")),
)
def arch_defines(position: int, file: SourceFile) -> Reports:
    """Generic code must not ask the compiler for the architecture: use a configuration symbol, or code in ``arch/``.

    Headers of one architecture (``include/asm-*``) are exempt.

    Source: Documentation/process/4.Coding.rst, "#ifdef and preprocessor use in general".

    Differs from checkpatch: ``#elif`` and continued lines count.
    """
    directive = file.directive_at(file.tokens.starts[position])
    if directive is not None and directive.name in CONDITIONS and "include/asm-" not in file.path:
        yield file.tokens.span(position), "avoid conditions on the architecture"


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


@rule("LINUX_VERSION_CODE", WARNING, "LINUX_VERSION_CODE", on=Token(("LINUX_VERSION_CODE",)))
def linux_version_code(position: int, file: SourceFile) -> Reports:
    """Code in the kernel is for the kernel it is part of; there is no other version to ask for.

    Source: practice of the kernel.
    """
    yield file.tokens.span(position), "code is written for the version it is merged into: no LINUX_VERSION_CODE"


@rule("PREFER_IS_ENABLED", WARNING, "CONFIG_X || CONFIG_X_MODULE", on=Token(("defined",)))
def prefer_is_enabled(position: int, file: SourceFile) -> Reports:
    """``IS_ENABLED(CONFIG_X)`` is true for ``y`` and ``m``.

    Source: Documentation/process/coding-style.rst, section 21 "Conditional Compilation".

    Differs from checkpatch: the two may be part of a longer condition, in any order, in an ``#elif``, on two lines.
    """
    texts = file.tokens.texts
    first, behind = defined_name(texts, position)
    second, end = ("", 0)
    if texts[behind : behind + 2] == ["||", "defined"]:
        second, end = defined_name(texts, behind + 1)
    name, module = sorted((first, second), key=len)
    prefix = file.limits.kconfig_prefix
    if not name.startswith(prefix) or module != f"{name}_MODULE":
        return
    if texts[position - 1] in ("!", "&&") or texts[end : end + 1] == ["&&"]:
        return
    where = file.token_span(position, end)
    new = f"IS_ENABLED({name})"
    yield where, f"{new} says the same", replace("use IS_ENABLED()", *where, new, UNSAFE)


def defined_name(texts: list[str], position: int) -> tuple[str, int]:
    """The name that the ``defined`` at ``position`` asks for, and the position after it; empty if it is none."""
    match texts[position + 1 : position + 4]:
        case ["(", name, ")"] if is_identifier(name):
            return name, position + 4
        case [name, *_] if is_identifier(name):
            return name, position + 2
    return "", position + 1


@rule("IS_ENABLED_CONFIG", WARNING, "IS_ENABLED() of something without CONFIG_", on=Call(("IS_ENABLED",)))
def is_enabled_config(call: CallSite, file: SourceFile) -> Reports:
    """``IS_ENABLED()`` takes the whole name of the symbol, ``CONFIG_`` included; anything else is always false.

    Source: include/linux/kconfig.h.

    Differs from checkpatch: comments and strings are not code, and the parameter of a macro may be any name.
    """
    if len(call.arguments) != 1:
        return
    name = file.slice(call.arguments[0])
    prefix = file.limits.kconfig_prefix
    if name.replace("_", "a").isalnum() and not name.startswith(prefix) and not is_parameter(name, call.span, file):
        yield call.arguments[0], f"IS_ENABLED({name}) should probably be IS_ENABLED({prefix}{name})"


def is_parameter(name: str, where: Span, file: SourceFile) -> bool:
    """Whether ``name`` is a parameter of the macro whose definition ``where`` is in."""
    directive = file.directive_at(where.start)
    if directive is None or directive.name != "define":
        return False
    macro = define(file, directive)
    return macro is not None and name in map(file.slice, macro.parameters or ())
