"""Views of declarations: specifiers, declarators, layers, prototypes, members, attributes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Declaration,
    Declarator,
    Declaring,
    Designated,
    Enum,
    Field,
    Function,
    InitialiserList,
    Parameter,
    Record,
    Signature,
    Token,
    Typedef,
    TypeDescriptor,
    View,
    syntax,
    view_of,
)


def views(text: str, *kinds: type[View]) -> list[View]:
    """All views of some kinds, in order, macro bodies after the code."""
    tables = syntax(SourceFile("demo.c", text.encode())).tables
    found = [view_of(table, node) for table in tables for node in range(len(table)) if node not in table.frames]
    return [view for view in found if isinstance(view, kinds)]


def first(text: str, *kinds: type[View]) -> Declaring:
    found = views(text, *kinds or (Declaring,))[0]
    assert isinstance(found, Declaring)
    return found


def declarator(text: str) -> Declarator:
    return first(text).declarators[0]


@pytest.mark.parametrize(
    ("text", "specifiers", "type_", "name"),
    [
        ("int count;", "int", "int", "count"),
        ("static const unsigned long long *const mask = 0;", "static const unsigned long long",
         "unsigned long long", "mask"),
        ("unsigned long const mask;", "unsigned long const", "unsigned long", "mask"),
        ("extern struct pond ponds[];", "extern struct pond", "struct pond", "ponds"),
        ("static struct __packed pond pond;", "static struct __packed pond", "struct __packed pond", "pond"),
        ("struct { int legs; } frog = { 4 };", "struct", "struct { int legs; }", "frog"),
        ("frog_t frog;", "frog_t", "frog_t", "frog"),
        ("frog_t static frog;", "frog_t static", "frog_t", "frog"),
        ("pond *pond;", "pond", "pond", "pond"),
        ("void __printf(1, 2) say(const char *text, ...);", "void __printf ( 1 , 2 )", "void", "say"),
        ("__printf(1, 2) void say(const char *text, ...);", "__printf ( 1 , 2 ) void", "void", "say"),
        ("typeof(frog) *other;", "typeof ( frog )", "typeof", "other"),
        ("int (*hop)(int far);", "int", "int", "hop"),
        ("static __init int hop(void)\n{\n}", "static __init int", "int", "hop"),
        ("asmlinkage int count __read_mostly = 3;", "asmlinkage int", "int", "count"),
        ("char *restrict name;", "char", "char", "name"),
        ("#define OTHER __init\nint count;", "int", "int", "count"),
        ("typedef DARRAY(struct pond) ponds;", "typedef DARRAY ( struct pond )", "DARRAY(struct pond)", "ponds"),
    ],
)  # fmt: skip
def test_specifiers_type_and_name(text: str, specifiers: str, type_: str, name: str) -> None:
    declared = first(text)
    assert " ".join(declared.specifiers) == specifiers
    assert declared.type is not None
    assert declared.type.text == type_
    assert declared.declarators[0].name is not None
    assert declared.declarators[0].name.text == name


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("int a;", ""),
        ("int *a;", "pointer"),
        ("int **a;", "pointer pointer"),
        ("int a[2][3];", "array array"),
        ("int *a[2];", "array pointer"),
        ("int a(void);", "function"),
        ("int *a(void);", "function pointer"),
        ("int (*a)(void);", "pointer function"),
        ("int (*a[2])(void);", "array pointer function"),
        ("int (WINAPI *a)(int);", "pointer function"),
        ("struct b *(WINAPI *a)(int);", "pointer function pointer"),
        ("int (__stdcall *a)(int);", "pointer function"),
        ("int (__cold *a)(int);", "pointer function"),
        ("struct b *__percpu *a;", "pointer pointer"),
        ("int *(*a(int b))[3];", "function pointer array pointer"),
    ],
)
def test_layers(text: str, layers: str) -> None:
    one = declarator(text)
    assert " ".join(one.layers()) == layers
    kinds = [one.is_pointer, one.is_array, one.is_function]
    assert kinds == [layers.startswith(kind) for kind in ("pointer", "array", "function")]
    assert one.name is not None
    assert one.name.text == "a"


def test_each_declarator() -> None:
    declared = first("static int a = 0, *b __aligned(8) = &a, c[2] __initdata, (*d)(int e), f(void);")
    assert [one.name and one.name.text for one in declared.declarators] == ["a", "b", "c", "d", "f"]
    assert [one.value and one.value.text for one in declared.declarators] == ["0", "&a", None, None, None]
    heads = [declared.file.slice(one.head) for one in declared.declarators]
    assert heads == ["a", "*b __aligned(8)", "c[2] __initdata", "(*d)(int e)", "f(void)"]
    assert [len(one.stars) for one in declared.declarators] == [0, 1, 0, 1, 0]
    assert [bool(one.signature) for one in declared.declarators] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("text", "const"),
    [
        ("const int limit;", True),
        ("int const limit;", True),
        ("const char *name;", False),
        ("char *const name;", True),
        ("const char *const names[];", True),
        ("const char *names[];", False),
        ("char **const *name;", False),
        ("int (*const hop)(void);", True),
    ],
)
def test_is_const(text: str, const: bool) -> None:
    assert declarator(text).is_const is const


@pytest.mark.parametrize(
    ("text", "prototype"),
    [
        ("int hop(int far);", True),
        ("int hop(int far), leap(void);", True),
        ("int hop(int far), count;", False),
        ("int count;", False),
        ("int (*hop)(int far);", False),
        ("#define HOP(a) int a##_b(void)", True),
    ],
)
def test_is_prototype(text: str, prototype: bool) -> None:
    declared = first(text, Declaration)
    assert isinstance(declared, Declaration)
    assert declared.is_prototype is prototype


@pytest.mark.parametrize("text", ["hop(far);", "count = 3;", "return count;", "x->y = 3;", ";"])
def test_no_declaration(text: str) -> None:
    assert not views(f"void f(void)\n{{\n\t{text}\n}}\n", Declaration)


def test_functions_by_macro() -> None:
    by_macro, plain = views("SYSCALL_DEFINE1(hop, int, far)\n{\n}\nint hop(int far)\n{\n}\n", Function)
    assert isinstance(by_macro, Function)
    assert isinstance(plain, Function)
    assert (by_macro.by_macro, plain.by_macro) == (True, False)
    assert by_macro.name is not None
    assert by_macro.name.text == "SYSCALL_DEFINE1"


def test_parameters() -> None:
    signature = views("int hop(const char *name, u8, void (*leap)(int far), ...);", Signature)[0]
    assert isinstance(signature, Signature)
    assert [one.name.text if one.name else None for one in signature.parameters] == ["name", None, "leap"]
    nothing = views("int hop(void);", Parameter)[0]
    assert isinstance(nothing, Parameter)
    assert nothing.is_void


def test_members() -> None:
    text = "struct pond {\n\tint a:3, b;\n\tstruct_group(group,\n\t\tu8 c;\n\t\tu8 d;\n\t);\n\tDEMO_BITS(e, 8);\n};\n"
    record = views(text, Record)[0]
    assert isinstance(record, Record)
    names = [one.name.text for member in record.members for one in member.declarators if one.name]
    assert names == ["a", "b", "c", "d", "e"]
    assert [member.is_bit_field for member in record.members] == [True, False, False, False]


def test_typedefs_and_enumerators() -> None:
    typedef = first("typedef enum { RED, GREEN = 3 } colour, *colours;", Typedef)
    assert [one.name and one.name.text for one in typedef.declarators] == ["colour", "colours"]
    assert isinstance(typedef.type, Enum)
    assert len(typedef.type.enumerators) == 2


def test_initialisers() -> None:
    value = declarator("struct pond pond = { .legs = 4, [2] = 3, 5 };").value
    assert isinstance(value, InitialiserList)
    pair = value.elements[0]
    assert isinstance(pair, Designated)
    assert (pair.member and pair.member.text, pair.value and pair.value.text) == ("legs", "4")
    assert len(value.elements) == 3


def test_types_between_parentheses() -> None:
    cast = views("int a = (const char *)b;", TypeDescriptor)[0]
    assert isinstance(cast, TypeDescriptor)
    assert cast.specifiers == ["const", "char"]
    assert cast.is_pointer


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("static int count @= 3;", Declaration, "count"),
        ("static @int count;", Declaration, "count"),
        ("@int count;", Declaration, "count"),
        ("static struct @pond pond;", Declaration, "pond"),
        ("static int first @, second;", Declaration, "first"),
        ("static int first, @second;", Declaration, "second"),
        ("static int *first, *@second;", Declaration, "second"),
        ("void f(void)\n{\n\t@int count;\n}", Declaration, "count"),
        ("int hop(@int far);", Parameter, "far"),
        ("int hop(int near, int far @);", Parameter, "far"),
        ("int hop(void) @;", Declaration, "hop"),
        ("struct pond { @int legs; };", Field, "legs"),
        ("struct pond { int legs @; };", Field, "legs"),
        ("int (@*hop)(int);", Declaration, "hop"),
        ("static int @hop(void)\n{\n}", Function, "hop"),
        ("#define POND(name) static int name @", Declaration, "name"),
        ("#define POND(name) @int name = 3", Declaration, "name"),
    ],
)
@pytest.mark.parametrize("attribute", ["__initdata ", "__aligned(8) ", "__cold __initdata "])
def test_what_an_attribute_annotates(text: str, kind: type[Declaring], name: str, attribute: str) -> None:
    text = text.replace("@", attribute)
    file = SourceFile("demo.c", text.encode())
    word = Token(file, file.tokens.index[attribute.rsplit(maxsplit=1)[-1].partition("(")[0]][0])
    declared = syntax(file).declaration_at(word)
    assert isinstance(declared, kind)
    annotated = declared.declarator_of(word)
    # What stands after a list of parameters annotates what they belong to; a macro's body ends before the attribute.
    assert annotated is not None
    assert annotated.name is not None
    assert annotated.name.text == name


SOURCE = """\
__printf(1, 2) static int __init *first __initdata = 0, (WINAPI *second[3])(int, u8 *restrict c) = { NULL };
typedef struct __packed pond { struct_group(x, u8 a:1; int (*b)(void);); enum { A, B = 1 } c; } pond_t;
SYSCALL_DEFINE1(hop, int, far) { struct pond p = { .a = 1, [2] = (const char *)3 }; return sizeof(unsigned const); }
#define POND(name) static int name __initdata
"""
PROPERTIES = (
    "begin type specifiers all_words declarators attributes is_prototype is_at_file_scope is_bit_field name is_void "
    "keyword path stars is_pointer is_array is_function signature dimensions equals value is_const "
    "head declaration parameter_list open close parameters definition owner body members enumerators member elements"
).split()


@given(st.integers(0, len(SOURCE)), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_cut_input_never_raises(at: int, gap: int) -> None:
    text = SOURCE[:at] + SOURCE[at + gap :]
    for view in views(text, View):
        parts = [view, *(view.declarators if isinstance(view, Declaring) else [])]
        for part in parts:
            for name in PROPERTIES:
                getattr(part, name, None)
    file = SourceFile("demo.c", text.encode())
    for position in range(len(file.tokens)):
        word = Token(file, position)
        if declared := syntax(file).declaration_at(word):
            declared.declarator_of(word)
