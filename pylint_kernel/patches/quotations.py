"""What of a commit message is not its author's prose: output of tools and machines, quoted as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pylint_kernel.lazy import Pattern

TAB = 8
#: An indented paragraph is a quotation from so many columns on; one space more is carelessness.
INDENTED = 2
#: So far it need not even be a paragraph of its own.
SET_OFF = 4

#: A line that begins a dump, the messages of a tool, a session in a shell, the output of ``git range-diff``, a table of
#: commits; it goes on to the next blank line.
OUTPUT = Pattern(
    r"""(?x)
      \s* (?: (?:WARNING|BUG|ERROR|INFO|UBSAN|KASAN|Oops|Kernel[ ]panic|Call[ ][Tt]race|RIP|Hardware[ ]name): )
    | \s* (?: error(?:\[\w+\])? | warning | fatal | modpost | make(?:\[\d+\])? | ld(?:\.\w+)? ): \s
    | \s* [^\s:]+ : [ ] (?: warning | error ): [ ]
    | \s* [0-9a-f]{4,16} :? (?: \s+ [0-9a-f]{2} ){8}
    | \s* CPU: [ ] \d+ [ ] (?: UID: [ ] \d+ [ ] )? PID: [ ] \d
    | \s* [0-9a-f]{7,40} [ ]{2,} \S
    | .* \{ [-+.?]{4} \}-\{ \d+:\d+ \}
    | \s* (?: -{4,} \s* \[ | Unable[ ]to[ ]handle[ ]kernel | general[ ]protection[ ]fault )
    | \s* In[ ]file[ ]included[ ]from | \s* ==\d+==
    | .* \[ \s* \d+ \. \d{6} \s* \]
    | .* \[ < [0-9a-fA-F]{8,} > \]
    | .*? (?: (?:^|\s) \w+ : \s+ [0-9a-f]+ (?=\s|$) ){3}
    | \s* \# \d+ \s+ \[ [0-9a-f]+ \] \s+ \S+ \s+ at \s+ [0-9a-f]+
    | \s* [^\s:]+ : (?: \d+ : (?: \d+ : )? | \( \.[\w.]+ \+ 0x[0-9a-f]+ \) : | [ ]in[ ]function ) .* \S
    | \s* (?: [\w.-]+ @ [\w.-]+ : \S* )? [$] \s \S
    | \s* \d+ : \s+ (?: [0-9a-f]{7,40} | -{7,40} ) \s [=!<>] \s+ (?: \d+ | - ) : \s
    """
)
MAIL_QUOTE = Pattern(r"\s*>(?=[> \w]|$)")
#: What fences off a block of code or output, as in Markdown.
FENCE = "```"
LIST_ITEM = Pattern(r"\s*(?:[-*+o]|\xe2\x80[\xa2\x93\x94]|\(?(?:\d{1,3}|[A-Za-z])[.):]|\[\d+\]:?)\s+(?=\S)")


def quotations(texts: Iterable[str]) -> Iterator[bool]:
    """Whether each line of a message is quoted.

    Quoted are dumps and the messages of tools, to the end of their paragraph, lines that begin with ``>``,
    paragraphs that are indented, lists and what belongs to their items excepted, and what stands between fences.
    """
    texts = list(texts)
    base = min((indentation(text) for text in texts if text.strip()), default=0)
    fences = [row for row, text in enumerate(texts) if text.lstrip(" ").startswith(FENCE)]
    fenced = {row for first, last in zip(fences[::2], fences[1::2], strict=False) for row in range(first, last + 1)}
    paragraph = Paragraph()
    for row, text in enumerate(texts):
        if row in fenced:
            paragraph.end()
            yield True
        elif not text.strip():
            paragraph.end()
            yield False
        else:
            yield paragraph.quotes(text, indentation(text) - base)


class Paragraph:
    """The lines since the last blank one: whether they belong to a dump, to an indented block, or to an item of a list.

    ``item`` is the column where the text of the last item begins: what is indented as far goes on with it.
    """

    def __init__(self) -> None:
        self.output, self.block, self.opens = False, False, True
        self.item: int | None = None

    def end(self) -> None:
        """A blank line follows."""
        self.output, self.block, self.opens = False, False, True

    def quotes(self, text: str, indent: int) -> bool:
        """Whether the next line, indented by so many columns, is quoted."""
        if not self.output:
            self.output = OUTPUT.match(text) is not None
        item = LIST_ITEM.match(text)
        if indent < INDENTED:
            self.block = False
        elif not item and (self.opens or (indent >= SET_OFF and self.item is None)):
            self.block = indent != self.item
        if item and not self.block:
            self.item = indent + len(item[0].expandtabs(TAB).lstrip())
        elif indent < INDENTED:
            self.item = None
        self.opens = text.rstrip().endswith(":") and indent < INDENTED
        return self.output or self.block or MAIL_QUOTE.match(text) is not None


def indentation(text: str) -> int:
    """The columns of the spaces and tabs that a line begins with."""
    return len(text[: len(text) - len(text.lstrip(" \t"))].expandtabs(TAB))
