"""``html``: one page that needs nothing else, to look through what was found: by type, by level, by file, by words.

The files with the most and worst findings come first. Each finding has its lines of code, with a few around them, and
its fix as a diff. All of it is there without the script, which only hides what is not wanted.
"""

from __future__ import annotations

import difflib
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pylint_kernel import __version__
from pylint_kernel.checking.runner import Result
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Finding, Fix, Severity, Span
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.frame import ELLIPSIS, TAB, Excerpt, columns, excerpt, padding
from pylint_kernel.output.markup import element, text
from pylint_kernel.output.positions import last_line, point, replacement, unicode
from pylint_kernel.output.record import readable
from pylint_kernel.output.summary import summary
from pylint_kernel.terminal.colours import Palette, level
from pylint_kernel.terminal.prose import counted, enumeration

HERE = Path(__file__).parent
#: Lines of code above and below the one that a finding is on; columns of a line that are shown; lines of a fix.
AROUND, COLUMNS, LONGEST_FIX = 2, 200, 60
WHO = {Applicability.SAFE: "--fix", Applicability.UNSAFE: "--fix --unsafe-fixes", Applicability.DISPLAY: "by hand"}
KEYS = (("/", "search"), ("j", "next"), ("k", "previous"), ("f", "open the fix"), ("Esc", "show all"))


class Section:
    """What is known of a file: its name, the articles on its findings, their levels."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.articles: list[str] = []
        self.levels: Counter[Severity] = Counter()

    @property
    def badness(self) -> tuple[int, ...]:
        """What tells which of two files is worse."""
        return tuple(self.levels[one] for one in sorted(Severity, reverse=True))


class Format(Writer):
    """Makes an article of each finding, and the page of them at the end."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.sections: dict[tuple[str, str], Section] = {}
        self.types: Counter[str] = Counter()
        self.worst: dict[str, Severity] = {}
        self.failures: list[str] = []

    def add(self, result: Result) -> None:
        """Take the result's findings."""
        self.failures += result.troubles
        if not result.findings:
            return
        path, patch = result.target.path, result.target.patch
        name = readable(patch if result.target.mail is not None and patch else path)
        section = self.sections.setdefault((patch, path), Section(name))
        for found in result.findings:
            section.articles.append(article(found, result))
            section.levels[found.severity] += 1
            self.types[found.code] += 1
            self.worst[found.code] = max(found.severity, self.worst.get(found.code, found.severity))

    def finish(self, tally: Tally) -> None:
        """Write the page."""
        from pylint_kernel.explain.page import page

        sections = sorted(self.sections.values(), key=lambda one: one.badness, reverse=True)
        content = "\n".join([self.preface(tally), *(file_section(one, at) for at, one in enumerate(sections))])
        title = f"kcheck: {counted(tally.findings, 'finding')}"
        navigation = self.navigation(tally, sections)
        self.write(page(title, navigation, content, HERE / "report.css", HERE / "report.js"))
        self.stream.flush()

    def navigation(self, tally: Tally, sections: list[Section]) -> str:
        """Search, and what one can choose from, with counts."""
        levels = [
            button("level", level(one), level(one), tally.levels[one], level(one))
            for one in sorted(Severity, reverse=True)
            if tally.levels[one]
        ]
        types = [
            button("type", code, code, count, level(self.worst[code]))
            for code, count in sorted(self.types.items(), key=lambda item: (-item[1], item[0]))
        ]
        files = [
            button("file", f"file-{number}", f"\u2066{one.name}\u2069", one.levels.total(), level(max(one.levels)))
            for number, one in enumerate(sections)
        ]
        keys = " ".join(f"<kbd>{key}</kbd> {does}" for key, does in KEYS)
        parts = [f"<h2>{title}</h2>\n<ul>{''.join(some)}</ul>\n"
                 for title, some in (("Levels", levels), ("Types", types), ("Files", files)) if some]  # fmt: skip
        return (
            '<nav aria-label="Filters">\n<p class="brand">kcheck</p>\n'
            '<input type="search" placeholder="Search" aria-label="Search: words, types, files">\n'
            f'<p id="shown" role="status"></p>\n<p class="keys">{keys}</p>\n{"".join(parts)}</nav>'
        )

    def preface(self, tally: Tally) -> str:
        """The counts, and what could not be checked."""
        counts = "<br>".join(text(line) for line in summary(tally, Palette(colour=False)))
        failures = "".join(element("li", text(one)) for one in self.failures)
        listed = f'<ul class="failures">{failures}</ul>' if failures else ""
        return f"<header><h1>What kcheck {__version__} found</h1>\n<p>{counts}</p>{listed}</header>"


