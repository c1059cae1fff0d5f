"""Which rules run on a kind of file, indexed by what triggers them."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any, NamedTuple

from pylint_kernel.checking import rule as triggers
from pylint_kernel.checking.rule import Rule, catalog
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.model import Severity

Rules = tuple[Rule, ...]


class Tables(NamedTuple):
    """Dispatch tables: the key is what the engine can look up, the values are rules in the catalog's order.

    ``views`` has the classes of views as keys, for each one the rules on it and on what it is a kind of; ``nodes`` the
    node kinds' names; ``lines``, ``comments`` and ``strings`` the mandatory literal.
    """

    strict: bool
    views: dict[type, Rules]
    named_calls: dict[str, Rules]
    names: dict[str, Rules]
    spelled: dict[str, Rules]
    nodes: dict[str, Rules]
    calls: dict[str, Rules]
    tokens: dict[str, Rules]
    lines: dict[str, Rules]
    comments: dict[str, Rules]
    strings: dict[str, Rules]
    directives: dict[str, Rules]
    code: Rules
    text: Rules
    macros: Rules
    files: Rules
    messages: Rules
    patches: Rules


class Plan(Tables):
    """The tables of one plan, and what is derived from them."""

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The kinds of nodes whose views a rule wants to see."""
        return frozenset(kind for view in self.views for kind in getattr(view, "kinds", ()))

    @cached_property
    def kinds(self) -> dict[int, Rules]:
        """The rules on nodes by tree-sitter's kind id (a name may have several)."""
        from pylint_kernel.language.parser import kind_ids

        ids = kind_ids()
        return {number: rules for name, rules in self.nodes.items() for number in ids[name]}


def index(rules: list[Rule], strict: bool) -> Plan:
    """The plan that runs ``rules``."""
    keyed: dict[type, dict[str, list[Rule]]] = {
        kind: {} for kind in (triggers.Calls, triggers.Names, triggers.Spelled, triggers.Node,
                              triggers.Call, triggers.Token, triggers.Line,
                              triggers.Comment, triggers.String, triggers.Preproc)
    }  # fmt: skip
    plain: dict[type, list[Rule]] = {
        kind: [] for kind in (triggers.Code, triggers.Text, triggers.Macro, triggers.File,
                              triggers.Message, triggers.Patch)
    }  # fmt: skip
    views: dict[type, list[Rule]] = {}
    for one in rules:
        match one.on:
            case triggers.Views(wanted):
                for view in {kind for one_wanted in wanted for kind in kinds_of(one_wanted)}:
                    views.setdefault(view, []).append(one)
            case triggers.Calls(keys) | triggers.Names(keys) | triggers.Spelled(keys):
                for key in keys:
                    keyed[type(one.on)].setdefault(key, []).append(one)
            case triggers.Node(keys) | triggers.Call(keys) | triggers.Token(keys) | triggers.Preproc(keys):
                for key in keys:
                    keyed[type(one.on)].setdefault(key, []).append(one)
            case triggers.Line(having) | triggers.Comment(having) | triggers.String(having):
                keyed[type(one.on)].setdefault(having, []).append(one)
            case _:
                plain[type(one.on)].append(one)
    tables = {kind: {key: tuple(rules) for key, rules in table.items()} for kind, table in keyed.items()}
    lists = {kind: tuple(rules) for kind, rules in plain.items()}
    return Plan(
        strict,
        {view: tuple(rules) for view, rules in views.items()},
        tables[triggers.Calls],
        tables[triggers.Names],
        tables[triggers.Spelled],
        tables[triggers.Node],
        tables[triggers.Call],
        tables[triggers.Token],
        tables[triggers.Line],
        tables[triggers.Comment],
        tables[triggers.String],
        tables[triggers.Preproc],
        lists[triggers.Code],
        lists[triggers.Text],
        lists[triggers.Macro],
        lists[triggers.File],
        lists[triggers.Message],
        lists[triggers.Patch],
    )


def kinds_of(view: type[Any]) -> list[type[Any]]:
    """A class of views and all that are a kind of it."""
    return [view, *(kind for below in view.__subclasses__() for kind in kinds_of(below))]


@cache
def plan(settings: Settings, kind: Kind, strict: bool, in_patch: bool, partial: bool) -> Plan:
    """The rules that ``settings`` select for a file of ``kind``."""
    wanted = [
        one
        for code, rules in catalog().items()
        if settings.selects(code)
        for one in rules
        if kind in one.kinds
        and (strict or one.severity > Severity.CHECK or one.in_file > Severity.CHECK)
        and (in_patch or not one.patch_only)
        and not (partial and one.needs_whole_file)
        and (one.requires is None or settings.selects(one.requires))
        and (one.tolerance is None or one.tolerance in settings.ignore)
    ]
    return index(wanted, strict)
