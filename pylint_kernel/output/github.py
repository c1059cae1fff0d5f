"""``github``: annotations of a GitHub Actions job, and a table in its summary.

A step may make ten annotations of each kind, what comes later is silently dropped: errors go first, what does not fit
is listed in the log. The table goes to the file that ``GITHUB_STEP_SUMMARY`` names, of which GitHub takes one MiB.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Finding, Severity
from pylint_kernel.output import Options, Tally, Writer, is_mail
from pylint_kernel.output.positions import last_line, place
from pylint_kernel.output.record import readable
from pylint_kernel.output.summary import summary
from pylint_kernel.terminal.colours import Palette, level, visible
from pylint_kernel.terminal.prose import counted, enumeration

KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.CHECK: "notice"}
ANNOTATIONS = 10
SUMMARY_BYTES = 1 << 20
#: Rows that are kept for the table: more would not fit into a MiB.
ROWS = 20_000
MARKDOWN = re.compile(r"[\\`*_{}\[\]()#|~$@!-]")


class Row(NamedTuple):
    """What is remembered of a finding until the end."""

    severity: Severity
    code: str
    message: str
    path: str
    in_mail: bool
    line: int
    column: int
    end_line: int
    end_column: int


class Format(Writer):
    """Collects, then writes the worst first."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.rows: dict[Severity, list[Row]] = {one: [] for one in sorted(Severity, reverse=True)}

    def add(self, result: Result) -> None:
        """Remember the result's findings."""
        for found in result.findings:
            rows = self.rows[found.severity]
            if len(rows) < ROWS:
                rows.append(row(found, result, self.options.root))

    def finish(self, tally: Tally) -> None:
        """Write annotations, the log, and the table."""
        for rows in self.rows.values():
            self.write("".join(f"{annotation(one)}\n" for one in rows[:ANNOTATIONS]))
        rest = {one: tally.levels[one] - ANNOTATIONS for one in self.rows if tally.levels[one] > ANNOTATIONS}
        if rest:
            more = enumeration([counted(count, level(one)) for one, count in rest.items()])
            self.write(f"GitHub shows {ANNOTATIONS} annotations of a kind; there are {more} more:\n")
            for one in rest:
                self.write("".join(f"{logged(row)}\n" for row in self.rows[one][ANNOTATIONS:]))
        if self.options.summary:
            self.write("".join(f"{line}\n" for line in summary(tally, Palette(colour=False))))
        self.stream.flush()
        if path := os.environ.get("GITHUB_STEP_SUMMARY"):
            append_table(path, tally, [row for rows in self.rows.values() for row in rows])


def row(found: Finding, result: Result, root: str) -> Row:
    """A finding with its path relative to what GitHub knows as the repository."""
    mail = is_mail(result)
    path = result.target.path
    if not mail:
        path = os.path.relpath(os.path.join(root, path), os.environ.get("GITHUB_WORKSPACE") or root)
    line, column, _, end_column = place(result.file, found.span)
    end_line = last_line(result.file, found.span)
    return Row(found.severity, found.code, found.message, readable(path), mail, line, column, end_line, end_column)


def annotation(row: Row) -> str:
    """The workflow command; a finding in a mail has no file that GitHub could show."""
    message = row.message
    properties = {"title": row.code}
    if row.in_mail:
        message = f"{row.path}, line {row.line}: {message}"
    else:
        properties |= {"file": row.path, "line": str(row.line), "endLine": str(row.end_line)}
        # GitHub takes columns on one line only.
        if row.line == row.end_line:
            properties |= {"col": str(row.column), "endColumn": str(max(row.end_column, row.column))}
    listed = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    return f"::{KINDS[row.severity]} {listed}::{escape(message)}"


def escape(text: str) -> str:
    """Text after the ``::`` of a workflow command."""
    return visible(text, newline="\n").replace("%", "%25").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """The value of a property of a workflow command."""
    return escape(text).replace(":", "%3A").replace(",", "%2C")


def logged(row: Row) -> str:
    """A line of the log; the runner must not take it for a command, whatever the path and the message are."""
    said = f"{row.path}:{row.line}:{row.column}: {level(row.severity)}: {row.code}: {row.message}"
    return f"- {visible(said)}"


def append_table(path: str, tally: Tally, rows: list[Row]) -> None:
    """Append counts and table to the job's summary, as many rows as there is room for."""
    with open(path, "ab") as stream:
        room = SUMMARY_BYTES - stream.tell()
        head = "\n".join(["### kcheck", "", *(markdown(line) for line in summary(tally, Palette(colour=False)))]) + "\n"
        if rows:
            head += "\n| Level | Type | Where | Message |\n| --- | --- | --- | --- |\n"
        stream.write("".join(fitting(head, rows, tally.findings, room)).encode())


def fitting(head: str, rows: list[Row], total: int, room: int) -> Iterator[str]:
    """The head and the lines of the table that fit into ``room`` bytes, and how many do not."""
    room -= len(head.encode()) + 100
    if room < 0:
        return
    yield head
    for number, row in enumerate(rows):
        line = table_line(row)
        room -= len(line.encode())
        if room < 0 or number == ROWS:
            yield f"\nand {total - number} more\n"
            return
        yield line
    if total > len(rows):
        yield f"\nand {total - len(rows)} more\n"


def table_line(row: Row) -> str:
    """One row of the table, with a link to the line where it is known how."""
    where = markdown(f"{row.path}:{row.line}")
    env = os.environ
    if not row.in_mail and all(name in env for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")):
        from urllib.parse import quote

        base = f"{env['GITHUB_SERVER_URL']}/{env['GITHUB_REPOSITORY']}/blob/{env['GITHUB_SHA']}"
        where = f"[{where}]({base}/{quote(row.path)}#L{row.line})"
    return f"| {level(row.severity)} | {row.code} | {where} | {markdown(row.message)} |\n"


def markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = MARKDOWN.sub(r"\\\g<0>", visible(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
