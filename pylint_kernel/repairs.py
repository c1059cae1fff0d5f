"""One walk over the brackets of a token stream that rewrites what is C only for the preprocessor.

The walk knows what each brace opens (a block, a record, an enumeration, an initialiser), so it can tell a macro that
stands for a declaration, a loop, a member or a list element from a call, and repair each in its way. What becomes of
them is listed in :mod:`~pylint_kernel.masking`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel import dialect
from pylint_kernel.arguments import STATEMENT_WORDS, TYPE_WORDS, Arguments, is_word

if TYPE_CHECKING:
    from pylint_kernel.masking import Buffer

# What a bracket opens; the file as a whole is opened by nothing.
FILE, BLOCK, RECORD, ENUM, LIST, PAREN, SUBSCRIPT = range(7)

STORAGE = frozenset({"static", "extern", "const", "inline", "register", "volatile", "typedef"})
TYPES = frozenset("void int char float double bool size_t u8 u16 u32 u64 s8 s16 s32 s64".split())
HEADS = frozenset({"if", "while", "for", "switch"})
ASSEMBLER = frozenset({"asm", "__asm__", "__asm"})
TYPE_OPERATORS = frozenset(
    "sizeof typeof __typeof__ __typeof typeof_unqual __alignof__ _Alignof alignof __alignof offsetof typeof_member _Generic".split()
)
#: Words before a parenthesis that are no macro.
NO_MACRO = (
    HEADS | ASSEMBLER | TYPE_OPERATORS | TYPE_WORDS | STORAGE | TYPES | STATEMENT_WORDS
    | {"do", "else", "case", "default", "defined", "_Static_assert"}
)  # fmt: skip
#: Words before a name that do not make it a declared one.
BEFORE_CALL = frozenset({"return", "else", "do", "case"}) | STORAGE
#: Words that may stand before a type.
BEFORE_TYPE = NO_MACRO | {"__extension__", "auto"}
#: Words between which and a name there is a type: `static foo_t name`, or a tag: `struct foo name`.
BEFORE_NAME = STORAGE | TYPE_WORDS | STATEMENT_WORDS | {"else", "do", "case", "__extension__", "auto"}
#: What stands before a statement, a declaration or an element; nothing stands before the first.
BOUNDARY = frozenset({"", ";", "{", "}", ":", "else", "do"})
#: Words before a compound literal: `return (struct point){1, 2};`.
BEFORE_LITERAL = TYPE_OPERATORS | {"return", "case"}
#: What follows a call that is part of an expression.
OPERATOR = frozenset(
    "; , ) ] . -> ? : + - / % | & ^ < > == != <= >= && || << >> += -= |= &= ^= *= /= %= <<= >>=".split()
)
#: Words that begin a declaration, whatever unknown word stands before them.
DECLARING = TYPES | {"struct", "union", "enum", "unsigned", "signed", "long", "short", "static", "extern"}
#: Tokens in parentheses that no expression contains (a ``*`` at its end neither).
LOOSE = TYPE_WORDS | STORAGE | STATEMENT_WORDS | {";", "*"}
EVENTS = frozenset("()[]{}:=") | {"..."} | LOOSE | DECLARING


def is_attribute_like(text: str) -> bool:
    """Whether an unknown word looks like an attribute."""
    return text.isupper() or text[:2] == "__"


class Repairs:
    """The walk over one stream of tokens; the repairs go to ``buffer``.

    ``scope`` is what encloses the stream: FILE, or BLOCK for the bodies of macros.
    """

    def __init__(self, texts: list[str], starts: list[int], buffer: Buffer, scope: int = FILE) -> None:
        # Behind the last token, and so before the first (position -1), there is nothing: looking there needs no test.
        self.texts, self.starts, self.buffer = [*texts, "", "", ""], [*starts, len(buffer.data)], buffer
        self.names = dialect.linux()
        self.kinds, self.opens = [scope], [-1]
        self.partner: dict[int, int] = {}
        self.arguments = Arguments(self.texts, self.starts, self.partner, buffer)
        # Positions where a statement or an element begins though the token before does not show it.
        self.beginnings: set[int] = set()
        # Parentheses with something between them that is no expression.
        self.loose: set[int] = set()
        self.last_open = self.last_record = -9

    def run(self) -> None:
        """Walk over all brackets, and what else may matter."""
        texts, kinds, opens = self.texts, self.kinds, self.opens
        for at in [at for at, text in enumerate(texts) if text in EVENTS]:
            text = texts[at]
            if text == "(":
                kinds.append(PAREN)
                opens.append(at)
            elif text == "{":
                kinds.append(self.kind_of_brace(at))
                opens.append(at)
            elif text == "[":
                kinds.append(SUBSCRIPT)
                opens.append(at)
            elif text in ")}]":
                self.close(at, text)
            elif kinds[-1] == PAREN:
                if text in LOOSE and (text != "*" or texts[at + 1] in ",)"):
                    self.loose.add(opens[-1])
            elif kinds[-1] <= RECORD:
                if text in DECLARING:
                    self.declaration(at)
                elif text in (";", "="):
                    if is_word(texts[at - 1]):
                        self.declarator(at)
                elif text == "..." and kinds[-1] <= BLOCK:
                    self.buffer.put(self.starts[at], b" | ")
                elif text == ":" and kinds[-1] == RECORD:
                    self.bit_field(at)
        last = len(self.starts) - 2
        if is_word(texts[last]) and self.begins(last) and kinds[-1] == FILE:
            # A macro without arguments and semicolon.
            self.buffer.blank(self.starts[last], self.starts[last] + len(texts[last]))

    def close(self, at: int, closer: str) -> None:
        """Leave the bracket that ``at`` closes, and whatever was left open inside it."""
        opens, kinds = self.opens, self.kinds
        depth = len(opens) - 1
        if closer == ")":
            while kinds[depth] == SUBSCRIPT:
                depth -= 1
            if kinds[depth] != PAREN:
                return
        elif closer == "]":
            if kinds[depth] != SUBSCRIPT:
                return
        else:
            while kinds[depth] >= PAREN:
                depth -= 1
            if depth == 0:
                return
        open_, kind = opens[depth], kinds[depth]
        del opens[depth:], kinds[depth:]
        self.partner[open_] = at
        if closer == ")":
            self.last_open = open_
            self.close_paren(open_, at)
        elif kind == BLOCK:
            self.close_block(at)
        elif kind in (RECORD, ENUM):
            self.last_record = at

    def kind_of_brace(self, at: int) -> int:
        """What the ``{`` at ``at`` opens."""
        texts, kind = self.texts, self.kinds[-1]
        before = texts[at - 1]
        if before == ")":
            callee = texts[self.last_open - 1]
            if is_word(callee):
                return LIST if callee in BEFORE_LITERAL else BLOCK
            return BLOCK if kind == FILE and callee == ")" else LIST
        if before in ("=", ",", "]") or (before == "{" and kind in (LIST, ENUM)):
            if kind == PAREN:
                self.loose.add(self.opens[-1])
            return LIST
        if is_word(before):
            for word in (before, texts[at - 2], texts[at - 3] if is_word(texts[at - 2]) else ""):
                if word == "enum":
                    return ENUM
                if word in ("struct", "union"):
                    return RECORD
        return FILE if before[:1] == '"' else BLOCK

    # -- words and marks

    def declaration(self, at: int) -> None:
        """Blank unknown words between the beginning of a declaration and its type at ``at``: some attributes."""
        texts = self.texts
        first = at
        while is_word(texts[first - 1]) and texts[first - 1] not in BEFORE_TYPE:
            first -= 1
        if first < at and texts[at + 1] not in (";", ",") and (self.begins(first) or texts[first - 1] in STORAGE):
            self.buffer.blank(self.starts[first], self.starts[at])
            self.beginnings.add(at)

    def declarator(self, at: int) -> None:
        """Blank an unknown word between a declared name and the ``;`` or ``=`` at ``at``: some attribute."""
        texts, kind = self.texts, self.kinds[-1]
        word, name = texts[at - 1], texts[at - 2]
        if word in NO_MACRO:
            return
        if is_word(name):
            before = texts[at - 3]
            if name in NO_MACRO or before in BEFORE_NAME:
                return
            if not (is_word(before) or before == "*" or at - 3 == self.last_record):
                return
            # Of two unknown words, one is the name.
            if is_attribute_like(name) and not is_attribute_like(word):
                at -= 1
        elif name == ")":
            callee = texts[self.last_open - 1]
            if kind == BLOCK or not is_word(callee) or callee in NO_MACRO:
                return
        elif name != "]":
            return
        self.buffer.blank(self.starts[at - 1], self.starts[at - 1] + len(texts[at - 1]))

    def bit_field(self, at: int) -> None:
        """Blank the width of a bit-field without a name."""
        before = self.texts[at - 1]
        if self.texts[at + 2] == ";" and (before in TYPES or before in TYPE_WORDS or self.begins(at - 1)):
            self.buffer.blank(self.starts[at], self.starts[at + 2])

    def close_block(self, at: int) -> None:
        """Complete what stands last in a block: a label without statement, a macro without semicolon."""
        texts = self.texts
        last = texts[at - 1]
        if (last == ":" and self.begins(at - 2) and texts[at - 2] != "default") or (
            is_word(last) and self.begins(at - 1)
        ):
            self.insert(at - 1, b";")

    # -- parentheses

    def close_paren(self, open_: int, close: int) -> None:
        """Repair what is at and behind a pair of parentheses."""
        texts, kind = self.texts, self.kinds[-1]
        name, after = texts[open_ - 1], texts[close + 1]
        if not is_word(name):
            return
        if name in NO_MACRO:
            if name in HEADS:
                self.beginnings.add(close + 1)
            elif name in TYPE_OPERATORS:
                self.type_operator(name, open_, close)
            elif name in ASSEMBLER or name in ("volatile", "goto", "inline"):
                self.assembler(open_, close)
            return
        if texts[open_ - 2] in HEADS:
            # `if unlikely(x)`: parentheses of the macro's making.
            self.buffer.blank(self.starts[open_ - 1], self.starts[open_])
            self.beginnings.add(close + 1)
            return
        if kind == FILE:
            self.at_file_scope(open_, close, after)
        elif kind == RECORD:
            self.in_record(open_, close, after)
        else:
            if open_ in self.loose and self.is_call(open_):
                self.arguments.tidy(open_, close)
            if kind == BLOCK:
                if after == ";":
                    self.call_statement(open_, close, name)
                elif after not in OPERATOR:
                    self.in_block(open_, close, name, after)
            elif kind <= LIST:
                self.in_list(open_, close, after)
            elif kind == PAREN:
                if is_word(after):
                    self.loose.add(self.opens[-1])
                elif texts[open_ - 3] in ("(", ",") and is_word(texts[open_ - 2]) and texts[open_ - 2] not in NO_MACRO:
                    # `KERN_ERR pr_fmt("...")`
                    self.buffer.blank(self.starts[open_ - 2], self.starts[open_ - 1])

    def is_call(self, open_: int) -> bool:
        """Whether the parentheses hold arguments rather than parameters."""
        texts = self.texts
        at = open_ - 2
        while texts[at] == "*":
            at -= 1
        return not is_word(texts[at]) or texts[at] in BEFORE_CALL

    def begins(self, at: int) -> bool:
        """Whether a statement, a declaration or an element begins at ``at``."""
        return self.texts[at - 1] in BOUNDARY or at in self.beginnings

    def first_storage(self, at: int) -> int:
        """The position of the first of the storage words before ``at``; ``at`` if there is none."""
        while self.texts[at - 1] in STORAGE:
            at -= 1
        return at

    def ends_line(self, at: int) -> bool:
        """Whether the token ``at`` is the last on its line."""
        return b"\n" in self.buffer.data[self.starts[at] : self.starts[at + 1]] or not self.texts[at + 1]

    def insert(self, at: int, mark: bytes) -> None:
        """Put a separator right behind the token ``at``, on a blank or a newline."""
        start = self.starts[at] + len(self.texts[at])
        if self.buffer.data[start : start + 1].isspace():
            self.buffer.put(start, mark)
        self.beginnings.add(at + 1)

    # -- macros, by where they stand

    def at_file_scope(self, open_: int, close: int, after: str) -> None:
        """Repair a macro that stands for a declaration or a definition."""
        texts, at = self.texts, open_ - 1
        first = self.first_storage(at)
        if not self.begins(first):
            self.function(at)
            return
        if texts[at] in self.names.typed_declaring:
            self.declare(open_, close)
        elif after in ("{", "=", "."):
            self.define(open_, close, after)
        elif after in (";", "") or is_word(after) or after == "}":
            if texts[open_ + 1] == "*":
                return
            self.buffer.blank(self.starts[first], self.starts[at])
            self.arguments.tidy(open_, close)
            if after != ";" and self.ends_line(close):
                self.insert(close, b";")

    def function(self, at: int) -> None:
        """Blank unknown words between a function's type and its name at ``at``: some attributes."""
        texts = self.texts
        first = at
        while is_word(texts[first - 1]) and texts[first - 1] not in BEFORE_TYPE:
            first -= 1
        before = texts[first - 1]
        # The first of the words is the type or its tag, unless the type stands before it.
        if before not in TYPES and before not in ("*", "unsigned", "signed", "long", "short"):
            first += 1
        if first < at:
            self.buffer.blank(self.starts[first], self.starts[at])

    def declare(self, open_: int, close: int) -> None:
        """``DEFINE_PER_CPU(type, name)``: show the parser ``type name``."""
        parts = self.arguments.split(open_, close)
        starts, buffer = self.starts, self.buffer
        buffer.blank(starts[open_ - 1], starts[open_] + 1)
        buffer.blank(starts[close], starts[close] + 1)
        if len(parts) > 1:
            comma = starts[parts[1][0] - 1]
            buffer.blank(comma, comma + 1)

    def define(self, open_: int, close: int, after: str) -> None:
        """A macro that heads a function's body or an initialiser: make it ``int NAME(…) {`` or ``int NAME = {``."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if len(texts[open_ - 1]) <= len("int "):
            return
        buffer.put(starts[open_ - 1], b"int ")
        if after == "{" and texts[close + 2] != ".":
            if not self.arguments.are_parameters(open_, close):
                buffer.blank(starts[open_] + 1, starts[close])
            return
        buffer.blank(starts[open_], starts[close] + 1)
        if after == "{":
            buffer.put(starts[close], b"=")
        elif after == ".":
            self.machine(close)

    def machine(self, close: int) -> None:
        """``MACHINE_START(…) .a = b, MACHINE_END``: make it an initialiser."""
        for at in range(close + 1, len(self.starts) - 1):
            text = self.texts[at]
            if text in (";", "}"):
                return
            if text.endswith("_END"):
                self.buffer.put(self.starts[close] - 1, b"={")
                self.buffer.put(self.starts[at], b"};".ljust(len(text)))
                self.beginnings.add(at + 1)
                return

    def in_record(self, open_: int, close: int, after: str) -> None:
        """Repair a macro that declares members: ``DECLARE_BITMAP(map, N);``, ``struct_group(name, members);``."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if not self.begins(open_ - 1) or texts[open_ - 2] == ":" or after in ("(", "["):
            return
        if texts[open_ - 1] in self.names.typed_declaring:
            self.declare(open_, close)
            return
        if after != ";" and not self.ends_line(close):
            buffer.blank(starts[open_], starts[close] + 1)
            return
        members = [first for first, last in self.arguments.split(open_, close) if last - first > 1]
        if not {";", "{"} & {*texts[open_:close]}:
            members = []
        buffer.blank(starts[close], starts[close] + 1)
        if members:
            buffer.blank(starts[open_ - 1], starts[members[0]])
            if after == ";" and texts[close - 1] == ";":
                buffer.blank(starts[close + 1], starts[close + 1] + 1)
        elif is_word(texts[open_ + 1]) and texts[open_ + 2] in (",", ")") and texts[open_ + 1] not in NO_MACRO:
            buffer.blank(starts[open_], starts[open_] + 1)
            buffer.blank(starts[open_ + 2], starts[close])
        else:
            buffer.blank(starts[open_], starts[close])
        if after != ";" and not (members and texts[close - 1] == ";"):
            self.insert(close, b";")

    def call_statement(self, open_: int, close: int, name: str) -> None:
        """Repair a macro that is a statement of its own."""
        texts, at = self.texts, open_ - 1
        before = texts[at - 1]
        if before in STORAGE:
            first = self.first_storage(at)
            if not self.begins(first) or texts[open_ + 1] == "*":
                return
            if name in self.names.typed_declaring:
                self.declare(open_, close)
                return
            self.buffer.blank(self.starts[first], self.starts[at])
            self.arguments.tidy(open_, close)
        elif name in self.names.declaring:
            if self.begins(at):
                self.arguments.tidy(open_, close)
        elif before == "}" and name in self.names.iterators:
            self.loop(open_, close)

    def in_block(self, open_: int, close: int, name: str, after: str) -> None:
        """Repair a macro that heads a loop, stands for a declaration or lacks its semicolon."""
        at = open_ - 1
        first = self.first_storage(at)
        if not self.begins(first):
            return
        if after == "{":
            self.loop(open_, close)
        elif after == "=":
            if name in self.names.typed_declaring:
                self.declare(open_, close)
            elif first < at or name in self.names.declaring:
                self.define(open_, close, after)
        elif name in self.names.iterators:
            if is_word(after) or after in ("*", "(", "++", "--"):
                self.loop(open_, close)
        elif (is_word(after) or after == "}") and self.ends_line(close):
            self.insert(close, b";")

    def loop(self, open_: int, close: int) -> None:
        """Make ``name(…)`` read ``while(…)``, or ``if`` where there is no room."""
        starts, buffer = self.starts, self.buffer
        start, length = starts[open_ - 1], len(self.texts[open_ - 1])
        self.beginnings.add(close + 1)
        if length < 2:
            return
        word = b"while" if length >= 5 else b"if"
        buffer.put(start, word.ljust(length))
        if close > open_ + 1:
            self.arguments.tidy(open_, close, as_block=False)
        elif starts[close] > starts[open_] + 1:
            buffer.put(starts[open_] + 1, b"1")
        elif starts[open_] > start + len(word):
            buffer.put(starts[open_] - 1, b"(1")

    def in_list(self, open_: int, close: int, after: str) -> None:
        """Repair a macro that is an element of a list."""
        at = open_ - 1
        if self.texts[at - 1] not in ("{", ",") and at not in self.beginnings:
            return
        if after == "=":
            self.buffer.put(self.starts[at], b".")
        if self.kinds[-1] == ENUM or after == "=":
            self.buffer.blank(self.starts[open_], self.starts[close] + 1)
        if (after in (".", "[", "{") or is_word(after)) and self.ends_line(close):
            self.insert(close, b",")

    # -- operators

    def type_operator(self, name: str, open_: int, close: int) -> None:
        """``typeof(x)`` becomes a type's name, ``offsetof(T, a.b)`` gets a plain member, ``__alignof__(*x)`` a call."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if "typeof" in name:
            buffer.blank(starts[open_], starts[close] + 1)
        elif name == "offsetof":
            parts = self.arguments.split(open_, close)
            if len(parts) == 2 and parts[1][1] - parts[1][0] > 1:
                buffer.blank(starts[parts[1][0] + 1], starts[close])
        elif "align" in name:
            inside = texts[open_ + 1 : close]
            if not (is_word(inside[0]) and all(is_word(text) or text == "*" for text in inside)):
                buffer.put(starts[open_ - 1], b"x")

    def assembler(self, open_: int, close: int) -> None:
        """Leave of an ``asm`` what is C: its template is a string, its operands have constraints that are strings, and
        the register's name behind a variable is an attribute."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if texts[open_ - 1] in ASSEMBLER and is_word(texts[open_ - 2]) and texts[open_ - 2] not in BEFORE_CALL:
            buffer.blank(starts[open_ - 1], starts[close] + 1)
            return
        section, at = 0, open_ + 1
        while at < close and section < 4:
            if texts[at] == ":":
                section += 1
            elif is_word(texts[at]) and texts[at - 1] in ("(", ",", ":"):
                last = self.partner.get(at + 1, at)
                if texts[last + 1] in (",", ":", ")"):
                    self.operand(at, last, section)
                elif texts[last + 1] == "(" and section:
                    # A macro for the constraint.
                    buffer.blank(starts[at], starts[last] + len(texts[last]))
                    buffer.put(starts[at], b'""')
            at = self.partner.get(at, at) + 1

    def operand(self, first: int, last: int, section: int) -> None:
        """Replace the template, or blank the operand, that a macro of an ``asm`` stands for."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        buffer.blank(starts[first], starts[last] + len(texts[last]))
        if not section:
            buffer.put(starts[first], b'""')
        elif texts[first - 1] == ",":
            buffer.put(starts[first - 1], b" ")
        elif texts[last + 1] == ",":
            buffer.put(starts[last + 1], b" ")
