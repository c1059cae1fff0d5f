"""What the body of a macro is: a value, an expression, statements, declarations, a piece of something.

The body is read token by token with every bracket and what is in it taken as one item, so it is judged by its outermost
structure, and pieces that no parser accepts (lists, attributes, heads of loops) are known for what they are.
"""

from __future__ import annotations

from enum import IntEnum

from pylint_kernel.language import dialect, parser
from pylint_kernel.language.declaration import BASIC, LEADING, TAGS, TYPEOF, is_type_name
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.source import MacroDefinition, SourceFile
from pylint_kernel.lazy import Pattern


class Rank(IntEnum):
    """How tightly the outermost operator of an expression binds."""

    POSTFIX = 1
    SIGN = 2
    UNARY = 3
    BINARY = 4
    ASSIGNMENT = 5


SIGNS = frozenset("-!~")
PREFIXES = SIGNS | {"+", "*", "&", "++", "--", "sizeof"}
BINARY = frozenset("+ - * / % << >> & ^ | && || == != < > <= >= ?".split())
ASSIGNMENTS = frozenset("= += -= *= /= %= &= |= ^= <<= >>=".split())
NUMBER = Pattern(r"(?:0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)[uUlL]*|[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?[fFlL]?")
#: What describes a module stands outside of functions.
OF_MODULE = Pattern(r"module_param|MODULE_")
#: Words that are operands though they are no names.
CALLABLE = frozenset({"_Generic", "__alignof__", "_Alignof"})


