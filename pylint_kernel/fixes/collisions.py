"""Whether a name may take the place of another one in a file, or would be taken for something that is there already."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Declaration,
    Designated,
    Enumerator,
    Field,
    Function,
    Goto,
    Label,
    Member,
    Record,
    Token,
    Typedef,
    View,
    syntax,
)
from pylint_kernel.language.words import TAGS


class Space(Enum):
    """What C keeps apart: a name of one kind is never taken for one of another kind."""

    TAG = auto()
    MEMBER = auto()
    LABEL = auto()
    ORDINARY = auto()


class Use(NamedTuple):
    """A use of a name: its space, and the offset of the function, record, directive or whatever else is at file scope
    that the name is known in.

    ``in_macro``: whether it is in a macro's body, to be put anywhere; ``is_declared``: whether it is declared there,
    ``is_global``: declared for the whole file.
    """

    token: Token
    space: Space
    scope: int
    in_macro: bool
    is_declared: bool
    is_global: bool


def tokens(file: SourceFile, name: str) -> list[Token]:
    """Every token of a file that reads so."""
    return [Token(file, position) for position in file.tokens.index.get(name, ())]


def uses(file: SourceFile, name: str) -> list[Use]:
    """Every use of a name in the code of a file."""
    return [use(token) for token in tokens(file, name)]


def use(token: Token) -> Use:
    """What a name is where it is used."""
    file = token.file
    view, directive = syntax(file).at(token.start), file.directive_at(token.start)
    declared = is_declared(token, view)
    space = space_of(token, view, is_declared=declared)
    if directive is not None:
        names_macro = directive.name == "define" and token.position == directive.first + 2
        in_macro = not names_macro and token.text not in parameters(token)
        return Use(token, space, directive.span.start, in_macro, names_macro, names_macro)
    chain = [view, *view.ancestors()] if view else []
    function = next((one for one in chain if isinstance(one, Function)), None)
    around: View | None = function
    if space is Space.MEMBER:
        around = next((one for one in reversed(chain) if isinstance(one, Record)), None)
    elif function is None:
        around = chain[-1] if chain else None
    is_head = function is not None and function.name == token
    is_global = declared and space is Space.ORDINARY and (is_head or (function is None and is_at_top(view)))
    return Use(token, space, around.start if around else token.start, False, declared, is_global)


def parameters(token: Token) -> set[str]:
    """The parameters of the macro in whose definition a token is."""
    macro = syntax(token.file).macro_at(token.start)
    return {one.name for one in macro.parameters} if macro else set()


def space_of(token: Token, view: View | None, *, is_declared: bool) -> Space:
    """The space of a name where it is used."""
    before = token.previous
    is_designator = isinstance(view, Designated) and token in (view.member, view.first)
    if is_designator or (isinstance(view, Member) and view.name == token):
        return Space.MEMBER
    if before is not None and before.text in TAGS:
        return Space.TAG
    if (isinstance(view, Label) and view.name == token) or (isinstance(view, Goto) and view.label == token):
        return Space.LABEL
    if is_declared and isinstance(syntax(token.file).declaration_at(token), Field):
        return Space.MEMBER
    if view is None and before is not None and before.text in (".", "->"):
        return Space.MEMBER
    return Space.ORDINARY


def is_declared(token: Token, view: View | None) -> bool:
    """Whether a use of a name is its declaration."""
    if isinstance(view, Enumerator | Label | Function) and view.name == token:
        return True
    record = view.parent if view is not None else None
    if isinstance(record, Record) and record.name == token:
        return record.open is not None
    around = syntax(token.file).declaration_at(token)
    return around is not None and (
        (isinstance(around, Function) and around.name == token) or any(one.name == token for one in around.declarators)
    )


def is_at_top(view: View | None) -> bool:
    """Whether what is declared there, outside of functions, is known in the whole file."""
    around = view
    while around is not None and not isinstance(around, Declaration | Typedef | Enumerator):
        around = around.parent
    return around is not None


def collision(old: list[Use], new: list[Use]) -> Use | None:
    """The use of a new name, among all uses of it in a file, that the old name could not be told from; None if there is
    none."""
    if not old or not new:
        return None
    if any(one.is_global and one.token.in_directive for one in (*old, *new)) or any(map(is_asked_for, (*old, *new))):
        return new[0]
    # Many uses are alike.
    others = {one[1:]: one for one in old}.values()
    for one in {one[1:]: one for one in reversed(new)}.values():
        if any(one.space is other.space and meets(one, other) for other in others):
            return one
    return None


def is_asked_for(use: Use) -> bool:
    """Whether a directive asks whether a name is defined."""
    directive = use.token.file.directive_at(use.token.start)
    return directive is not None and directive.name in ("if", "ifdef", "ifndef", "elif", "undef")


def meets(one: Use, other: Use) -> bool:
    """Whether two names of the same space could be taken for each other."""
    if one.space is Space.TAG or (one.is_global and other.is_global):
        return True
    if one.space is Space.MEMBER:
        return one.is_declared and other.is_declared and one.scope == other.scope
    if one.space is Space.ORDINARY and (one.in_macro or other.in_macro):
        return True
    return one.scope == other.scope
