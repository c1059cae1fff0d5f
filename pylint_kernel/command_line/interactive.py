"""``--fix --interactive``: asks hunk by hunk what to repair, in the words of ``git add -p``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing

from pylint_kernel.checking import runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.command_line.paths import relative
from pylint_kernel.command_line.repairs import Repairs
from pylint_kernel.fixes.choosing import Choice, Choices
from pylint_kernel.fixes.rewrite import Rewrite
from pylint_kernel.model import Finding
from pylint_kernel.output.summary import MARKS
from pylint_kernel.terminal.colours import Palette, level, painted_diff, visible, wants_colour
from pylint_kernel.terminal.prose import enumeration

HELP = """\
y - fix this hunk
n - leave this hunk alone
q - quit; leave this hunk and all remaining ones alone
a - fix this hunk and all later hunks in the file
d - leave this hunk and all later hunks in the file alone
j - leave this hunk undecided, see the next undecided hunk
J - leave this hunk undecided, see the next hunk
k - leave this hunk undecided, see the previous undecided hunk
K - leave this hunk undecided, see the previous hunk
s - split this hunk into smaller ones
? - print help
"""


class Interactive(Repairs):
    """The state of a run that asks what is to be repaired; what is left is reported when all has been asked."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.paint = Palette(wants_colour(request.color, sys.stderr))
        self.is_over = False

    def targets(self) -> Iterator[Target]:
        """What there is to check; a patch is no file whose hunks could be chosen from."""
        for target in super().targets():
            if target.part is None:
                yield target
            elif target.mail is not None:
                self.fail(f"{target.path}: --interactive is about files: it does not go with patches")

    def results(self, targets: Iterable[Target]) -> Iterator[Result]:
        """What comes of the targets, the last of which are only checked if somebody has had enough."""
        waiting = list(targets)
        found: list[Result] = []
        with closing(self.rewrites(waiting)) as rewrites:
            for fixed in rewrites:
                found += self.settled(fixed)
                if self.is_over:
                    break
        yield from found
        yield from runner.run(waiting[len(found) :], self.request.settings, self.jobs)

    def settled(self, fixed: Rewrite) -> Iterator[Result]:
        """What comes of a target with the fixes that are wanted."""
        if fixed.after != fixed.before:
            try:
                choices = Choices(fixed, self.request.settings, self.level)
            except OSError as error:
                self.fail(f"{fixed.target.path}: not fixed: {error.strerror}")
                fixed = fixed._replace(after=fixed.before)
            else:
                fixed = choices.taken(self.chosen(choices))
        return super().settled(fixed)

    def chosen(self, choices: Choices) -> list[Choice]:
        """What somebody chooses of a file."""
        hunks = choices.all
        answers: list[bool | None] = [None] * len(hunks)
        path = relative(choices.fixed.target.path)
        at, is_first = 0, True
        while None in answers:
            self.show_hunk(choices, hunks[at], path, is_first=is_first)
            is_first = False
            later = [place for place in range(at + 1, len(hunks)) if answers[place] is None]
            earlier = [place for place in range(at) if answers[place] is None]
            parts = choices.split(hunks[at])
            moves = {
                "k": earlier[-1:],
                "K": [at - 1] if at else [],
                "j": later[:1],
                "J": [at + 1] if at + 1 < len(hunks) else [],
            }
            usable = [*"ynqad", *(key for key, places in moves.items() if places), *"s"[: len(parts) - 1], "?"]
            key = self.answer(f"({at + 1}/{len(hunks)}) Fix this hunk [{','.join(usable)}]? ", usable)
            if key == "q":
                self.is_over = True
                break
            if key in moves:
                at = moves[key][0]
            elif key == "s":
                hunks[at : at + 1] = parts
                answers[at : at + 1] = [None] * len(parts)
                self.say_plainly(self.paint(f"Split into {len(parts)} hunks.\n", "bold"))
            elif key in "ad":
                answers[at:] = [key == "a" if answer is None else answer for answer in answers[at:]]
                at = next(iter(earlier), at)
            else:
                answers[at] = key == "y"
                at = next(iter([*later, *earlier]), at)
        return [hunk for hunk, answer in zip(hunks, answers, strict=True) if answer]

    def show_hunk(self, choices: Choices, hunk: Choice, path: str, *, is_first: bool) -> None:
        """Show a hunk, what it repairs first; the file's name once."""
        diff = choices.diff(hunk, path)
        head, body = diff[: (start := diff.index(b"@@"))], diff[start:]
        if is_first:
            self.say_plainly(self.painted(head))
        numbers: dict[tuple[str, str, str, str], list[int]] = {}
        for found, line in hunk.repairs:
            numbers.setdefault(self.named(found), []).append(line)
        for (name, code, message, mark), lines in numbers.items():
            where = f"line{'s' * (len(set(lines)) > 1)} {enumeration([str(line) for line in dict.fromkeys(lines)])}"
            said = f"{self.paint(f'{name}:', name)} {self.paint(code, 'bold')}: {visible(message)}"
            self.say_plainly(f"{said} {self.paint(mark, 'fix')} {where}\n")
        self.say_plainly(self.painted(body))

    def named(self, found: Finding) -> tuple[str, str, str, str]:
        """Level, type and message of a finding, and the mark of its fix."""
        assert found.fix
        return level(found.severity), found.code, found.message, MARKS.get(found.fix.applicability, "")

    def painted(self, diff: bytes) -> str:
        """A part of a diff as the terminal is shown it."""
        if not self.paint.colour:
            return "".join(f"{visible(line)}\n" for line in os.fsdecode(diff).split("\n")[:-1])
        return os.fsdecode(painted_diff(diff))

    def answer(self, question: str, usable: list[str]) -> str:
        """The key that is the answer to a question, one that can be used; the end of the input means to quit."""
        while True:
            self.say_plainly(self.paint(question, "bold"))
            line = sys.stdin.buffer.readline()
            if not line:
                self.say_plainly("\n")
                return "q"
            key = line.decode("utf-8", "replace").strip()[:1]
            key = key if key in ("J", "K") else key.lower()
            if key == "?" or (key and key not in usable):
                self.say_plainly("".join(row for row in HELP.splitlines(keepends=True) if row[0] in usable))
            elif key:
                return key

    def say_plainly(self, text: str) -> None:
        """Write a part of the conversation, which the output is none of."""
        self.progress.hide()
        sys.stderr.write(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        sys.stderr.flush()
