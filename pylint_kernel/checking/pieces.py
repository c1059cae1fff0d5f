"""Judges a large file piece by piece."""

from __future__ import annotations

import gc

from pylint_kernel.checking import engine
from pylint_kernel.checking.plan import Plan
from pylint_kernel.language.pieces import Pieces
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding


def check(file: SourceFile, plan: Plan, pause: engine.Pause = engine.go_on) -> list[Finding]:
    """What rules find on a large file, in order, that look at one place and what is around it; what was read of the
    file as a whole is let go before."""
    pieces = file.once(Pieces)
    if len(pieces) == 1:
        return engine.check(file, plan, pause=pause)
    file.let_go()
    found: list[Finding] = []
    for piece, shift, (start, end) in pieces:
        every = (one.further(shift) for one in engine.check(piece, plan, pause=pause))
        found += (one for one in every if start <= one.span.start < end + (end == len(file.text)))
        file.given_up |= piece.given_up
        # Views and tables refer to each other in circles.
        del piece
        gc.collect()
    return found
