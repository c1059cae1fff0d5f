"""The tree as a table: the same nodes, parents and ends as tree-sitter's, whatever the text; views of them."""

from __future__ import annotations

import gc
import random
import tracemalloc
from functools import cached_property as locked
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.explain import corpus
from pylint_kernel.language import parser
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Call, Function, If, Macro, Return, syntax, view_of
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.table import Table

SOURCES = sorted((corpus.root() / "trees" / "demo").glob("*.[ch]"))
CODE = """\
#define TWICE(x) ((x) + (x))
static int __init f(struct a *b, int n)
{
	/* why */
	if (n) {
		return TWICE(n);
	} else if (b->c) {
		list_for_each_entry(b, &head, list)
			g(b, u8 *);
	}
	return 0;
}
"""


def source(text: str, **more: object) -> SourceFile:
    """A C file with this content."""
    return SourceFile("drivers/demo/demo.c", text.encode("latin-1"), **more)  # type: ignore[arg-type]


def check_against_tree(file: SourceFile) -> None:
    """The table of the code says what tree-sitter's nodes say."""
    table = Table(file, parser.tree(file))
    nodes = [parser.tree(file).root_node]
    at = 0
    while nodes:
        node = nodes.pop()
        kind = "ERROR" if node.is_error else node.type
        assert (table.kinds[at], table.starts[at], table.ends[at]) == (
            kind,
            node.start_byte,
            min(node.end_byte, len(file.text)),
        )
        assert [table.starts[child] for child in table.children(at)] == [child.start_byte for child in node.children]
        assert all(table.parents[child] == at for child in table.children(at))
        assert table.after[at] == at + node.descendant_count
        assert table.is_broken(at) == node.has_error or node.is_error
        nodes += node.children[::-1]
        at += 1
    assert at == len(table)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_same_as_the_tree(path: Path) -> None:
    check_against_tree(SourceFile(str(path), path.read_bytes()))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_same_as_the_tree_of_garbage(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SOURCES)).read_text("latin-1")
    start = data.draw(st.integers(0, len(text) - 1))
    cut = text[:start] + text[data.draw(st.integers(start, min(start + 40, len(text)))) :]
    check_against_tree(source(cut))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CODE)), st.integers(0, 60))
def test_every_view_of_garbage_can_be_asked_anything(start: int, length: int) -> None:
    file = source(CODE[:start] + CODE[start + length :])
    for table in syntax(file).tables:
        for node in range(len(table)):
            if node not in table.frames and (view := view_of(table, node)) is not None:
                for name, what in vars_of(type(view)):
                    if isinstance(what, (property, locked, cached_property)):
                        getattr(view, name)
    for macro in syntax(file).macros:
        assert macro.shape
        assert all(parameter.name or parameter.is_variable or not parameter.uses for parameter in macro.parameters)


def vars_of(kind: type) -> list[tuple[str, object]]:
    """All attributes of a class, inherited ones too."""
    return [item for one in kind.__mro__ for item in vars(one).items()]


def test_what_lies_at_an_offset() -> None:
    file = source(CODE)
    call = syntax(file).at(CODE.index("g(b"))
    assert call is not None
    assert isinstance(call.parent, Call)
    function = syntax(file).enclosing_function(CODE.index("c)"))
    assert function is not None
    assert (function.name and function.name.text, function.begin.text) == ("f", "static")
    assert syntax(file).enclosing_function(0) is None
    assert [macro.name for macro in syntax(file).macros if isinstance(macro, Macro)] == ["TWICE"]
    assert syntax(file).macro_at(3) is syntax(file).macros[0]
    assert syntax(file).macro_at(len(CODE) - 2) is None


def test_what_a_view_is_beside() -> None:
    file = source(CODE)
    function = next(view for view in every(file) if isinstance(view, Function))
    assert function.body is not None
    branch, last = function.body.statements
    assert isinstance(branch, If)
    assert isinstance(last, Return)
    assert (branch.following, last.preceding, last.following, branch.preceding) == (last, branch, None, None)
    assert [file.slice(comment) for comment in branch.comments_before] == ["/* why */"]
    assert (branch.has_comment, function.has_comment) == (False, True)
    assert branch.enclosing(Function) == function
    assert not branch.in_macro
    assert isinstance(branch.parent, Block)


def every(file: SourceFile) -> list[object]:
    """All views of a file's code."""
    return [view for node in range(len(syntax(file).code)) if (view := view_of(syntax(file).code, node)) is not None]


def test_nothing_is_entered_outside_of_the_windows() -> None:
    text = "int f(void)\n{\n\treturn 1;\n}\n\n" * 20
    whole, focused = source(text), source(text, focus=frozenset({3}))
    assert len(syntax(focused).code) < len(syntax(whole).code) / 4
    assert sum(isinstance(view, Return) for view in every(focused)) <= 3


def test_lookups_do_not_depend_on_depth() -> None:
    text = "int a = " + "(" * 200 + "1" + ")" * 200 + ";\n" + "int b = " + "+".join(["x"] * 3000) + ";\n"
    file = source(text)
    chooser = random.Random(1)
    for _ in range(2000):
        syntax(file).at(chooser.randrange(len(text)))
    assert syntax(file).at(text.index("1")) is not None


def test_what_is_parsed_is_let_go() -> None:
    """py-tree-sitter never lets go what a callback hands to it: of a whole kernel tree that would be a gigabyte."""
    texts = [f"int a{number};\n" * 2000 for number in range(20)]
    parser.tree(source(texts[0]))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for text in texts:
        parser.tree(source(text))
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 5 * len(texts[0])
