"""Where the parser, which knows no types, guessed wrong: nodes that by the names in them are something else.

Names are what C, the dialect and the file say (:mod:`~pylint_kernel.language.names`).
"""

from __future__ import annotations

from pylint_kernel.language.names import is_known_type, is_type_name, is_type_parameter, is_used_as_type
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax.table import Table, field_number

#: Operators that are unary as well, so that what stands before them may be a cast.
UNARY_TOO = frozenset("+ - * &".split())
FUNCTION = ["abstract_function_declarator", "parameter_list"]
#: What a name is known in that is declared inside of it.
SCOPES = frozenset("compound_statement for_statement function_definition".split())
PARAMETERS_SCOPES = SCOPES | frozenset(("declaration", "field_declaration", "type_definition"))
SIZES = frozenset(("sizeof_expression", "alignof_expression"))
#: What holds expressions that are computed.
EVALUATED = frozenset(
    "compound_statement initializer_list init_declarator enumerator array_declarator bitfield_clause".split()
)


def is_settled_cast(table: Table, node: int) -> bool:
    """Whether a binary operator, or a call, is really a cast to a type by name and what is cast."""
    return table.kinds[node] in ("binary_expression", "call_expression") and is_type_of_cast(table, node + 1)


def is_type_of_cast(table: Table, node: int) -> bool:
    """Whether what stands in parentheses is the name of a type, and what is cast to it comes next: after another cast,
    they look like those of a call."""
    inside, after = node + 2, table.after[node]
    if table.kinds[inside : after - 1] != ["identifier"]:
        return False
    if table.kinds[node] == "argument_list":
        if not is_settled_cast(table, table.parents[node]):
            return False
    elif table.kinds[node] != "parenthesized_expression":
        return False
    if table.kinds[table.parents[node]] in SIZES:
        return False
    if table.kinds[after : after + 1] != ["argument_list"] and UNARY_TOO.isdisjoint(table.kinds[after : after + 1]):
        return False
    return is_type_name(table.file, table.file.position_at(table.starts[inside]))


def is_settled_binary(table: Table, node: int) -> bool:
    """Whether a cast of a unary operator, ``(a) -b`` or ``(f(a)) && b``, is really a binary operator."""
    type_ = node + 2
    if table.kinds[node] != "cast_expression" or table.kinds[type_] != "type_descriptor":
        return False
    value = table.after[type_] + 1
    if value >= table.after[node] or table.kinds[value] not in ("unary_expression", "pointer_expression"):
        return False
    if table.file.text[table.starts[value]] not in UNARY_TOO:
        return False
    if is_one_name(table, type_):
        return not is_type_name(table.file, table.file.position_at(table.starts[type_]))
    # There is nothing to be cast to a function.
    function = table.part(type_, "declarator")
    return function is not None and table.kinds[function : function + 2] == FUNCTION


def is_cast(table: Table, node: int) -> bool:
    """Whether what the parser took for a cast is one: in a macro, ``(a) op (b)`` may have an operator for parameter."""
    if is_settled_binary(table, node):
        return False
    if not table.frames or not is_one_name(table, node + 2):
        return True
    return is_type_name(table.file, table.file.position_at(table.starts[node + 2]))


def is_one_name(table: Table, node: int) -> bool:
    """Whether a type consists of one name that C does not know."""
    return table.kinds[node] == "type_descriptor" and table.kinds[node + 1 : table.after[node]] == ["type_identifier"]


def is_pointer(table: Table, node: int) -> bool:
    """Whether a product, ``name * other``, is a pointer ``other`` to the type ``name``: an argument that declares."""
    file, first = table.file, node + 1
    is_call = table.kinds[first] == "call_expression"
    if table.kinds[first + is_call] != "identifier":
        return False
    name = file.text[table.starts[first] : table.ends[first]]
    if not is_call and is_known_type(file, name):
        return not is_declared_around(table, node, name)
    operator = table.after[node + 1]
    if table.kinds[operator + 1 : operator + 2] == ["assignment_expression"]:
        # ``type *name = value``: nothing can be assigned to a product.
        return True
    star = table.starts[operator]
    if file.code[star - 1] not in " \t" or file.code[star + 1 : star + 2] in (" ", "\t"):
        return False
    # It looks like a pointer's.
    if table.frames and not is_call and is_type_parameter(file, file.position_at(table.starts[first])):
        return True
    # Outside of functions an "expression" may be the argument of a macro that declares.
    return (not is_call and is_used_as_type(file, name)) or not (table.frames or is_evaluated(table, node))


def is_evaluated(table: Table, node: int) -> bool:
    """Whether what surrounds a node holds expressions that are computed."""
    while node >= 0:
        if table.kinds[node] in EVALUATED:
            return True
        node = table.parents[node]
    return False


def is_product(table: Table, node: int) -> bool:
    """Whether the declaration ``a * b;`` multiplies: ``a`` is declared as a value around it and no type of the file,
    or the value is that of a statement expression."""
    first = node + 1
    if first >= table.after[node] or table.kinds[first] != "type_identifier":
        return False
    second = table.after[first]
    if second >= table.after[node] or table.kinds[second] != "pointer_declarator":
        return False
    if table.after[second] + 1 < table.after[node]:
        return False
    word = table.file.text[table.starts[first] : table.ends[first]]
    return is_last_value(table, node) or is_declared_around(table, node, word)


def is_last_value(table: Table, node: int) -> bool:
    """Whether a statement is the last one of a statement expression, where a declaration would be of no use."""
    block = table.parents[node]
    return (
        block >= 0
        and table.kinds[block] == "compound_statement"
        and table.kinds[table.parents[block]] == "parenthesized_expression"
        and table.after[node] + 1 == table.after[block]
    )


def is_declared_around(table: Table, node: int, word: str) -> bool:
    """Whether a variable or parameter ``word`` is declared before ``node``, in what surrounds it."""
    known = table.file.once(scopes)
    key = (bool(table.frames), word)
    if key not in known:
        known[key] = [
            name
            for at in table.file.tokens.index.get(word, ())
            if (name := table.at(table.file.tokens.starts[at])) is not None and is_variable(table, name)
        ]
    return any(name < node < table.after[scope_of(table, name)] for name in known[key])


def scopes(_: SourceFile) -> dict[tuple[bool, str], list[int]]:
    """Where names are declared as variables or parameters, as far as that has been asked for."""
    return {}


def is_variable(table: Table, node: int) -> bool:
    """Whether a name is the one that a declarator declares."""
    return table.kinds[node] == "identifier" and table.fields[node] == field_number("declarator")


def scope_of(table: Table, node: int) -> int:
    """The node in which what is declared at ``node`` is known: a block, a function, a prototype, all."""
    scope, ends = table.parents[node], SCOPES
    while scope > 0 and table.kinds[scope] not in ends:
        if table.kinds[scope] == "parameter_list":
            ends = PARAMETERS_SCOPES
        scope = table.parents[scope]
    return max(scope, 0)
