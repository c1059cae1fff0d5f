"""The open documents, kept by ourselves: the protocol's lines are not Python's, which end at form feeds, too."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from lsprotocol.types import (
    PositionEncodingKind,
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
    TextDocumentItem,
)
from pygls.uris import to_fs_path

from pylint_kernel.lsp.judging import Verdict
from pylint_kernel.lsp.text import Text, encoded


class Document:
    """A document that a client has open, what is known of it, and the work on it that is under way."""

    def __init__(self, item: TextDocumentItem, encoding: PositionEncodingKind) -> None:
        self.uri, self.language, self.version = item.uri, item.language_id, item.version
        self.path = path_of(item.uri)
        self.text = Text(encoded(item.text), encoding)
        self.verdict: Verdict | None = None
        self.work: asyncio.Task[None] | None = None
        #: How many seconds the last check took.
        self.effort = 0.0

    def change(self, version: int, changes: Sequence[TextDocumentContentChangeEvent]) -> None:
        """Take what the client has changed."""
        self.version = version
        for one in changes:
            if isinstance(one, TextDocumentContentChangePartial):
                self.text = self.text.edited(one.range, one.text)
            else:
                self.text = Text(encoded(one.text), self.text.encoding)

    @property
    def current(self) -> Verdict | None:
        """What was found in the document as it is; None as long as that is not known."""
        return self.verdict if self.verdict is not None and self.verdict.text is self.text else None


def path_of(uri: str) -> str:
    """The path that a URI names; of what is no file, the name in the current directory."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    if path is None:
        name = os.path.basename(unquote(urlsplit(uri).path)).replace("\0", "") or "untitled"
        path = os.path.join(os.sep, name)
    return os.path.abspath(path.replace("\0", ""))
