"""What a file declares by the name of a variable or member, wherever that is."""

from __future__ import annotations

from pylint_kernel.language.syntax.declarations import Declarator, Field
from pylint_kernel.language.syntax.expressions import Member, Name
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import View

#: So many uses of a name are looked at.
USES = 200


def declared_as(target: View | None) -> list[Declarator]:
    """All members that the file declares by the name of a member, or all else that it declares by that of a variable.

    None of them if the name is used too often to be sure. The name in a declaration that initialises it is one, too.
    """
    from pylint_kernel.language.syntax import syntax

    found = list[Declarator]()
    if target is None or not (isinstance(target, Name | Member) or target.first == target.last):
        return found
    name, file = target.name if isinstance(target, Member) else target.first, target.file
    positions = file.tokens.index[name.text]
    for position in positions if len(positions) <= USES else ():
        declared = syntax(file).declaration_at(Token(file, position))
        if declared is not None and isinstance(declared, Field) == isinstance(target, Member):
            found += [one for one in declared.declarators if one.name and one.name.position == position]
    return found
