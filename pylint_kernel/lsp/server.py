"""The server: what a client tells and asks, and who answers."""

from __future__ import annotations

import asyncio
import gc
import os
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
from pylint_kernel.checking import baseline
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.rule import catalog
from pylint_kernel.configuration import files
from pylint_kernel.lsp import actions, formatting, manual, workspace
from pylint_kernel.lsp.diagnostics import diagnostics
from pylint_kernel.lsp.documents import Document, path_of
from pylint_kernel.lsp.fixing import fixed
from pylint_kernel.lsp.folders import Folders, innermost, merged
from pylint_kernel.lsp.hover import hover
from pylint_kernel.lsp.ignoring import enter
from pylint_kernel.lsp.judging import Superseded, Verdict, judge
from pylint_kernel.lsp.protocol import Protocol
from pylint_kernel.model import Applicability

#: What takes longer to check, in seconds, waits for some quiet while somebody types faster than that.
QUICK = 0.1
#: Of so many documents it is kept what makes the next check quick: some megabytes each.
KEPT = 8
#: Every so many seconds it is looked whether the client's process is still there.
PULSE = 3


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


def build() -> Server:  # noqa: PLR0915 - a list of what the server can do
    """A server with all its features."""
    server = Server()

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.configure(params.initialization_options)
        if server.folders.elsewhere.options.workspace:
            # A client that is offered this asks for it again and again.
            server.feature(lsp.WORKSPACE_DIAGNOSTIC)(workspace_diagnostic)

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(server.worker, catalog)
        # What is loaded stays: there is no need to look through it again and again.
        gc.collect()
        gc.freeze()
        server.manual = await loop.run_in_executor(server.worker, manual.write)
        if wishes := registrations(server):
            server.client_register_capability(lsp.RegistrationParams(wishes))
        # A client may never answer.
        server.settling = loop.create_task(server.settle())
        while server.process_id is None or is_alive(server.process_id):
            await asyncio.sleep(PULSE)
        os._exit(1)

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: Any) -> None:
        server.end()

    # -- documents

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        document = Document(params.text_document, server.encoding)
        close(document.uri)
        if document.uri in server.told and server.pulls:
            server.told.remove(document.uri)
            server.protocol.publish(document.uri, [])
        server.documents[document.uri] = document
        server.check(document)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        if document := server.documents.get(params.text_document.uri):
            document.change(params.text_document.version, params.content_changes)
            server.check(document)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        # Not every client tells when another file has changed.
        server.folders.reread()
        server.stirred.set()
        if document := server.documents.get(params.text_document.uri):
            document.verdict = None
            server.check(document)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        if close(params.text_document.uri) and not server.pulls:
            server.protocol.publish(params.text_document.uri, [])

    def close(uri: str) -> bool:
        document = server.documents.pop(uri, None)
        server.recent.pop(uri, None)
        if document is not None and document.work is not None:
            document.work.cancel()
        return document is not None

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(_: lsp.DidChangeWatchedFilesParams) -> None:
        server.folders.reread()
        server.recheck()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: lsp.DidChangeConfigurationParams) -> None:
        if params.settings is not None:
            server.configure(params.settings)
        await server.ask_for_settings()
        server.recheck()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_folders(_: lsp.DidChangeWorkspaceFoldersParams) -> None:
        server.configure(server.sent)
        await server.ask_for_settings()
        server.recheck()

    # -- questions

    @server.feature(lsp.TEXT_DOCUMENT_DIAGNOSTIC, lsp.DiagnosticOptions(False, False, identifier="kcheck"))
    async def diagnostic(params: lsp.DocumentDiagnosticParams) -> dict[str, Any]:
        document = server.documents.get(params.text_document.uri)
        verdict = await server.verdict(document) if document else None
        found = diagnostics(verdict, server.manual) if verdict else []
        return {"kind": lsp.DocumentDiagnosticReportKind.Full.value, "items": found}

    async def workspace_diagnostic(params: lsp.WorkspaceDiagnosticParams) -> dict[str, Any]:
        return {"items": await workspace.answer(server, params)}

    @server.command(workspace.CHECK)
    async def check_workspace(*_: Any) -> None:
        await workspace.publish(server)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def text_document_hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document = server.documents.get(params.text_document.uri)
        verdict = await server.verdict(document) if document else None
        formats = server.can("text_document.hover.content_format") or ()
        if verdict is None:
            return None
        # Where the dialects are: it may check examples.
        said = partial(hover, as_markdown=lsp.MarkupKind.Markdown in formats)
        told: lsp.Hover | None = await server.work(uninterrupted(said), verdict, params.position)
        return told

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, actions.FIX_ALL], resolve_provider=True),
    )
    async def code_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        document = server.documents.get(params.text_document.uri)
        verdict = await server.verdict(document) if document else None
        return actions.actions(verdict, params, server.context(document)) if document and verdict else []

    @server.feature(lsp.CODE_ACTION_RESOLVE)
    async def resolve(action: lsp.CodeAction) -> lsp.CodeAction:
        action.edit = await fix(action.data)
        return action

    @server.command(actions.COMMAND)
    async def fix_command(what: Any) -> None:
        if edit := await fix(what):
            server.workspace_apply_edit(lsp.ApplyWorkspaceEditParams(edit, "kcheck"))

    async def fix(what: Any) -> lsp.WorkspaceEdit | None:
        document = server.documents.get(str(what.get("uri"))) if isinstance(what, dict) else None
        verdict = await server.verdict(document) if document else None
        if document is None or verdict is None:
            return None
        level, types = Applicability.SAFE, None
        if code := what.get("type"):
            types = frozenset({str(code)})
            is_unsafe = server.folders.at(document.path).options.unsafe
            level = Applicability.UNSAFE if is_unsafe else Applicability.SAFE
        edits = await server.work(uninterrupted(fixed), verdict, level, types)
        return server.context(document).edit(edits) if edits else None

    @server.command(actions.IGNORE)
    async def ignore_command(what: Any) -> None:
        document = server.documents.get(str(what.get("uri"))) if isinstance(what, dict) else None
        if document is None:
            return
        configuration = server.folders.at(document.path).configuration
        try:
            await server.work(uninterrupted(enter), document.path, configuration, what.get("entry"))
        except (ConfigurationError, OSError, TypeError) as error:
            server.complain([str(error)])
        server.recheck()

    # -- formatting

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    async def format_all(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        return await formatted(params.text_document.uri, formatting.format_document)

    @server.feature(lsp.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def format_range(params: lsp.DocumentRangeFormattingParams) -> list[lsp.TextEdit]:
        return await formatted(params.text_document.uri, formatting.format_document, params.range)

    first, *more = formatting.TRIGGERS

    @server.feature(lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING, lsp.DocumentOnTypeFormattingOptions(first, more))
    async def format_typed(params: lsp.DocumentOnTypeFormattingParams) -> list[lsp.TextEdit]:
        return await formatted(params.text_document.uri, formatting.typed, params.position, params.ch)

    async def formatted(uri: str, do: Any, *arguments: Any) -> list[lsp.TextEdit]:
        document = server.documents.get(uri)
        verdict = await server.verdict(document) if document else None
        if verdict is None:
            return []
        edits: list[lsp.TextEdit] = await server.work(uninterrupted(do), verdict, *arguments)
        return edits

    return server


def registrations(server: Server) -> list[lsp.Registration]:
    """What the client is asked to tell: that a file of configuration changes, or what is set."""
    found = []
    if server.can("workspace.did_change_watched_files.dynamic_registration"):
        watchers = [lsp.FileSystemWatcher(f"**/{name}") for name in (*files.NAMES, baseline.NAME)]
        watching = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        found.append(lsp.Registration("configuration", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, watching))
    if server.can("workspace.did_change_configuration.dynamic_registration"):
        section = lsp.DidChangeConfigurationRegistrationOptions("kcheck")
        found.append(lsp.Registration("settings", lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
    return found


def uninterrupted(do: Any) -> Any:
    """A function as the worker calls it, though it never asks whether to go on."""

    def called(*arguments: Any, pause: Any) -> Any:
        return do(*arguments)

    return called


def is_alive(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
