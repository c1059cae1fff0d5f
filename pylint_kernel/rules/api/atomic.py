"""Whether code runs where nothing may sleep, as far as its file tells: under a spinlock, in an interrupt."""

from __future__ import annotations

from bisect import bisect_left

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Declaration, Function, Token, View, syntax
from pylint_kernel.lazy import Pattern

#: What nothing may sleep after, until it is undone.
TAKES = Pattern(
    r"(?:raw_)?spin_(?:try)?lock\w*|(?:read|write)_lock\w*|(?:local_irq|preempt|pagefault)_(?:disable|save)\w*"
    r"|rcu_read_lock\w*|\w*_spin_lock\w*"
)
GIVES = Pattern(
    r"(?:raw_)?spin_unlock\w*|(?:read|write)_unlock\w*|(?:local_irq|preempt|pagefault)_(?:enable|restore)\w*"
    r"|rcu_read_unlock\w*|\w*_spin_unlock\w*"
)
#: What initialises a lock, or asks for it, takes none.
NEITHER = Pattern(r"\w*(?:init|assert|held)\w*")
#: What all of these have in their names.
NAMED = Pattern(r"lock|_irq|preempt|pagefault")
#: Members of operations that are called with a lock held or from a softirq (netdevices.rst, writing-an-alsa-driver.rst,
#: serial/driver.rst), and functions that are given what a timer or a tasklet calls.
ATOMIC_MEMBERS = frozenset(
    "trigger ndo_start_xmit ndo_tx_timeout ndo_set_rx_mode ndo_poll_controller irq_ack irq_mask irq_unmask irq_eoi "
    "set_next_event queuecommand start_tx stop_tx set_mctrl get_mctrl".split()
)
#: The same of a ``struct clk_ops`` (Documentation/driver-api/clk.rst, "Locking").
ATOMIC_OF_CLOCKS = frozenset("enable disable is_enabled".split())
ATOMIC_STARTERS = frozenset("timer_setup tasklet_setup tasklet_init hrtimer_setup".split())
#: So far callers of callers are looked for.
DEEPEST = 3
#: So many uses of a function's name are looked at.
USES = 20


def is_atomic(place: View) -> bool:
    """Whether a lock is held at a place, or an interrupt is handled, in its function or in one that calls it."""
    file = place.file
    function = place.enclosing(Function)
    return function is not None and runs_atomic(file, function, place.first.position, DEEPEST)


def runs_atomic(file: SourceFile, function: Function, position: int, depth: int) -> bool:
    """The same for the token at a position in a function; callers are looked for up to a depth."""
    if "irqreturn_t" in file.tokens.texts[function.first.position : function.first.position + 4]:
        return True
    if is_locked(file, function, position):
        return True
    if not depth or function.name is None:
        return False
    for at in file.tokens.index[function.name.text][:USES]:
        if is_atomic_callback(Token(file, at)):
            return True
        caller = syntax(file).enclosing_function(file.tokens.starts[at])
        is_call = caller is not None and caller.name is not None and caller.name.position != at
        if is_call and caller != function and caller and runs_atomic(file, caller, at, depth - 1):
            return True
    return False


def is_atomic_callback(name: Token) -> bool:
    """Whether a function is named as what is called where nothing may sleep."""
    texts, at = name.file.tokens.texts, name.position
    if texts[at - 1] == "&":
        at -= 1
    if texts[at - 1] == "=" and texts[at - 3] == ".":
        return texts[at - 2] in ATOMIC_MEMBERS or (texts[at - 2] in ATOMIC_OF_CLOCKS and "clk_ops" in structs(name))
    opener = name.bracket
    return opener is not None and opener.previous is not None and opener.previous.text in ATOMIC_STARTERS


def structs(name: Token) -> list[str]:
    """The words of the type that is initialised around a name."""
    view = syntax(name.file).at(name.start)
    declaration = view.enclosing(Declaration) if view else None
    return declaration.type.words if declaration is not None and declaration.type is not None else []


def is_locked(file: SourceFile, function: Function, position: int) -> bool:
    """Whether more locks are taken than given back in a function before a position."""
    held = 0
    for at in locks(file, function.first.position, position):
        held += -1 if GIVES.fullmatch(file.tokens.texts[at]) else 1
        held = max(held, 0)
    return held > 0


def locks(file: SourceFile, first: int, last: int) -> list[int]:
    """The positions in a range where locks are taken and given back."""
    places = file.once(lock_places)
    return places[bisect_left(places, first) : bisect_left(places, last)]


def lock_places(file: SourceFile) -> list[int]:
    """All of them, in order."""
    found: list[int] = []
    for word, positions in file.tokens.index.items():
        if NAMED.search(word) and not NEITHER.fullmatch(word) and (TAKES.fullmatch(word) or GIVES.fullmatch(word)):
            found += (at for at in positions if (after := Token(file, at).next) and after.text == "(")
    return sorted(found)
