"""``markdown``: counts, a table of the findings, and what their types mean, as GitHub, GitLab and Gerrit show it.

The document takes no more than a MiB, which is what GitHub shows of a job, and is appended to what a file has already
where that counts: the worst findings come in, and it is said how many do not. Links lead to the lines where the service
tells by its variables what its addresses look like.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO, NamedTuple
from urllib.parse import quote_from_bytes

from pylint_kernel.checking.runner import Result
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Severity
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.places import Places
from pylint_kernel.output.record import readable
from pylint_kernel.output.row import Row, row_of
from pylint_kernel.output.summary import MARKS, summary
from pylint_kernel.terminal.colours import Palette, visible

BYTES = 1 << 20
#: So many findings of each level are kept, and so many shown: as many as somebody may want to look through.
KEPT, SHOWN = 20_000, 1000
#: So many types are explained.
TYPES = 40
MARKDOWN = Pattern(r"[\\`*_{}\[\]()#|~$@!-]")
FENCES = Pattern(r"`{3,}")
NEWLINE = "\n"
SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.CHECK: "💡"}
HEAD = "| | Where | What | Type |\n| --- | --- | --- | --- |\n"
#: Room for what comes after the table.
RESERVE = 200


class Format(Writer):
    """Collects the worst findings, and writes the document at the end."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.places = Places(options)
        self.worst = Worst()

    def add(self, result: Result) -> None:
        """Remember the result's findings."""
        for found in result.findings:
            if self.worst.wants(found.severity):
                self.worst.add(row_of(found, result, self.places))

    def finish(self, tally: Tally) -> None:
        """Write the document."""
        self.write(document(self.worst, tally, self.options.head))
        self.stream.flush()


class Worst:
    """Rows by their level, the first ones of each, and the patches that they belong to, in order."""

    def __init__(self) -> None:
        self.levels: dict[Severity, list[Row]] = {one: [] for one in sorted(Severity, reverse=True)}
        self.patches: dict[str, int] = {}

    def wants(self, severity: Severity) -> bool:
        """Whether there is room for one more of that level."""
        return len(self.levels[severity]) < KEPT

    def add(self, row: Row) -> None:
        """Take a row."""
        self.levels[row.severity].append(row)
        self.patches.setdefault(row.patch, len(self.patches))

    @property
    def shown(self) -> list[Row]:
        """The rows that may be shown, the worst first."""
        return [row for rows in self.levels.values() for row in rows][:SHOWN]


def document(worst: Worst, tally: Tally, head: str = "", room: int = BYTES) -> str:
    """What was found, in at most ``room`` bytes; ``head`` is the commit that was looked at."""
    sign = "❓" if tally.failures else SIGNS[Severity(tally.worst)] if tally.worst else "✅"
    # Two blanks at its end break a line everywhere.
    said = "  \n".join(map(markdown, summary(tally, Palette(colour=False))))
    beginning = f"### {sign} kcheck\n\n{said}\n"
    room -= size(beginning) + RESERVE
    if room < 0:
        return ""
    lines = fitting(worst.shown, head, room)
    table = "".join(tables(lines, worst.patches))
    more = tally.findings - len(lines)
    left = f"\nand {more} more\n" if more else ""
    meaning = "".join(explained(line.row for line in lines))
    if size(table) + size(meaning) > room:
        meaning = ""
    return f"{beginning}{table}{left}{meaning}"


def size(text: str) -> int:
    """How many bytes a text takes."""
    return len(text.encode())


class Line(NamedTuple):
    """A row, and how it stands in the table."""

    row: Row
    text: str


def fitting(rows: list[Row], head: str, room: int) -> list[Line]:
    """The lines of the table for as many rows as there is room for."""
    lines = []
    for row in rows:
        text = table_line(row, head)
        # Each could be the only one of its patch.
        room -= size(text) + size(section(row))
        if room < 0:
            break
        lines.append(Line(row, text))
    return lines


def tables(lines: list[Line], patches: dict[str, int]) -> Iterator[str]:
    """A table for each patch, in the order of the patches."""

    def place(line: Line) -> int:
        return patches[line.row.patch]

    for _, several in groupby(sorted(lines, key=place), key=place):
        first, *others = several
        yield section(first.row)
        yield from (line.text for line in (first, *others))


def section(row: Row) -> str:
    """What stands above the table of a patch."""
    return f"\n#### {markdown(row.patch)}\n\n{HEAD}" if row.patch else f"\n{HEAD}"


def table_line(row: Row, head: str) -> str:
    """One row of the table, with a link to the line where it is known how."""
    where = "message" if row.in_mail and row.commit else f"{readable(row.path)}:{row.line}"
    address = link(row, head)
    place = f"[{markdown(where)}]({address})" if address else markdown(where)
    mark = MARKS.get(row.fixable, "") if row.fixable else ""
    source = f"<br><code>{markdown(row.source)}</code>" if row.source else ""
    type_ = f"{row.code} {markdown(mark)}" if mark else row.code
    return f"| {SIGNS[row.severity]} | {place} | {markdown(row.message)}{source} | {type_} |\n"


def link(row: Row, head: str) -> str:
    """The address of a finding's line as the commit has it; empty if that is not known."""
    env = os.environ
    if "GITHUB_SERVER_URL" in env and "GITHUB_REPOSITORY" in env:
        base = f"{env['GITHUB_SERVER_URL']}/{env['GITHUB_REPOSITORY']}"
        commit = row.commit or head or env.get("GITHUB_SHA", "")
    elif "CI_PROJECT_URL" in env:
        base = f"{env['CI_PROJECT_URL']}/-"
        commit = row.commit or head or env.get("CI_COMMIT_SHA", "")
    else:
        return ""
    if not commit or (row.in_mail and not row.commit):
        return ""
    if row.in_mail:
        return f"{base}/commit/{commit}"
    return f"{base}/blob/{commit}/{quote_from_bytes(os.fsencode(row.path))}#L{row.line}"


def explained(rows: Iterable[Row]) -> Iterator[str]:
    """What the types of some findings mean, folded away."""
    from pylint_kernel.checking.rule import catalog
    from pylint_kernel.explain.facts import facts
    from pylint_kernel.explain.markdown import inline

    codes = [code for code in dict.fromkeys(row.code for row in rows) if code in catalog()][:TYPES]
    if codes:
        yield "\n<details><summary>What the types mean</summary>\n\n"
        for one in map(facts, sorted(codes)):
            yield f"- **{one.code}**: {inline(' '.join(one.checks[0].paragraphs[0].split()))}\n"
        yield "\n</details>\n"


def markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = MARKDOWN.sub(r"\\\g<0>", visible(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fenced(text: str, language: str) -> str:
    """Text as a block of code, whatever is in it."""
    fence = max(["```", *(found + "`" for found in FENCES.findall(text))], key=len)
    return f"{fence}{language}\n{text}{'' if text.endswith(NEWLINE) or not text else NEWLINE}{fence}\n"
