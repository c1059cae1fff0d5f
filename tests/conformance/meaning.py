"""What a compiler makes of a source before it parses it: what a safe fix has to leave as it is.

This is written after the translation phases of ISO C (5.1.1.2), and not with the lexer of kcheck, whose mistakes it is
there to find.
"""

from __future__ import annotations

import re

from pylint_kernel.classify import LAYOUT_KINDS, Kind

PIECE = re.compile(
    r"""
      (?P<comment> /\* .*? (?: \*/ | \Z ) | //[^\n]* )
    | (?P<newline> \n )
    | (?P<blank> [ \t\r\f\v]+ )
    | (?P<token>
          " (?: [^"\\\n] | \\. )* "?
        | ' (?: [^'\\\n] | \\. )* '?
        | \.?[0-9] (?: [eEpP][+-] | [\w.] )*
        | [\w$]+
        | <<= | >>= | \.\.\. | \#\# | -> | \+\+ | -- | && | \|\| | << | >> | [-+*/%&|^=!<>]=
        | .
      )
    """,
    re.VERBOSE | re.DOTALL,
)
#: The kinds whose lines may be indented as one likes.
FREE_INDENT = frozenset({Kind.ASM, Kind.RUST, Kind.SHELL, Kind.PERL, Kind.AWK})


def meaning(data: bytes, kind: Kind) -> list[str]:
    """What ``data`` means, blanks and comments that mean nothing left out."""
    text = data.decode("latin-1").replace("\r\n", "\n")
    return c_tokens(text) if kind in LAYOUT_KINDS else words(text, kind)


def c_tokens(text: str) -> list[str]:
    """The preprocessing tokens; where directives begin and end, blanks in header names and the one that tells a
    macro's parameters from its body are kept."""
    tokens: list[str] = []
    # The tokens of the directive that we are in, the blank before the next token, and whether a line begins.
    directive: list[str] | None = None
    blank, opening = False, True
    for piece in PIECE.finditer(re.sub(r"\\\n", "", text)):
        match piece.lastgroup:
            case "newline":
                if directive is not None:
                    tokens.append("end of directive")
                directive, blank, opening = None, True, True
            case "token":
                token = piece[0]
                if opening and token == "#":
                    directive = []
                    token = "directive"
                elif directive is not None:
                    glued = directive[:1] == ["define"] and len(directive) == 2 and not blank
                    header = directive[:1] == ["include"] and len(directive) > 1 and blank
                    directive.append(token)
                    if glued or header:
                        tokens.append("no blank" if glued else "blank")
                tokens.append(token)
                blank, opening = False, False
            case _:
                blank = True
    if directive is not None:
        tokens.append("end of directive")
    return tokens


def words(text: str, kind: Kind) -> list[str]:
    """The words line by line, with the indentation where it counts; a backslash counts at the very end of a line."""
    found = []
    for line in text.removesuffix("\n").split("\n"):
        bare = line.lstrip(" \t")
        if kind not in FREE_INDENT:
            found.append(line[: len(line) - len(bare)] if bare else "")
        found += [*bare.split(), "continued" if line.endswith("\\") else "end of line"]
    return found
