"""``text``: the line of ``concise`` with the source under it."""

from __future__ import annotations

from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.output import Options, concise
from pylint_kernel.output.frame import frame
from pylint_kernel.terminal.colours import Palette, visible


class Format(concise.Format):
    """A headline, a source line with carets and the title of the fix for each finding; then the counts.

    In a series each patch has a line above its findings. Where that is wanted, the first finding of a type is followed
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
        for found in result.findings:
            lines = [self.headline(found, result), *frame(found, result.file, self.options.width, self.paint)]
            if self.options.explain and found.code not in self.explained:
                self.explained.add(found.code)
                lines += why(found.code, self.options.width, self.paint)
            self.write("".join(f"{line}\n" for line in lines) + "\n")
        self.flush()


def why(code: str, width: int, paint: Palette) -> list[str]:
    """What the documentation of a type begins with, in lines."""
    from pylint_kernel.checking.rule import catalog
    from pylint_kernel.explain.text import WIDEST, wrapped

    rules = catalog().get(code, ())
    return wrapped(rules[0].doc.split("\n\n")[0], min(width or WIDEST, WIDEST), paint) if rules else []
