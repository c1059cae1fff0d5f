"""Control statements as views: bodies, chains, sections, labels, what macros head."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Arm,
    Block,
    DoWhile,
    ExpressionStatement,
    For,
    Headed,
    If,
    Label,
    MacroLoop,
    Return,
    ScopedGuard,
    Section,
    Switch,
    View,
    While,
    first_simple,
    last_simple,
    syntax,
)


def source(text: str) -> SourceFile:
    return SourceFile("a.c", text.encode())


def statements(body: str) -> list[View]:
    """The statements of a function with this body."""
    function = syntax(source(f"void f(void)\n{{\n{body}\n}}\n")).enclosing_function(0)
    assert function is not None
    assert function.body is not None
    return function.body.statements


def only(body: str) -> View:
    """The first of them."""
    return statements(body)[0]


def headed(body: str) -> Headed:
    view = only(body)
    assert isinstance(view, Headed)
    return view


def described(arms: list[Arm]) -> list[tuple[str, str, str]]:
    """Each arm's keyword, last token of its head, and body."""
    return [(arm.keyword.text, arm.head_end.text, arm.body.text if arm.body else "") for arm in arms]


@pytest.mark.parametrize(
    ("text", "kind", "condition", "body"),
    [
        ("if (a) b();", If, "a", "b();"),
        ("while (a(b)) c();", While, "a(b)", "c();"),
        ("for (a; b; c) while (d) e();", For, "b", "while (d) e();"),
        ("for (;;) { a(); }", For, None, "{ a(); }"),
        ("do { a(); } while (b);", DoWhile, "b", "{ a(); }"),
        ("do a(); while (b);", DoWhile, "b", "a();"),
        ("switch (a) { case 1: b(); }", Switch, "a", "{ case 1: b(); }"),
        ("for_each_a(b, c) if (d) e(); else f();", MacroLoop, None, "if (d) e(); else f();"),
        ("list_for_each_entry(a, b, c) { d(); }", MacroLoop, None, "{ d(); }"),
        ("scoped_guard(mutex, &a) { b(); }", ScopedGuard, None, "{ b(); }"),
        ("UNKNOWN_HEAD(a) { b(); }", MacroLoop, None, "{ b(); }"),
    ],
)
def test_heads(text: str, kind: type[Headed], condition: str | None, body: str) -> None:
    view = headed(text)
    assert type(view) is kind
    assert (view.condition.text if view.condition else None) == condition
    assert view.body is not None
    assert view.body.text == body
    assert [arm.body for arm in view.bodies][:1] == [view.body]


def test_macros_that_head() -> None:
    loop = headed("list_for_each_entry(a, &b->c, d)\n\te();")
    assert isinstance(loop, MacroLoop)
    assert (loop.name, loop.is_known, len(loop.arguments)) == ("list_for_each_entry", True, 3)
    for unknown in ("DEMO_HEAD(a) {}", "FOR_EACH_DEMO(a) {}"):
        view = headed(unknown)
        assert isinstance(view, MacroLoop)
        assert not view.is_known


def test_no_head() -> None:
    assert headed("if unlikely(a)\n\tb();").head_end.text == ")"
    assert [type(one) for one in statements("do_each_thread(g, t) {\n\ta();\n} while_each_thread(g, t);")] == [
        MacroLoop,
        ExpressionStatement,
    ]
    assert headed("do {\n\ta();\n} while_each_thread(g, t);").keywords[-1].text == "while_each_thread"


def test_head_in_macro_has_no_body() -> None:
    file = source("#define for_each_demo(a) \\\n\tfor (a = 0; a < 10; a++)\n\nint b;\n")
    (loop,) = syntax(file).macros[0].content
    assert isinstance(loop, For)
    assert loop.body is None


def test_open_else_in_macro() -> None:
    file = source("#define for_each_demo(a) \\\n\tfor_each_other(a) \\\n\t\tif (!(a)) {} else\n\nint b;\n")
    (loop,) = syntax(file).macros[0].content
    assert isinstance(loop, MacroLoop)
    assert isinstance(loop.body, If)
    assert described(loop.body.bodies) == [("if", ")", "{}"), ("else", "else", "")]


