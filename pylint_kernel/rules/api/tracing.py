"""Messages that do the work of ftrace."""

from __future__ import annotations

from pylint_kernel.checking.rule import Names, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Call, ExpressionStatement, Name
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


@rule("TRACING_LOGGING", WARNING, "message that only tells the function's name", on=Names(("__func__",)))
def tracing_message(name: Name, file: SourceFile) -> Reports:
    """Ftrace shows which functions run, without a line of code and without a recompilation.

    A message is meant that has nothing to say but ``__func__`` and words like "enter" or "done".

    The fix is unsafe: the message goes.

    Source: Documentation/trace/ftrace.rst; Documentation/process/coding-style.rst, section 13.

    Differs from checkpatch: the call may take several lines and the message have any number of such words; what is
    formatted into a buffer, returned, or the heading of a dump is no such message.
    """
    call = name.parent
    if not isinstance(call, Call) or not isinstance(call.parent, ExpressionStatement) or len(call.arguments) < 2:
        return
    *_, message, last = call.arguments
    if last.span != name.span or not TRACING.fullmatch(message.last.text) or not call.open:
        return
    if call.open.previous and NO_MESSAGES.fullmatch(call.open.previous.text):
        return
    if call.parent.last.text == ";":
        what = "tells nothing but the function's name: ftrace does that"
        yield message.last, what, without_line(call.parent, file)


def without_line(statement: ExpressionStatement, file: SourceFile) -> Fix | None:
    """The fix that deletes a statement with its lines; None where it is needed or shares a line."""
    if not isinstance(statement.parent, Block) or not statement.first.opens_line:
        return None
    end = file.line_end(statement.end)
    if file.text[statement.end : end].strip():
        return None
    start = file.line_start(statement.start)
    return replace("delete the message", start, min(end + 1, len(file.text)), "", UNSAFE)
