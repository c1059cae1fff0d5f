"""Source lines in colour, by pygments; imported only where colour is on."""

from __future__ import annotations

from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

from pylint_kernel.classify import C_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.terminal.colours import Palette

#: What pygments calls the languages.
LANGUAGES = {
    Kind.C: "c",
    Kind.HEADER: "c",
    Kind.ASM: "gas",
    Kind.DTS: "devicetree",
    Kind.RUST: "rust",
    Kind.SHELL: "bash",
    Kind.PYTHON: "python",
    Kind.PERL: "perl",
    Kind.AWK: "awk",
    Kind.YAML: "yaml",
    Kind.RST: "rst",
    Kind.KCONFIG: "kconfig",
    Kind.MAKE: "make",
    Kind.MAINTAINERS: "text",
    Kind.MAIL: "diff",
    Kind.OTHER: "text",
}
STYLES = {
    Token.Comment: "comment",
    Token.Comment.Preproc: "directive",
    Token.Comment.PreprocFile: "string",
    Token.Keyword: "keyword",
    Token.Keyword.Type: "type",
    Token.Literal.String: "string",
    Token.Generic.Deleted: "error",
    Token.Generic.Inserted: "string",
    Token.Generic.Subheading: "type",
}
PAINT = Palette(colour=True)


def highlight(text: str, file: SourceFile, row: int) -> str:
    """The printable line ``text``, which is (part of) the line of index ``row`` of ``file``, with ANSI escapes."""
    return paint(text, LANGUAGES[file.kind], "/*" if begins_in_comment(file, row) else "")


def begins_in_comment(file: SourceFile, row: int) -> bool:
    """Whether the line of index ``row`` begins inside of a comment."""
    start = file.line_starts[row]
    comment = file.comment_at(start) if file.kind in C_KINDS else None
    return comment is not None and comment.start < start


def paint(text: str, language: str, prefix: str = "") -> str:
    """``text`` with ANSI escapes, read as ``language`` after ``prefix``, which is not shown."""
    parts = []
    skip = len(prefix)
    # Lexers expect a newline after the last line.
    for token, piece in lexer(language).get_tokens(f"{prefix}{text}\n"):
        piece, skip = piece[skip:], max(skip - len(piece), 0)
        parts.append(
            "\n".join(PAINT(line, style) for line in piece.split("\n")) if (style := style_of(token)) else piece
        )
    return "".join(parts).removesuffix("\n")


def style_of(token: _TokenType) -> str:
    """The style of a token type: its own or that of the nearest type above it."""
    while token not in STYLES and token.parent is not None:
        token = token.parent
    return STYLES.get(token, "")


@cache
def lexer(language: str) -> Lexer:
    """The lexer of that name, which is to leave all blanks as they are."""
    return get_lexer_by_name(language, stripnl=False, stripall=False, ensurenl=False)
