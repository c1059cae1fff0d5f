"""The arguments of macros: used twice, not at all, or without parentheses."""

from __future__ import annotations

from bisect import bisect_left

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language.declaration import BASIC, LEADING, TAGS, is_attribute, is_type_name
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.macro_body import whole_macros
from pylint_kernel.language.source import MacroDefinition, SourceFile
from pylint_kernel.model import CHECK, WARNING, Span

#: Operators that an argument next to them could be torn apart by.
TIGHT = frozenset("+ - * / % << >> & ^ | && || ! ~ == != < > <= >= -> ++ --".split())
#: The same, assignments that are more than one: only the left side is at risk.
UPDATES = frozenset("+= -= *= /= %= &= |= ^= <<= >>=".split())
#: What takes a type or a value that is never computed.
UNEVALUATED = frozenset(
    "sizeof typeof __typeof__ offsetof offsetofend sizeof_field __must_be_array __stringify typecheck __same_type "
    "_Alignof __alignof__ struct_size_t BUILD_BUG_ON BUILD_BUG_ON_ZERO static_assert".split()
)
#: What computes its first argument only: the others are types and members.
FIRST_ONLY = frozenset({"container_of", "container_of_const", "list_entry", "rb_entry", "hlist_entry"})


class Parameter:
    """A named parameter of a macro with the positions in the body where it stands; pasted and quoted ones left out."""

    def __init__(self, file: SourceFile, macro: MacroDefinition, span: Span) -> None:
        self.file, self.macro, self.span = file, macro, span
        self.name = file.slice(span)
        texts = file.tokens.texts
        first, last = macro.first, macro.last
        positions = file.tokens.index.get(self.name, [])
        self.every = positions[bisect_left(positions, first) : bisect_left(positions, last)]
        self.uses = [
            at for at in self.every
            if (at == first or texts[at - 1] not in ("#", "##")) and (at + 1 == last or texts[at + 1] != "##")
        ]  # fmt: skip

    def place(self) -> Span:
        """The parameter; from the macro's name on where it is on another line."""
        start = self.macro.name_span.start
        return self.span if self.file.row(start) == self.file.row(self.span.start) else Span(start, self.span.end)


def parameters(file: SourceFile) -> list[Parameter]:
    """The parameters of the file's macros, save variable arguments and those that are called ``type``."""
    return [
        Parameter(file, macro, span)
        for macro in file.once(whole_macros)
        for span in macro.parameters or ()
        if not file.text.endswith("...", *span) and file.slice(span).lower() != "type"
    ]


@rule("MACRO_ARG_UNUSED", WARNING, "an argument that the macro does not use", on=File())
def unused_argument(_: SourceFile, file: SourceFile) -> Reports:
    """An argument that the body does not contain is not evaluated: its side effects get lost, its type is not checked.

    Use an inline function, or cast the argument to ``void`` in the macro. Empty bodies are exempt, as in checkpatch
    since Linux 6.17.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".
    """
    for one in file.once(parameters):
        empty = one.macro.first == one.macro.last and file.limits.checkpatch_version >= (6, 17)
        if not one.every and not empty:
            yield one.place(), f"the argument '{one.name}' is not used"


@rule("MACRO_ARG_PRECEDENCE", CHECK, "an argument without parentheses beside an operator", on=File())
def argument_precedence(_: SourceFile, file: SourceFile) -> Reports:
    """An argument may be an expression: next to an operator it needs parentheses, ``((x) + 1)``.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 4.

    Differs from checkpatch: every use is looked at, not only the first, unless the macro assigns to the argument. Names
    of members and types and what is being declared cannot have parentheses.
    """
    texts = file.tokens.texts
    for one in file.once(parameters):
        assigned = any(texts[at + 1 : at + 2] == ["="] for at in one.uses)
        uses = one.uses[:1] if assigned else one.uses
        if any(is_torn(file, one.macro, at) for at in uses):
            yield one.place(), f"the argument '{one.name}' should be in parentheses"


