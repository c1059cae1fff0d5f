"""Attributes that put data and code into sections."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Token, rule
from pylint_kernel.language.declaration import TAGS, Declaration, enclosing, is_function, object_is_const
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Edit, Fix, edit, replace

PHASES = ("", "mem", "cpu", "dev", "net_")
DATA = tuple(f"__{phase}initdata" for phase in PHASES)
CONST = tuple(f"__{phase}initconst" for phase in PHASES)
CODE = tuple(f"__{phase}init" for phase in PHASES)


@rule("MISPLACED_INIT", WARNING, "an init section attribute before the name", on=Token(DATA + CONST + CODE))
def before_name(position: int, file: SourceFile) -> Reports:
    """A section attribute stands after the name of the variable: ``static int count __initdata = 3;``.

    Source: include/linux/init.h, "For initialized data".

    Differs from checkpatch: pointers and lists of names do not hide the attribute.
    """
    declared = misplaced(position, file)
    if declared is not None and not after_tag_word(position, file):
        yield file.tokens.span(position), *placement(position, declared, file)


@rule("MISPLACED_INIT", ERROR, "an init section attribute between struct and its tag", on=Token(DATA + CONST + CODE))
def before_tag(position: int, file: SourceFile) -> Reports:
    """Between ``struct`` and the tag the attribute belongs to the type, and the compiler drops it."""
    declared = misplaced(position, file)
    if declared is not None and after_tag_word(position, file):
        yield file.tokens.span(position), *placement(position, declared, file)


def after_tag_word(position: int, file: SourceFile) -> bool:
    """Whether the token before is ``struct``, ``union`` or ``enum``."""
    return position > 0 and file.tokens.texts[position - 1] in TAGS


def misplaced(position: int, file: SourceFile) -> Declaration | None:
    """The declaration of a static variable that has its section attribute, at ``position``, before the name."""
    declared = enclosing(file, position)
    if declared is None or position > declared.name or is_function(file, declared):
        return None
    texts = file.tokens.texts
    return (
        declared
        if "static" in texts[declared.first : declared.declarator]
        and "(" not in texts[declared.declarator : declared.name]
        else None
    )


def placement(position: int, declared: Declaration, file: SourceFile) -> tuple[str, Fix]:
    """The message about an attribute before the name, and the fix that moves it after."""
    tokens = file.tokens
    word = tokens.texts[position]
    end = tokens.end(declared.end - 1)
    moves = (drop_word(position, file), edit(end, end, f" {word}"))
    name = file.text[tokens.starts[declared.name] : end]
    return f"{word} should be placed after {name}", Fix(f"move {word} after the name", moves, UNSAFE)


def drop_word(position: int, file: SourceFile) -> Edit:
    """Delete a word and the spaces after it."""
    start = file.tokens.starts[position]
    return edit(start, file.tokens.starts[position + 1], "")


@rule("INIT_ATTRIBUTE", ERROR, "__initdata for a constant", on=Token(DATA))
def constant_in_initdata(position: int, file: SourceFile) -> Reports:
    """Constants of the init phase go to ``__initconst``: constants and variables cannot share a section.

    Source: include/linux/init.h, "For initialized data".

    Differs from checkpatch: what counts is whether the object is const. An array of ``const char *`` is not, one of
    ``const char * const`` is; the ``const`` may be on another line.
    """
    declared = enclosing(file, position)
    if declared is not None and declared.type[1] and object_is_const(file, declared):
        word = file.tokens.texts[position]
        right = word.removesuffix("data") + "const"
        where = file.tokens.span(position)
        yield where, f"a constant needs {right}, not {word}", replace(f"write {right}", *where, right, UNSAFE)


@rule("INIT_ATTRIBUTE", ERROR, "__initconst for a variable", on=Token(CONST))
def variable_in_initconst(position: int, file: SourceFile) -> Reports:
    """``__initconst`` is for constants only; what it marks must be declared ``const``."""
    declared = enclosing(file, position)
    if declared is None or object_is_const(file, declared):
        return
    tokens = file.tokens
    texts = tokens.texts
    fix = None
    if "*" not in texts[declared.declarator : declared.name]:
        static = texts[declared.first] == "static"
        at = tokens.end(declared.first) if static else tokens.starts[declared.first]
        fix = replace("declare it const", at, at, " const" if static else "const ", UNSAFE)
    yield tokens.span(position), f"{texts[position]} needs const", fix


@rule("CONST_READ_MOSTLY", ERROR, "__read_mostly for a constant", on=Token(("__read_mostly",)))
def constant_read_mostly(position: int, file: SourceFile) -> Reports:
    """``__read_mostly`` gathers variables that are rarely written; a constant is never written and has its own section.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_READ_MOSTLY".
    """
    declared = enclosing(file, position)
    if declared is None or not object_is_const(file, declared):
        return
    tokens = file.tokens
    start, end = tokens.span(position)
    drop = edit(tokens.end(position - 1), end, "") if position > declared.first else drop_word(position, file)
    yield (start, end), "a constant cannot be __read_mostly", Fix("drop __read_mostly", (drop,), UNSAFE)


HOTPLUG = tuple(f"__dev{phase}{kind}" for phase in ("init", "exit") for kind in ("", "data", "const"))


@rule("HOTPLUG_SECTION", WARNING, "a section that is no longer", on=Token(HOTPLUG))
def hotplug_section(position: int, file: SourceFile) -> Reports:
    """``__devinit`` and its kin do nothing since hotplug is always there (Linux 3.8); drop them.

    Source: commit 54b956b90360 ("Remove __dev* markings from init.h").
    """
    yield file.tokens.span(position), f"{file.tokens.texts[position]} has no effect, drop it"
