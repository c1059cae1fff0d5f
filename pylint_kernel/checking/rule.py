"""What a rule is: a function under ``@rule`` that says what it wants to be shown.

A rule's *trigger* is a declaration that the engine can index, so that a rule costs nothing where its subject does not
occur. The function is called with the subject and the file and yields reports: ``(where, message)``,
``(where, message, fix)`` or ``(where, message, fix, severity)``. It prints nothing, reads no configuration, and knows
no diff, no filter and no colour.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from pylint_kernel.classify import C_KINDS, Kind
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Finding, Fix, Severity, Span

if TYPE_CHECKING:
    import re

    from tree_sitter import Node as TreeNode


class Spanned(Protocol):
    """Anything that knows where it is: a line, a directive, a macro, a call."""

    @property
    def span(self) -> Span:
        """The bytes it takes up."""


if TYPE_CHECKING:
    Where = Spanned | Span | tuple[int, int] | TreeNode | re.Match[str]
    Report = tuple[Where, str] | tuple[Where, str, Fix | None] | tuple[Where, str, Fix | None, Severity]
    Reports = Iterator[Report]
else:
    Reports = Iterator


class Views(NamedTuple):
    """Each piece of syntax of these kinds (:mod:`pylint_kernel.language.syntax`), macro bodies included; the check
    gets the view. A rule may name the classes themselves: ``on=If``, ``on=(Loop, If)``."""

    kinds: tuple[type[Any], ...]


class Calls(NamedTuple):
    """Each call of these names, in macro bodies and where parsing failed, too; the check gets a
    :class:`~pylint_kernel.language.syntax.Call`. What is declared, and a member of that name, is no call of it."""

    names: tuple[str, ...]


class Names(NamedTuple):
    """Each use of these names as a value; the check gets a :class:`~pylint_kernel.language.syntax.Name`. A member, a
    label or a type of that name is something else."""

    words: tuple[str, ...]


class Spelled(NamedTuple):
    """Each token that reads so, whatever it is; the check gets a :class:`~pylint_kernel.language.syntax.Token`."""

    texts: tuple[str, ...]


class Line(NamedTuple):
    """Each line whose raw text contains ``having`` (not empty); the check gets a :class:`~.source.Line`."""

    having: str


class Code(NamedTuple):
    """Each match of ``pattern`` in the masked code (comments blank, literals ``X``).

    ``having``: a literal without which there is no match, tested first.
    """

    pattern: Pattern
    having: str = ""


class Text(NamedTuple):
    """Each match of ``pattern`` in the raw text; ``having`` as in :class:`Code`."""

    pattern: Pattern
    having: str = ""


class Comment(NamedTuple):
    """Each comment that contains ``having``; the check gets its span."""

    having: str = ""


class Preproc(NamedTuple):
    """Each preprocessor directive of these names; the check gets a :class:`~.lexer.Directive`."""

    names: tuple[str, ...]


class File(NamedTuple):
    """The file as a whole, once; the check gets the file twice (``check(file, file)``).

    ``in_windows``: the check looks only at the :mod:`~pylint_kernel.language.windows` of the file, and what it finds in
    a place depends on what is around it, as with the other triggers.
    """

    in_windows: bool = False


class Message(NamedTuple):
    """A mail's commit message; the check gets a :class:`~.patch.Message` and the mail as a file."""


class Patch(NamedTuple):
    """A patch as a whole; the check gets a :class:`~.patch.Patch` and the mail as a file."""


class Suppressed(NamedTuple):
    """Each suppression that somebody has written down, when all else has been found; the check gets a
    :class:`~pylint_kernel.checking.suppression.Suppression`."""


Trigger = (
    Views | Calls | Names | Spelled | Line | Code | Text | Comment | Preproc
    | File | Message | Patch | Suppressed
)  # fmt: skip

# What a check takes depends on its trigger; mypy checks the pair inside each rule, not across the table.
Check = Callable[[Any, Any], Iterable[Any]]
AnyCheck = TypeVar("AnyCheck", bound=Check)


