"""The state of a session: the open documents, what the client has set, and the work that is under way."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from time import perf_counter
from typing import Any

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pylint_kernel import __version__
from pylint_kernel.lsp import actions
from pylint_kernel.lsp.diagnostics import diagnostics
from pylint_kernel.lsp.documents import Document, path_of
from pylint_kernel.lsp.folders import Folders, innermost, merged
from pylint_kernel.lsp.judging import Superseded, Verdict, judge
from pylint_kernel.lsp.protocol import Protocol

#: What takes longer to check, in seconds, waits for some quiet while somebody types faster than that.
QUICK = 0.1
#: Of so many documents it is kept what makes the next check quick: some megabytes each.
KEPT = 8


class Server(LanguageServer):
    """The state of one session: the open documents and what the client has set."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("kcheck", __version__, protocol_cls=Protocol)
        self.documents: dict[str, Document] = {}
        self.recent: dict[str, Document] = {}
        self.folders = Folders()
        #: The settings that came with the greeting or later, unasked.
        self.sent: Any = None
        self.settling: asyncio.Task[None] | None = None
        #: Another number whenever other rules may hold; set when there may be news about the workspace.
        self.era = 0
        self.stirred = asyncio.Event()
        #: What was published of files that are not open.
        self.told: set[str] = set()
        self.manual: str | None = None
        self.is_shut_down = False
        # One after the other: they would only wait for each other.
        self.worker = ThreadPoolExecutor(1, "check")

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002 - pygls calls it so
        """Tell in the log, not in everybody's face, what went wrong."""
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"kcheck: {error}"))

    # -- what the client can do

    def can(self, capability: str) -> Any:
        """What the client says about a capability, ``text_document.hover``; None if it says nothing."""
        return get_capability(self.client_capabilities, capability)

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics: then it must not be told unasked, it would show them twice."""
        return self.can("text_document.diagnostic") is not None

    def context(self, document: Document) -> actions.Context:
        """What actions on a document need to know."""
        resolvable = self.can("text_document.code_action.resolve_support.properties") or ()
        operations = self.can("workspace.workspace_edit.resource_operations") or ()
        return actions.Context(
            document.uri,
            document.version,
            bool(self.can("workspace.workspace_edit.document_changes")),
            "edit" in resolvable,
            lsp.ResourceOperationKind.Create in operations,
            self.manual,
            document.path,
            innermost(document.path, self.folder_paths),
            self.folders.at(document.path),
        )

    # -- checking

    def check(self, document: Document) -> None:
        """Begin to check a document; what was begun before is given up, and if it would have taken long, it is not
        begun again before there is some quiet."""
        delay = 0.0
        if document.work is not None and not document.work.done():
            document.work.cancel()
            debounce = self.folders.at(document.path).options.debounce
            delay = debounce / 1000 if document.effort > QUICK else 0
        document.work = asyncio.get_running_loop().create_task(self.examine(document, delay))

    async def examine(self, document: Document, delay: float) -> None:
        """Check a document after some seconds, and tell what was found."""
        await asyncio.sleep(delay)
        version, begin = document.version, perf_counter()
        before = document.verdict.memory if document.verdict else None
        given, configuration = self.folders.at(document.path)
        document.verdict = await self.work(
            judge, document.path, document.language, document.text, configuration, given.since, before
        )
        self.remember(document)
        document.effort = perf_counter() - begin
        if not self.pulls:
            found = diagnostics(document.verdict, self.manual)
            self.protocol.publish(document.uri, found, version)

    def remember(self, document: Document) -> None:
        """Keep what speeds up the next check of the documents that were changed last, and of no others."""
        self.recent.pop(document.uri, None)
        self.recent[document.uri] = document
        while len(self.recent) > KEPT:
            oldest = self.recent.pop(next(iter(self.recent)))
            if oldest.verdict is not None:
                oldest.verdict = oldest.verdict.lighter()

    async def work(self, do: Any, *arguments: Any) -> Any:
        """The answer of a function that is called in the worker, with something that raises :class:`Superseded` when
        nobody waits for the answer any more."""
        given_up = Event()

        def pause() -> None:
            if given_up.is_set():
                raise Superseded

        try:
            return await asyncio.get_running_loop().run_in_executor(self.worker, partial(do, *arguments, pause=pause))
        finally:
            given_up.set()

    async def verdict(self, document: Document) -> Verdict | None:
        """What is found in a document as it is now; None if it is closed before that is known."""
        while document.current is None and self.documents.get(document.uri) is document:
            if document.work is None or document.work.done():
                self.check(document)
            if document.work is not None:
                await asyncio.wait([document.work])
        return document.current

    @property
    def encoding(self) -> lsp.PositionEncodingKind:
        """What client and server have agreed upon to count columns by."""
        return lsp.PositionEncodingKind(self.server_capabilities.position_encoding)

    def recheck(self) -> None:
        """Check all open documents again: other rules may hold."""
        self.era += 1
        self.stirred.set()
        for document in self.documents.values():
            document.verdict = None
            self.check(document)
        if self.pulls and self.can("workspace.diagnostics.refresh_support"):
            self.workspace_diagnostic_refresh(None)

    # -- settings

    def configure(self, sent: Any) -> None:
        """Take the settings that the client has sent; they hold in all folders that have none of their own."""
        self.sent = sent
        known = self.folders.own
        self.complain(self.folders.set(sent, {path: known.get(path) for path in self.folder_paths}))

    async def ask_for_settings(self) -> bool:
        """Ask the client what is set in each folder; whether that is something else than before."""
        if not self.can("workspace.configuration"):
            return False
        paths = self.folder_paths
        items = [lsp.ConfigurationItem(uri, "kcheck") for uri in (None, *paths.values())]
        try:
            answers = await self.workspace_configuration_async(lsp.ConfigurationParams(items))
        except JsonRpcException:
            return False
        given, *own = answers or (None,)
        common, found = merged(self.sent, given), dict(zip(paths, own, strict=False))
        if (common, found) == (self.folders.common, self.folders.own):
            return False
        self.complain(self.folders.set(common, found))
        return True

    async def settle(self) -> None:
        """Ask for the settings, and if they are new, check again."""
        if await self.ask_for_settings():
            self.recheck()

    @property
    def folder_paths(self) -> dict[str, str]:
        """The folders of the workspace: their paths and URIs."""
        return {path_of(folder.uri): folder.uri for folder in self.workspace.folders.values()}

    def complain(self, complaints: list[str]) -> None:
        """Tell what is wrong with settings."""
        for complaint in complaints:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"kcheck: {complaint}"))

    def end(self) -> None:
        """Give up all work."""
        self.is_shut_down = True
        for document in self.documents.values():
            if document.work is not None:
                document.work.cancel()
        self.worker.shutdown(wait=False, cancel_futures=True)
