"""One walk over the brackets of a token stream that rewrites what is C only for the preprocessor.

The walk knows what each brace opens (a block, a record, an enumeration, an initialiser), so it can tell a macro that
stands for a declaration, a loop or a list element from a call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel import dialect

if TYPE_CHECKING:
    from pylint_kernel.masking import Buffer

# What a bracket opens; the file itself is like a block without statements.
FILE, BLOCK, RECORD, ENUM, LIST, PAREN, SUBSCRIPT = range(7)

TYPE_WORDS = frozenset({"struct", "union", "enum", "const", "volatile", "unsigned", "signed", "long", "short"})
EVENTS = frozenset("()[]{};*") | TYPE_WORDS
STORAGE = frozenset({"static", "extern", "const", "inline", "register", "volatile", "typedef"})
HEADS = frozenset({"if", "while", "for", "switch"})
TYPE_OPERATORS = frozenset("sizeof typeof __typeof__ __typeof typeof_unqual __alignof__ _Alignof alignof "
                           "__alignof offsetof _Generic _Static_assert __builtin_types_compatible_p".split())  # fmt: skip
NO_MACRO = HEADS | TYPE_OPERATORS | TYPE_WORDS | STORAGE | frozenset(
    "return do else case default goto break continue asm __asm__ __asm "
    "void int char float double bool _Bool auto".split())  # fmt: skip
#: What may stand before a call.
BEFORE_CALL = frozenset({"return", "else", "do", "case", "goto"})
#: What follows a macro that needs no repair, by what encloses it.
OPERATOR = frozenset(
    "; , ) ] . -> ? : + - / % | & ^ < > == != <= >= && || << >> += -= |= &= ^= *= /= %= <<= >>=".split()
)


def is_word(text: str) -> bool:
    """Whether a token is a name or a keyword."""
    return text[:1].isalpha() or text[:1] == "_"


class Repairs:
    """The walk over one stream of tokens; the repairs go to ``buffer``."""

    def __init__(self, texts: list[str], starts: list[int], buffer: Buffer, base: int = FILE) -> None:
        # Two empty tokens at the end: a look ahead, or behind the first token (position -1), needs no test.
        self.texts, self.starts, self.buffer = [*texts, "", ""], starts, buffer
        self.names = dialect.linux()
        self.kinds, self.opens = [base], [-1]
        self.partner: dict[int, int] = {}
        # Positions where a statement or an element begins, though the token before does not show it.
        self.beginnings: set[int] = {0}
        # Opening parentheses with something inside that is no expression.
        self.loose: set[int] = set()
        self.last_open = -1

    def run(self) -> None:
        """Walk over all brackets."""
        texts, kinds, opens = self.texts, self.kinds, self.opens
        for at in [at for at, text in enumerate(texts) if text in EVENTS]:
            text = texts[at]
            if text == "(":
                kinds.append(PAREN)
                opens.append(at)
            elif text == ")":
                self.close(at, "(")
            elif text == "{":
                kinds.append(self.kind_of_brace(at))
                opens.append(at)
            elif text == "}":
                self.close(at, "{")
            elif text == "[":
                kinds.append(SUBSCRIPT)
                opens.append(at)
            elif text == "]":
                self.close(at, "[")
            elif kinds[-1] == PAREN and (text != "*" or texts[at + 1] in ",)"):
                self.loose.add(opens[-1])

    def close(self, at: int, opener: str) -> None:
        """Leave the bracket that ``at`` closes, and whatever was left open inside it."""
        opens, texts = self.opens, self.texts
        for depth in range(len(opens) - 1, 0, -1):
            if texts[opens[depth]] == opener:
                open_ = opens[depth]
                del opens[depth:], self.kinds[depth:]
                self.partner[open_] = at
                if opener == "(":
                    self.last_open = open_
                    self.close_paren(open_, at)
                elif opener == "{" and texts[at - 1] == ":" and self.kinds[-1] <= BLOCK:
                    self.terminate(at - 1, b";")
                return

    def kind_of_brace(self, at: int) -> int:
        """What the ``{`` at ``at`` opens."""
        texts, kind = self.texts, self.kinds[-1]
        before = texts[at - 1]
        if before == ")":
            name = texts[self.last_open - 1]
            if (
                kind <= BLOCK
                and (is_word(name) or name in ")*" or kind == FILE)
                and name not in TYPE_OPERATORS | {"return", "case"}
            ):
                return BLOCK
            return LIST
        if before in "=,]" and before:
            return LIST
        if before == "(":
            return BLOCK
        if is_word(before):
            if before in ("else", "do"):
                return BLOCK
            if before == "enum" or texts[at - 2] == "enum":
                return ENUM
            if before in ("struct", "union") or texts[at - 2] in ("struct", "union"):
                return RECORD
            return BLOCK
        if before == "{" and kind in (LIST, ENUM):
            return LIST
        if before[:1] == '"':
            return FILE
        return BLOCK

    # -- parentheses

    def close_paren(self, open_: int, close: int) -> None:
        """Repair what is at and behind a pair of parentheses."""
        texts, kind = self.texts, self.kinds[-1]
        name, after = texts[open_ - 1], texts[close + 1]
        if name in HEADS:
            self.beginnings.add(close + 1)
            return
        if not is_word(name):
            return
        if name in NO_MACRO:
            if name in TYPE_OPERATORS:
                self.type_operator(name, open_, close)
            return
        if after[:1] == '"' or texts[open_ - 2][:1] == '"':
            self.buffer.blank(self.starts[open_], self.starts[close] + 1)
            return
        if kind == FILE:
            self.at_file_scope(open_, close, name, after)
        elif kind == RECORD:
            self.in_record(open_, close, name, after)
        else:
            if open_ in self.loose and self.is_call(open_):
                self.tidy(open_, close)
            if kind == BLOCK:
                if after == ";":
                    if texts[open_ - 2] in STORAGE:
                        self.drop_storage(open_ - 1)
                elif after not in OPERATOR:
                    self.in_block(open_, close, name, after)
            elif kind <= LIST:
                self.in_list(open_, close, after)
            elif is_word(after):
                self.loose.add(self.opens[-1])

    def is_call(self, open_: int) -> bool:
        """Whether the parentheses hold arguments rather than parameters."""
        texts = self.texts
        at = open_ - 2
        while at >= 0 and texts[at] == "*":
            at -= 1
        return at < 0 or not is_word(texts[at]) or texts[at] in BEFORE_CALL or texts[at] in STORAGE

    def begins(self, at: int) -> bool:
        """Whether a statement or an element begins at ``at``."""
        return self.texts[at - 1] in ("", ";", "{", "}", ":", "else", "do") or at in self.beginnings

    def drop_storage(self, at: int) -> int:
        """Blank the storage words before ``at``; the position of the first of them."""
        texts = self.texts
        first = at
        while texts[first - 1] in STORAGE and first > 0:
            first -= 1
        if first < at and self.begins(first):
            self.buffer.blank(self.starts[first], self.starts[at])
        return first

    def at_file_scope(self, open_: int, close: int, name: str, after: str) -> None:
        """Repair a macro at file scope that stands for a declaration or a definition."""
        texts, at = self.texts, open_ - 1
        first = at
        while texts[first - 1] in STORAGE and first > 0:
            first -= 1
        if not self.begins(first):
            return
        if after == "{" or (after == "=" and texts[close + 2] == "{"):
            self.define(at, open_, close, after)
        elif after in (";", ",", "") or is_word(after) or after in "}":
            if after == "," or texts[open_ + 1] == "*":
                return
            if first < at:
                self.buffer.blank(self.starts[first], self.starts[at])
            if self.is_loose(open_, close):
                self.tidy_item(open_, close)
            if after not in ";,":
                if b"\n" in self.between(close):
                    self.terminate(close, b";")
                    self.beginnings.add(close + 1)

    def define(self, at: int, open_: int, close: int, after: str) -> None:
        """A macro that heads a function body or an initialiser: make it ``int NAME(…) {`` or ``int NAME = {``."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if after == "{" and texts[close + 2] != ".":
            if len(texts[at]) > 4:
                buffer.put(starts[at], b"int ")
            if any(not (is_word(text) or text in (",", "*", "...", "[", "]")) for text in texts[open_ + 1 : close]):
                buffer.blank(starts[open_] + 1, starts[close])
        elif len(texts[at]) > 4:
            buffer.blank(starts[open_], starts[close] + 1)
            buffer.put(starts[at], b"int ")
            if after == "{":
                buffer.put(starts[close], b"=")

    def in_record(self, open_: int, close: int, name: str, after: str) -> None:
        """Repair a macro that declares members: ``DECLARE_BITMAP(map, N);``."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if not self.begins(open_ - 1) or (after in "([" and after):
            return
        inside = texts[open_ + 1 : close]
        if ";" in inside:
            # struct_group(name, members;): show the members.
            before = inside[: inside.index(";")]
            comma = max((n for n, text in enumerate(before) if text == ","), default=-1)
            buffer.blank(starts[open_ - 1], starts[open_ + 1 + comma] + 1)
            buffer.blank(starts[close], starts[close] + 1)
        elif "," in inside:
            buffer.blank(starts[open_ + 1 + inside.index(",")], starts[close])
        if after != ";" and b"\n" in self.between(close):
            self.terminate(close, b";")
            self.beginnings.add(close + 1)

    def in_block(self, open_: int, close: int, name: str, after: str) -> None:
        """Repair a macro that heads a loop, stands for a declaration or lacks its semicolon."""
        at = open_ - 1
        if not self.begins(at) and self.texts[at - 1] not in STORAGE:
            return
        if after == "{":
            self.loop(at, open_, close)
        elif after == "=":
            if self.texts[close + 2] == "{" and len(name) > 4:
                self.drop_storage(at)
                self.buffer.blank(self.starts[open_], self.starts[close] + 1)
                self.buffer.put(self.starts[at], b"int ")
        elif name in self.names.iterators:
            if is_word(after) or after in ("*", "(", "++", "--"):
                self.loop(at, open_, close)
        elif (is_word(after) or after == "}") and b"\n" in self.between(close):
            self.terminate(close, b";")
            self.beginnings.add(close + 1)

    def loop(self, at: int, open_: int, close: int) -> None:
        """Make ``name(…)`` read ``while(…)``."""
        starts, buffer = self.starts, self.buffer
        name = self.texts[at]
        self.beginnings.add(close + 1)
        word = b"while" if len(name) >= 5 else b"for" if len(name) >= 3 else b"if"
        if len(name) < 2:
            return
        if word == b"for":
            word = b"if"
        buffer.blank(starts[at], starts[at] + len(name))
        buffer.put(starts[at], word)
        if close == open_ + 1:
            if starts[close] - starts[open_] > 1:
                buffer.put(starts[open_] + 1, b"1")
            elif len(name) > len(word):
                buffer.put(starts[open_] - 1, b"(1")
        elif open_ in self.loose or self.is_loose(open_, close):
            buffer.blank(starts[open_] + 1, starts[close])
            buffer.put(starts[open_] + 1, b"1")

    def in_list(self, open_: int, close: int, after: str) -> None:
        """Put the comma that an element lacks."""
        if (after in (".", "[", "{") or is_word(after)) and b"\n" in self.between(close):
            if self.texts[open_ - 2] in ("{", ",") or open_ - 1 in self.beginnings:
                self.terminate(close, b",")
                self.beginnings.add(close + 1)

    def type_operator(self, name: str, open_: int, close: int) -> None:
        """``typeof(x)`` becomes a type's name, ``offsetof(T, a.b)`` gets a member's name only."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        if "typeof" in name:
            buffer.blank(starts[open_], starts[close] + 1)
        elif name == "offsetof":
            inside = texts[open_ + 1 : close]
            if "," in inside and (comma := inside.index(",")) < len(inside) - 2:
                buffer.blank(starts[open_ + 1 + comma + 2], starts[close])

    # -- arguments

    def arguments(self, open_: int, close: int) -> list[tuple[int, int]]:
        """The token ranges between the commas of a pair of parentheses."""
        texts, partner = self.texts, self.partner
        parts, begin, at = [], open_ + 1, open_ + 1
        while at < close:
            if texts[at] == ",":
                parts.append((begin, at))
                begin = at + 1
            elif at in partner:
                at = partner[at]
            at += 1
        parts.append((begin, close))
        return parts

    def tidy(self, open_: int, close: int) -> None:
        """Reduce arguments that are types to one word each: ``struct foo *`` to ``foo``."""
        texts = self.texts
        for first, last in self.arguments(open_, close):
            words = [at for at in range(first, last) if texts[at] != "*"]
            if not words or last - first < 2 or not all(is_word(texts[at]) for at in words):
                continue
            if texts[first] in TYPE_WORDS or texts[last - 1] == "*":
                keep = max(words, key=lambda at: (texts[at] not in TYPE_WORDS, at))
                self.keep(first, last, keep)

    def keep(self, first: int, last: int, at: int) -> None:
        """Blank the tokens of a range, but for one."""
        starts, buffer = self.starts, self.buffer
        end = starts[at] + len(self.texts[at])
        buffer.blank(starts[first], starts[at])
        buffer.blank(end, starts[last - 1] + len(self.texts[last - 1]))

    def is_loose(self, open_: int, close: int) -> bool:
        """Whether something between the parentheses is no expression: two words in a row, a statement."""
        before = "("
        for text in self.texts[open_ + 1 : close]:
            if text == ";" or text in TYPE_WORDS:
                return True
            if before in ("*", ",", "(") and text in (",", ")") and not (before == "(" and text == ")"):
                return True
            if is_word(text) and (before == ")" or is_word(before)) and before != "sizeof":
                return True
            before = text
        return before in ("*", ",")

    def tidy_item(self, open_: int, close: int) -> None:
        """Blank the arguments of a macro that are no expressions, but for one name each."""
        texts, starts, buffer = self.texts, self.starts, self.buffer
        for first, last in self.arguments(open_, close):
            if first == last:
                continue
            if is_word(texts[first]) and texts[first + 1] == "(" and self.partner.get(first + 1) == last - 1:
                if self.is_loose(first + 1, last - 1):
                    buffer.blank(starts[first + 1] + 1, starts[last - 1])
            elif last - first > 1:
                words = [at for at in range(first, last) if is_word(texts[at]) and texts[at] not in NO_MACRO]
                if self.is_loose(first - 1, last):
                    if words:
                        self.keep(first, last, words[0])
                    else:
                        buffer.blank(starts[first], starts[last - 1] + len(texts[last - 1]))
                        buffer.put(starts[first], b"0")

    # -- separators

    def between(self, at: int) -> bytes:
        """What stands between the token ``at`` and the one behind it."""
        start = self.starts[at] + len(self.texts[at])
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.buffer.data)
        return bytes(self.buffer.data[start:end]) or (b"\n" if end == len(self.buffer.data) else b"")

    def terminate(self, at: int, mark: bytes) -> None:
        """Put ``mark`` right behind the token ``at``, if there is room before the next one."""
        start = self.starts[at] + len(self.texts[at])
        data = self.buffer.data
        if start < len(data) and data[start] in b" \t\n\r":
            self.buffer.put(start, mark)
