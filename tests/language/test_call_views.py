"""Calls and their arguments as views: in macros, in what masking disguised, in code that is broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Argument,
    Assignment,
    Binary,
    Call,
    Cast,
    DeclaringMacro,
    ExpressionStatement,
    Function,
    Name,
    View,
    assigned,
    syntax,
)

FUNCTION = "void f(void)\n{\n\t%s\n}\n"


def source(text: str) -> SourceFile:
    return SourceFile("a.c", text.encode("latin-1"))


def calls(file: SourceFile, name: str) -> list[Call]:
    """The calls of a name, as rules get them."""
    found = [syntax(file).call_at(position) for position in file.tokens.index.get(name, [])]
    return [call for call in found if call is not None]


def only(text: str, name: str = "g") -> Call:
    """The one call of a name."""
    [call] = calls(source(text), name)
    return call


def kinds(call: Call) -> list[str]:
    """What each argument was understood as."""
    return [type(argument.expression).__name__ for argument in call.arguments]


def test_call() -> None:
    call = only(FUNCTION % "x = g(a, b + 1);")
    assert (call.name, call.keyword.text, call.text) == ("g", "g", "g(a, b + 1)")
    assert isinstance(call.callee, Name)
    assert call.open is not None
    assert call.close is not None
    assert (call.open.text, call.close.text, call.close.end) == ("(", ")", call.end)
    assert [argument.text for argument in call.arguments] == ["a", "b + 1"]
    assert [argument.words for argument in call.arguments] == [["a"], ["b", "+", "1"]]
    assert [(one.first.text, one.last.text) for one in call.arguments] == [("a", "a"), ("b", "1")]
    assert isinstance(call.parent, Assignment)
    assert isinstance(call.enclosing(Function), Function)


def test_no_arguments() -> None:
    assert only(FUNCTION % "g();").arguments == []
    assert only(FUNCTION % "g( /* none */ );").arguments == []


def test_comments_are_no_part_of_arguments() -> None:
    call = only(FUNCTION % "g(/* first */ a /* and */, /* then */ b);")
    assert [argument.text for argument in call.arguments] == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        FUNCTION % "x->g(1);",
        FUNCTION % "x.g(1);",
        FUNCTION % "a[1].b->g(1);",
        "int g(int a);",
        "static inline int *g(int a)\n{\n}\n",
        "#define g(a) (a)\n",
    ],
)
def test_neither_members_nor_declarations_are_calls(text: str) -> None:
    assert calls(source(text), "g") == []


def test_nested() -> None:
    file = source(FUNCTION % "g(g(a), h(g(b, c)));")
    outer, first, last = calls(file, "g")
    assert first.parent == outer
    assert outer.arguments[0].expression == first
    assert isinstance(last.parent, Call)
    assert last.parent.name == "h"
    assert [call.enclosing(Call) == outer for call in (first, last.parent)] == [True, True]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("g(a)", "NoneType"),
        ("(g(a) + 1)", "Binary"),
        ("do { g(a); } while (0)", "ExpressionStatement"),
        ("({ g(a); })", "ExpressionStatement"),
        ("g(a); h(a)", "ExpressionStatement"),
        ("h(g(a), int)", "Call"),
    ],
)
def test_body_of_a_macro(body: str, kind: str) -> None:
    call = only(f"#define demo(a) {body}\n")
    assert call.in_macro
    assert type(call.parent).__name__ == kind
    assert kinds(call) == ["Name"]


def test_argument_of_a_macro() -> None:
    """The call is seen, whatever stands beside it."""
    text = FUNCTION % "MAC(x = g(a), struct demo *, int, g(b));"
    first, second = calls(source(text), "g")
    assert isinstance(first.parent, Assignment)
    assert isinstance(second.parent, Call)
    assert second.parent.name == "MAC"
    assert kinds(second.parent) == ["Assignment", "NoneType", "TypeName", "Call"]


@pytest.mark.parametrize(
    "argument", ["int", "struct demo *", "const u8 *", "unsigned long", "char **", "u8 *", "+", "{ .a = 1 }", ""]
)
def test_arguments_that_are_no_expressions(argument: str) -> None:
    call = only(FUNCTION % f"g(a, {argument}, b);")
    assert kinds(call) == ["Name", "TypeName" if argument == "int" else "NoneType", "Name"]
    assert call.arguments[1].text == argument


@pytest.mark.parametrize(
    ("argument", "kind"),
    [
        ("a", "Name"),
        ("(a)", "Parenthesised"),
        ("0x10", "Number"),
        ("-1", "Number"),
        ("'a'", "Character"),
        ('"a"', "String"),
        ('"a" "b"', "Strings"),
        ("NULL", "Constant"),
        ("&a", "Unary"),
        ("a->b", "Member"),
        ("a[1]", "Subscript"),
        ("a * b", "Binary"),
        ("a ? b : c", "Conditional"),
        ("a = 1", "Assignment"),
        ("a++", "Increment"),
        ("(u8)a", "Cast"),
        ("sizeof(a)", "SizeOf"),
        ("h(a)", "Call"),
    ],
)
def test_arguments_that_are_expressions(argument: str, kind: str) -> None:
    assert kinds(only(FUNCTION % f"g({argument}, {argument});")) == [kind, kind]


def test_head_of_a_loop() -> None:
    """A macro that loops is no call for the parser; its name and what is in its arguments are."""
    file = source(FUNCTION % "list_for_each_entry(a, g(b), c)\n\t\tg(a);")
    [head] = calls(file, "list_for_each_entry")
    assert head.callee is None
    assert head.name == "list_for_each_entry"
    assert [argument.text for argument in head.arguments] == ["a", "g(b)", "c"]
    assert [type(view).__name__ for view in head.ancestors()] == ["MacroLoop", "Block", "Function"]
    first, second = calls(file, "g")
    assert first.text == "g(b)"
    assert isinstance(second.parent, ExpressionStatement)


def test_unparsed_calls_differ() -> None:
    """Two calls that lie in the same node are two; neither is the node."""
    file = source(FUNCTION % "list_for_each(a, b)\n\t\tlist_for_each(a, b)\n\t\t\tg(a);")
    outer, inner = calls(file, "list_for_each")
    assert outer != inner
    assert outer.start < inner.start
    assert outer == calls(file, "list_for_each")[0]
    assert outer not in list(outer.ancestors())


@pytest.mark.parametrize("macro", ["MODULE_LICENSE", "EXPORT_SYMBOL", "module_param", "DEMO_THING"])
def test_file_scope(macro: str) -> None:
    call = only(f"{macro}(a, 1);\n", macro)
    assert isinstance(call.parent, DeclaringMacro)
    assert call.parent.call == call
    assert kinds(call) == ["Name", "Number"]


@pytest.mark.parametrize(
    ("statement", "target"),
    [
        ("p = g(1);", "p"),
        ("p->q.r[1] = g(1);", "p->q.r[1]"),
        ("*p = g(1);", "*p"),
        ("p = (struct demo *)g(1);", "p"),
        ("p = ((void *)(g(1)));", "p"),
        ("q = p = g(1);", "p"),
        ("if (!(p = g(1)))\n\t\treturn;", "p"),
        ("struct demo *p = g(1);", "p"),
        ("struct demo **p = (void *)g(1), *q;", "p"),
        ("DEMO(p = g(1), int);", "p"),
        ("p += g(1);", None),
        ("g(1) = p;", None),
        ("*g(1) = p;", None),
        ("p = g(1) + 1;", None),
        ("p = h(g(1));", None),
        ("struct demo p = { g(1) };", None),
        ("int p[g(1)];", None),
        ("return g(1);", None),
        ("g(1);", None),
    ],
)
def test_assigned(statement: str, target: str | None) -> None:
    found = assigned(only(FUNCTION % statement))
    assert (found.text if found else None) == target


@pytest.mark.parametrize(
    "statement",
    ["g(a, , b);", "g(a *, b);", "g(, );", "g(a b c);", "g(a,\n\tb", "g((a, b);", "g(;", "g()(;", "x = g(a] + 1;"],
)
def test_broken(statement: str) -> None:
    for call in calls(source(FUNCTION % statement), "g"):
        ask(call)


def test_nothing_is_assigned_to_a_macro() -> None:
    assert assigned(only("#define demo() ((struct demo *)g(1))\n")) is None


def ask(call: Call) -> None:
    """Ask a call everything."""
    for view in (call, call.callee, call.parent, call.enclosing(Function), call.preceding, call.following):
        if isinstance(view, View):
            assert 0 <= view.start <= view.end <= len(call.file.text)
            assert isinstance(view.words, list)
            assert isinstance(view.has_comment, bool)
    assert all(isinstance(view, View) for view in (*call.children, *call.descendants(View)))
    assert call.name in ("", *call.words)
    assigned(call)
    for argument in call.arguments:
        assert isinstance(argument, Argument)
        assert call.start < argument.start <= argument.end <= call.end
        expression = argument.expression
        assert expression is None or expression.end == argument.end
        if isinstance(expression, Binary):
            assert expression.operator.text
        if isinstance(expression, Cast):
            assert isinstance(expression.type_words, list)


EVERYTHING = """\
#define demo(p) do { if (p) g(p, h(p)); } while (0)
#define call(a, ...) g((a) * 2, ##__VA_ARGS__)
static DEVICE_ATTR(frogs, 0644, frogs_show, NULL);
MODULE_LICENSE("GPL");
int f(struct demo *p, int n)
{
	struct demo **q = (void *)g(p, n), *r = NULL;

	list_for_each_entry(a, g(b), list)
		p->g(1, "two" PRIu64, 'c');
	if (!(p->q[n] = g(sizeof(*p) * n, GFP_KERNEL)) || MAC(p = g(1), struct demo *, int, { 1, 2 }))
		return g(n ? g(1) : (u8)-n, *p++, ({ g(2); }));
	asm volatile("nop" : : "r" (g(n)));
	return 0;
}
"""


PLACES = st.integers(0, len(EVERYTHING))


@settings(max_examples=60, deadline=None)
@given(PLACES, PLACES, st.sampled_from(["", ")", "(", ",", "{", "\n#"]))
def test_never_raises(first: int, second: int, between: str) -> None:
    """Whatever is cut out of code or written in its place: calls are found, and answer."""
    first, second = sorted((first, second))
    file = source(EVERYTHING[:first] + between + EVERYTHING[second:])
    tree = syntax(file)
    for position, text in enumerate(file.tokens.texts):
        if text.isidentifier() and (call := tree.call_at(position)):
            ask(call)
            assert tree.call_named_at(call.start) == call