def test_chain() -> None:
    chain = only("if (a) b(); else if (c) { d(); } else\n\tif (e) f();")
    assert isinstance(chain, If)
    assert [one.condition.text for one in chain.chain if one.condition] == ["a", "c"]
    assert described(chain.arms) == [
        ("if", ")", "b();"), ("if", ")", "{ d(); }"), ("else", "else", "if (e) f();")
    ]  # fmt: skip
    assert described(chain.bodies) == [("if", ")", "b();"), ("else", "else", "if (c) { d(); } else\n\tif (e) f();")]
    assert [one.is_else_if for one in chain.descendants(If)] == [True, False]


def test_dangling_else() -> None:
    outer = only("if (a) if (b) c(); else d(); else e();")
    assert isinstance(outer, If)
    assert isinstance(outer.body, If)
    assert [one.orelse.text for one in (outer, outer.body) if one.orelse] == ["e();", "d();"]


def test_long_chain() -> None:
    chain = only("if (a) b(); " + "else if (c) d(); " * 200 + "else e();")
    assert isinstance(chain, If)
    assert len(chain.arms) == 202


def test_sections() -> None:
    switch = only("switch (a) {\ncase 1: case 2 ... 3:\n\tb();\n\t{ c(); }\n\tbreak;\ndefault:\n\treturn;\n}")
    assert isinstance(switch, Switch)
    assert [section.keyword.text for section in switch.sections] == ["case", "case", "default"]
    assert [len(section.statements) for section in switch.sections] == [0, 3, 1]
    assert [section.is_default for section in switch.sections] == [False, False, True]
    assert all(section.colon is not None and section.colon.text == ":" for section in switch.sections)
    assert isinstance(switch.sections[0].following, Section)


def test_labels_first_and_last() -> None:
    label = only("out:\n\tif (a) {\n\t\tb();\n\t\treturn;\n\t}")
    assert isinstance(label, Label)
    assert label.name.text == "out"
    assert isinstance(label.statement, If)
    assert isinstance(first_simple(label.statement.body), ExpressionStatement)
    assert isinstance(last_simple(label.statement.body), Return)
    assert last_simple(label) == label.statement


def test_blocks() -> None:
    block = only("{\n\tint a;\n\tb();\n}")
    assert isinstance(block, Block)
    assert (block.open.text, block.close.text, len(block.statements)) == ("{", "}", 2)


def test_statements_among_arguments() -> None:
    file = source("TRACE_EVENT(demo,\n\tTP_fast_assign(\n\t\ta = b, c = d;\n\t\tif (a) {\n\t\t\te();\n\t\t}\n\t)\n);\n")
    at = syntax(file).at(file.text.index("if (a)"))
    assert isinstance(at, If)
    assert isinstance(at.parent, Block)
    assert at.parent.statements[0].text == "a = b, c = d;"


PIECES = st.sampled_from(
    "if while for do switch case default else return break goto ( ) { } [ ] ; : , = == ! a b(c) x: 1 list_for_each(a) "
    "scoped_guard(m) #if\n #else\n #endif\n #define\\\n \\\n \n \t /* \" '".split(" ")
)
WHOLE = (
    "void f(void)\n{\n\tif (a) {\n\t\tb();\n\t} else if (c)\n\t\td = e = 1;\n\tdo {\n\t\tg();\n\t} while (h);\n"
    "\tlist_for_each(i, j)\n\t\tk();\n\tswitch (l) {\n\tcase 1:\n\tdefault:\n\t\tscoped_guard(m, &n)\n\t\t\tbreak;\n"
    "\t}\nout:\n\treturn;\n}\n#define x(y) \\\n\tfor (y = 0;;) \\\n\t\tif (y) {} else\n"
)


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.lists(PIECES, max_size=40).map(" ".join), st.integers(0, len(WHOLE)).map(lambda end: WHOLE[:end])))
def test_cut_input_never_raises(text: str) -> None:
    for table in syntax(source(text)).tables:
        if not len(table):
            continue
        for view in View(table, 0).descendants(View):
            for name in dir(type(view)):
                if not name.startswith("_") and isinstance(view, (Headed, Block, Label, Section)):
                    attribute = getattr(view, name)
                    if name in ("bodies", "arms"):
                        described(attribute)
            last_simple(view)
            first_simple(view)
