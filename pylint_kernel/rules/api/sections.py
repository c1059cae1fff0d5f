"""Attributes that put data and code into sections."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Spelled, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Declaration, Declarator, Token, syntax
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Edit, Fix, edit, replace

PHASES = ("", "mem", "cpu", "dev", "net_")
DATA = tuple(f"__{phase}initdata" for phase in PHASES)
CONST = tuple(f"__{phase}initconst" for phase in PHASES)
CODE = tuple(f"__{phase}init" for phase in PHASES)


@rule("MISPLACED_INIT", WARNING, "an init section attribute before the name", on=Spelled(DATA + CONST + CODE))
def before_name(word: Token, file: SourceFile) -> Reports:
    """A section attribute stands after the name of the variable: ``static int count __initdata = 3;``.

    The fix is unsafe because tokens change their places; what is compiled stays the same.

    Source: include/linux/init.h, "For initialized data".

    Differs from checkpatch: pointers and lists of names do not hide the attribute.
    """
    variable = misplaced(word)
    if variable is not None and not after_tag_word(word):
        yield word, *placement(word, variable)


@rule("MISPLACED_INIT", ERROR, "an init section attribute between struct and its tag", on=Spelled(DATA + CONST + CODE))
def before_tag(word: Token, file: SourceFile) -> Reports:
    """Between ``struct`` and the tag the attribute belongs to the type, and the compiler drops it."""
    variable = misplaced(word)
    if variable is not None and after_tag_word(word):
        yield word, *placement(word, variable)


def after_tag_word(word: Token) -> bool:
    """Whether the token before is ``struct``, ``union`` or ``enum``."""
    return word.previous is not None and word.previous.text in ("struct", "union", "enum")


def annotated(word: Token) -> Declarator | None:
    """The variable that an attribute annotates; a function is none."""
    declaration = syntax(word.file).declaration_at(word)
    variable = declaration.declarator_of(word) if isinstance(declaration, Declaration) else None
    return None if variable is None or variable.name is None or variable.is_function else variable


def misplaced(word: Token) -> Declarator | None:
    """The static variable that has its section attribute before the name; a pointer to a function is none."""
    variable = annotated(word)
    if variable is None or variable.name is None or word.start > variable.name.start or variable.signature:
        return None
    declaration = variable.declaration
    return variable if isinstance(declaration, Declaration) and declaration.has("static") else None


def placement(word: Token, variable: Declarator) -> tuple[str, Fix]:
    """The message about an attribute before the name, and the fix that moves it after."""
    end = variable.head.end
    name = word.file.text[variable.name.start : end] if variable.name else ""
    moves = (drop_word(word), edit(end, end, f" {word.text}"))
    return f"{word.text} should be placed after {name}", Fix(f"move {word.text} after the name", moves, UNSAFE)


def drop_word(word: Token) -> Edit:
    """Delete a word and the spaces after it."""
    return edit(word.start, word.next.start if word.next else word.end, "")


@rule("INIT_ATTRIBUTE", ERROR, "__initdata for a constant", on=Spelled(DATA))
def constant_in_initdata(word: Token, file: SourceFile) -> Reports:
    """Constants of the init phase go to ``__initconst``: constants and variables cannot share a section.

    The fix is unsafe: the data moves to another section.

    Source: include/linux/init.h, "For initialized data".

    Differs from checkpatch: what counts is whether the object is const. An array of ``const char *`` is not, one of
    ``const char * const`` is; the ``const`` may be on another line.
    """
    variable = annotated(word)
    if variable is not None and variable.is_const:
        right = word.text.removesuffix("data") + "const"
        fix = replace(f"write {right}", *word.span, right, UNSAFE)
        yield word, f"a constant needs {right}, not {word.text}", fix


@rule("INIT_ATTRIBUTE", ERROR, "__initconst for a variable", on=Spelled(CONST))
def variable_in_initconst(word: Token, file: SourceFile) -> Reports:
    """``__initconst`` is for constants only; what it marks must be declared ``const``."""
    variable = annotated(word)
    declaration = variable.declaration if variable else None
    if variable is None or variable.is_const or not isinstance(declaration, Declaration):
        return
    fix, static = None, declaration.specifier("static")
    if not variable.stars:
        at = static.end if static else declaration.begin.start
        fix = replace("declare it const", at, at, " const" if static else "const ", UNSAFE)
    yield word, f"{word.text} needs const", fix


@rule("CONST_READ_MOSTLY", ERROR, "__read_mostly for a constant", on=Spelled(("__read_mostly",)))
def constant_read_mostly(word: Token, file: SourceFile) -> Reports:
    """``__read_mostly`` gathers variables that are rarely written; a constant is never written and has its own section.

    The fix is unsafe: the data moves to another section.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_READ_MOSTLY".
    """
    variable = annotated(word)
    if variable is not None and variable.is_const:
        before = word.previous if word.start > variable.start else None
        drop = edit(before.end, word.end, "") if before else drop_word(word)
        yield word, "a constant cannot be __read_mostly", Fix("drop __read_mostly", (drop,), UNSAFE)


HOTPLUG = tuple(f"__dev{phase}{kind}" for phase in ("init", "exit") for kind in ("", "data", "const"))


@rule("HOTPLUG_SECTION", WARNING, "a section that is no longer", on=Spelled(HOTPLUG))
def hotplug_section(word: Token, file: SourceFile) -> Reports:
    """``__devinit`` and its kin do nothing since hotplug is always there (Linux 3.8); drop them.

    The fix is unsafe because a token goes; in trees that still have the word, code moves to another section.

    Source: commit 54b956b90360 ("Remove __dev* markings from init.h").
    """
    fix = Fix(f"drop {word.text}", (drop_word(word),), UNSAFE)
    yield word, f"{word.text} has no effect, drop it", fix
