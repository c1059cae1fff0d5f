"""What an editor offers at a place: to fix what is found there, all of its type, or all that is safe."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeActionParams,
    Command,
    CreateFile,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)
from pygls.uris import from_fs_path

from pylint_kernel.lsp.diagnostics import diagnostic, typed
from pylint_kernel.lsp.fixing import edits_of
from pylint_kernel.lsp.folders import Scope
from pylint_kernel.lsp.ignoring import Configured, comment_above, in_baseline, in_configuration
from pylint_kernel.lsp.judging import Place, Verdict
from pylint_kernel.model import Applicability

#: The action that editors can run on save.
FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.kcheck"
#: The command that does the work of an action where the client does not ask for it later.
COMMAND = "kcheck.fix"
#: The command that adds an entry to the baseline.
IGNORE = "kcheck.ignoreInBaseline"


class Context(NamedTuple):
    """The document and the client that actions are for: ``versioned`` tells whether it knows edits of versions,
    ``resolves`` whether it asks for the edits of an action when it is chosen, ``creates`` whether an edit may make a
    file. ``path`` is the document's, ``top`` the folder of the workspace that it is in, ``scope`` what holds there."""

    uri: str
    version: int | None
    versioned: bool
    resolves: bool
    creates: bool
    manual: str | None
    path: str
    top: str | None
    scope: Scope

    def edit(self, edits: list[TextEdit]) -> WorkspaceEdit:
        """The edits as those of the document."""
        if self.versioned:
            document = OptionalVersionedTextDocumentIdentifier(self.uri, self.version)
            return WorkspaceEdit(document_changes=[TextDocumentEdit(document, list(edits))])
        return WorkspaceEdit(changes={self.uri: edits})

    def edit_elsewhere(self, wanted: Configured) -> WorkspaceEdit | None:
        """The edit of a file of configuration; None if the client cannot make one."""
        uri = from_fs_path(wanted.path) or ""
        if not wanted.is_new and not self.versioned:
            return WorkspaceEdit(changes={uri: [wanted.edit]})
        document = TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(uri, None), [wanted.edit])
        if not wanted.is_new:
            return WorkspaceEdit(document_changes=[document])
        return WorkspaceEdit(document_changes=[CreateFile(uri), document]) if self.creates else None

    def later(self, title: str, kind: CodeActionKind | str, **what: Any) -> CodeAction:
        """An action whose edits take some time to be found."""
        data = {"uri": self.uri, "version": self.version, **what}
        if self.resolves:
            return CodeAction(title, kind=kind, data=data)
        return CodeAction(title, kind=kind, command=Command(title, COMMAND, arguments=[data]))


def actions(verdict: Verdict, params: CodeActionParams, context: Context) -> list[CodeAction]:
    """What can be done in a range."""
    found: list[CodeAction] = []
    if wanted(params, CodeActionKind.QuickFix.value):
        found += quick_fixes(verdict, params.range, context)
    if wanted(params, FIX_ALL) and any(applicability(place) == Applicability.SAFE for place in verdict.problems):
        found.append(context.later("Fix all that is safe to fix (kcheck)", FIX_ALL))
    return found


def wanted(params: CodeActionParams, kind: str) -> bool:
    """Whether the client asks for actions of a kind."""
    only = params.context.only
    return not only or any(f"{kind}.".startswith(f"{getattr(one, 'value', one)}.") for one in only)


def quick_fixes(verdict: Verdict, where: Range, context: Context) -> Iterator[CodeAction]:
    """The fixes of what is found in a range, then those of all findings of the same types, then ways to ignore it."""
    here = [place for place in verdict.problems if overlaps(place.range, where)]
    least = Applicability.UNSAFE if context.scope.options.unsafe else Applicability.SAFE
    fixable = Counter(place.found.code for place in verdict.problems if applicability(place) >= least)
    for place in here:
        edits, fix = edits_of(place, verdict.text), place.found.fix
        if fix is None or fix.applicability < least or not edits:
            continue
        is_safe = fix.applicability == Applicability.SAFE
        remark = place.found.code if is_safe else f"{place.found.code}, may change the meaning"
        yield CodeAction(
            f"{fix.title[:1].upper()}{fix.title[1:]} ({remark})",
            kind=CodeActionKind.QuickFix,
            diagnostics=[typed(diagnostic(place, context.manual))],
            is_preferred=is_safe,
            edit=context.edit(edits),
        )
    for code in dict.fromkeys(place.found.code for place in here):
        if fixable[code] > 1:
            yield context.later(f"Fix all {code} in this file", CodeActionKind.QuickFix, type=code)
    for place in {(place.found.code, place.range.start.line): place for place in here}.values():
        if comment := comment_above(place):
            yield ignoring(place, "here, with a comment", context)(edit=context.edit([comment]))
        if entry := in_baseline(place, context.path, context.scope.configuration):
            title = f"here, in {os.path.basename(entry[0])}"
            data = {"uri": context.uri, "entry": entry[1]._asdict()}
            yield ignoring(place, title, context)(command=Command(title, IGNORE, arguments=[data]))
    for place in {place.found.code: place for place in here}.values():
        found = context.top and in_configuration(place, context.path, context.top, verdict.text.encoding)
        if found and (edit := context.edit_elsewhere(found)):
            yield ignoring(place, f"in this file, in {os.path.basename(found.path)}", context)(edit=edit)


def ignoring(place: Place, how: str, context: Context) -> Callable[..., CodeAction]:
    """An action that has the type of a finding ignored, to be told what it does."""
    title = f"Ignore {place.found.code} {how}"
    shown = [typed(diagnostic(place, context.manual))]
    return partial(CodeAction, title, kind=CodeActionKind.QuickFix, diagnostics=shown)


def applicability(place: Place) -> int:
    """Who may apply the fix of a finding; 0 if there is none."""
    return place.found.fix.applicability if place.found.fix else 0


def overlaps(one: Range, other: Range) -> bool:
    """Whether two ranges have something in common; they may be empty."""
    return one.start <= other.end and other.start <= one.end
