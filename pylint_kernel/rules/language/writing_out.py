"""Types without their typedef: the struct is named wherever they are used."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Declarator,
    Declaring,
    Enum,
    Name,
    Record,
    Specified,
    Token,
    Typedef,
    TypeName,
    syntax,
)
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.language.syntax.quoting import quoting
from pylint_kernel.language.words import TAGS
from pylint_kernel.model import UNSAFE, Edit, Fix, Span, edit

#: So many edits are made for a type.
MOST_EDITS = 300
#: What would be said of the pointer, and not of what it points to.
QUALIFIERS = ("const", "volatile", "restrict", "__restrict")


class Alias(NamedTuple):
    """A name that goes, where it is defined, and whether it stands for a pointer."""

    name: Token
    is_pointer: bool


class Spelling(NamedTuple):
    """A type without its typedef: the names that go, the words for it, and the edits of its definition.

    ``tag`` is the struct's new name, if it had none.
    """

    aliases: tuple[Alias, ...]
    whole: str
    tag: str
    edits: tuple[Edit, ...]

    @property
    def name(self) -> Token:
        """The first of the names."""
        return self.aliases[0].name


def spelling(typedef: Typedef) -> Spelling | None:
    """What the typedef of one struct, union or enum is without it; None if it cannot be told by the file alone."""
    file, type_ = typedef.file, typedef.type
    if not isinstance(type_, Record | Enum) or type_.close is None or typedef.in_macro:
        return None
    aliases, after = [*map(alias, typedef.declarators)], typedef.keyword.next
    defined = [one for one in aliases if one is not None]
    if after is None or not defined or len(defined) < len(aliases) or typedef.last.text != ";":
        return None
    between = Span(type_.close.end, typedef.last.start)
    if not consists_of(between, defined, file):
        return None
    edits = [edit(typedef.keyword.start, after.start, ""), edit(*between, "")]
    if type_.name is not None:
        return Spelling(tuple(defined), f"{type_.keyword.text} {type_.name.text}", "", tuple(edits))
    tag = next((one.name.text.removesuffix("_t") for one in defined if not one.is_pointer), "")
    if not tag or other_of_tag(file, tag) is not None:
        return None
    edits.append(edit(type_.keyword.end, type_.keyword.end, f" {tag}"))
    return Spelling(tuple(defined), f"{type_.keyword.text} {tag}", tag, tuple(edits))


def alias(declarator: Declarator) -> Alias | None:
    """What a typedef defines as the type itself, or as a pointer to it; None for other things."""
    layers = declarator.layers()
    if declarator.name is None or layers not in ([], ["pointer"]):
        return None
    return Alias(declarator.name, bool(layers))


def consists_of(between: Span, defined: list[Alias], file: SourceFile) -> bool:
    """Whether nothing but names, stars and commas is in a span."""
    words = ",".join(f"{'*' * one.is_pointer}{one.name.text}" for one in defined)
    return "".join(file.slice(between).split()) == words and file.text[between.start].isspace()


def other_of_tag(file: SourceFile, tag: str) -> str | None:
    """What a file has by the name of a struct already, another struct or a macro; None if there is neither."""
    for position in file.tokens.index.get(tag, ()):
        before = file.tokens.texts[position - 1] if position else ""
        if before in TAGS:
            return f"a {before} {tag}"
    return f"a macro {tag}" if any(macro.name == tag for macro in file.macros) else None


def written_out(typedef: Typedef) -> Fix | None:
    """Take the typedef of a struct, union or enum away and have all its uses name that; None where something else of
    the file may have the name, or another file may use it."""
    file = typedef.file
    if file.kind is not Kind.C or (found := spelling(typedef)) is None:
        return None
    edits = [*found.edits]
    for one in found.aliases:
        uses = edits_of_uses(file, found, one, defines=True)
        if uses is None or len(edits) + len(uses) > MOST_EDITS:
            return None
        edits += uses
    return Fix(f"write {found.whole}", tuple(taking_along(file, edits)), UNSAFE)


def edits_of_uses(file: SourceFile, found: Spelling, alias: Alias, *, defines: bool) -> list[Edit] | None:
    """What writes a type out where a file uses one of its names; None if one may be that of something else.

    ``defines``: the file has the definition.
    """
    name = alias.name.text
    tokens = [Token(file, position) for position in file.tokens.index.get(name, ())]
    definition = alias.name if defines else None
    uses = [one for one in tokens if one != definition and not (one.previous and one.previous.text in TAGS)]
    if not all(map(names_type_only, uses)):
        return None
    edits = list[Edit]()
    for use in uses:
        written = pointing(use, found.whole) if alias.is_pointer else [edit(*use.span, found.whole)]
        if written is None:
            return None
        edits += written
    return edits


def pointing(use: Token, whole: str) -> list[Edit] | None:
    """What writes a pointer out, its star at what is declared; None where the pointer itself has qualifiers."""
    view = syntax(use.file).at(use.start)
    around = view.parent if isinstance(view, TypeName) else None
    if isinstance(around, Specified) and around.has(*QUALIFIERS):
        return None
    declarators = around.declarators if isinstance(around, Declaring) else []
    if declarators and use.on_line_of(declarators[0].first):
        return [edit(*use.span, whole), *(edit(one.start, one.start, "*") for one in declarators)]
    if len(declarators) > 1:
        return None
    following = use.next
    gap = following.start if following is not None and following.text == "*" else use.end
    return [edit(use.start, gap, f"{whole} *")]


def names_type_only(use: Token) -> bool:
    """Whether a name is that of a type where it is used."""
    beside = {one.text for one in (use.previous, use.next) if one is not None}
    if not beside.isdisjoint((".", "->", "##", "#")) or quoting(use).string:
        return False
    view = syntax(use.file).at(use.start)
    if isinstance(view, TypeName) and isinstance(view.parent, Typedef):
        # It may be what that typedef defines.
        return view.parent.type == view
    # In sizeof and arguments of macros it looks like a value.
    return isinstance(view, TypeName | Name)
