"""``checkpatch``: the layout of checkpatch.pl, for everything that reads it.

checkpatch prints input by input, an input being a patch or, with ``-f``, a file: :meth:`Format.add` keeps the results
and :meth:`Format.close` writes those of one input. Who gives a :class:`Layout` knows what an input is and calls
``close`` with an :class:`Input`; otherwise a file is one, and so is a mail with the files it changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import BinaryIO, NamedTuple

from pylint_kernel.checking.runner import Result
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Severity, Span
from pylint_kernel.output import Options, Tally, Writer, is_mail
from pylint_kernel.output.frame import Excerpt, columns, excerpt, padding
from pylint_kernel.output.positions import last_line
from pylint_kernel.terminal.colours import RESET, visible

COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.CHECK: "\x1b[32m"}
TYPE_COLOUR = "\x1b[34m"
#: What checkpatch finds when it has read all of an input: it stands last, and no line is shown for it.
AFTER_THE_END = frozenset({"MISSING_SIGN_OFF", "NO_AUTHOR_SIGN_OFF", "MISSING_FIXES_TAG", "NOT_UNIFIED_DIFF"})
#: The verdicts, which those who call checkpatch know by these words.
PROBLEMS, READY = "has style problems, please review", "has no obvious style problems and is ready for submission"
#: What a program that removes white space takes away.
WHITESPACE = frozenset({"TRAILING_WHITESPACE", "CODE_INDENT", "DOS_LINE_ENDINGS"})
#: As much of a line as is shown, and as many lines of one finding: generated files have longer ones.
WIDTH = 1000
LINES = 10


class Layout(NamedTuple):
    """checkpatch's options on presentation, by their names there.

    ``quiet`` counts the ``-q``; ``types`` and ``ignore`` are the words given, for the closing notes; ``several``:
    there is more than one input, so each gets a banner; ``fix``: fixes are being applied, so none are advertised.
    """

    terse: bool = False
    emacs: bool = False
    showfile: bool = False
    show_types: bool = False
    summary: bool = True
    summary_file: bool = False
    mailback: bool = False
    verbose: bool = False
    fix: bool = False
    several: bool = False
    quiet: int = 0
    types: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @property
    def silence(self) -> int:
        """How quiet it is, all options considered."""
        return self.quiet + self.terse


class Input(NamedTuple):
    """What only the caller knows of an input.

    ``name``: as given on the command line (``-`` for stdin, the id of a commit); ``title``: what to call it in a
    banner; ``lines``: how many were looked at; ``strict``: whether checks were; ``wrote``: where the repaired one is;
    ``subject``: what to call it in the verdict, if not by its title.
    """

    name: str
    title: str
    lines: int
    strict: bool = False
    wrote: str | None = None
    subject: str = ""


class Report(NamedTuple):
    """A finding on its way out: ``line`` of the input, the file and its line that it is ``about``, if it is, or which a
    finding on the patch comes ``after``."""

    line: int
    found: Finding
    result: Result
    about: tuple[str, int] | None
    after: tuple[str, int] = ("", 0)


class Format(Writer):
    """Writes one input after the other."""

    def __init__(self, stream: BinaryIO, options: Options = Options(), layout: Layout | None = None) -> None:
        super().__init__(stream, options)
        self.layout = layout or Layout(summary=options.summary, quiet=int(not options.summary))
        self.by_itself = layout is None
        self.results: list[Result] = []
        self.explained: set[str] = set()

    def add(self, result: Result) -> None:
        """Keep a result for its input."""
        if self.by_itself and self.results and begins_input(result):
            self.close(derived(self.results))
        if result.failure is None:
            self.results.append(result)

    def close(self, what: Input) -> None:
        """Write the results kept, as those of the input ``what``."""
        reports = in_order(self.results)
        self.results = []
        if self.layout.mailback and not reports:
            return
        lines = self.banner(what) if self.layout.several and not self.layout.silence else []
        for report in reports:
            lines += self.report(report, what)
        lines += self.summary(reports, what)
        if not self.layout.silence:
            lines += self.closing(reports, what)
        self.write("".join(f"{line}\n" for line in lines))
        self.flush()

    def banner(self, what: Input) -> list[str]:
        """The name of an input between two rules."""
        name = visible(what.title)
        return ["-" * columns(name), name, "-" * columns(name)]

    def report(self, report: Report, what: Input) -> list[str]:
        """One finding: headline, location, source, blank line."""
        lines = [self.headline(report, what)]
        if self.layout.terse:
            return lines
        if report.found.code not in AFTER_THE_END:
            if not self.layout.showfile:
                lines.append(location(report))
            lines += source(report)
        lines.append("")
        if self.layout.verbose and report.found.code not in self.explained:
            self.explained.add(report.found.code)
            lines += explanation(report.found)
        return lines

    def headline(self, report: Report, what: Input) -> str:
        """Where if wanted, level, type if wanted, message."""
        layout, found = self.layout, report.found
        prefix = ""
        if layout.showfile:
            path, line = report.about or report.after
            prefix = f"{path}:{line}: "
        elif layout.emacs or layout.terse:
            prefix = f"{what.name}:{report.line}: "
        level, code = f"{visible(prefix)}{found.severity.name}:", f"{found.code}:" if layout.show_types else ""
        if self.options.colour:
            level = COLOURS[found.severity] + level
            code = f"{TYPE_COLOUR}{code}{RESET}" if code else RESET
        return f"{level}{code} {visible(found.message)}"

    def summary(self, reports: list[Report], what: Input) -> list[str]:
        """The line with the totals."""
        layout = self.layout
        if not layout.summary or (not reports and layout.silence == 1):
            return []
        count = Counter(report.found.severity for report in reports)
        checks = f"{count[Severity.CHECK]} checks, " if what.strict else ""
        name = f"{visible(what.name)} " if layout.summary_file else ""
        totals = f"{count[Severity.ERROR]} errors, {count[Severity.WARNING]} warnings, {checks}"
        return [f"{name}total: {totals}{what.lines} lines checked"]

    def closing(self, reports: list[Report], what: Input) -> list[str]:
        """What can be repaired, and the verdict."""
        notes = []
        fixable = sum(report.found.fix is not None for report in reports)
        if fixable and not self.layout.fix:
            notes.append(f"NOTE: {fixable} of these can be repaired with --fix or --fix-inplace.")
        if any(report.found.code in WHITESPACE for report in reports):
            notes.append("NOTE: There is white space that should not be there; most editors can remove it.")
        if what.wrote is not None:
            notes.append(f"The repaired {visible(what.title)} is in {visible(what.wrote)}: read it before you use it.")
        verdict = (
            "style problems, please review" if reports else "no obvious style problems and is ready for submission"
        )
        notes.append(f"{visible(what.subject or what.title)} has {verdict}.")
        return [line for note in notes for line in ("", note)]

    def finish(self, tally: Tally, closing: Iterable[str] = ()) -> None:
        """Write the last input and the notes on the run: those of the layout and of the caller."""
        if self.results:
            self.close(derived(self.results))
        layout, notes = self.layout, list[str]()
        if not layout.silence:
            notes += [f"Only these types were looked for: {words}" for words in listed(layout.types)]
            notes += [f"These types were ignored: {words}" for words in listed(layout.ignore)]
            notes += closing
            if tally.findings:
                notes.append("'kcheck rule TYPE' explains a finding; please report those that are wrong.")
        self.write("".join(f"\nNOTE: {visible(note)}\n" for note in notes))
        self.stream.flush()


def listed(types: tuple[str, ...]) -> list[str]:
    """The types in one line, if there are any."""
    return [" ".join(sorted(set(types)))] if types else []


def begins_input(result: Result) -> bool:
    """Whether the result is of another input than those before it: of a mail, or of a file that no mail changes."""
    return is_mail(result) or not result.target.in_patch


def derived(results: list[Result]) -> Input:
    """The input that the results come from, as far as they tell."""
    target, data = results[0].target, results[0].data
    if target.in_patch or is_mail(results[0]):
        lines = sum(len(one.target.patch_lines or ()) for one in results)
    else:
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
    strict = any(found.severity == Severity.CHECK for one in results for found in one.findings)
    title = "Your patch" if target.path == "-" else target.path
    return Input(target.path, title, lines, strict)


def in_order(results: list[Result]) -> list[Report]:
    """The findings of one input in the order of its lines, those on the input as a whole at its end."""
    hunk_lines = {
        at: (result.target.path, line) for result in results for line, at in (result.target.patch_lines or {}).items()
    }
    reports = []
    for result in results:
        for found in result.findings:
            line = result.file.line_number(found.span.start)
            if not is_mail(result):
                at = (result.target.patch_lines or {}).get(line, line)
                reports.append(Report(at, found, result, (result.target.path, line)))
                continue
            if found.code in AFTER_THE_END:
                line = max(result.file.line_count + result.target.first_line - 1, 1)
            reports.append(Report(line, found, result, hunk_lines.get(line), preceding(result, line)))
    return sorted(reports, key=lambda report: (report.line, report.found.code in AFTER_THE_END))


def preceding(result: Result, line: int) -> tuple[str, int]:
    """The file, and the last line of it, that a patch has shown before a line of its own.

    In its message there is none; checkpatch counts what would be lines of a file if the last hunk began above it.
    """
    files = result.target.mail.files if result.target.mail is not None else []
    last = next((file.hunks[-1] for file in reversed(files) if file.hunks), None)
    counted = result.file.once(like_lines_of_a_file)
    row = min(line - result.target.first_line, len(counted) - 1)
    place = ("", counted[row] + (last.new_start - 1 if last else 0))
    for file in files:
        if file.number > line:
            break
        hunks = [hunk for hunk in file.hunks if hunk.number < line]
        end = max(hunks[-1].new_start + hunks[-1].new_count - 1, 0) if hunks else 1
        place = (file.new_path or file.old_path or "", end)
    return place


def like_lines_of_a_file(mail: SourceFile) -> list[int]:
    """For each row how many lines there are, up to it, that would show a line of a file if they stood in a hunk."""
    return [*accumulate(mail.line_text(row)[:1] in ("", " ", "+") for row in range(mail.line_count))]


def location(report: Report) -> str:
    """Where it is, in the input and in the file."""
    where = f"#{report.line}: "
    if report.about:
        path, line = report.about
        where += f"FILE: {visible(path)}:{line}:"
    return where


def source(report: Report) -> list[str]:
    """The lines that the finding is about, as a diff shows them; carets where they tell something."""
    found, file = report.found, report.result.file
    first, last = file.line_number(found.span.start), last_line(file, found.span)
    blank = bool(found.span.end > found.span.start and not file.text[slice(*found.span)].strip())
    lines = []
    numbers = [first, *range(first + 1, min(last + 1, first + LINES))]
    if (lines_of_patch := report.result.target.patch_lines) is not None:
        # After the hunk there is what the patch does not show, or what stands in for it.
        numbers = [number for number in numbers if number in lines_of_patch]
    for number in numbers:
        start, end = file.line_bounds(number - file.first_line)
        marked = Span(max(start, found.span.start), min(end, found.span.end))
        shown = excerpt(file, number - file.first_line, marked, WIDTH)
        mark = "" if is_mail(report.result) else "+" if file.changed is None or number in file.changed else " "
        if blank:
            cr = "^M" if number in file.carriage_returns else ""
            lines.append(mark + shown.text.replace("\t", "^I") + cr + "$")
            continue
        lines.append(mark + shown.text)
        if first == last and marked.end > marked.start and marked != (start, end):
            lines.append(" " * len(mark) + carets(shown))
    return lines


def carets(shown: Excerpt) -> str:
    """Marks under a part of a line."""
    width = columns(shown.text[: shown.end]) - columns(shown.text[: shown.start])
    return padding(shown.text[: shown.start]) + "^" * max(width, 1)


def explanation(found: Finding) -> list[str]:
    """The documentation of the check that made a finding, and a blank line."""
    from pylint_kernel.checking.rule import maker

    rule = maker(found)
    return [*rule.doc.split("\n"), ""] if rule else []
