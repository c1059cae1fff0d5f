"""Messages: their level, and what prints them."""

from __future__ import annotations

from pylint_kernel.checking.rule import Calls, Reports, Spelled, rule
from pylint_kernel.language.idioms import is_identifier, is_log_function
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Token, syntax
from pylint_kernel.language.syntax.aligned import renamed
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, Fix, edit, replace

LEVELS = tuple(f"KERN_{level}" for level in "EMERG ALERT CRIT ERR WARNING NOTICE INFO DEBUG DEFAULT CONT".split())
#: The level of a message and what the functions for it are called.
SHORT = {"WARNING": "warn", "DEBUG": "debug"}
#: What variables and parameters with a level are called.
LEVEL = Pattern(r"(?i)(lvl|level|sev|severity)$")
#: What they are called if more may follow the level, and a format that shows nothing between it and the message.
PREFIX = Pattern(r"(?i)(pfx|prefix)$")
JOINED = Pattern(r'"%s[\w%]')
#: Log functions that do take a level.
LEVELLED = frozenset("printk printk_once printk_ratelimited printk_deferred printk_deferred_once".split())


def first_word(call: Call) -> str:
    """The first token among the arguments of a call."""
    first = call.open.next if call.open else None
    return first.text if first else ""


def level(call: Call) -> str:
    """What stands after ``KERN_`` in the first argument, in lower case; empty if there is no level."""
    first = first_word(call)
    return SHORT.get(first[5:], first[5:].lower()) if first.startswith("KERN_") and first[5:6].isupper() else ""


@rule(
    "PREFER_PR_LEVEL",
    WARNING,
    "printk() with a level",
    on=Calls(("printk", "printk_once", "printk_ratelimited")),
)
def printk_with_level(call: Call, file: SourceFile) -> Reports:
    """Messages name their device or their subsystem: ``dev_err(dev, ...)``, ``netdev_err()``, else ``pr_err()``.

    The fix takes ``pr_err()`` and the like, which say the same if the file has no ``pr_fmt()`` of its own; with one,
    messages begin as it says. It leaves those for debugging alone: ``pr_debug()`` is silent until it is switched on. It
    is unsafe, because tokens change.

    Source: Documentation/process/coding-style.rst, section 13 ("Printing kernel messages").

    Programs, whose ``printk()`` is their own, are exempt.

    Differs from checkpatch: the level may stand on the line below the name.
    """
    if file.is_user_space or not (name := level(call)):
        return
    suffix = call.name.removeprefix("printk")
    device = "dbg" if name == "debug" else name
    better = f"subsystem_{device}{suffix}(), dev_{device}{suffix}() or pr_{name}{suffix}()"
    yield call.keyword, f"a function for the level says it better: {better}", with_level(call, f"pr_{name}{suffix}")


def with_level(call: Call, name: str) -> Fix | None:
    """Have the function of that name say the level that stands before the message; None for levels that no function
    has, or that silence the message."""
    word = call.open.next if call.open else None
    message = word.next if word else None
    if word is None or message is None or word.text in ("KERN_DEBUG", "KERN_DEFAULT", "KERN_CONT"):
        return None
    if not (message.is_string or is_identifier(message.text)) or not word.file.text[word.end : message.start].isspace():
        return None
    return Fix(f"use {name}()", renamed(call, name, edit(word.start, message.start, "")), UNSAFE)


@rule("PRINTK_WITHOUT_KERN_LEVEL", WARNING, "printk() without a level", on=Calls(("printk",)))
def printk_without_level(call: Call, file: SourceFile) -> Reports:
    """A message without a level gets the default one, which may hide it or show it to everybody.

    Source: Documentation/core-api/printk-basics.rst.

    Differs from checkpatch: the level may stand on the line below ``printk(``, or after spaces; it may be that of a
    macro of the file, or of a header if its name says so (``POND_KERN_ERR``, ``POND_DEBUG_FMT``), come with the
    arguments of the macro that prints, or be printed by ``"%s"``; a variable of the file may be set to a message with
    a level, or to a level alone. A declaration of ``printk()``, or a macro of that name, is no message; neither is a
    program's.
    """
    if not (file.is_user_space or level(call) or has_level_by_macro(call) or has_level_by_argument(call)):
        yield call.keyword, "printk() without a KERN_<LEVEL>"


