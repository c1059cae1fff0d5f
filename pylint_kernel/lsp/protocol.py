"""pygls' protocol, but with documents of our own."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from lsprotocol.types import (
    SHUTDOWN,
    TEXT_DOCUMENT_DID_CHANGE,
    TEXT_DOCUMENT_DID_CLOSE,
    TEXT_DOCUMENT_DID_OPEN,
    TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS,
    DidChangeTextDocumentParams,
    DidCloseTextDocumentParams,
    DidOpenTextDocumentParams,
)
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method


class Protocol(LanguageServerProtocol):
    """Hands the notifications on documents to the server's features, and to nobody else; and a question that makes no
    sense gets an answer, too."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message with its types; raises JsonRpcException if it cannot have them."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    @lsp_method(SHUTDOWN)
    def lsp_shutdown(self, *arguments: Any) -> Generator[Any, Any, None]:
        """The client wants to end; what it still waits for is given up.

        pygls would do so, too, but not expect that something is gone from its list at once.
        """
        for number, future in list(self._request_futures.items()):
            if number != self.msg_id:
                future.cancel()
        return (yield from super().lsp_shutdown(*arguments))

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification made of plain objects: there may be a thousand of them, and each that has a type takes
        time."""
        self._send_data({"jsonrpc": self.VERSION, "method": method, "params": params})

    def publish(self, uri: str, diagnostics: list[dict[str, Any]], version: int | None = None) -> None:
        """Tell what is found in a document."""
        params: dict[str, Any] = {"uri": uri, "diagnostics": diagnostics}
        if version is not None:
            params["version"] = version
        self.tell(TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    @lsp_method(TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        self.fm.features[TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: DidChangeTextDocumentParams) -> None:
        """A document was changed."""
        self.fm.features[TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: DidCloseTextDocumentParams) -> None:
        """A document was closed."""
        self.fm.features[TEXT_DOCUMENT_DID_CLOSE](params)
