"""What is declared: functions, variables, members, parameters, types, and what they are initialised with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from pylint_kernel.language import dialect
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.statements import Block
from pylint_kernel.language.syntax.table import Table
from pylint_kernel.language.syntax.token import Token, token_near
from pylint_kernel.language.syntax.view import Expression, Statement, View, view_of
from pylint_kernel.language.words import STORAGE
from pylint_kernel.model import Span

TYPES = frozenset(
    "primitive_type type_identifier sized_type_specifier struct_specifier union_specifier enum_specifier "
    "macro_type_specifier".split()
)
#: The declarators between a declaration and the name that it declares.
NESTED = frozenset(
    "init_declarator pointer_declarator array_declarator function_declarator parenthesized_declarator "
    "attributed_declarator".split()
)
ABSTRACT = frozenset(
    "abstract_pointer_declarator abstract_array_declarator abstract_function_declarator "
    "abstract_parenthesized_declarator".split()
)
NAMES = frozenset(("identifier", "field_identifier", "type_identifier"))
DECLARATORS = NESTED | ABSTRACT | NAMES
#: What a declarator makes of what is inside of it.
LAYERS = {
    "pointer_declarator": "pointer", "array_declarator": "array", "function_declarator": "function",
    "abstract_pointer_declarator": "pointer", "abstract_array_declarator": "array",
    "abstract_function_declarator": "function",
}  # fmt: skip


class TypeName(View):
    """The type in a declaration, a cast, ``sizeof``: its words, without qualifiers, storage class and stars."""

    kinds = ("primitive_type", "type_identifier", "sized_type_specifier", "macro_type_specifier", "identifier")

    @cached_property
    def end(self) -> int:
        """The offset after its last byte; the parser takes ``const`` after ``unsigned`` for a part of the type."""
        parts = [*self.table.children(self.node)]
        while len(parts) > 1 and self.table.kinds[parts[-1]] == "type_qualifier":
            parts.pop()
        return self.table.ends[parts[-1] if parts else self.node]

    @property
    def name(self) -> str:
        """Its words, one space between them."""
        return " ".join(self.words)


class Specified(View):
    """What begins with a type and the words around it: a declaration, a type between parentheses."""

    @cached_property
    def begin(self) -> Token:
        """Its first token."""
        return self.first

    @cached_property
    def type(self) -> View | None:
        """The type, without qualifiers and stars: a :class:`TypeName`, :class:`Record` or :class:`Enum`."""
        return self.part("type")

    @cached_property
    def specifiers(self) -> list[str]:
        """All words before the first declarator, the type's and attributes included; a record's members are not."""
        tokens = self.file.tokens
        first = self.table.part(self.node, "declarator")
        end = self.table.starts[first] if first is not None else self.end
        stop = self.file.position_at(end)
        body = self.type.open if isinstance(self.type, (Record, Enum)) else None
        if body is not None:
            stop = min(stop, body.position)
        return tokens.texts[self.begin.position : stop]

    def has(self, *words: str) -> bool:
        """Whether one of the words is among the specifiers."""
        return not self.file.tokens.index.keys().isdisjoint(words) and not set(words).isdisjoint(self.specifiers)

    def specifier(self, *words: str) -> Token | None:
        """The first of the specifiers that reads like one of the words."""
        if not self.has(*words):
            return None
        first = self.begin.position
        return next((Token(self.file, first + at) for at, text in enumerate(self.specifiers) if text in words), None)


class TypeDescriptor(Specified):
    """A type between parentheses, its stars included: ``(const char *)``, ``sizeof(struct page)``."""

    kinds = ("type_descriptor",)

    @property
    def stars(self) -> list[Token]:
        """The stars of the pointer, if it is one."""
        return stars_in(self.table, self.node)

    @property
    def is_pointer(self) -> bool:
        """Whether it is a pointer to something."""
        return bool(self.stars)


class Declaring(Specified, Statement):
    """What declarations of all sorts have in common: specifiers, a type and declarators."""

    @cached_property
    def begin(self) -> Token:
        """Its first token, with attributes and storage words that the parser does not see."""
        tokens, names = self.file.tokens, dialect.spoken()
        directive = self.file.directive_at(self.start)
        position = self.first.position
        while position and self.file.directive_at(tokens.starts[position - 1]) == directive:
            word = tokens.texts[position - 1]
            if word in STORAGE or word in names.attributes or word in names.specifiers:
                position -= 1
            elif (
                word == ")"
                and (opener := tokens.partner.get(position - 1))
                and (tokens.texts[opener - 1] in names.attribute_macros)
            ):
                position = opener - 1
            else:
                break
        if directive is not None:
            position = max(position, directive.first)
        return Token(self.file, position)

    @cached_property
    def declarators(self) -> list[Declarator]:
        """Each thing that it declares, in order."""
        return [Declarator(self.table, node) for node in self.table.parts(self.node, "declarator")]

    @property
    def all_words(self) -> list[str]:
        """Its tokens, those of attributes before it included."""
        return self.file.tokens.texts[self.begin.position : self.file.position_at(self.end)]

    def declarator_of(self, annotation: Token) -> Declarator | None:
        """Which of the things declared an attribute belongs to; the first one, if it stands before all names."""
        return next((one for one in self.declarators if annotation.start < one.head.end), None)

    @property
    def attributes(self) -> list[Token]:
        """The annotations anywhere in it: ``__init``, ``__maybe_unused``, ``__attribute__``."""
        names, tokens = dialect.spoken(), self.file.tokens
        end = self.file.position_at(self.end)
        return [
            Token(self.file, at)
            for at in range(self.begin.position, end)
            if tokens.texts[at] in names.attributes or tokens.texts[at] in names.attribute_macros
        ]


class Declaration(Declaring):
    """A declaration of variables or of functions (prototypes)."""

    kinds = ("declaration",)

    @property
    def is_at_file_scope(self) -> bool:
        """Whether it stands outside of all functions and types."""
        return self.enclosing(Function, Record) is None and not self.in_macro

    @property
    def is_prototype(self) -> bool:
        """Whether it declares a function and nothing else."""
        return bool(self.declarators) and all(one.is_function for one in self.declarators)


class Field(Declaring):
    """A member of a ``struct`` or ``union``, or several of the same type."""

    kinds = ("field_declaration",)

    @property
    def is_bit_field(self) -> bool:
        """Whether its width is given in bits."""
        return self.table.mark(self.node, "bitfield_clause") is not None


class Parameter(Declaring):
    """A parameter of a function."""

    kinds = ("parameter_declaration",)

    @property
    def name(self) -> Token | None:
        """Its name; None where it has none."""
        return self.declarators[0].name if self.declarators else None

    @property
    def is_void(self) -> bool:
        """Whether it is the ``void`` that stands for no parameters."""
        return self.text == "void"


class Typedef(Declaring):
    """``typedef … name;``."""

    kinds = ("type_definition",)

    @cached_property
    def keyword(self) -> Token:
        """Its ``typedef``."""
        return self.mark("typedef") or self.first


class Declarator(View):
    """One of the things that a declaration declares: its name, stars, brackets, and what it is initialised with."""

    @property
    def declaration(self) -> View | None:
        """The declaration that it is part of."""
        return self.parent

    @cached_property
    def path(self) -> list[int]:
        """The nodes from the declarator itself down to the name, or to where a name would stand."""
        table, node, path = self.table, self.node, [self.node]
        while table.kinds[node] in NESTED or table.kinds[node] in ABSTRACT:
            inner = table.part(node, "declarator")
            if inner is None:
                inner = next((one for one in table.named(node) if table.kinds[one] in DECLARATORS), None)
            if inner is None:
                break
            path.append(inner)
            node = inner
        return path

    @cached_property
    def name(self) -> Token | None:
        """The name that is declared, whole; None where there is none."""
        last = self.path[-1]
        if self.table.kinds[last] not in NAMES:
            return None
        # The parser may see the name of a macro cut short: the token is whole.
        return Token(self.file, bisect_right(self.file.tokens.starts, self.table.starts[last]) - 1)

    @property
    def stars(self) -> list[Token]:
        """The stars of the pointer, outer ones first."""
        return [star for node in self.path if "pointer" in self.table.kinds[node] and (
            star := self.token_of(self.table.mark(node, "*")))]  # fmt: skip

    def layers(self) -> list[str]:
        """What is declared, read from the name outwards: ``pointer``, ``array``, ``function``."""
        kinds = self.table.kinds
        if kinds[self.node] in NAMES:
            return []
        found = [LAYERS.get(kinds[node], "") for node in self.path]
        return [word for word in reversed(found) if word]

    @property
    def is_pointer(self) -> bool:
        """Whether it is a pointer."""
        return self.layers()[:1] == ["pointer"]

    @property
    def is_array(self) -> bool:
        """Whether it is an array."""
        return self.layers()[:1] == ["array"]

    @property
    def is_function(self) -> bool:
        """Whether it is a function, not a pointer to one."""
        return self.layers()[:1] == ["function"]

    @cached_property
    def signature(self) -> Signature | None:
        """The parameters of the function, or of the one pointed to."""
        node = next((node for node in reversed(self.path) if "function_declarator" in self.table.kinds[node]), None)
        return None if node is None else Signature(self.table, node)

    @property
    def dimensions(self) -> list[View | None]:
        """The sizes of the array, in order; None for an empty one."""
        nodes = [node for node in reversed(self.path) if "array_declarator" in self.table.kinds[node]]
        return [view_of(self.table, self.table.part(node, "size")) for node in nodes]

    @property
    def head(self) -> Span:
        """Where it is without its value, with the attributes after it."""
        if self.equals is not None and (before := self.equals.previous):
            return Span(self.start, before.end)
        return Span(self.start, after_attributes(self.last).end)

    @cached_property
    def equals(self) -> Token | None:
        """The ``=`` before its value."""
        return self.mark("=") if self.table.kinds[self.node] == "init_declarator" else None

    @cached_property
    def value(self) -> View | None:
        """What it is initialised with."""
        return self.part("value") if self.table.kinds[self.node] == "init_declarator" else None

    @property
    def is_const(self) -> bool:
        """Whether it is itself const, not only what it points to: ``const int a``, ``char *const p``."""
        stars = self.stars
        if stars:
            before = self.name.position if self.name else self.last.position
            return "const" in self.file.tokens.texts[stars[-1].position : before]
        return isinstance(self.parent, Declaring) and self.parent.has("const", "__const")


class Signature(View):
    """A parameter list with what it belongs to: a function's head, a prototype, a pointer to a function."""

    kinds = ("function_declarator", "abstract_function_declarator")

    @cached_property
    def parameter_list(self) -> Span:
        """The parentheses with the parameters."""
        node = self.table.part(self.node, "parameters")
        return Span(self.end, self.end) if node is None else Span(self.table.starts[node], self.table.ends[node])

    @property
    def open(self) -> Token:
        """The parenthesis before the parameters."""
        return token_near(self.file, self.parameter_list.start)

    @cached_property
    def parameters(self) -> list[Parameter]:
        """The parameters, a lone ``void`` included."""
        node = self.table.part(self.node, "parameters")
        if node is None:
            return []
        return [Parameter(self.table, one) for one in self.table.children(node)
                if self.table.kinds[one] == "parameter_declaration"]  # fmt: skip

    @cached_property
    def name(self) -> Token | None:
        """The name before the parameters; None for a pointer to a function, and where there is none."""
        node = self.table.part(self.node, "declarator")
        if node is None or self.table.kinds[node] not in NAMES:
            return None
        return Token(self.file, bisect_right(self.file.tokens.starts, self.table.starts[node]) - 1)

    @property
    def definition(self) -> Function | None:
        """The function that it is the head of."""
        owner = self.owner
        return owner if isinstance(owner, Function) else None

    @property
    def owner(self) -> View | None:
        """The function, declaration, member, parameter or typedef that it is the declarator of."""
        return next((view for view in self.ancestors() if not isinstance(view, Signature)), None)

    @property
    def is_pointer(self) -> bool:
        """Whether it belongs to a pointer to a function."""
        node = self.table.part(self.node, "declarator")
        return node is not None and "parenthesized" in self.table.kinds[node]


