"""The closing lines for people: how much was found, how much of it can be fixed."""

from __future__ import annotations

from pylint_kernel.model import Applicability, Severity
from pylint_kernel.output import Tally
from pylint_kernel.terminal.colours import Palette, level
from pylint_kernel.terminal.prose import counted, enumeration

#: How a finding is marked whose fix is of that kind.
MARKS = {Applicability.SAFE: "[*]", Applicability.UNSAFE: "[?]"}


def summary(tally: Tally, paint: Palette) -> list[str]:
    """The closing lines; the marks are explained where there are any."""
    inputs = tally.files + tally.mails
    noun = "message" if not tally.files and tally.mails else "file"
    where = counted(inputs, noun) if not tally.mails or not tally.files else f"{inputs} files and messages"
    lines = []
    if tally.fixed:
        lines.append(f"{counted(tally.fixed, 'finding')} fixed")
    if tally.clean:
        lines.append(f"{paint('no findings' if not tally.fixed else 'nothing left', 'check')} in {where}")
    else:
        found = [
            paint(counted(count, level(one)), level(one))
            for one in sorted(Severity, reverse=True)
            if (count := tally.levels[one])
        ]
        of = f"{tally.dirty} of " if inputs > 1 else ""
        lines.append(f"{enumeration(found)} in {of}{where}")
    if unasked := tally.unasked.total():
        places = enumeration(sorted(+tally.unasked))
        lines.append(f"{counted(unasked, 'check')} below {places}, where checks are shown without --strict")
    safe = tally.fixable[Applicability.SAFE]
    unsafe = tally.fixable[Applicability.UNSAFE]
    fixable = []
    if safe:
        # What is left after fixes were applied is what they would have done harm to.
        said = "left, whose fix would do harm" if tally.fixed else "fixable with --fix"
        fixable.append(f"{paint('[*]', 'fix')} {safe} {said}")
    if unsafe:
        more = "more " if safe else ""
        fixable.append(f"{paint('[?]', 'fix')} {unsafe} {more}fixable with --fix --unsafe-fixes")
    if fixable:
        lines.append(", ".join(fixable))
    if tally.held:
        lines.append(f"{counted(tally.held, 'finding')} held back, shown with --no-suppress")
    if tally.failures:
        lines.append(paint(f"{counted(tally.failures, 'file')} could not be checked", "error"))
    return lines
