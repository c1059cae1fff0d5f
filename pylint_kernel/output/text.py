"""``text``: the line of ``concise`` with the source under it."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Finding
from pylint_kernel.output import Options, concise
from pylint_kernel.output.frame import columns, frame
from pylint_kernel.terminal.colours import Palette, unpainted, visible

INDENT = "    "


class Format(concise.Format):
    """A headline, a source line with carets and the title of the fix for each finding; then the counts.

    What is found on the same line stands together, and the line once. In a series each patch has a line above its
    findings. Where that is wanted, the first finding of a type is followed
    by why it is one.
    """

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.patch = ""
        self.explained: set[str] = set()

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        if not result.findings:
            return
        if result.target.patch != self.patch:
            self.patch = result.target.patch
            if self.patch:
                self.write(f"{self.paint(f'-- {visible(self.patch)}', 'bold')}\n\n")
        file = result.file
        for _, together in groupby(result.findings, key=lambda found: file.row(found.span.start)):
            findings = [*together]
            lines = [line for found in findings for line in self.wrapped(found, result)]
            lines += frame(findings, file, self.options.width, self.paint)
            for found in findings if self.options.explain else ():
                if found.code not in self.explained:
                    self.explained.add(found.code)
                    lines += why(found, self.options.width, self.paint)
            self.write("".join(f"{line}\n" for line in lines) + "\n")
        self.flush()

    def wrapped(self, found: Finding, result: Result) -> list[str]:
        """The headline in as many lines as the terminal needs."""
        head, said, mark = self.headline_parts(found, result)
        plain = f"{'.' * len(unpainted(head))} {said}{f' {mark}' if mark else ''}"
        if not self.options.width or columns(plain) <= self.options.width:
            return [self.headline(found, result)]
        first, *others = wrap(
            plain, self.options.width, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
        )
        lines = [head + first[len(unpainted(head)) :], *others]
        if mark:
            lines[-1] = lines[-1].removesuffix(mark) + self.paint(mark, "fix")
        return lines


def why(found: Finding, width: int, paint: Palette) -> list[str]:
    """What the documentation of the check that made a finding begins with, in lines."""
    from pylint_kernel.checking.rule import maker
    from pylint_kernel.explain.text import WIDEST, wrapped

    rule = maker(found)
    return wrapped(rule.doc.split("\n\n")[0], min(width or WIDEST, WIDEST), paint) if rule else []