class Function(Declaring):
    """The definition of a function; one that a macro defines, such as ``SYSCALL_DEFINE1(…) {…}``, is one."""

    kinds = ("function_definition",)

    @cached_property
    def declarator(self) -> Declarator | None:
        """Its head after the type."""
        return self.declarators[0] if self.declarators else None

    @cached_property
    def name(self) -> Token | None:
        """Its name; the macro's where a macro defines it."""
        return self.declarator.name if self.declarator else None

    @property
    def by_macro(self) -> bool:
        """Whether a macro's call stands for its head."""
        name = self.name
        return name is not None and name.position == self.first.position

    @property
    def signature(self) -> Signature | None:
        """Its parameters."""
        return self.declarator.signature if self.declarator else None

    @cached_property
    def body(self) -> Block | None:
        """Its block."""
        body = self.part("body")
        return body if isinstance(body, Block) else None

    @property
    def has_broken_head(self) -> bool:
        """Whether the parser did not understand all of what stands before its block."""
        body = self.table.part(self.node, "body")
        return any(self.table.is_broken(node) for node in self.table.children(self.node) if node != body)


class Tagged(View):
    """``struct``, ``union`` or ``enum``: declared here with what is in it, or the name of a type only."""

    @cached_property
    def keyword(self) -> Token:
        """``struct``, ``union`` or ``enum``."""
        return self.first

    @cached_property
    def name(self) -> Token | None:
        """Its tag; None where it has none."""
        return self.token_of(self.table.part(self.node, "name"))

    @cached_property
    def open(self) -> Token | None:
        """The brace before what is in it; None where that is not declared here."""
        return self.token_of(self.table.part(self.node, "body"))

    @property
    def close(self) -> Token | None:
        """The brace after what is in it."""
        return self.open.partner if self.open else None

    def listed(self, kind: str) -> Iterator[int]:
        """The nodes of a kind between its braces."""
        body = self.table.part(self.node, "body")
        nodes = () if body is None else self.table.children(body)
        return (node for node in nodes if self.table.kinds[node] == kind)


