"""Delays, sleeps and times."""

from __future__ import annotations

from pylint_kernel.checking.rule import Calls, Names, Reports, rule
from pylint_kernel.language.idioms import integer
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Binary, Call, Expression, Loop, Name, Statement, bare
from pylint_kernel.language.syntax.aligned import renamed
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, edit
from pylint_kernel.rules.api.atomic import is_atomic

#: From here on sleeping costs less than waiting, in microseconds.
WORTH_SLEEPING = 10
#: The longest that udelay() is made for, in microseconds.
LONGEST_DELAY = 2000
#: Below this msleep() may take twice as long as asked for, in milliseconds.
SHORTEST_SLEEP = 20


def literal(call: Call, place: int) -> int | None:
    """The value of an argument that is a single integer literal."""
    words = call.arguments[place].words if place < len(call.arguments) else []
    return integer(words[0]) if len(words) == 1 else None


@rule("USLEEP_RANGE", CHECK, "a busy wait where sleeping would do", on=Calls(("udelay",)))
def long_busy_wait(call: Call, file: SourceFile) -> Reports:
    """``usleep_range(min, max)`` gives the processor to others for 10 microseconds and more, ``udelay()`` does not.

    The two limits have to differ, so that the timer can be merged with others, and be in order. In atomic context
    ``udelay()`` is right.

    Source: Documentation/timers/delay_sleep_functions.rst.

    Differs from checkpatch: numbers of any base and with any suffix count, and the call may take several lines. Where
    the file shows that a spinlock is held or an interrupt is handled, in the function or by its callers, nothing may
    sleep, nor in what a function is a callback of (``.ndo_start_xmit``, ``.trigger``, ``timer_setup()``). The delays of
    programs of user space (``tools/``) are their own.
    """
    duration = literal(call, 0)
    if duration is not None and duration >= WORTH_SLEEPING and not file.stands_alone and not is_atomic(call):
        yield call.keyword, "usleep_range() is preferred over udelay() from 10 microseconds on"


@rule("USLEEP_RANGE", WARNING, "limits of usleep_range() that are equal or swapped", on=Calls(("usleep_range",)))
def sleep_limits(call: Call, file: SourceFile) -> Reports:
    """The limits of ``usleep_range()``: the first is the smaller one.

    The fix swaps them. It is unsafe: the timer gets the freedom that it did not have."""
    if len(call.arguments) != 2 or file.stands_alone:
        return
    low, high = (literal(call, place) for place in (0, 1))
    if call.arguments[0].words == call.arguments[1].words:
        yield call.keyword, "usleep_range() with equal limits leaves the timer no freedom"
    elif low is not None and high is not None and low > high:
        first, second = call.arguments
        edits = edit(*first.span, second.text), edit(*second.span, first.text)
        yield call.keyword, "usleep_range() takes the smaller limit first", Fix("swap the limits", edits, UNSAFE)


@rule("LONG_UDELAY", WARNING, "a very long busy wait", on=Calls(("udelay",)))
def very_long_busy_wait(call: Call, file: SourceFile) -> Reports:
    """``udelay()`` overflows on some machines beyond 2000 microseconds: ``mdelay()`` is made for that, or better sleep.

    The fix calls ``mdelay()`` where the delay is a number of whole milliseconds. It is unsafe, since tokens change.

    Source: Documentation/timers/delay_sleep_functions.rst.

    Differs from checkpatch: numbers of any base and with any suffix count, and the call may take several lines. The
    delays of programs of user space are their own.
    """
    duration = literal(call, 0)
    if duration is not None and duration > LONGEST_DELAY and not file.stands_alone:
        milliseconds, rest = divmod(duration, 1000)
        edits = renamed(call, "mdelay", edit(*call.argument_spans[0], str(milliseconds)))
        fix = None if rest else Fix("use mdelay()", edits, UNSAFE)
        yield call.keyword, "udelay() is not made for more than 2000 microseconds: use mdelay()", fix


@rule("MSLEEP", WARNING, "a short sleep that takes longer than asked for", on=Calls(("msleep",)))
def short_sleep(call: Call, file: SourceFile) -> Reports:
    """``msleep()`` counts in ticks: below 20 ms it can take up to 20 ms. ``usleep_range()`` or ``fsleep()`` is exact.

    Source: Documentation/timers/delay_sleep_functions.rst.

    Differs from checkpatch: numbers of any base and with any suffix count, and the call need not be a statement on one
    line. A program of user space sleeps by other means, and what it calls so is its own.
    """
    duration = literal(call, 0)
    if duration is not None and duration < SHORTEST_SLEEP and not file.stands_alone:
        yield call.keyword, "msleep() of less than 20 ms can take up to 20 ms"


@rule("JIFFIES_COMPARISON", WARNING, "times compared as numbers", on=Names(("jiffies",)))
def compared_jiffies(jiffies: Name, file: SourceFile) -> Reports:
    """``jiffies`` wraps around: ``time_after()`` and ``time_before()`` compare such times, ``<`` does not.

    The fix is unsafe because times that have wrapped compare in another way, as they should.

    For ``get_jiffies_64()`` there are ``time_after64()`` and ``time_before64()``.

    Source: include/linux/jiffies.h.

    Differs from checkpatch: a comparison that continues on another line counts, a shift does not, and a member that
    is called ``jiffies`` may be a duration. Whether the time has changed since it was read, ``if (then != jiffies)``,
    does not depend on an order.
    """
    if comparison := comparison_of(jiffies):
        message = "compare times with time_after(), time_before() and the like: they know that time wraps"
        yield jiffies, message, by_function(comparison)


@rule("JIFFIES_COMPARISON", WARNING, "64-bit times compared as numbers", on=Calls(("get_jiffies_64",)))
def compared_jiffies_64(call: Call, file: SourceFile) -> Reports:
    """The same for the counter of 64 bits."""
    if comparison := comparison_of(call):
        message = "compare times with time_after64(), time_before64() and the like: they know that time wraps"
        yield call.keyword, message, by_function(comparison, "64")


def is_for_change(comparison: Binary) -> bool:
    """Whether it is only asked, once, if two times are the same that nothing is added to."""
    sides = (bare(comparison.left), bare(comparison.right))
    return (
        comparison.operator.text in ("==", "!=")
        and not any(isinstance(side, Binary) for side in sides)
        and not isinstance(comparison.enclosing(Statement), Loop)
    )


#: What compares times as an operator compares numbers.
COMPARING = {">": "time_after", "<": "time_before", ">=": "time_after_eq", "<=": "time_before_eq"}


def by_function(comparison: Binary, bits: str = "") -> Fix | None:
    """Compare times of so many bits by the function that does it as the operator would; None for another operator."""
    left, right, name = comparison.left, comparison.right, COMPARING.get(comparison.operator.text)
    if left is None or right is None or name is None:
        return None
    name += bits
    edits = (
        edit(left.start, left.start, f"{name}("),
        edit(left.end, right.start, ", "),
        edit(right.end, right.end, ")"),
    )
    return Fix(f"use {name}()", edits, UNSAFE)


def comparison_of(time: Expression) -> Binary | None:
    """The comparison beside whose operator a time stands, be it the beginning or end of a sum."""
    for around in time.ancestors():
        if isinstance(around, Binary) and around.is_comparison:
            if is_for_change(around):
                return None
            left, right = around.left, around.right
            is_left = left is not None and left.end == time.end
            return around if is_left or (right is not None and right.start == time.start) else None
        if time.start != around.start and time.end != around.end:
            break
    return None
