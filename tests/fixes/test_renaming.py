# ruff: noqa: E101
"""Names in place of others: what is renamed, what is not, what would collide, and how the lines look afterwards."""

from __future__ import annotations

import pytest

from pylint_kernel.fixes import renaming, snake
from pylint_kernel.fixes.renaming import Renamed
from pylint_kernel.language.source import SourceFile


def renamed(source: str, **names: str) -> Renamed:
    """What comes of a C file."""
    data = source.encode("latin-1")
    return renaming.rename(SourceFile("a.c", data), data, names)


def after(source: str, **names: str) -> str:
    """A C file with other names, which collide with none."""
    done = renamed(source, **names)
    assert done.collisions == []
    return done.after.decode("latin-1")


def places(source: str, **names: str) -> list[tuple[int, str]]:
    """Where to look."""
    return [(place.line, place.why) for place in renamed(source, **names).places]


def test_all_uses_and_what_is_aligned() -> None:
    before = """\
/**
 * RingSpace - how much is left
 * @ReadIndex:   where to read
 * @Ring:        the ring
 */
#define LEFT(r)			\\
	(RingSpace((r)->ReadIndex,	\\
		   (r)) +		\\
	 0)
struct ring {
	u32 ReadIndex;	/* where to read */
	u32 Size;	/* of it */
};
enum {
	FirstIndex  = 0,
	LastIndex   = 1,
};
static int RingSpace(struct ring *r,
		     int x)
{
	int y = r->ReadIndex + RingSpace(r,
					 FirstIndex(x,
						    y)) +
		3;	// RingSpace

	y = RingSpace(x) +
	    RingSpace(y);
	return RingSpace(
		       x);
}
static const struct ring ops = {
	.ReadIndex	= 1,
	.Size		= 2,
};
"""
    names = {"RingSpace": "ring_space", "ReadIndex": "read_index", "FirstIndex": "first_index", "LastIndex": "last"}
    assert (
        after(before, **names)
        == """\
/**
 * ring_space - how much is left
 * @read_index:  where to read
 * @Ring:        the ring
 */
#define LEFT(r)			\\
	(ring_space((r)->read_index,	\\
		    (r)) +		\\
	 0)
struct ring {
	u32 read_index;	/* where to read */
	u32 Size;	/* of it */
};
enum {
	first_index = 0,
	last        = 1,
};
static int ring_space(struct ring *r,
		      int x)
{
	int y = r->read_index + ring_space(r,
					   first_index(x,
						       y)) +
		3;	// ring_space

	y = ring_space(x) +
	    ring_space(y);
	return ring_space(
		       x);
}
static const struct ring ops = {
	.read_index	= 1,
	.Size		= 2,
};
"""
    )
    back = {new: old for old, new in names.items()}
    assert after(after(before, **names), **back) == before


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("int Foo;\t/* a */\nint Bar;\t/* b */\n", "int foo_bar_count;\t/* a */\nint Bar;\t/* b */\n"),
        ("int Foo;   /* a */\nint Bar;   /* b */\n", "int foo_bar_count; /* a */\nint Bar;   /* b */\n"),
        ("#define Foo 1\n#define A   2\n", "#define foo_bar_count 1\n#define A   2\n"),
        ("int x = Foo  + 1;\n", "int x = foo_bar_count  + 1;\n"),
        ("int x = Foo > 1;\r\nint Foo;\r\n", "int x = foo_bar_count > 1;\r\nint foo_bar_count;\r\n"),
        ("int x = \"Foo\" Foo 'F';\n", "int x = \"Foo\" foo_bar_count 'F';\n"),
        ("#ifdef Foo\n#endif\n", "#ifdef foo_bar_count\n#endif\n"),
        ("int xFoo, Foox, $Foo, Foo;\n", "int xFoo, Foox, $Foo, foo_bar_count;\n"),
    ],
)
def test_layout_and_words(source: str, wanted: str) -> None:
    assert after(source, Foo="foo_bar_count") == wanted


def test_most_lines_move_a_column() -> None:
    before = "enum {\n\tRead  = 0,\n\tWrite = 1,\n};\n"
    assert after(before, Read="do_read", Write="do_write") == "enum {\n\tdo_read  = 0,\n\tdo_write = 1,\n};\n"
    assert after(before, Write="do_write") == "enum {\n\tRead  = 0,\n\tdo_write = 1,\n};\n"


