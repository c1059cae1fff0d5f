"""Where a line that is too long is broken: after a comma or an operator, and what follows is aligned."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from pylint_kernel.classify import C_KINDS
from pylint_kernel.language.idioms import indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token, syntax
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Edit, Fix, Span, edit, replace

#: A line of masked code that is a string alone, as an argument: it may be as long as it is.
ONLY_STRING = Pattern(r'[ \t]*L?"[X\t]*"[ \t]*(?:,|\)[ \t]*;)?(?:[ \t]*\\)?$')
#: What a line may be broken after, by how loosely it binds; the first of those in the same brackets is taken.
LOOSENESS = (", ;", "? :", "||", "&&", "|", "^", "&", "== !=", "< > <= >=", "<< >>", "+ -", "* / %")
RANKS = {mark: rank for rank, marks in enumerate(LOOSENESS) for mark in marks.split()}
#: The preferred width of a line (coding-style.rst, section 2), whatever the limit is.
PREFERRED = 80
#: Statements end at the braces of these.
OUTERMOST = frozenset((Role.BLOCK, Role.RECORD))
#: A line of so many characters is not broken: it would take tens of steps, each with the whole of the rest.
LONGEST = 1000
#: So few columns behind an operator are no line of their own.
CRUMB = 12


class Break(NamedTuple):
    """A place to break a line after: how deep in brackets of the line, how tightly what it is bound, the last token of
    the first part, and the column that the rest moves to."""

    depth: int
    rank: int
    last: Token
    column: int


def broken(file: SourceFile, row: int) -> Fix | None:
    """The line of index ``row`` in two or more, all within the limit.

    None where there is no place for that, in lines that no person wrote, in directives other than macros, and where
    there are comments. The line is broken in the outermost brackets that are open there, after what binds loosest, as
    late as the preferred width allows, or else where the wider part is least wide, but not where only the second of two
    short operands would be left for the second line. What follows is aligned with the open parenthesis, or with the
    value that it continues. Strings and the rows of tables stay whole; a lone constant that something is compared with
    does not get a line of its own if there is another way.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").
    """
    line = file.line_bounds(row)
    if line.end - line.start > LONGEST:
        return None
    tokens = tokens_of(file, line)
    if file.kind not in C_KINDS or not tokens:
        return None
    if tokens[0].in_directive:
        return nearer_backslash(file, line) or shorter_macro(file, line)
    if has_comment(file, line):
        return None
    if is_row(file, tokens, row):
        return None
    possible = breaks(file, tokens)
    places = [place for place in possible if not is_crumb(file, line, place, possible)]
    ranked = [
        ((leaves_constant(place, line), place.depth, place.rank, *beyond(file, line, place), -place.last.end), place)
        for place in places
        if fits(file, line, place)
    ]
    chosen = [min(ranked, key=itemgetter(0))[1]] if ranked else several(file, line, places)
    return Fix("break the line", tuple(break_after(file, place) for place in chosen)) if chosen else None


def is_row(file: SourceFile, tokens: list[Token], row: int) -> bool:
    """Whether a line is a row of a table: the line above or below calls the same in the same column."""
    bracket = tokens[0].bracket
    if bracket is None or bracket.text != "{" or role(file, bracket.position) is Role.BLOCK:
        return False
    calls = {(one.text, one.column) for one in tokens if one.next is not None and one.next.text == "("}
    beside = [file.line_bounds(one) for one in (row - 1, row + 1) if 0 <= one < file.line_count]
    return any(
        (one.text, one.column) in calls
        for line in beside
        if line.end - line.start <= LONGEST
        for one in tokens_of(file, line)
    )


def break_after(file: SourceFile, place: Break) -> Edit:
    """What breaks a line there."""
    following = place.last.next
    assert following
    return edit(place.last.end, following.start, f"\n{indent_to(file, place.column)}")


def several(file: SourceFile, line: Span, places: list[Break]) -> list[Break]:
    """Places of the same sort to break a line after, so that each of more than two parts fits; none where that cannot
    be."""
    for sort in sorted({(place.depth, place.rank, place.column) for place in places}):
        alike = [place for place in places if (place.depth, place.rank, place.column) == sort]
        if chosen := filled(file, line, alike):
            return chosen
    return []


def filled(file: SourceFile, line: Span, places: list[Break]) -> list[Break]:
    """Those of the places that fill lines, each as far as the preferred width allows; none if a part does not fit."""
    chosen: list[Break] = []
    column, start, limit = 0, line.start, file.limits.max_line_length
    preferred = min(limit, PREFERRED)
    while column + file.width(file.text[start : line.end].rstrip()) > limit:
        ends = [(column + file.width(file.text[start : one.last.end]), one) for one in places if one.last.end > start]
        near = [one for width, one in ends if width <= preferred] or [one for width, one in ends[:1] if width <= limit]
        if not near or (following := near[-1].last.next) is None or not is_closed(file, near[-1], line):
            return []
        chosen.append(near[-1])
        column, start = near[-1].column, following.start
    return chosen


def nearer_backslash(file: SourceFile, line: Span) -> Fix | None:
    """The backslash of a line of a macro next to what is before it, if the line is within the limit then."""
    text = file.slice(line)
    before = text.removesuffix("\\").rstrip(" \t")
    if not text.endswith("\\") or file.width(f"{before} \\") > file.limits.max_line_length:
        return None
    return replace("move the backslash", line.start + len(before), line.end - 1, " ")


def shorter_macro(file: SourceFile, line: Span) -> Fix | None:
    """The body of a macro of one line below its parameters, if both are within the limit then."""
    macro, limit = syntax(file).macro_at(line.start), file.limits.max_line_length
    if macro is None or macro.span.end > line.end or not macro.takes_arguments or not macro.has_several_tokens:
        return None
    before = macro.first.previous
    if before is None or before.start < line.start or has_comment(file, line):
        return None
    head, body = file.text[line.start : before.end], file.text[macro.body.start : line.end].rstrip()
    if max(file.width(f"{head} \\"), file.width(f"\t{body}")) > limit:
        return None
    return replace("put the body on the next line", before.end, macro.body.start, " \\\n\t")


def beyond(file: SourceFile, line: Span, place: Break) -> tuple[bool, int]:
    """Whether a part of a line broken there is wider than preferred, and how wide it is then."""
    width = width_of(file, line, place)
    return width > PREFERRED, width if width > PREFERRED else 0


def leaves_constant(place: Break, line: Span) -> bool:
    """Whether nothing but a constant that something is compared with, and what closes brackets, would go below."""
    constant = place.last.next
    if place.last.text not in COMPARISONS or constant is None or constant.text in OPENING:
        return False
    after = constant.next
    while after is not None and after.start < line.end and after.text in CLOSING:
        after = after.next
    return after is None or after.start >= line.end


COMPARISONS = frozenset("== != < > <= >=".split())
OPENING, CLOSING = frozenset("([{"), frozenset(")]{;,")


def tokens_of(file: SourceFile, line: Span) -> list[Token]:
    """The tokens of a line."""
    return [Token(file, at) for at in range(file.position_at(line.start), file.position_at(line.end))]


def has_comment(file: SourceFile, line: Span) -> bool:
    """Whether a part of a comment stands on a line."""
    return file.code[line.start : line.end].rstrip() != file.text[line.start : line.end].rstrip() and any(
        comment.start < line.end and line.start < comment.end for comment in file.comments
    )


def breaks(file: SourceFile, tokens: list[Token]) -> list[Break]:
    """The places where the line of these tokens may be broken."""
    found: list[Break] = []
    last, value = len(tokens), value_on(tokens)
    closing: list[int] = []
    for token in tokens[:-1]:
        while closing and closing[-1] <= token.position:
            closing.pop()
        partner = token.partner
        if partner and partner.position > token.position:
            # What is still open at the end of the line has lines aligned with it.
            closing.append(partner.position)
        elif (rank := rank_of(file, token)) is not None and (
            column := continued_at(file, tokens[0], value, token)
        ) is not None:
            found.append(Break(len(closing), rank, token, column))
        elif token.text == "=" and not closing and is_statement_level(token):
            # Better than nothing, and worse than anything else.
            column = file.width(tokens[0].indent) + file.limits.tab_size
            found.append(Break(last, 0, token, column))
    return found


def rank_of(file: SourceFile, token: Token) -> int | None:
    """How tightly a token binds that a line may be broken after; None for any other."""
    rank = RANKS.get(token.text)
    if rank is None or token.text in (",", ";"):
        is_end = token.text == ";" and is_statement_level(token)
        return None if is_end else rank
    return rank if role(file, token.position) in (Role.BINARY, Role.CONDITIONAL) else None


def is_statement_level(token: Token) -> bool:
    """Whether a token stands in no brackets of its statement."""
    opener = token.bracket
    return opener is None or (opener.text == "{" and role(token.file, opener.position) in OUTERMOST)


def value_on(tokens: list[Token]) -> Token | None:
    """The first token of what a line assigns or returns."""
    return next((one.next for one in tokens if one.text in ("=", "return") and is_statement_level(one)), None)


def continued_at(file: SourceFile, first: Token, value: Token | None, token: Token) -> int | None:
    """The column that what follows a token belongs in on the next line; None where nothing tells. The line begins with
    ``first``, and has the ``value`` that it assigns or returns."""
    opener = token.bracket
    if opener == first.bracket and not is_statement_level(token):
        return file.width(first.indent)
    if not is_statement_level(token):
        return column_inside(opener) if opener else None
    if token.text == "," or not is_statement_level(first):
        return None
    return value.column if value and value.start < token.start and value.on_line_of(token) else None


def column_inside(opener: Token) -> int | None:
    """The column that what goes on in brackets belongs in; None where nothing tells, in the rows of a table."""
    if opener.text in "([":
        return opener.column + 1
    value, before = opener.next, opener.previous
    is_value = before is not None and before.text in ("=", ")") and value is not None and value.on_line_of(opener)
    return value.column if is_value and value else None


def width_of(file: SourceFile, line: Span, place: Break) -> int:
    """How wide the wider part of a line is that is broken there."""
    following = place.last.next
    rest = file.text[following.start : line.end].rstrip() if following else ""
    return max(file.width(file.text[line.start : place.last.end]), place.column + file.width(rest))


def is_crumb(file: SourceFile, line: Span, place: Break, places: list[Break]) -> bool:
    """Whether hardly anything but the second of two operands would stand on the second line."""
    following = place.last.next
    rest = file.text[following.start : line.end].rstrip(" \t{") if following else ""
    if place.last.text in (",", ";", "=") or len(rest) > CRUMB:
        return False
    return not any(other[:2] == place[:2] and other != place for other in places)


def fits(file: SourceFile, line: Span, place: Break) -> bool:
    """Whether both parts of a line broken there are within the limit, and no line below is aligned with the second.

    A string at the end of the first part may be longer, and one that is the second: messages are not broken.
    """
    before, following, limit = place.last.previous, place.last.next, file.limits.max_line_length
    if before is None or following is None:
        return False
    rest = Span(following.start, line.end)
    fits_before = before.is_string or file.width(file.text[line.start : place.last.end]) <= limit
    fits_after = ONLY_STRING.match(file.code, *rest) or place.column + file.width(file.slice(rest).rstrip()) <= limit
    return bool(fits_before and fits_after and is_closed(file, place, line))


def is_closed(file: SourceFile, place: Break, line: Span) -> bool:
    """Whether no line below is aligned with what follows on a line that is broken there."""
    following = place.last.next
    *inner, final = tokens_of(file, Span(following.start if following else line.end, line.end)) or [place.last]
    opened = inner if final.text == "{" else [*inner, final]
    return all((close := token.partner) and close.end <= line.end for token in opened if token.text in ("(", "[", "{"))