def is_torn(file: SourceFile, macro: MacroDefinition, at: int) -> bool:
    """Whether the argument at a token stands beside an operator as an operand."""
    texts = file.tokens.texts
    before = texts[at - 1] if at > macro.first else ""
    behind = texts[at + 1] if at + 1 < macro.last else ""
    if before not in TIGHT and behind not in TIGHT and behind not in UPDATES:
        return False
    return not is_name(file, macro, at)


def is_name(file: SourceFile, macro: MacroDefinition, at: int) -> bool:
    """Whether an argument is the name of a member or a type there, or is being declared."""
    texts = file.tokens.texts
    before = texts[at - 1] if at > macro.first else ""
    if before in ("->", ".") or before in TAGS or before in BASIC or before in LEADING or before == "goto":
        return True
    stars = at
    while stars > macro.first and texts[stars - 1] == "*":
        stars -= 1
    if stars < at and stars > macro.first and is_type_word(file, macro, stars - 1):
        return True
    if stars < at and texts[stars - 1] == "(" and declares_pointer(file, macro, stars - 1, at):
        return True
    return is_type_there(file, macro, at)


def is_type_word(file: SourceFile, macro: MacroDefinition, at: int) -> bool:
    """Whether the token ends the name of a type: ``int``, ``struct name``, an attribute after one."""
    texts = file.tokens.texts
    if is_type_name(texts[at]) or texts[at] in LEADING or is_attribute(texts[at]):
        return True
    return at > macro.first and texts[at - 1] in TAGS


def declares_pointer(file: SourceFile, macro: MacroDefinition, opener: int, at: int) -> bool:
    """Whether ``(*name)(`` or ``(*name[`` declares a pointer to a function: a type stands before it."""
    texts = file.tokens.texts
    close = at + 1
    if texts[close : close + 2] != [")", "("] or opener <= macro.first:
        return False
    return is_type_word(file, macro, opener - 1) or is_identifier(texts[opener - 1]) or texts[opener - 1] == "*"


def is_type_there(file: SourceFile, macro: MacroDefinition, at: int) -> bool:
    """Whether an argument with a star after it is a type: ``(x *)``, ``x *name = …`` at the start of a statement."""
    texts, partner = file.tokens.texts, file.tokens.partner
    behind = at + 1
    while behind < macro.last and texts[behind] == "*":
        behind += 1
    if behind == at + 1:
        return False
    if texts[behind] == ")" and texts[at - 1] in ("(", ","):
        return True
    before = texts[at - 1] if at > macro.first else ""
    starts = at == macro.first or before in (";", "{", "}")
    if not (behind + 1 < macro.last and is_identifier(texts[behind])):
        return False
    if starts:
        return texts[behind + 1] in ("=", ";", "(", ",")
    opener = before == "(" and at - 1
    if opener and texts[partner.get(opener, opener) + 1 : partner.get(opener, opener) + 2] == ["{"]:
        return is_identifier(texts[opener - 1])
    return False


@rule("MACRO_ARG_REUSE", CHECK, "an argument used several times", on=File())
def argument_reuse(_: SourceFile, file: SourceFile) -> Reports:
    """An argument that is used twice is evaluated twice, with its side effects: ``max(a++, b)``.

    Use an inline function, or keep the value in a variable of the macro. Uses that are never computed (in ``sizeof``,
    ``typeof`` and the like), pasted and quoted ones do not count.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 3.

    Differs from checkpatch: of the branches of ``?:``, ``if`` and ``_Generic`` only one is computed. What is also the
    name of a member, a type or a label, or is being declared, has no side effects.
    """
    for one in file.once(parameters):
        if len(one.uses) < 2 or any(is_only_a_name(file, one.macro, at) for at in one.uses):
            continue
        if computed(file, one) > 1:
            yield one.place(), f"the argument '{one.name}' is evaluated several times: side effects add up"


def computed(file: SourceFile, parameter: Parameter) -> int:
    """How often an argument is computed at most when its macro runs once."""
    try:
        return Count(file, set(parameter.uses)).of(parameter.macro.first, parameter.macro.last)
    except RecursionError:
        # Nested beyond all measure: every use may count.
        return len(parameter.uses)


