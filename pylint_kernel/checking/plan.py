"""Which rules run on a kind of file, indexed by what triggers them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from pylint_kernel.checking import rule as triggers
from pylint_kernel.checking.rule import REQUEST, Rule, catalog
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.model import Severity

Rules = tuple[Rule, ...]
#: The groups that ask for what the author of a line can change.
OF_AUTHORS = frozenset({"layout", "language", "api"})


class Tables(NamedTuple):
    """Dispatch tables: the key is what the engine can look up, the values are rules in the catalog's order.

    ``views`` has the classes of views as keys, for each one the rules on it and on what it is a kind of; ``lines`` and
    ``comments`` the mandatory literal.
    """

    strict: bool
    views: dict[type, Rules]
    calls: dict[str, Rules]
    names: dict[str, Rules]
    spelled: dict[str, Rules]
    lines: dict[str, Rules]
    comments: dict[str, Rules]
    directives: dict[str, Rules]
    code: Rules
    text: Rules
    files: Rules
    messages: Rules
    patches: Rules
    suppressions: Rules


class Plan(Tables):
    """The tables of one plan, and what is derived from them."""

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The kinds of nodes whose views a rule wants to see."""
        return frozenset(kind for view in self.views for kind in getattr(view, "kinds", ()))

    def of(self, codes: Collection[str]) -> Plan:
        """What of the plan reports these types."""
        wanted = frozenset(codes)
        if wanted not in self.parts:
            self.parts[wanted] = Plan(self.strict, *(reporting(table, wanted) for table in self[1:]))
        return self.parts[wanted]

    @cached_property
    def parts(self) -> dict[frozenset[str], Plan]:
        """The plans made of this one so far, by their types."""
        return {}


def reporting(table: Any, codes: Collection[str]) -> Any:
    """The rules of a table, or of a row of one, that report these types."""
    if isinstance(table, dict):
        return {key: kept for key, rules in table.items() if (kept := reporting(rules, codes))}
    return tuple(one for one in table if one.code in codes)


def index(rules: list[Rule], strict: bool) -> Plan:
    """The plan that runs ``rules``."""
    keyed: dict[type, dict[Any, list[Rule]]] = {
        kind: {} for kind in (triggers.Views, triggers.Calls, triggers.Names, triggers.Spelled,
                              triggers.Line, triggers.Comment, triggers.Preproc)
    }  # fmt: skip
    plain: dict[type, list[Rule]] = {
        kind: []
        for kind in (triggers.Code, triggers.Text, triggers.File, triggers.Message, triggers.Patch, triggers.Suppressed)
    }
    for one in rules:
        match one.on:
            case triggers.Views(kinds):
                keys: Iterable[Any] = {below for kind in kinds for below in kinds_of(kind)}
            case triggers.Calls(words) | triggers.Names(words) | triggers.Spelled(words) | triggers.Preproc(words):
                keys = words
            case triggers.Line(having) | triggers.Comment(having):
                keys = (having,)
            case _:
                plain[type(one.on)].append(one)
                continue
        for key in keys:
            keyed[type(one.on)].setdefault(key, []).append(one)
    tables: list[Any] = [{key: tuple(found) for key, found in table.items()} for table in keyed.values()]
    return Plan(strict, *tables, *(tuple(found) for found in plain.values()))


def kinds_of(view: type[Any]) -> list[type[Any]]:
    """A class of views and all that are a kind of it."""
    return [view, *(kind for below in view.__subclasses__() for kind in kinds_of(below))]


def adapted(rule: Rule, settings: Settings, levels: Mapping[str, Severity]) -> Rule:
    """The rule with the level that the user gives its type, and without repairs that the user does not want."""
    if (level := levels.get(rule.code)) is not None:
        rule = rule._replace(severity=level, in_file=level, fixed_level=True)
    return rule if settings.repairs(rule.code) else rule._replace(repairs=False)


def lacking(settings: Settings) -> frozenset[str]:
    """What rules may need that there is not."""
    return settings.lacking | {REQUEST}


@cache
def plan(
    settings: Settings,
    kind: Kind,
    strict: bool,
    in_patch: bool,
    partial: bool,
    whole: bool | None = None,
    generated: bool = False,
) -> Plan:
    """The rules that ``settings`` select for a file of ``kind``.

    ``whole``: only those whose findings may depend on any part of the file, or only the others. ``generated``: how the
    code is written is up to what generated it.
    """
    levels = dict(settings.levels)
    wanted = [
        one
        for code, rules in catalog().items()
        if settings.selects(code)
        for one in (adapted(rule, settings, levels) for rule in rules)
        if kind in one.kinds
        and (strict or one.severity > Severity.CHECK or one.in_file > Severity.CHECK)
        and (in_patch or not one.patch_only)
        and not (partial and one.needs_whole_file)
        and whole in (None, one.is_on_whole_file)
        and not (generated and one.group in OF_AUTHORS)
        and (one.requires is None or settings.selects(one.requires))
        and (one.tolerance is None or one.tolerance in settings.ignore)
        and (not one.needs & lacking(settings) or code in settings.types)
        and one.is_of(settings.limits.checkpatch_version)
        and one.project in ("", settings.limits.project)
    ]
    return index(wanted, strict)


@cache
def fully_checked(settings: Settings, kind: Kind, in_patch: bool, in_tree: bool) -> frozenset[str]:
    """The types of which every check there is for such a file runs on it, if it is checked strictly.

    That nothing is found of any other type does not mean that there is nothing: a check is for patches only, or lacks
    the kernel tree.
    """
    version, projects = settings.limits.checkpatch_version, ("", settings.limits.project)
    codes = set()
    for code, rules in catalog().items():
        checks = [
            one
            for one in rules
            if kind in one.kinds and one.is_of(version) and one.project in projects and one.tolerance is None
        ]
        if (
            settings.selects(code)
            and checks
            and all(
                (in_patch or not one.patch_only)
                and (in_tree or not one.needs_tree)
                and not one.needs & lacking(settings)
                and (one.requires is None or settings.selects(one.requires))
                for one in checks
            )
        ):
            codes.add(code)
    return frozenset(codes)