def is_levelled(word: str, file: SourceFile) -> bool:
    """Whether the file sets a variable of this name to something that begins with a level."""
    if not is_identifier(word):
        return False
    tokens = file.whole.tokens
    positions = tokens.index.get(word, ())[:USES]
    return any(is_level(value) for at in positions for value in [value_set(tokens.texts, at)])


#: So many uses of a name are looked at.
USES = 100


def value_set(texts: list[str], position: int) -> str:
    """The first token of what a name is set to where it stands at a position, brackets and attributes aside; empty if
    it is not set there."""
    for at in range(position + 1, min(position + 6, len(texts) - 1)):
        if texts[at] == "=":
            return texts[at + 1]
        if texts[at] not in ("[", "]") and not texts[at].startswith("__"):
            break
    return ""


#: A part of the name of a macro that a header defines.
SAYS_LEVEL = Pattern(r"(?:_|^)(?:EMERG|ALERT|CRIT|ERR|ERROR|WARN|WARNING|NOTE|NOTICE|INFO|DEBUG|DBG|CONT)(?:_|$)")


def has_level_by_macro(call: Call) -> bool:
    """Whether the message begins with a macro that begins with a level: one of the file, or one of a header that is
    called so."""
    macros = syntax(call.file).macros_by_name
    name, seen = first_word(call), set[str]()
    if name not in macros and SAYS_LEVEL.search(name):
        return True
    while name in macros and name not in seen:
        seen.add(name)
        name = macros[name].first.text if macros[name].words else ""
    return bool(seen) and is_level(name)


def has_level_by_argument(call: Call) -> bool:
    """Whether the level is an argument: of ``printk("%s…", level)``, or of the macro that prints."""
    if not call.arguments:
        return False
    message = call.arguments[0].words
    if message[:1] and message[0].startswith('"%s') and len(call.arguments) > 1:
        words = call.arguments[1].words
        is_prefix = bool(words) and JOINED.match(message[0]) and PREFIX.search(words[0])
        says_level = len(words) == 1 and bool(is_level(words[0]) or LEVEL.search(words[0]) or is_prefix)
        return says_level or (len(words) == 1 and is_levelled(words[0], call.file))
    if len(message) == 1 and is_levelled(message[0], call.file):
        return True
    macro = syntax(call.file).macro_at(call.keyword.start)
    names = [one.name or "__VA_ARGS__" for one in macro.parameters] if macro else []
    if macro is None or message[:1] == [] or message[0] not in names:
        return False
    # `printk(level "pond: " format)`
    if any(word in names for word in message[1:]) or LEVEL.search(message[0]):
        return True
    uses = (syntax(call.file).call_at(use.position) for use in macro.mentions)
    given = (use.arguments[names.index(message[0]) :] for use in uses if use is not None)
    return any(is_level(arguments[0].words[0]) for arguments in given if arguments and arguments[0].words)


def is_level(word: str) -> bool:
    """Whether a word is the level of a message."""
    return word in LEVELS


@rule("PREFER_DEV_LEVEL", WARNING, "dev_printk() with a constant level", on=Calls(("dev_printk",)))
def dev_printk_with_level(call: Call, file: SourceFile) -> Reports:
    """``dev_err(dev, ...)`` is ``dev_printk(KERN_ERR, dev, ...)``, and shorter.

    The fix leaves messages for debugging alone: ``dev_dbg()`` is silent until it is switched on. It is unsafe, because
    tokens change; where the file has a ``dev_fmt()``, messages begin as it says.

    Source: Documentation/process/coding-style.rst, section 13 ("Printing kernel messages").

    Differs from checkpatch: the level may stand on the line below the name.
    """
    if name := level(call):
        better = "dev_dbg" if name == "debug" else f"dev_{name}"
        fix, arguments = None, call.arguments
        if name not in ("debug", "default", "cont") and len(arguments) > 1 and len(arguments[0].words) == 1:
            without_level = edit(arguments[0].start, arguments[1].start, "")
            fix = Fix(f"use {better}()", renamed(call, better, without_level), UNSAFE)
        yield call.keyword, f"a function for the level says it better: {better}()", fix