def button(kind: str, value: str, name: str, count: int, colour: str) -> str:
    """What chooses one level, type or file."""
    attributes = {"type": "button", "class": kind, f"data-{kind}": value, "aria-pressed": "false"}
    plain = name.strip("\u2066\u2069")
    shown = name.replace(plain, text(plain)) if plain else ""
    content = f'<i class="{colour}"></i><span>{shown}</span><b>{count}</b>'
    return f"<li>{element('button', content, title=plain, **attributes)}</li>"


def file_section(section: Section, number: int) -> str:
    """The findings of one file."""
    counts = [counted(section.levels[one], level(one)) for one in sorted(section.levels, reverse=True)]
    title = f"<h2>{text(section.name)} <small>{enumeration(counts)}</small></h2>\n"
    content = f"\n{title}{''.join(section.articles)}"
    return element("section", content, id=f"file-{number}", **{"data-path": section.name}) + "\n"


def article(found: Finding, result: Result) -> str:
    """One finding."""
    name = level(found.severity)
    line, column = point(result.file, found.span.start)
    place = element("span", f"{line}:{column}", **{"class": "place"})
    head = f'{place}<span class="badge {name}">{name}</span> <b>{text(found.code)}</b> {text(found.message)}'
    parts = [f"<h3>{head}</h3>\n<pre>{code_frame(found, result.file)}</pre>\n"]
    if found.fix:
        parts.append(repair(found.fix, result.file))
    attributes = {"class": name, "data-level": name, "data-type": found.code, "tabindex": "0"}
    return element("article", "".join(parts), **attributes) + "\n"


def code_frame(found: Finding, file: SourceFile) -> str:
    """The lines of code, highlighted, with marks under what is meant."""
    row = file.row(found.span.start)
    first, last = max(row - AROUND, 0), min(row + AROUND, file.line_count - 1)
    shown = [
        excerpt(file, one, found.span if one == row else Span(*[file.line_starts[one]] * 2), COLUMNS)
        for one in range(first, last + 1)
    ]
    lines = highlighted([one.text for one in shown], file, first)
    parts = []
    for number, line in enumerate(lines, first):
        parts.append(f'<span class="number">{number + file.first_line:{TAB - 2}}  </span>{line}')
        if number == row:
            parts.append(" " * TAB + marks(found, file, shown[row - first]))
    return "\n".join(parts)


def marks(found: Finding, file: SourceFile, line: Excerpt) -> str:
    """What stands under a line: blanks, carets, how many more lines the finding takes up."""
    carets = "^" * max(columns(line.text[: line.end]) - columns(line.text[: line.start]), 1)
    more = last_line(file, found.span) - file.line_number(found.span.start)
    said = f"{carets} and {counted(more, 'more line')}" if more > 0 else carets
    return padding(line.text[: line.start]) + element("span", said, **{"class": f"mark {level(found.severity)}"})


def highlighted(lines: list[str], file: SourceFile, row: int) -> list[str]:
    """Printable lines as HTML with classes for what they are made of; ``row`` is the index of the first one."""
    from pygments import highlight

    from pylint_kernel.explain.page import FORMATTER
    from pylint_kernel.terminal.highlight import LANGUAGES, begins_in_comment, lexer

    before = ["/*"] if begins_in_comment(file, row) else []
    code = "".join(f"{line}\n" for line in [*before, *lines])
    return highlight(code, lexer(LANGUAGES[file.kind]), FORMATTER).split("\n")[len(before) : len(before) + len(lines)]


def repair(fix: Fix, file: SourceFile) -> str:
    """A fix, as a diff of the lines that it changes."""
    (start, end), new = replacement(fix, file)
    first, last = file.line_start(start), file.line_end(end)
    before = unicode(file.text[first:last])
    after = unicode(file.text[first:start]) + new.replace("\r\n", "\n") + unicode(file.text[end:last])
    title = f"fix: {text(fix.title)} <code>{WHO[fix.applicability]}</code>"
    return element("details", f"<summary>{title}</summary><pre>{difference(before, after)}</pre>") + "\n"


def difference(before: str, after: str) -> str:
    """The lines that go and those that come, as HTML."""
    lines = islice(difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=1), 3, None)
    shown = []
    for line in islice(lines, LONGEST_FIX):
        style = {"-": "gd", "+": "gi", "@": "gu"}.get(line[0], "")
        cut = line if len(line) <= COLUMNS else line[:COLUMNS] + ELLIPSIS
        shown.append(element("span", text("..." if style == "gu" else cut), **{"class": style}))
    if next(lines, None) is not None:
        shown.append(ELLIPSIS)
    return "\n".join(shown)