class Body:
    """The body of a macro as ``items``: tokens and whole brackets (``()``, ``[]``, ``{}``).

    ``positions`` has the token position of each item, for a bracket that of its opener. ``name ## other`` is one
    item, a name, and so are ``#name`` and strings with names between them, as one string. ``broken``: a bracket
    is not closed, or not opened.
    """

    def __init__(self, file: SourceFile, macro: MacroDefinition) -> None:
        self.file, self.macro = file, macro
        self.items: list[str] = []
        self.positions: list[int] = []
        self.broken = False
        self.pasting = False
        self._read()

    def _read(self) -> None:
        """Fill the items."""
        tokens = self.file.tokens
        texts, partner = tokens.texts, tokens.partner
        at, last = self.macro.first, self.macro.last
        while at < last:
            text, begin = texts[at], at
            if text in ("(", "[", "{"):
                close = partner.get(at)
                if close is None or close >= last:
                    self.broken = True
                    return
                at, text = close, text + texts[close]
            elif text in (")", "]", "}"):
                self.broken = True
                return
            at += 1
            self._add(text, begin)

    def _add(self, text: str, position: int) -> None:
        """Append one item, or join it to the one before."""
        items = self.items
        if text == "##":
            self.pasting = bool(items) and items[-1] != ","
        elif self.pasting:
            self.pasting = False
            items[-1] = items[-1] if is_identifier(items[-1]) else "_"
        elif items and items[-1] == "#" and is_identifier(text):
            items[-1] = '""'
            self._join_string()
        else:
            items.append('""' if text[0] == '"' else text)
            self.positions.append(position)
            self._join_string()

    def _join_string(self) -> None:
        """Make a string and a neighbouring string or name one string."""
        items = self.items
        if len(items) < 2 or '""' not in items[-2:]:
            return
        if all(item == '""' or is_identifier(item) for item in items[-2:]):
            items[-2:] = ['""']
            self.positions.pop()

    def rank(self) -> Rank | None:
        """What binds the body if it is one expression; None if it is anything else. A list is no expression."""
        if self.broken or not self.items:
            return None
        read = self._expression(0)
        return read[1] if read and read[0] == len(self.items) else None

    def _expression(self, at: int) -> tuple[int, Rank] | None:
        """Where the expression that begins with item ``at`` ends, and how it binds."""
        items = self.items
        conditions = 0
        read = self._operand(at)
        while read and read[0] < len(items):
            at, rank = read
            operator = items[at]
            if operator in ASSIGNMENTS:
                rank = Rank.ASSIGNMENT
            elif operator in BINARY or (operator == ":" and conditions):
                rank = max(rank, Rank.BINARY)
                conditions += (operator == "?") - (operator == ":")
                # The middle of a ?: may be left out.
                if operator == "?" and items[at + 1 : at + 2] == [":"]:
                    at, conditions = at + 1, conditions - 1
            else:
                return read
            found = self._operand(at + 1)
            read = (found[0], rank) if found else None
        return read

    def _operand(self, at: int) -> tuple[int, Rank] | None:
        """Where the operand that begins with item ``at`` ends, and how it binds."""
        items = self.items
        before: list[str] = []
        while at < len(items) and self._is_prefix(at):
            before.append(items[at])
            at += 1
        if at >= len(items):
            return None
        literal = items[at : at + 2] == ["()", "{}"]
        if not literal and not self._is_primary(items[at]):
            return None
        end = self._postfix(at + 1 + literal)
        if not before or (literal and before == ["&"]):
            return end, Rank.POSTFIX
        return end, Rank.SIGN if len(before) == 1 and before[0] in SIGNS else Rank.UNARY

    def _is_prefix(self, at: int) -> bool:
        """Whether an item is an operator before an operand, or a cast."""
        item, behind = self.items[at], self.items[at + 1 : at + 2]
        if item == "()":
            return behind != ["{}"] and self._is_cast(at)
        return item in PREFIXES and not (item == "sizeof" and behind == ["()"])

    def _is_primary(self, item: str) -> bool:
        """Whether an item is an operand by itself."""
        if item in ("()", '""', "sizeof") or item in CALLABLE or item[0] == "'":
            return True
        if item[0].isdigit() or (item[0] == "." and len(item) > 1 and item != "..."):
            return NUMBER.fullmatch(item) is not None
        return is_identifier(item) and item not in LEADING and not is_type_name(item)

    def _is_cast(self, at: int) -> bool:
        """Whether the parentheses are a type before an operand."""
        behind = self.items[at + 1 : at + 2]
        if not behind:
            return False
        if behind[0] in ("sizeof", "!", "~") or self._is_primary(behind[0]):
            return True
        return behind[0] in PREFIXES and is_type(self.file, self.positions[at])

    def _postfix(self, at: int) -> int:
        """Where the calls, indices and members end that follow an operand."""
        items = self.items
        while at < len(items):
            if items[at] in ("()", "[]", "++", "--"):
                at += 1
            elif items[at] in (".", "->") and at + 1 < len(items) and is_identifier(items[at + 1]):
                at += 2
            else:
                break
        return at

    def statements(self) -> list[list[str]]:
        """The items between the semicolons; an empty list at the end where the body ends with one."""
        parts: list[list[str]] = [[]]
        for item in self.items:
            if item == ";":
                parts.append([])
            else:
                parts[-1].append(item)
        return parts

    def declares(self) -> bool:
        """Whether something is declared outside of all brackets, or a macro that declares is called there."""
        if any(item in LEADING or item in BASIC or item in TAGS or item in TYPEOF or is_type_name(item)
               for item in self.items):  # fmt: skip
            return True
        names = dialect.linux()
        return any(names.is_declaring(part[0]) or OF_MODULE.match(part[0]) for part in self.statements() if part) or (
            names.is_declaring(self.macro.name) or "static_assert" in self.items
        )

    def is_assembler(self) -> bool:
        """Whether a statement is one of assembler: an instruction with its operands, a directive, a local label."""
        for part in self.statements():
            if len(part) < 2:
                continue
            one, two, *more = part
            if one == "." or (one.isdigit() and two == ":"):
                return True
            instruction = is_identifier(one) and one not in LEADING and not is_type_name(one)
            if instruction and (two == "%" or (more[:1] == [","] and (is_identifier(two) or two[0].isdigit()))):
                return True
        return False

    def is_do_while(self) -> bool:
        """Whether the body is ``do {…} while (0)``, perhaps with a semicolon."""
        texts = self.file.tokens.texts
        if self.items not in (["do", "{}", "while", "()"], ["do", "{}", "while", "()", ";"]):
            return False
        condition = self.positions[3]
        return texts[condition + 1 : condition + 3] == ["0", ")"]


def is_type(file: SourceFile, opener: int) -> bool:
    """Whether parentheses hold a type: known words, or stars at the end."""
    texts = file.tokens.texts
    close = file.tokens.partner[opener]
    inside = texts[opener + 1 : close]
    if not inside:
        return False
    known = inside[0] in BASIC or inside[0] in TAGS or inside[0] in LEADING or inside[0] in TYPEOF
    return known or is_type_name(inside[0]) or inside[-1] == "*"


def whole_macros(file: SourceFile) -> list[MacroDefinition]:
    """The macros of the file, save one that is cut off at its end: in a fragment it goes on somewhere else."""
    return [macro for macro in file.macros if not file.text.endswith("\\", *macro.span)]


def bodies(file: SourceFile) -> list[Body]:
    """The bodies of the file's macros that are more than one word."""
    return [Body(file, macro) for macro in file.once(whole_macros) if macro.last - macro.first > 1]


def is_called_outside_functions(file: SourceFile, name: str) -> bool:
    """Whether the macro ``name`` is used in the file, and not in a function: then its body declares things."""
    tokens = file.tokens
    for position in tokens.index.get(name, ()):
        start = tokens.starts[position]
        if file.directive_at(start) is None:
            node = parser.tree(file).root_node.named_descendant_for_byte_range(start, tokens.end(position))
            while node is not None and node.type != "compound_statement":
                node = node.parent
            return node is None
    return False