def is_only_a_name(file: SourceFile, macro: MacroDefinition, at: int) -> bool:
    """Whether an argument is no value at a token: a member, a type, a label, a name being declared."""
    texts = file.tokens.texts
    if is_name(file, macro, at):
        return True
    behind = texts[at + 1] if at + 1 < macro.last else ""
    before = texts[at - 1] if at > macro.first else ""
    tagged = at - 2 >= macro.first and texts[at - 2] in TAGS
    return tagged or (before != "" and is_type_name(before)) or (behind != "" and is_identifier(behind))


class Count:
    """How often the tokens ``wanted`` are computed at most when a stretch of code runs once."""

    def __init__(self, file: SourceFile, wanted: set[int]) -> None:
        self.texts, self.partner = file.tokens.texts, file.tokens.partner
        self.wanted = wanted

    def of(self, first: int, last: int) -> int:
        """The count for the tokens ``first`` to ``last`` (exclusive): statements and list elements add up."""
        total, begin = 0, first
        at = first
        while at < last:
            text = self.texts[at]
            if text == "if" and self.texts[at + 1 : at + 2] == ["("]:
                total += self.expression(begin, at)
                added, at = self.branches(at, last)
                total += added
                begin = at
                continue
            if text in (";", ","):
                total += self.expression(begin, at)
                begin = at + 1
            at = self.partner[at] + 1 if text in "([{" and at in self.partner else at + 1
        return total + self.expression(begin, last)

    def branches(self, at: int, last: int) -> tuple[int, int]:
        """The count for the ``if`` at a token with its ``else``, and where they end."""
        close = self.partner.get(at + 1, last)
        condition = self.of(at + 2, close)
        end = self.statement_end(close + 1, last)
        first = self.of(close + 1, end)
        if end < last and self.texts[end] == "else":
            begin, end = end + 1, self.statement_end(end + 1, last)
            return condition + max(first, self.of(begin, end)), end
        return condition + first, end

    def statement_end(self, at: int, last: int) -> int:
        """The position after the statement that begins at a token."""
        if at < last and self.texts[at] == "if":
            end = self.statement_end(self.partner.get(at + 1, last) + 1, last)
            return self.statement_end(end + 1, last) if end < last and self.texts[end] == "else" else end
        while at < last:
            text = self.texts[at]
            if text == ";":
                return at + 1
            if text in "([{" and at in self.partner:
                at = self.partner[at]
                if text == "{":
                    return at + 1
            at += 1
        return last

    def expression(self, first: int, last: int) -> int:
        """The count for one expression; of the two sides of a ``?:`` the larger one."""
        total, at = 0, first
        while at < last:
            text = self.texts[at]
            if text == "?":
                colon = self.colon(at + 1, last)
                return total + max(self.expression(at + 1, colon), self.expression(colon + 1, last))
            if at in self.wanted:
                total += 1
            elif text in "([{" and at in self.partner:
                total += self.bracket(at)
                at = self.partner[at]
            at += 1
        return total

    def colon(self, at: int, last: int) -> int:
        """The position of the ``:`` that belongs to a ``?`` before ``at``."""
        depth = 0
        while at < last:
            text = self.texts[at]
            if text == "?":
                depth += 1
            elif text == ":":
                if not depth:
                    return at
                depth -= 1
            at = self.partner[at] + 1 if text in "([{" and at in self.partner else at + 1
        return last

    def bracket(self, opener: int) -> int:
        """The count for what is in brackets."""
        close = self.partner[opener]
        callee = self.texts[opener - 1] if self.texts[opener] == "(" and opener else ""
        if callee in UNEVALUATED or callee.startswith("__builtin_"):
            return 0
        if callee == "_Generic":
            parts = self.arguments(opener, close)
            return max((self.expression(*part) for part in parts[1:]), default=0)
        if callee in FIRST_ONLY:
            return self.expression(*self.arguments(opener, close)[0])
        return self.of(opener + 1, close)

    def arguments(self, opener: int, close: int) -> list[tuple[int, int]]:
        """The stretches between the commas in brackets."""
        parts, begin, at = [], opener + 1, opener + 1
        while at < close:
            if self.texts[at] == ",":
                parts.append((begin, at))
                begin = at + 1
            at = self.partner[at] + 1 if self.texts[at] in "([{" and at in self.partner else at + 1
        return [*parts, (begin, close)]