@rule("UNNECESSARY_KERN_LEVEL", WARNING, "a level where the function has one", on=Spelled(LEVELS))
def superfluous_level(word: Token, file: SourceFile) -> Reports:
    """``pr_err()``, ``dev_warn()`` and the like add the level themselves: ``KERN_ERR`` would be printed.

    The fix is unsafe: the level is no longer printed.

    Source: Documentation/core-api/printk-basics.rst.

    Differs from checkpatch: the level may stand on another line than the function, and has to be part of a message;
    ``printk_deferred()`` does take one.
    """
    call = syntax(file).call_around(word.start)
    if call is None or call.name in LEVELLED or call.name.endswith("_printk") or not is_log_function(call.name):
        return
    before, after = word.previous, word.next
    if before is None or after is None or (after.text in (",", ")") and not before.is_string):
        return
    fix = None
    if after.is_string and file.text[word.end : after.start].isspace():
        fix = replace("remove the level", word.start, after.start, "", UNSAFE)
    yield word, f"{call.name}() has a level of its own", fix


@rule("LOGGING_CONTINUATION", WARNING, "a message in several parts", on=Calls(("pr_cont", "printk")))
def continued_message(call: Call, file: SourceFile) -> Reports:
    """Other messages get between the parts of a message: build it in one piece.

    Source: Documentation/core-api/printk-basics.rst on ``pr_cont()``.

    Differs from checkpatch: ``KERN_CONT`` may stand on the line below ``printk(``.
    """
    if call.name == "pr_cont" or first_word(call) == "KERN_CONT":
        yield call.keyword, "the parts of a continued message may get separated"


@rule("PRINTK_RATELIMITED", WARNING, "a limit that is shared by all messages", on=Calls(("printk_ratelimit",)))
def shared_limit(call: Call, file: SourceFile) -> Reports:
    """``printk_ratelimit()`` has one limit for all its callers; ``pr_*_ratelimited()`` have one of their own.

    Source: the comment on ``printk_ratelimit()`` in include/linux/printk.h.
    """
    yield call.keyword, "use printk_ratelimited() or pr_<level>_ratelimited()"


#: A benchmark, or a test, by its file's name.
BENCHMARK = Pattern(r"(?:^|[/_-])(?:benchmark|bench|selftest|test)s?(?:[_-][^/]*)?\.c$")


@rule(
    "TRACE_PRINTK",
    WARNING,
    "a debugging aid left in the code",
    on=Calls(("trace_printk", "trace_puts", "ftrace_vprintk")),
)
def tracing(call: Call, file: SourceFile) -> Reports:
    """``trace_printk()`` is for debugging only: a kernel that contains it says so at boot, loudly.

    The samples of tracing (``samples/``) are exempt: they show what it does; and so are benchmarks and tests, which are
    built for nothing else.

    Source: Documentation/trace/ftrace.rst, "trace_printk".

    Differs from checkpatch: code that is only there if ``DEBUG`` is asked for, ``#ifdef POND_DEBUG``, is for debugging.
    """
    if not (file.path.startswith("samples/") or BENCHMARK.search(file.path) or is_for_debugging(call)):
        yield call.keyword, f"{call.name}() is for debugging only: not in production code"


def is_for_debugging(call: Call) -> bool:
    """Whether an ``#ifdef`` around a call asks for debugging."""
    file = call.file
    depth = 0
    for directive in reversed(file.directives_between(0, call.start)):
        if directive.name == "endif":
            depth += 1
        elif directive.name in ("if", "ifdef"):
            if depth == 0 and DEBUGGING.search(file.text, directive.rest, directive.span.end):
                return True
            depth = max(depth - 1, 0)
        elif directive.name == "ifndef":
            depth = max(depth - 1, 0)
        elif directive.name in ("else", "elif") and depth == 0:
            return False
    return False


DEBUGGING = Pattern(r"(?:_|\b)(?:DEBUG|DBG)(?:_|\b)")
