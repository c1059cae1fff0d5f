"""``github``: annotations of a GitHub Actions job, the rest in its log, and ``markdown`` in its summary.

A step may make ten annotations of each kind, what comes later is silently dropped: errors go first, each type has its
turn, and it is said how many there are besides, which the log lists. The summary goes to the file that
``GITHUB_STEP_SUMMARY`` names, of which GitHub takes one MiB.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from pylint_kernel.model import Severity
from pylint_kernel.output import Tally, markdown
from pylint_kernel.output.markdown import BYTES, document
from pylint_kernel.output.places import Places
from pylint_kernel.output.record import readable
from pylint_kernel.output.row import Row
from pylint_kernel.output.summary import summary
from pylint_kernel.terminal.colours import Palette, level, visible
from pylint_kernel.terminal.prose import counted, enumeration

KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.CHECK: "notice"}
ANNOTATIONS = 10


class Format(markdown.Format):
    """Collects, then writes the worst first."""

    def finish(self, tally: Tally) -> None:
        """Write annotations, the log, and the summary."""
        more = {one: tally.levels[one] - shown for one, shown in room(tally).items() if tally.levels[one] > shown}
        others = []
        for one, rows in self.worst.levels.items():
            chosen = varied(rows)
            self.write("".join(f"{annotation(row, self.places)}\n" for row in chosen[: room(tally)[one]]))
            others += chosen[room(tally)[one] :]
        if more:
            left = enumeration([counted(count, level(one)) for one, count in more.items()])
            self.write(f"::notice title=kcheck::There are {left} more: see the summary and the log of the job\n")
            self.write("".join(f"{logged(row)}\n" for row in others))
        if self.options.summary:
            self.write("".join(f"{line}\n" for line in summary(tally, Palette(colour=False))))
        self.stream.flush()
        if path := os.environ.get("GITHUB_STEP_SUMMARY"):
            with open(path, "ab") as stream:
                text = document(self.worst, tally, self.options.head, BYTES - stream.tell())
                stream.write(text.encode())


def room(tally: Tally) -> dict[Severity, int]:
    """How many annotations of each level are made; one notice may have to say that there are more findings."""
    full = any(count > ANNOTATIONS for count in tally.levels.values())
    return {one: ANNOTATIONS - (full and KINDS[one] == "notice") for one in sorted(Severity, reverse=True)}


def varied(rows: Iterable[Row]) -> list[Row]:
    """The rows in such an order that each type has its turn: the first ones of all types, the second ones …"""
    seen: Counter[str] = Counter()
    turns = []
    for row in rows:
        seen[row.code] += 1
        turns.append((seen[row.code], row))
    return [row for _, row in sorted(turns, key=lambda turn: turn[0])]


def annotation(row: Row, places: Places) -> str:
    """The workflow command; what is about a mail, or about a line that is not there any more, has no place that GitHub
    could show."""
    message = f"{row.message} (in {row.patch})" if row.patch else row.message
    properties = {"title": row.code}
    here = None if row.in_mail else places.now(row.commit, row.path, row.line, row.end_line)
    if here is None:
        # The lines of a mail that is made of a commit say nothing to anybody.
        where = "the message" if row.in_mail and row.commit else f"{readable(row.path)}, line {row.line}"
        message = f"{where}: {message}"
    else:
        properties |= {"file": readable(here.path), "line": str(here.line), "endLine": str(here.end_line)}
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
    where = f" (in {row.patch})" if row.patch else ""
    said = f"{readable(row.path)}:{row.line}:{row.column}: {level(row.severity)}: {row.code}: {row.message}{where}"
    return f"- {visible(said)}"
