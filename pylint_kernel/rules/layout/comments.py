"""Comments of one line, and comments that stand for a statement."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Comment, File, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import token_from
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Span, replace


@rule("C99_COMMENTS", ERROR, "a // comment", on=Comment("//"), tolerance="C99_COMMENT_TOLERANCE")
def line_comment(comment: Span, file: SourceFile) -> Reports:
    """A ``//`` comment in a code base that does not want them.

    The kernel tolerates them, so this check is off unless ``--ignore C99_COMMENT_TOLERANCE`` is given. The line with
    the SPDX identifier of a C file is exempt, it has to be such a comment.

    Source: Documentation/process/coding-style.rst, section 8 ("The preferred style for long (multi-line) comments" has
    ``/* */``).

    Differs from checkpatch: it reports the SPDX line, too.
    """
    text = file.slice(comment)
    if not text.startswith("//") or text.startswith("// SPDX-License-Identifier:"):
        return
    fix = None
    if "*/" not in text and "\n" not in text:
        body = text[2:].strip(" \t")
        fix = replace("write it as /* */", *comment, f"/* {body} */" if body else "/* */")
    yield Span(comment.start, comment.start + 2), "// comment", fix


FALL_THROUGH = Pattern(r"(?:[Ff]alls?[ -]?thr|Falls?[ -]Thr|FALLS?[ -]?THR)(?:ough|u|ew|OUGH|U|EW)")


@rule("PREFER_FALLTHROUGH", WARNING, "a comment that says that the case falls through", on=File(), in_file=CHECK)
def fall_through(_: SourceFile, file: SourceFile) -> Reports:
    """A comment tells the reader that control falls through to the next ``case``; the compiler does not read it.

    ``fallthrough;`` tells both. Looked at are comments before a ``case`` or ``default``; in programs only if they use
    the word elsewhere, it is a macro of the kernel's.

    The fix is unsafe because a statement is added, which tells the compiler what is meant.

    Source: Documentation/process/deprecated.rst, "Implicit switch case fall-through".

    Differs from checkpatch: a comment in another place may have these words, too; and from a ``case`` with nothing but
    the comment nothing falls through, it is a second label.
    """
    lowered = file.text.lower()
    at = lowered.find("fall") if not file.lacks("fallthrough") else -1
    while at >= 0:
        words = FALL_THROUGH.match(file.text, at)
        if words and (comment := file.comment_at(at)) and precedes_case(comment, file):
            yield words, "write 'fallthrough;' instead of a comment", keyword_for(comment, file)
        at = lowered.find("fall", at + 4)


def precedes_case(comment: Span, file: SourceFile) -> bool:
    """Whether a ``case`` or ``default`` is the next thing after a comment, directives and closing braces aside, and a
    statement the last one before it."""
    before = file.position_at(comment.start) - 1
    if before >= 0 and file.tokens.texts[before] == ":":
        return False
    token = token_from(file, comment.end)
    while token is not None and token.text in ("}", "#"):
        directive = file.directive_at(token.start)
        token = token_from(file, directive.span.end if directive else token.end)
    return token is not None and token.text in ("case", "default")


def keyword_for(comment: Span, file: SourceFile) -> Fix | None:
    """Replace a comment that says nothing else, and has its line for itself, by the keyword."""
    if not ONLY_FALL_THROUGH.fullmatch(file.slice(comment)) or file.directive_at(comment.start):
        return None
    around = (
        file.text[file.line_start(comment.start) : comment.start],
        file.text[comment.end : file.line_end(comment.end)],
    )
    if any(text.strip(" \t") for text in around):
        return None
    return replace("write the keyword", *comment, "fallthrough;", UNSAFE)


ONLY_FALL_THROUGH = Pattern(r"(?:/\*+|//)[\s@.*-]*falls?[ -]?(?:through|thru|threw)[\s@.-]*(?:\*+/)?", re.IGNORECASE)
