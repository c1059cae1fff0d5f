"""A progress line on a terminal: how many files are done; silent anywhere else."""

from __future__ import annotations

import time
from typing import TextIO

#: Seconds before anything is shown, and between two updates: a short run shows nothing at all.
DELAY, INTERVAL = 0.5, 0.1
CLEAR = "\r\x1b[K"
WIDTH = 30


class Progress:
    """The line; ``total`` is how many steps there will be, None if nobody knows."""

    def __init__(self, total: int | None, stream: TextIO, wanted: bool = True) -> None:
        self.total, self.stream, self.done = total, stream, 0
        self.wanted = wanted and stream.isatty()
        self.shown = False
        self.next = time.monotonic() + DELAY

    def step(self) -> None:
        """One more is done; draw the line if it is time."""
        self.done += 1
        if self.wanted and (now := time.monotonic()) >= self.next:
            self.next = now + INTERVAL
            self.draw()

    def draw(self) -> None:
        """Show how far things are."""
        if self.total is None:
            line = f"{self.done} files"
        else:
            filled = self.done * WIDTH // max(self.total, 1)
            line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {self.done} of {self.total} files"
        self.stream.write(CLEAR + line)
        self.stream.flush()
        self.shown = True

    def hide(self) -> None:
        """Make room for other output; the line comes back with a later step."""
        if self.shown:
            self.stream.write(CLEAR)
            self.stream.flush()
            self.shown = False