class Record(Tagged):
    """``struct`` or ``union``, with members or as the name of a type only."""

    kinds = ("struct_specifier", "union_specifier")

    @cached_property
    def members(self) -> list[Field]:
        """The members, those in ``struct_group()`` too."""
        return [Field(self.table, node) for node in self.listed("field_declaration")]


class Enum(Tagged):
    """``enum``, with enumerators or as the name of a type only."""

    kinds = ("enum_specifier",)

    @cached_property
    def enumerators(self) -> list[Enumerator]:
        """The enumerators."""
        return [Enumerator(self.table, node) for node in self.listed("enumerator")]


class Enumerator(View):
    """One name of an ``enum`` with its value, if it is given."""

    kinds = ("enumerator",)

    @property
    def name(self) -> Token:
        """The name."""
        return self.first

    @property
    def value(self) -> View | None:
        """The value."""
        return self.part("value")


class InitialiserList(Expression):
    """``{ … }`` with values in it, designated or not."""

    kinds = ("initializer_list",)

    @property
    def open(self) -> Token:
        """Its ``{``."""
        return self.first

    @property
    def close(self) -> Token:
        """Its ``}``."""
        return self.last

    @cached_property
    def elements(self) -> list[View]:
        """The values and :class:`Designated` values, in order."""
        return self.children


class Designated(View):
    """``.member = value`` or ``[index] = value`` in an initialiser."""

    kinds = ("initializer_pair",)

    @property
    def member(self) -> Token | None:
        """The name of the member; None for an index."""
        node = self.table.part(self.node, "designator")
        if node is None or self.table.kinds[node] != "field_designator":
            return None
        return token_near(self.file, self.table.starts[node] + 1)

    @property
    def equals(self) -> Token | None:
        """Its ``=``."""
        return self.mark("=")

    @property
    def value(self) -> View | None:
        """The value."""
        return self.part("value")


def stars_in(table: Table, node: int) -> list[Token]:
    """The stars of the (abstract) declarator of a type between parentheses."""
    return [
        token_near(table.file, table.starts[one])
        for one in range(node, table.after[node])
        if table.kinds[one] == "*" and "pointer" in table.kinds[table.parents[one]]
    ]


def after_attributes(token: Token) -> Token:
    """The last of the attributes that follow a token; the token itself where none does."""
    names = dialect.spoken()
    while (word := token.next) is not None and (word.text in names.attributes or word.text in names.attribute_macros):
        token = word
        if word.text in names.attribute_macros and (opener := word.next) and opener.text == "(" and opener.partner:
            token = opener.partner
    return token
