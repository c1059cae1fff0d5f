"""Delays, sleeps and times."""

from __future__ import annotations

from pylint_kernel.checking.rule import Call, Reports, Token, rule
from pylint_kernel.language.idioms import integer, is_plain_call, words
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.model import CHECK, WARNING

#: From here on sleeping costs less than waiting, in microseconds.
WORTH_SLEEPING = 10
#: The longest that udelay() is made for, in microseconds.
LONGEST_DELAY = 2000
#: Below this msleep() may take twice as long as asked for, in milliseconds.
SHORTEST_SLEEP = 20
COMPARISONS = frozenset("== != < > <= >=".split())


def literal(call: CallSite, file: SourceFile, place: int) -> int | None:
    """The value of an argument that is a single integer literal."""
    text = words(file, call.arguments[place]) if place < len(call.arguments) else []
    return integer(text[0]) if len(text) == 1 else None


@rule("USLEEP_RANGE", CHECK, "a busy wait where sleeping would do", on=Call(("udelay",)))
def long_busy_wait(call: CallSite, file: SourceFile) -> Reports:
    """``usleep_range(min, max)`` gives the processor to others for 10 microseconds and more, ``udelay()`` does not.

    The two limits have to differ, so that the timer can be merged with others, and be in order. In atomic context
    ``udelay()`` is right.

    Source: Documentation/timers/delay_sleep_functions.rst.

    Differs from checkpatch: numbers of any base and with any suffix count, and the call may take several lines.
    """
    duration = literal(call, file, 0)
    if duration is not None and duration >= WORTH_SLEEPING and is_plain_call(file, call.position):
        yield file.tokens.span(call.position), "usleep_range() is preferred over udelay() from 10 microseconds on"


@rule("USLEEP_RANGE", WARNING, "limits of usleep_range() that are equal or swapped", on=Call(("usleep_range",)))
def sleep_limits(call: CallSite, file: SourceFile) -> Reports:
    """The limits of ``usleep_range()``: the first is the smaller one."""
    if len(call.arguments) != 2 or not is_plain_call(file, call.position):
        return
    name = file.tokens.span(call.position)
    low, high = (literal(call, file, place) for place in (0, 1))
    if words(file, call.arguments[0]) == words(file, call.arguments[1]):
        yield name, "usleep_range() with equal limits leaves the timer no freedom"
    elif low is not None and high is not None and low > high:
        yield name, "usleep_range() takes the smaller limit first"


@rule("LONG_UDELAY", WARNING, "a very long busy wait", on=Call(("udelay",)))
def very_long_busy_wait(call: CallSite, file: SourceFile) -> Reports:
    """``udelay()`` overflows on some machines beyond 2000 microseconds: ``mdelay()`` is made for that, or better sleep.

    Source: Documentation/timers/delay_sleep_functions.rst.

    Differs from checkpatch: numbers of any base and with any suffix count, and the call may take several lines.
    """
    duration = literal(call, file, 0)
    if duration is not None and duration > LONGEST_DELAY and is_plain_call(file, call.position):
        yield file.tokens.span(call.position), "udelay() is not made for more than 2000 microseconds: use mdelay()"


@rule("MSLEEP", WARNING, "a short sleep that takes longer than asked for", on=Call(("msleep",)))
def short_sleep(call: CallSite, file: SourceFile) -> Reports:
    """``msleep()`` counts in ticks: below 20 ms it can take up to 20 ms. ``usleep_range()`` or ``fsleep()`` is exact.

    Source: Documentation/timers/delay_sleep_functions.rst.

    Differs from checkpatch: numbers of any base and with any suffix count, and the call need not be a statement on one
    line.
    """
    duration = literal(call, file, 0)
    if duration is not None and duration < SHORTEST_SLEEP and is_plain_call(file, call.position):
        yield file.tokens.span(call.position), "msleep() of less than 20 ms can take up to 20 ms"


@rule("JIFFIES_COMPARISON", WARNING, "times compared as numbers", on=Token(("jiffies", "get_jiffies_64")))
def compared_jiffies(position: int, file: SourceFile) -> Reports:
    """``jiffies`` wraps around: ``time_after()`` and ``time_before()`` compare such times, ``<`` does not.

    For ``get_jiffies_64()`` there are ``time_after64()`` and ``time_before64()``.

    Source: include/linux/jiffies.h.

    Differs from checkpatch: a comparison that continues on another line counts, a shift does not.
    """
    tokens = file.tokens
    texts, first, last = tokens.texts, position, position
    suffix = ""
    if texts[position] == "get_jiffies_64":
        if texts[position + 1 : position + 3] != ["(", ")"]:
            return
        last, suffix = position + 2, "64"
    while first > 1 and texts[first - 1] in ("->", "."):
        first -= 2
    if texts[first - 1] in COMPARISONS or (texts[last + 1 : last + 2] and texts[last + 1] in COMPARISONS):
        yield (
            tokens.span(position),
            f"compare times with time_after{suffix}(), time_before{suffix}() and the like: they know that time wraps",
        )
