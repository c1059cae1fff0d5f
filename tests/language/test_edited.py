"""What is read of a file after an edit is what is read of it without knowing what it was before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pylint_kernel.explain import corpus
from pylint_kernel.language.edited.hull import hull
from pylint_kernel.language.edited.reading import read
from pylint_kernel.language.edited.tokens import spliced
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import syntax
from pylint_kernel.language.syntax.table import Table
from tests.lsp.typing import edited

EDITS = 300
#: So many edits in a row, then the file is what it was.
IN_A_ROW = 10
SOURCES = sorted((corpus.root() / "trees" / "demo").glob("*.[ch]"))


def columns(table: Table) -> object:
    return table.kinds, table.starts, table.ends, table.parents, table.after, table.fields, table.broken, table.frames


def source(text: str) -> SourceFile:
    return SourceFile("drivers/demo/demo.c", text.encode("latin-1"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_tokens_and_syntax_are_those_of_a_file_that_is_read_at_once(path: Path) -> None:
    chance, original = random.Random(path.name), path.read_bytes().decode("latin-1").replace("\r\n", "\n")
    for number in range(EDITS):
        if number % IN_A_ROW == 0:
            before = source(original)
            reading = read(before, None)
        text = edited(before.text, chance).encode("latin-1", "replace").decode("latin-1").replace("\r\n", "\n")
        edit, after, fresh = hull(before.text, text), source(text), source(text)
        after.tokens, splice = spliced(before.tokens, text, edit)
        for part in ("texts", "starts", "literals", "comments", "index", "directives", "partner"):
            assert getattr(after.tokens, part) == getattr(fresh.tokens, part), part
        assert before.tokens.texts[: splice.first] == after.tokens.texts[: splice.first]
        assert before.tokens.texts[splice.old :] == after.tokens.texts[splice.new :]
        reading = read(after, reading)
        assert reading is not None
        assert columns(syntax(after).code) == columns(syntax(fresh).code)
        assert columns(syntax(after).bodies) == columns(syntax(fresh).bodies)
        before = after
