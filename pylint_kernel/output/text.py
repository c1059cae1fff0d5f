"""``text``: the line of ``concise`` with the source under it."""

from __future__ import annotations

from pylint_kernel.output import concise
from pylint_kernel.output.frame import frame
from pylint_kernel.runner import Result


class Format(concise.Format):
    """A headline, a source line with carets and the title of the fix for each finding; then the counts."""

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        parts = []
        for found in result.findings:
            parts.append(self.headline(found, result))
            parts += frame(found, result.file, self.options.width, self.paint)
            parts.append("")
        if parts:
            self.write("".join(f"{part}\n" for part in parts))
            self.flush()