class Rule(NamedTuple):
    """One check: several may share a ``code``, checkpatch's type name.

    ``severity`` is the level in a patch, ``in_file`` the one when whole files are checked; ``patch_only`` rules are
    silent there. ``needs_whole_file``: silent on a fragment of a file; ``needs_tree``: finds less, or nothing, without
    the facts of a kernel tree. ``requires``: a code that must be selected too for the rule to run. ``tolerance``: what
    must be ignored (``--ignore``) for the rule to run. ``since`` and ``until``: the first version of checkpatch that
    has the check, and the first one that has it no more. ``project``: whose code the rule is for, if not everybody's.
    ``needs``: what must be there for the rule to be of use, :data:`TREE`, :data:`MESSAGE`, :data:`REQUEST`.
    ``fixed_level``: the level is the user's, whatever a report says; ``repairs``: whether fixes may be applied.
    """

    code: str
    severity: Severity
    summary: str
    on: Trigger
    check: Check
    kinds: frozenset[Kind]
    in_file: Severity
    patch_only: bool
    needs_whole_file: bool
    needs_tree: bool
    requires: str | None
    tolerance: str | None
    since: tuple[int, int]
    until: tuple[int, int]
    project: str
    needs: frozenset[str] = frozenset()
    fixed_level: bool = False
    repairs: bool = True

    @property
    def name(self) -> str:
        """``module.function``: where the check is."""
        return f"{self.check.__module__.rpartition('.')[2]}.{self.check.__name__}"

    @property
    def group(self) -> str:
        """The folder of the rules that the check is in; users select by it."""
        module = self.check.__module__
        return module.split(".")[-2] if module.startswith(f"{PACKAGE}.") else OWN.rpartition(".")[2]

    @property
    def is_on_whole_file(self) -> bool:
        """Whether what it finds in one place may depend on any other place of the file."""
        return isinstance(self.on, File) and not self.on.in_windows

    @property
    def doc(self) -> str:
        """The user documentation."""
        import inspect

        return inspect.cleandoc(self.check.__doc__ or "")

    def is_of(self, version: tuple[int, int]) -> bool:
        """Whether that version of checkpatch has the check."""
        return self.since <= version < self.until


PACKAGE = "pylint_kernel.rules"
#: What modules with the user's own rules are in, in name only.
OWN = f"{PACKAGE}.own"
RULES: dict[str, list[Rule]] = {}
#: What a rule may need around the file: a kernel tree, the commit message of the patch.
TREE, MESSAGE = "tree", "message"
#: What a rule needs that not everybody agrees on: to be asked for by its name.
REQUEST = "request"
#: Before all versions of the kernel, and after them.
ALWAYS, NEVER = (0, 0), (1000, 0)


def rule(
    code: str,
    severity: Severity,
    summary: str,
    *,
    on: Trigger | type[Any] | tuple[type[Any], ...],
    kinds: Iterable[Kind] = C_KINDS,
    in_file: Severity | None = None,
    patch_only: bool = False,
    needs_whole_file: bool = False,
    needs_tree: bool = False,
    requires: str | None = None,
    tolerance: str | None = None,
    since: tuple[int, int] = ALWAYS,
    until: tuple[int, int] = NEVER,
    project: str = "",
    needs: Iterable[str] = (),
) -> Callable[[AnyCheck], AnyCheck]:
    """Declare the decorated function a check of the type ``code``.

    ``summary`` is one short sentence for lists and SARIF. A code may be declared several times, one function a
    sub-check; the first docstring introduces the type, the others describe their sub-check.
    """

    def declare(check: AnyCheck) -> AnyCheck:
        level = severity if in_file is None else in_file
        one = Rule(
            code, severity, summary, trigger_of(on), check, frozenset(kinds), level,
            patch_only, needs_whole_file, needs_tree, requires, tolerance, since, until, project, frozenset(needs),
        )  # fmt: skip
        RULES.setdefault(code, []).append(one)
        return check

    return declare


def trigger_of(on: Any) -> Trigger:
    """The trigger that a rule declares: kinds of syntax may stand for themselves."""
    if isinstance(on, type):
        return Views((on,))
    trigger: Trigger = Views(on) if type(on) is tuple else on
    return trigger


@cache
def catalog() -> dict[str, list[Rule]]:
    """Every rule, by code, in alphabetical order; imports the topic modules of :mod:`pylint_kernel.rules`."""
    for group in groups():
        for name in sorted(os.listdir(os.path.join(folder(), group))):
            if name.endswith(".py") and name != "__init__.py":
                importlib.import_module(f"{PACKAGE}.{group}.{name[:-3]}")
    return dict(sorted(RULES.items()))


def maker(found: Finding) -> Rule | None:
    """The check that made a finding, or else the first one of its type; None if there is no such type."""
    rules = catalog().get(found.code, [])
    return next((one for one in rules if one.name == found.check), None) or next(iter(rules), None)


@cache
def groups() -> tuple[str, ...]:
    """The groups that types are selected by: the folders of :mod:`pylint_kernel.rules`, in alphabetical order."""
    return tuple(sorted(entry.name for entry in os.scandir(folder()) if entry.is_dir() and entry.name[0] not in "._"))


def folder() -> str:
    """The directory of the rules."""
    path: str = importlib.import_module(PACKAGE).__path__[0]
    return path
