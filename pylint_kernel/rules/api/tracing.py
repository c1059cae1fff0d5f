"""Messages that do the work of ftrace."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Token, rule
from pylint_kernel.language.idioms import enclosing_call
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, Fix, replace

#: A format that says nothing but "here is the function": words of coming and going, arrows, punctuation. Longer words
#: come first, and what has matched is never given back.
WORDS = (
    r"(?:\s|[-]*=*>|<[-]*=*|[][:.!]|start|called|entered|entry|enter|inside|in|here|begin|exit|end|done|leave"
    r"|completed|out|return)*+"
)
TRACING = Pattern(rf'(?i:"{WORDS}%s\s*(?:\(\s*\))?{WORDS}(?:\\n)?")')
#: Functions that write into a buffer, or that print more than their format says.
NO_MESSAGES = Pattern(r"v?s(?:c?n)?printf|\w*(?:hex|dump)\w*")
#: What may stand before a call that is a statement.
BEFORE_STATEMENT = frozenset("; { } ) : else do".split())


@rule("TRACING_LOGGING", WARNING, "message that only tells the function's name", on=Token(("__func__",)))
def tracing_message(position: int, file: SourceFile) -> Reports:
    """Ftrace shows which functions run, without a line of code and without a recompilation.

    A message is meant that has nothing to say but ``__func__`` and words like "enter" or "done".

    Source: Documentation/trace/ftrace.rst; Documentation/process/coding-style.rst, section 13.

    Differs from checkpatch: the call may take several lines and the message have any number of such words; what is
    formatted into a buffer, returned, or the heading of a dump is no such message.
    """
    tokens = file.tokens
    texts = tokens.texts
    if position < 3 or texts[position - 1] != "," or texts[position + 1 : position + 3] != [")", ";"]:
        return
    if not TRACING.fullmatch(texts[position - 2]):
        return
    call = enclosing_call(file, position)
    if call is None or call.close != position + 1 or NO_MESSAGES.fullmatch(call.name):
        return
    first = statement_start(file, call)
    if first and texts[first - 1] not in BEFORE_STATEMENT:
        return
    where = tokens.span(position - 2)
    yield where, "tells nothing but the function's name: ftrace does that", without_line(file, first, position + 2)


def statement_start(file: SourceFile, call: CallSite) -> int:
    """The first token of the expression that names the function: ``log->print(...)`` begins at ``log``."""
    texts = file.tokens.texts
    first = call.position
    while first > 1 and texts[first - 1] in ("->", "."):
        first -= 2
    return first


def without_line(file: SourceFile, first: int, semicolon: int) -> Fix | None:
    """The fix that deletes a statement with its lines; None where it is needed or shares a line."""
    tokens = file.tokens
    if first and tokens.texts[first - 1] not in ";{}":
        return None
    start, end = file.line_start(tokens.starts[first]), file.line_end(tokens.end(semicolon))
    if file.text[start : tokens.starts[first]].strip() or file.text[tokens.end(semicolon) : end].strip():
        return None
    return replace("delete the message", start, min(end + 1, len(file.text)), "", UNSAFE)