def test_words_of_english_are_renamed_where_a_name_is_meant() -> None:
    comment = "/* Length() and @Length, not the Length of it */\nint Length;\n"
    assert after(comment, Length="length").startswith("/* length() and @length, not the Length of it */")
    assert places(comment, Length="length") == [(1, "Length in a comment may be no name: left as it is")]
    assert after("/* the ringLength of it */\n", ringLength="ring_length") == "/* the ring_length of it */\n"


def test_places_to_look_at() -> None:
    assert places('char *a = "is Foo";\n', Foo="foo") == [(1, "Foo in a string: left as it is")]
    assert places('#include "Foo.h"\n#include <Foo.h>\n#error Foo\n', Foo="foo") == [
        (1, "Foo in a string: left as it is"),
        (2, "Foo is in the name of a file: left as it is"),
        (3, "Foo is in a message: left as it is"),
    ]
    assert places("#define M(x) Foo##x\nM(Bar)\n", Foo="foo")[0] == (
        1,
        "Foo is a part of another name, which ## makes: left as it is",
    )
    assert places("#define M(x) Foo_##x\nM(Bar)\n", Foo_Bar="x") == [(1, "M() may make Foo_Bar with ##")]
    assert places("#define M(x) x##_ops\nM(Foo)\n", Foo="foo") == [(2, "M() makes other names of Foo with ##")]
    assert places("module_param(Foo, int, 0);\n", Foo="foo") == [
        (1, "Foo, foo now, is what module_param() makes known to others")
    ]
    assert places("#define S(x) #x\nS(Foo);\n", Foo="foo") == [(2, "Foo, foo now, is made a string of")]
    assert places("DEVICE_ATTR_RO(Foo);\nint Foo_show;\n", Foo_show="x") == [
        (1, "DEVICE_ATTR_RO() may make Foo_show of Foo")
    ]


@pytest.mark.parametrize(
    "source",
    [
        "int Old;\nint new;\n",
        "int f(int Old)\n{\n\treturn Old + new;\n}\n",
        "int f(int Old)\n{\n\tint new = Old;\n}\n",
        "struct Old { int a; };\nunion new { int a; };\n",
        "struct a {\n\tint Old;\n\tstruct {\n\t\tint new;\n\t};\n};\n",
        "void f(void)\n{\nOld:\n\tgoto new;\nnew:\n\tgoto Old;\n}\n",
        "#define Old 1\nstruct a {\n\tint new;\n};\n",
        "#define M(x) (x + new)\nint f(int Old)\n{\n\treturn M(Old);\n}\n",
        "#ifdef new\nint Old;\n#endif\n",
        "enum {\n\tOld,\n};\nint new(void)\n{\n}\n",
    ],
)
def test_collisions(source: str) -> None:
    assert renamed(source, Old="new").collisions


@pytest.mark.parametrize(
    "source",
    [
        "int f(int Old)\n{\n\treturn Old;\n}\n\nint g(int new)\n{\n\treturn new;\n}\n",
        "struct a {\n\tint Old;\n};\n\nstruct b {\n\tint new;\n};\n\nint f(struct a *a)\n{\n\treturn a->Old;\n}\n",
        "struct new { int a; };\n\nint f(struct new *Old)\n{\n\treturn Old->a;\n}\n",
        "void f(int new)\n{\n\tgoto Old;\nOld:\n\treturn;\n}\n",
        "#define M(new) (new)\nint f(int Old)\n{\n\treturn M(Old);\n}\n",
        "int f(struct a *new)\n{\n\treturn new->Old;\n}\n",
        '/* new */\nint Old = sizeof("new");\n',
    ],
)
def test_no_collisions(source: str) -> None:
    assert not renamed(source, Old="new").collisions


def test_names_may_be_exchanged() -> None:
    assert after("int a = b;\n", a="b", b="a") == "int b = a;\n"


def test_what_would_parse_worse_is_refused() -> None:
    with pytest.raises(ValueError, match="parse worse"):
        renamed("int f(int Old)\n{\n\tOld = 1;\n}\n", Old="while")
    for name in ("typedef", "1a", "a-b", "", "a\n"):
        with pytest.raises(ValueError, match="not a name in C"):
            renaming.checked_name(name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("RingSpace", "ring_space"),
        ("HTTPServer2Name", "http_server2_name"),
        ("NetworkAddressIPv4", "network_address_ipv4"),
        ("pAdapter", "p_adapter"),
        ("Synth_HID_Max", "synth_hid_max"),
    ],
)
def test_snake_case(name: str, wanted: str) -> None:
    assert snake.snake_case(name) == wanted
