"""What a client tells and asks, and who answers."""

from __future__ import annotations

import asyncio
import gc
import os
from functools import partial
from typing import Any

from lsprotocol import types as lsp

from pylint_kernel.checking import baseline
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.rule import catalog
from pylint_kernel.configuration import files
from pylint_kernel.lsp import actions, formatting, manual, workspace
from pylint_kernel.lsp.diagnostics import diagnostics
from pylint_kernel.lsp.documents import Document
from pylint_kernel.lsp.fixing import fixed
from pylint_kernel.lsp.hover import hover
from pylint_kernel.lsp.ignoring import enter
from pylint_kernel.lsp.server import Server
from pylint_kernel.model import Applicability

#: Every so many seconds it is looked whether the client's process is still there.
PULSE = 3


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
