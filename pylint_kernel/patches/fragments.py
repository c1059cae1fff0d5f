"""Hunks as C that parses, for when the rest of the file is not at hand; of devicetrees, the comments are made whole.

The new side of a hunk is put between synthetic lines that supply what it lacks: the function, record or initialiser it
lies in, and the brackets, comments, conditionals and macros that begin before or end after it. Not a byte of the hunk
itself changes, and its lines keep their numbers.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pylint_kernel.classify import C_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.language.lexer import Tokens
from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.diff import Hunk, Side

OPENING = frozenset({"if", "ifdef", "ifndef"})
MIDDLE = frozenset({"else", "elif", "elifdef", "elifndef"})
CLOSER = {"(": ")", "[": "]", "{": "}"}
OPENER = {")": "(", "]": "[", "}": "{"}
#: What is never without a value before it, and with one only if a blank follows.
BINARY = frozenset("/ % | ^ && || == != < > <= >= << >> = += -= *= /= %= &= |= ^= <<= >>= ? : . ->".split())
UNARY_TOO = frozenset("+ - * &".split())
STATEMENTS = frozenset("if else for while do switch return goto break continue".split())
FUNCTION, INITIALISER, STRUCT, ENUM = "void f(void) {", "int f[] = {", "struct f {", "enum f {"

#: So many tokens are looked at to find the end of a condition.
LONGEST_CONDITION = 500
RECORDS = frozenset({"struct", "union"})

#: The edges of comments. Strings and ``//`` comments are taken as a whole, but for the ``//`` of an address.
COMMENT_EDGE = Pattern(r'"(?:[^"\\\n]|\\.)*"|(?<!:)//[^\n]*|/\*|\*/')
STARRED = Pattern(r"[ \t]*(?:\*(?:[ \t/]|\Z)|\Z)")
LABEL = Pattern(r"\w+[ \t]*:(?!:)")
#: The first line of a function, up to its parameters.
HEADER = Pattern(r"(?:[A-Za-z_][\w \t*]*?[ \t*])?([A-Za-z_]\w*)[ \t]*\((?!.*;$)")
NO_NAMES = STATEMENTS | {"int", "void", "long", "char", "bool", "unsigned", "sizeof", "typeof"}
RECORD = Pattern(r"(?:(?:static|const|typedef|extern)[ \t]+)*(struct|union|enum)\b[^();={]*\{")
ENTRY = Pattern(r"^[ \t]*(?:\.\w|\[[^\]\n]*\])[^=;(\n]*=", re.MULTILINE)


class Fragment(NamedTuple):
    """Bytes to check in place of a file, the number of their first line, and how many lines at the start are
    synthetic."""

    data: bytes
    first_line: int
    synthetic: int


def fragment(hunk: Hunk, kind: Kind) -> Fragment:
    """The new side of ``hunk``, made whole if it is C."""
    return whole(hunk.new, hunk.new_start, hunk.heading, kind)


def old_fragment(hunk: Hunk, kind: Kind) -> Fragment:
    """The old side of ``hunk``, made whole if it is C."""
    return whole(hunk.old, hunk.old_start, hunk.heading, kind)


def whole(side: Side, start: int, raw_heading: bytes, kind: Kind) -> Fragment:
    """One side of a hunk, which begins at line ``start`` of the file."""
    lines, newline = side
    data = b"\n".join(lines) + (b"\n" if newline and lines else b"")
    if kind not in LAYOUT_KINDS or not lines:
        return Fragment(data, start, 0)
    text = data.decode("latin-1").replace("\r\n", "\n")
    heading = raw_heading.decode("latin-1").strip()
    if start == 1:
        before = []
    elif kind in C_KINDS:
        before = opening_lines(text, heading)
    else:
        before = ["/*"] * starts_in_comment(text)
    context = "\n".join([*before, text])
    behind = (closing_lines(context) if kind in C_KINDS else ["*/"] * ends_in_comment(context)) if newline else []
    synthetic = ["".join(line + "\n" for line in part).encode("latin-1") for part in (before, behind)]
    return Fragment(synthetic[0] + data + synthetic[1], start - len(before), len(before))


class Code:
    """The tokens of ``text`` that are code: no directives, and of the alternatives of ``#if`` the first one only.

    ``missing_ifs`` and ``missing_endifs``: how many lines of that sort are missing before and after. ``closers`` are
    the positions of brackets that close nothing, ``openers`` of those that are not closed.
    """

    def __init__(self, text: str) -> None:
        tokens = Tokens(text)
        self.text, self.texts, self.starts = text, tokens.texts, tokens.starts
        self.comments = tokens.comments
        self.missing_ifs = 0
        self.positions: list[int] = []
        # For each #if that is open, whether an #else has been seen; and for how many it has.
        alternatives: list[bool] = []
        done = dropped = 0
        for directive in tokens.directives:
            if not dropped:
                self.positions += range(done, directive.first)
            done = directive.last
            if directive.name in OPENING:
                alternatives.append(False)
            elif directive.name in MIDDLE or directive.name == "endif":
                if not alternatives:
                    self.missing_ifs += 1
                    alternatives.append(False)
                if directive.name == "endif":
                    dropped -= alternatives.pop()
                else:
                    dropped += not alternatives[-1]
                    alternatives[-1] = True
        if not dropped:
            self.positions += range(done, len(tokens))
        self.missing_endifs = len(alternatives)
        self.closers: list[int] = []
        self.openers: list[int] = []
        self.match()

    def match(self) -> None:
        """Find the brackets without partner; a brace ends the parentheses that are open inside of it."""
        braces = 0
        for at, position in enumerate(self.positions):
            text = self.texts[position]
            if text in CLOSER:
                self.openers.append(at)
                braces += text == "{"
            elif text in OPENER:
                if text == "}":
                    while self.openers and self.word(self.openers[-1]) != "{":
                        self.openers.pop()
                if self.openers and self.word(self.openers[-1]) == OPENER[text]:
                    self.openers.pop()
                    braces -= text == "}"
                elif not braces:
                    self.closers.append(at)

    def word(self, at: int) -> str:
        """The code token number ``at``; empty outside."""
        return self.texts[self.positions[at]] if 0 <= at < len(self.positions) else ""

    def offset(self, at: int) -> int:
        """Where the code token number ``at`` starts."""
        return self.starts[self.positions[at]]

    def in_first_column(self, at: int) -> bool:
        """Whether the code token number ``at`` opens its line, without indentation."""
        offset = self.offset(at)
        return not offset or self.text[offset - 1] == "\n"

    def same_line(self, one: int, other: int) -> bool:
        """Whether two code tokens stand on one line."""
        return other < len(self.positions) and "\n" not in self.text[self.offset(one) : self.offset(other)]


# -- before the hunk


def opening_lines(text: str, heading: str) -> list[str]:
    """The lines that ``text`` needs before it."""
    lead = []
    if starts_in_comment(text):
        lead = ["/*"]
    elif starts_in_macro(text):
        lead = ["#define F() \\"]
    code = Code("\n".join([*lead, text]))
    brackets = [opening(code, heading)]
    return [line for line in [*brackets, *["#if 1"] * code.missing_ifs, *lead] if line]


def starts_in_comment(text: str) -> bool:
    """Whether the first edge of a comment is its end; without any, whether all lines look like those of a comment."""
    for edge in COMMENT_EDGE.finditer(text):
        if edge[0] in ("/*", "*/"):
            return edge[0] == "*/"
    return "*" in text and all(STARRED.match(line) for line in text.split("\n"))


def starts_in_macro(text: str) -> bool:
    """Whether the first line is continued and does not itself begin a directive."""
    line = text.partition("\n")[0].rstrip()
    return line.endswith("\\") and not line.lstrip().startswith("#")


def opening(code: Code, heading: str) -> str:
    """The brackets around the hunk, and what may be missing before its first token."""
    function = f"void {function_of(heading)}("
    if code.closers and code.word(code.closers[0]) == ")":
        after = code.closers[0] + 1
        if code.word(after) == "{" and code.in_first_column(after):
            return function
    if code.word(0) == "{" and code.in_first_column(0) and surroundings(code, heading, None, []) == FUNCTION:
        return f"{function}void)"
    last = next((at for at in code.closers if code.word(at) == "}" and code.in_first_column(at)), None)
    inner = [at for at in code.closers if last is None or at < last]
    if last is None and not inner and not is_inside(code):
        return ""
    around = surroundings(code, heading, last, inner)
    parts = [around.replace("void f(", function), *(opener(code, at, around) for at in reversed(inner))]
    if around == FUNCTION and code.word(0) != "else" and is_branch(code):
        # The statement begins with the parentheses that it ends first.
        parentheses = next((count for count, at in enumerate(inner) if code.word(at) == "}"), len(inner))
        parts.insert(len(parts) - parentheses, "if (0)")
    return " ".join([*parts, *before_first(code, inner, around)])


def function_of(heading: str) -> str:
    """The name of the function that begins with the line ``heading``; ``f`` if it does not look like one."""
    found = HEADER.match(heading)
    return "f" if found is None or found[1] in NO_NAMES or found[1].isupper() else found[1]


def is_inside(code: Code) -> bool:
    """Whether the first line is inside of something: it is indented, or a label."""
    if not code.positions:
        return code.text.lstrip("\n")[:1] in (" ", "\t")
    if not code.in_first_column(0):
        return True
    return LABEL.match(code.text, code.offset(0)) is not None


def surroundings(code: Code, heading: str, last: int | None, inner: list[int]) -> str:
    """What the hunk lies in: one of :data:`FUNCTION` and the others."""
    around = FUNCTION
    if code.word(0) == "{" and not code.in_first_column(0) and RECORD.match(heading):
        # An array of records, declared together with their type.
        around = INITIALISER
    elif record := RECORD.match(heading):
        around = ENUM if record[1] == "enum" else STRUCT
    elif heading.rstrip("{ \t").endswith("="):
        around = INITIALISER
    if last is not None:
        if is_list(code, last):
            return INITIALISER
        if not code.same_line(last, last + 1):
            return FUNCTION
        return STRUCT if around == FUNCTION else around
    if around == FUNCTION and (any(code.word(at + 1) == "," for at in inner if code.word(at) == "}") or
                               is_list(code, len(code.positions))):  # fmt: skip
        return INITIALISER
    return around


def is_list(code: Code, end: int) -> bool:
    """Whether the code before token ``end`` looks like the elements of an initialiser."""
    if any(code.word(at) in STATEMENTS for at in range(end)):
        return False
    text = code.text[: code.offset(end) if end < len(code.positions) else len(code.text)]
    return ";" not in text and bool(ENTRY.search(text) or text.rstrip().endswith("},"))


def opener(code: Code, at: int, around: str) -> str:
    """What the bracket that closes at ``at`` was opened by."""
    bracket, after = code.word(at), code.word(at + 1)
    if bracket == "]":
        return "f["
    if bracket == ")":
        condition = after == "{" or (after[:1].isidentifier() and not code.same_line(at, at + 1))
        return "if (" if condition and around == FUNCTION else "f("
    if around != FUNCTION:
        return "struct {" if around == STRUCT else "{"
    if after == "else":
        return "if (0) {"
    if after == "while" and ends_loop(code, at + 1):
        return "do {"
    return "int f[] = {" if after in (",", ";", ")") else "{"


def ends_loop(code: Code, at: int) -> bool:
    """Whether the ``while`` at ``at`` has no body."""
    depth = 0
    for behind in range(at + 1, min(at + LONGEST_CONDITION, len(code.positions))):
        depth += (code.word(behind) == "(") - (code.word(behind) == ")")
        if not depth:
            return code.word(behind + 1) in ("", ";")
    return True


def before_first(code: Code, inner: list[int], around: str) -> list[str]:
    """What the first token needs before it."""
    first = code.word(0)
    if first == "else":
        return ["if (0);"]
    blank = code.text[code.offset(0) + len(first) :][:1].isspace() if first else False
    if first in BINARY or first == "," or (first in UNARY_TOO and blank):
        in_list = around in (INITIALISER, ENUM) or (inner and code.word(inner[0]) != "}")
        return [] if first == "." and in_list else ["x"]
    return []


def is_branch(code: Code) -> bool:
    """Whether the first statement is what an ``if`` before the hunk does: an ``else`` follows."""
    statements = 0
    for at in range(len(code.positions)):
        word = code.word(at)
        if word == "else":
            return statements < 2
        if word in ("{", "}", "if") or statements == 2:
            return False
        statements += word == ";"
    return False


# -- after the hunk


def closing_lines(text: str) -> list[str]:
    """The lines that ``text``, which has all it needs before it, needs after it."""
    code = Code(text)
    lines = []
    if ends_in_comment(text):
        lines.append("*/")
    elif text.rstrip("\n").endswith("\\"):
        # Otherwise what follows belonged to the macro.
        lines.append(end_of_macro(text))
    lines += ["#endif"] * code.missing_endifs
    if last := closing(code):
        lines.append(last)
    return lines


def ends_in_comment(text: str) -> bool:
    """Whether the last comment is not closed."""
    comments = Tokens(text).comments
    return bool(
        comments
        and comments[-1].end == len(text)
        and text.startswith("/*", comments[-1].start)
        and (not text.endswith("*/") or len(text) - comments[-1].start < len("/**/"))
    )


def end_of_macro(text: str) -> str:
    """What the macro needs in which ``text`` breaks off: its brackets closed, something after its last operator."""
    tokens = Tokens(text)
    if not tokens.directives or tokens.directives[-1].last != len(tokens):
        return ""
    open_: list[str] = []
    words = tokens.texts[tokens.directives[-1].first :]
    for before, word in pairwise(["", *words]):
        if word in CLOSER:
            open_.append("} while (0)" if (before, word) == ("do", "{") else CLOSER[word])
        elif word in OPENER and open_ and open_[-1].startswith(word):
            open_.pop()
    last = words[-1]
    value = "0" if last in BINARY or last in UNARY_TOO else "f()" if last == ";" and not open_ else ""
    return " ".join([value, *reversed(open_)]).strip()


def closing(code: Code) -> str:
    """What ends the last statement, and the brackets that are open."""
    listed = lists(code)
    innermost = code.word(code.openers[-1]) if code.openers else ""
    last = code.word(len(code.positions) - 1)
    lacks_value = (last in BINARY and last != ":") or last in UNARY_TOO or last in ("!", "~", "return", "case")
    parts = []
    if innermost in ("(", "["):
        if lacks_value or last == ",":
            parts.append("int x" if in_parameters(code) else "0")
    elif listed and listed[-1]:
        parts += ["0"] * lacks_value
    elif last == ",":
        parts.append("x;")
    elif last not in ("", ";", "{", "}") and not ends_with_macro(code):
        value = "x" if not code.openers and (last == "*" or last.isidentifier()) else "0" * lacks_value
        parts.append(f"{value};")
    for depth in range(len(code.openers) - 1, -1, -1):
        at = code.openers[depth]
        nested = depth and (listed[depth - 1] or code.word(code.openers[depth - 1]) != "{")
        if code.word(at) != "{":
            parts.append(CLOSER[code.word(at)] + ("" if nested else ";"))
        elif code.word(at - 1) == "do":
            parts.append("} while (0);")
        elif listed[depth] or not RECORDS.isdisjoint((code.word(at - 1), code.word(at - 2))):
            parts.append("}" if nested else "};")
        else:
            parts.append("}")
    return " ".join(parts)


def ends_with_macro(code: Code) -> bool:
    """Whether the last thing is a call that begins in the first column, with an empty line after it: ``MACRO(x)``
    outside of functions, which needs no semicolon."""
    at = len(code.positions) - 1
    if code.openers or code.word(at) != ")" or code.text[code.offset(at) :].strip(" \t") != ")\n\n":
        return False
    depth = 1
    while at > 0 and depth:
        at -= 1
        depth += (code.word(at) == ")") - (code.word(at) == "(")
    return code.word(at - 1).isidentifier() and code.in_first_column(at - 1)


def in_parameters(code: Code) -> bool:
    """Whether the only open bracket is the one of a function's parameters."""
    at = code.openers[0]
    return len(code.openers) == 1 and (code.word(at - 2) == "*" or code.word(at - 2).isidentifier())


def lists(code: Code) -> list[bool]:
    """For each open bracket, whether it is the brace of an initialiser or an enumeration."""
    found: list[bool] = []
    for at in code.openers:
        before = code.word(at - 1)
        is_list = before == "=" or "enum" in (before, code.word(at - 2))
        is_list |= before in ("{", ",") and found[-1:] == [True]
        found.append(is_list and code.word(at) == "{")
    return found
