"""The findings in all files of the workspace, told bit by bit: on request of the client, or by command."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.lsp.diagnostics import diagnostics
from pylint_kernel.lsp.survey import Candidate, candidates, examined

if TYPE_CHECKING:
    from pylint_kernel.lsp.server import Server

#: So many files are told about at once.
BATCH = 16
#: The command that has the workspace checked.
CHECK = "kcheck.checkWorkspace"

Report = dict[str, Any]


class Progress:
    """What the client shows of the work, and whether the user has had enough of it; without ``token`` nothing."""

    def __init__(self, server: Server, token: str | int | None) -> None:
        self.shown, self.token = server.protocol.progress, token

    def begin(self) -> None:
        """Show that it begins."""
        if self.token is not None:
            begin = lsp.WorkDoneProgressBegin("kcheck", cancellable=True, message="looking for files", percentage=0)
            self.shown.begin(self.token, begin)

    def step(self, done: int, of: int) -> None:
        """Show how much is done."""
        if self.token is not None:
            report = lsp.WorkDoneProgressReport(message=f"{done} of {of} files", percentage=100 * done // max(of, 1))
            self.shown.report(self.token, report)

    def end(self) -> None:
        """Show that it has ended."""
        if self.token is not None:
            self.shown.end(self.token, lsp.WorkDoneProgressEnd())
            self.shown.tokens.pop(self.token, None)

    @property
    def is_cancelled(self) -> bool:
        """Whether the user has said to stop."""
        future = self.shown.tokens.get(self.token) if self.token is not None else None
        return future is not None and future.cancelled()


async def answer(server: Server, params: lsp.WorkspaceDiagnosticParams) -> list[Report]:
    """What is to be answered to a request for all diagnostics: all reports, or those that have not been sent before.

    A client that knows all already gets no answer before something has changed: it asks again as soon as it has one.
    """
    known = {one.uri: one.value for one in params.previous_result_ids}
    progress = Progress(server, params.work_done_token)
    while True:
        rest = list[Report]()
        has_news = not known
        server.stirred.clear()
        async for report in reports(server, known, progress):
            has_news = has_news or report["kind"] == lsp.DocumentDiagnosticReportKind.Full.value
            rest.append(report)
            if len(rest) >= BATCH and params.partial_result_token is not None and has_news:
                server.protocol.tell(lsp.PROGRESS, {"token": params.partial_result_token, "value": {"items": rest}})
                rest = []
        if has_news or progress.is_cancelled:
            return rest
        await server.stirred.wait()


async def publish(server: Server) -> None:
    """Check the workspace, and tell what is found in each file, as it is told of one that is open."""
    token = None
    if server.can("window.work_done_progress"):
        token = str(uuid4())
        try:
            await server.protocol.progress.create_async(token)
        except JsonRpcException:
            token = None
    async for report in reports(server, {}, Progress(server, token)):
        if report["uri"] not in server.documents:
            server.told.add(report["uri"])
            server.protocol.publish(report["uri"], report["items"])


async def reports(server: Server, known: Mapping[str, str], progress: Progress) -> AsyncIterator[Report]:
    """The reports on all files, and on those that the client knows and that there are no more."""
    progress.begin()
    try:
        files = await listed(server)
        for number, file in enumerate(files):
            if progress.is_cancelled:
                return
            yield await report(server, file, known.get(file.uri))
            if number % BATCH == 0:
                progress.step(number, len(files))
        for uri in known.keys() - {file.uri for file in files}:
            yield full(uri, None, "gone", [])
    finally:
        progress.end()


async def listed(server: Server) -> list[Candidate]:
    """The files of all folders, each once."""
    found = dict[str, Candidate]()
    for folder in server.folder_paths:
        try:
            found |= {one.path: one for one in await server.work(partial(all_below, server, folder))}
        except ConfigurationError as error:
            server.complain([str(error)])
    return list(found.values())


def all_below(server: Server, folder: str, *, pause: Any) -> list[Candidate]:
    """The files of a folder; a function of the worker's."""
    return list(candidates(folder, server.folders.at, pause))


async def report(server: Server, file: Candidate, known: str | None) -> Report:
    """The report on one file: as the editor has it, or else as it is on disk."""
    document = server.documents.get(file.uri)
    version = document.version if document else None
    state = f"{server.era}.{file.state if version is None else f'v{version}'}"
    if state == known:
        kind = lsp.DocumentDiagnosticReportKind.Unchanged.value
        return {"uri": file.uri, "version": version, "kind": kind, "resultId": state}
    if document is not None and (verdict := await server.verdict(document)) is not None:
        return full(file.uri, version, state, diagnostics(verdict, server.manual))
    verdict = await server.work(examined, file.path, server.encoding, server.folders.at(file.path))
    return full(file.uri, None, state, diagnostics(verdict, server.manual))


def full(uri: str, version: int | None, state: str, items: list[Report]) -> Report:
    """A report with diagnostics."""
    kind = lsp.DocumentDiagnosticReportKind.Full.value
    return {"uri": uri, "version": version, "kind": kind, "resultId": state, "items": items}
