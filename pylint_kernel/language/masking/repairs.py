"""The repairs: macros that do the work of syntax are rewritten by what encloses them and by what follows them.

What becomes of them is listed in :mod:`~pylint_kernel.language.masking`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.language import dialect
from pylint_kernel.language.masking.annotations import (
    before_star,
    is_after_declarator,
    is_head_of_function,
    is_type_after,
)
from pylint_kernel.language.masking.arguments import TYPE_WORDS, is_word
from pylint_kernel.language.masking.operators import mend_assembler, mend_type_operator
from pylint_kernel.language.masking.walk import (
    BEFORE_TYPE,
    BLOCK,
    DECLARING,
    ENUM,
    FILE,
    LIST,
    NO_MACRO,
    PAREN,
    RECORD,
    TYPE_OPERATORS,
    TYPES,
    Walk,
    is_attribute_like,
)
from pylint_kernel.language.words import ASM, ASM_QUALIFIERS, HEADS, JUMPS, TAGS

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from pylint_kernel.language.masking.buffer import Buffer

#: Words before a name that do not make it a declared one.
BEFORE_CALL = frozenset({"return", "else", "do", "case"}) | BEFORE_TYPE
#: Words before which and a name there is no further attribute: `static foo_t name`, `struct foo name`.
BEFORE_NAME = BEFORE_TYPE | TYPE_WORDS | JUMPS | {"else", "do", "case", "__extension__", "auto", "_Atomic"}
#: Words after which an unknown word is a type, a tag or a name.
NOT_TYPED = BEFORE_CALL | TAGS | JUMPS
#: What follows a call that is part of an expression.
OPERATOR = frozenset(
    "; , ) ] . -> ? : + - / % | & ^ < > == != <= >= && || << >> += -= |= &= ^= *= /= %= <<= >>=".split()
)
#: What a function's type ends with, if not with an unknown word.
TYPE_ENDS = TYPES | {"*", "unsigned", "signed", "long", "short"}


class Repairs(Walk):
    """The walk that repairs what it meets in ``buffer``."""

    def __init__(self, texts: list[str], starts: MutableSequence[int], buffer: Buffer, scope: int = FILE) -> None:
        super().__init__(texts, starts, buffer, scope)
        self.names = dialect.spoken()
        # Where annotations with arguments, after what they annotate, end.
        self.annotations: set[int] = set()

    def run(self) -> None:
        """Repair the whole stream."""
        super().run()
        last = len(self.starts) - 2
        if is_word(self.texts[last]) and self.begins(last) and self.kinds[-1] == FILE:
            # The file ends with a macro without arguments and semicolon.
            self.blank(last, last)

    # -- words and marks

    def in_scope(self, at: int, text: str) -> None:
        """Repair what a mark or a word outside of parentheses shows to be wrong."""
        kind = self.kinds[-1]
        if text in DECLARING or text in BEFORE_TYPE:
            if is_word(self.texts[at - 1]):
                self.declaration(at)
        elif text == "*":
            before_star(self, at)
        elif text in (";", "="):
            if is_word(self.texts[at - 1]):
                self.declarator(at)
            elif self.texts[at - 1] == ")":
                self.pointer_to_function(at - 1)
        elif text == "...":
            if kind <= BLOCK:
                self.buffer.put(self.starts[at], b" | ")
        elif text == ":" and kind == RECORD:
            self.bit_field(at)

    def star(self, at: int) -> None:
        """Repair what stands before the ``*`` of a parameter."""
        before_star(self, at)

    def declaration(self, at: int) -> None:
        """Blank unknown words between the beginning of a declaration and its type at ``at``: some attributes."""
        texts, first = self.texts, at
        if texts[at] in BEFORE_TYPE and not is_type_after(texts, at):
            # `foo static name`
            return
        while is_word(texts[first - 1]) and texts[first - 1] not in NO_MACRO:
            first -= 1
        # A type is followed by what it is the type of; `uint8_t u8[4]` declares u8.
        is_type = is_word(texts[at + 1]) or texts[at + 1] in ("*", "{")
        if first < at and is_type and (self.begins(first) or texts[first - 1] in BEFORE_TYPE):
            self.blank(first, at - 1)
            self.beginnings.add(at)

    def pointer_to_function(self, close: int) -> None:
        """Show a known type in ``name_t (*fn)(…) = …;``, of which ``close`` ends the parameters: the parser takes it
        for an assignment to what a call returns, which nobody writes. Without a value it may be such a call.

        Blank an unknown word before the parenthesis, ``int __stdcall (*fn)(…);``."""
        texts, open_ = self.texts, self.openers.get(close, 0)
        declarator = self.openers.get(open_ - 1, 0)
        if not declarator or texts[declarator + 1] != "*":
            return
        word = declarator - 1
        before = texts[word - 1]
        if is_word(before) and is_attribute_like(texts[word]) and before not in NOT_TYPED:
            self.blank(word, word)
            return
        is_name = len(texts[word]) >= len("int") and is_word(texts[word]) and texts[word] not in HEADS | JUMPS
        is_declared = texts[close + 1] == "=" or texts[word] in TYPES or texts[open_ + 1] in DECLARING
        if is_name and is_declared and self.kinds[-1] == BLOCK and self.begins(word):
            self.buffer.put(self.starts[word], b"int".ljust(len(texts[word])))

    def declarator(self, at: int) -> None:
        """Blank an unknown word between a declared name and the ``;`` or ``=`` at ``at``: some attribute."""
        texts = self.texts
        word, name, before = at - 1, texts[at - 2], texts[at - 3]
        if texts[word] in NO_MACRO or name in NO_MACRO:
            return
        if is_word(name):
            if before in BEFORE_NAME or name == "restrict":
                return
            if not (is_word(before) or before == "*" or at - 3 == self.last_record):
                return
            if (
                is_attribute_like(before)
                and not is_attribute_like(texts[word])
                and self.begins(self.first_storage(at - 3))
            ):
                # `__attr foo_t name;`
                self.blank(at - 3, at - 3)
                return
            # Of two unknown words, one is the name.
            if is_attribute_like(name) and not is_attribute_like(texts[word]):
                word -= 1
        elif name == ")":
            callee = self.last_open - 1
            is_function = callee >= 0 and is_word(texts[callee]) and texts[callee] not in NO_MACRO
            if self.kinds[-1] == BLOCK or not is_function or self.begins(self.first_storage(callee)):
                return
        elif name != "]":
            return
        self.blank(word, word)

    def bit_field(self, at: int) -> None:
        """Blank the width of a bit-field without a name."""
        before = self.texts[at - 1]
        if self.texts[at + 2] == ";" and (before in TYPES or before in TYPE_WORDS or self.begins(at - 1)):
            self.blank(at, at + 1)

    def close_block(self, at: int) -> None:
        """Complete what stands last in a block: a label without statement, a macro without semicolon."""
        texts, last = self.texts, at - 1
        if texts[last] == ":":
            if self.begins(last - 1) and texts[last - 1] != "default":
                self.insert(last, b";")
        elif is_word(texts[last]) and self.begins(last):
            self.insert(last, b";")

    def close_record(self, at: int) -> None:
        """Blank an unknown word that stands last among members."""
        if is_word(self.texts[at - 1]) and self.begins(at - 1):
            self.blank(at - 1, at - 1)

    # -- parentheses

    def close_paren(self, open_: int, close: int) -> None:
        """Repair what is at and after a pair of parentheses."""
        texts, kind = self.texts, self.kinds[-1]
        name, before, after = texts[open_ - 1], texts[open_ - 2], texts[close + 1]
        if after == "(" and texts[open_ + 2] == "*" and is_word(texts[close - 1]):
            self.calling_convention(open_, name)
        if not is_word(name):
            return
        if name in NO_MACRO:
            self.keyword(name, open_, close)
        elif is_after_declarator(self, open_):
            self.annotations.add(close)
            self.blank(open_ - 1, close)
        elif before in HEADS:
            # `if unlikely(x)`: the parentheses are the macro's.
            self.blank(open_ - 1, open_ - 1)
            self.beginnings.add(close + 1)
        elif before in TAGS and texts[open_ + 1] != "*":
            # A macro that makes the name of a structure.
            self.blank(open_, close)
        elif kind == FILE:
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
                self.in_parentheses(open_, after)

    def calling_convention(self, open_: int, before: str) -> None:
        """Blank an unknown word before the star of a pointer to a function: ``int (WINAPI *fn)(void)``."""
        word = self.texts[open_ + 1]
        if is_attribute_like(word) and (is_word(before) or before == "*") and before not in HEADS:
            self.blank(open_ + 1, open_ + 1)

    def keyword(self, name: str, open_: int, close: int) -> None:
        """Repair what a keyword has in its parentheses."""
        if name in HEADS:
            self.beginnings.add(close + 1)
            word = open_ - 2
            if is_word(self.texts[word]) and self.texts[word] not in NO_MACRO and self.begins(word):
                # A macro without arguments and semicolon: with what follows it looks like the head of a function.
                self.blank(word, word)
        elif name in TYPE_OPERATORS:
            mend_type_operator(self, name, open_, close)
        elif name in ASM and is_word(self.texts[open_ - 2]) and self.texts[open_ - 2] not in BEFORE_CALL:
            # The register of a variable, the symbol of a function: `register long a0 asm("a0");`.
            self.blank(open_ - 1, close)
        elif name in ASM or name in ASM_QUALIFIERS:
            mend_assembler(self, open_, close)

    def is_call(self, open_: int) -> bool:
        """Whether the parentheses hold arguments rather than parameters."""
        texts, at = self.texts, open_ - 2
        while texts[at] == "*":
            at -= 1
        return not is_word(texts[at]) or texts[at] in BEFORE_CALL

    # -- macros, by where they stand

    def at_file_scope(self, open_: int, close: int, after: str) -> None:
        """Repair a macro that stands for a declaration or a definition."""
        texts, at = self.texts, open_ - 1
        first = self.first_storage(at)
        if not self.begins(first) and not (is_word(after) and self.ends_line(close) and self.ends_word(at - 1)):
            self.function(at, close)
        elif texts[at] in self.names.typed_declaring:
            self.declare(open_, close)
        elif after in ("{", "=", "."):
            self.define(open_, close, after)
        elif texts[open_ + 1] in TAGS and texts[close - 1] == "}" and after == ";":
            # `PACKED(struct foo { … });`
            self.blank(first, open_)
            self.blank(close, close)
        elif texts[open_ + 1] != "*" and (after in (";", "", "}") or is_word(after)):
            if texts[first] != "typedef":
                self.buffer.blank(self.starts[first], self.starts[at])
            self.arguments.tidy(open_, close)
            if after != ";" and self.ends_line(close):
                self.insert(close, b";")

    def ends_word(self, at: int) -> bool:
        """Whether ``at`` is a macro without arguments, alone on its line; it gets the semicolon that it lacks."""
        text = self.texts[at]
        if is_word(text) and text not in NO_MACRO and self.begins(at) and self.ends_line(at):
            self.insert(at, b";")
            return True
        return False

    def function(self, at: int, close: int) -> None:
        """Blank unknown words before a function's name at ``at``, but for one that is its type: some attributes."""
        texts, first, after = self.texts, at, self.texts[close + 1]
        is_followed = is_word(after) and after not in NO_MACRO and texts[close + 2] == "("
        if is_followed and is_word(texts[at - 1]) and not is_head_of_function(self, at, close):
            # `extern void PRINTF(3, 0) name(...)`
            self.blank(at, close)
            return
        while is_word(texts[first - 1]) and texts[first - 1] not in NO_MACRO:
            first -= 1
        keep = at
        if texts[first - 1] in TAGS:
            keep = first
        elif first < at and texts[first - 1] not in TYPE_ENDS:
            types = [word for word in range(first, at) if not is_attribute_like(texts[word])]
            keep = types[-1] if types else first
        if first < keep:
            self.blank(first, keep - 1)
        if keep + 1 < at:
            self.blank(keep + 1, at - 1)

    def declare(self, open_: int, close: int) -> None:
        """``DEFINE_PER_CPU(type, name)``: show the parser ``type name``."""
        parts = self.arguments.split(open_, close)
        self.blank(open_ - 1, open_)
        self.blank(close, close)
        if len(parts) > 1:
            first, comma = parts[0]
            # `DEFINE_PER_CPU(char[8], name)`: the parser has no array there; those among the members of a record stay.
            begin = max((at for at in range(first, comma) if self.texts[at] == "}"), default=first)
            dimension = next((at for at in range(begin, comma) if self.texts[at] == "["), comma)
            self.blank(dimension, comma)

    def define(self, open_: int, close: int, after: str) -> None:
        """A macro that heads a function's body or an initialiser: make it ``N ME(…) {`` or ``N ME = {``, a declaration
        of ``ME`` with the type ``N``."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if len(texts[open_ - 1]) < len("N M"):
            return
        buffer.put(starts[open_ - 1] + 1, b" ")
        if after == "{" and texts[close + 2] != ".":
            if not self.arguments.are_parameters(open_, close):
                buffer.blank(starts[open_] + 1, starts[close])
            return
        self.blank(open_, close)
        if after == "{":
            buffer.put(starts[close], b"=")
        elif after == ".":
            self.machine(close)

    def machine(self, close: int) -> None:
        """``MACHINE_START(…) .a = b, MACHINE_END``: make it an initialiser."""
        for at in range(close + 1, min(close + 1000, len(self.starts) - 1)):
            text = self.texts[at]
            if text in (";", "}"):
                return
            if text.endswith("_END"):
                self.buffer.put(self.starts[close] - 1, b"={")
                self.buffer.put(self.starts[at], b"}".ljust(len(text) - 1) + b";")
                self.beginnings.add(at + 1)
                return

    def in_record(self, open_: int, close: int, after: str) -> None:
        """Repair a macro that declares members: ``DECLARE_BITMAP(map, N);``."""
        texts, at = self.texts, open_ - 1
        if not self.begins(at) or texts[at - 1] == ":" or after in ("(", "["):
            return
        if texts[at] in self.names.typed_declaring:
            self.declare(open_, close)
        elif after != ";" and not self.ends_line(close):
            self.blank(open_, close)
        elif not {";", "{"}.isdisjoint(texts[open_:close]):
            self.group(open_, close, after)
        else:
            if is_word(texts[open_ + 1]) and texts[open_ + 2] in (",", ")") and texts[open_ + 1] not in NO_MACRO:
                self.blank(open_, open_)
                self.blank(open_ + 2, close)
            else:
                self.blank(open_, close)
            if after != ";":
                self.insert(close, b";")

    def group(self, open_: int, close: int, after: str) -> None:
        """``struct_group(name, members);``: show the members."""
        self.blank(close, close)
        members = next((first for first, last in self.arguments.split(open_, close) if last - first > 1), close)
        self.blank(open_ - 1, members - 1)
        if after == ";" and self.texts[close - 1] == ";":
            self.blank(close + 1, close + 1)
        self.beginnings.add(close + 1)

    def call_statement(self, open_: int, close: int, name: str) -> None:
        """Repair a macro that is a statement of its own."""
        texts, at = self.texts, open_ - 1
        before = texts[at - 1]
        if before in BEFORE_TYPE:
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
        elif before == "}" and texts[self.last_brace - 1] == "do" and name in self.names.heads:
            # `do {…} while_each_thread(…);`
            self.loop(open_, close)
        elif is_word(before):
            self.ends_word(at - 1)

    def in_block(self, open_: int, close: int, name: str, after: str) -> None:
        """Repair a macro that heads a loop, stands for a declaration or lacks its semicolon."""
        at = open_ - 1
        first = self.first_storage(at)
        if not self.begins(first) and not self.ends_word(at - 1):
            return
        if after == "{":
            self.loop(open_, close)
        elif after == "=":
            if name in self.names.typed_declaring:
                self.declare(open_, close)
            elif first < at or name in self.names.declaring:
                self.define(open_, close, after)
        elif name in self.names.heads:
            if is_word(after) or after in ("*", "(", "++", "--"):
                self.loop(open_, close)
        elif (is_word(after) or after == "}") and self.ends_line(close):
            self.insert(close, b";")
        elif is_word(after) and self.texts[close + 2] in (";", "=", "["):
            # A macro that makes a type: `PADDED(key, 8) tmp;`
            self.blank(open_, close)

    def loop(self, open_: int, close: int) -> None:
        """Make ``name(…)`` read ``while(…)``, ``for(…)`` where it has the parts, ``if`` where there is no room."""
        starts, buffer = self.starts, self.buffer
        start, length = starts[open_ - 1], len(self.texts[open_ - 1])
        self.beginnings.add(close + 1)
        if length < 2:
            return
        is_for = self.texts[open_ + 1 : close].count(";") == 2
        word = b"for" if is_for and length >= 3 else b"while" if length >= 5 else b"if"
        buffer.put(start, word.ljust(length))
        if word == b"for":
            return
        if close > open_ + 1:
            self.arguments.tidy(open_, close, as_block=False)
        elif starts[close] > starts[open_] + 1:
            buffer.put(starts[open_] + 1, b"1")
        elif length > len(word):
            buffer.put(starts[open_] - 1, b"(1")

    def in_list(self, open_: int, close: int, after: str) -> None:
        """Repair a macro that is an element of a list."""
        at = open_ - 1
        if self.texts[at - 1] not in ("{", ",") and at not in self.beginnings:
            return
        if after == "=":
            # A macro that makes a designator.
            self.buffer.put(self.starts[at], b".")
        if after == "=" or self.kinds[-1] == ENUM:
            self.blank(open_, close)
        if (after in (".", "[", "{") or is_word(after)) and self.ends_line(close):
            self.insert(close, b",")

    def in_parentheses(self, open_: int, after: str) -> None:
        """See what a macro among arguments says about these; blank a word before it: ``KERN_ERR pr_fmt("…")``."""
        texts, word = self.texts, open_ - 2
        if is_word(after):
            self.loose.add(self.opens[-1])
        elif is_word(texts[word]) and texts[word - 1] in ("(", ",") and texts[word] not in NO_MACRO and after != "*":
            self.blank(word, word)
