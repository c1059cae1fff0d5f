"""Functions that read and write formatted strings where simpler ones do."""

from __future__ import annotations

from pylint_kernel.checking.rule import Call, Reports, rule
from pylint_kernel.language.idioms import is_plain_call, words
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, Fix, edit

COMPARISONS = frozenset("== != < > <= >=".split())
INTEGER_FORMAT = Pattern(r'"%(hh|h|ll|l|L|q)?([diuxX])"')
#: The function for a conversion, by length and sign.
KSTRTO = {"": "int", "h": "16", "hh": "8", "l": "l", "ll": "ll", "L": "ll", "q": "ll"}
#: What the result of sscanf() is when it is not looked at, before and after the call.
UNUSED_BEFORE = frozenset("; { } : else do && || ! ?".split())
UNUSED_BEHIND = frozenset("&& ||".split())


@rule("SSCANF_TO_KSTRTO", WARNING, "sscanf() for a single number", on=Call(("sscanf",)))
def scanned_number(call: CallSite, file: SourceFile) -> Reports:
    """A single number is converted by ``kstrtoint()`` and its relatives, which notice overflow and trailing rubbish.

    Source: Documentation/process/deprecated.rst on string conversion.

    Differs from checkpatch: the call may take several lines, and its first argument may be any expression.
    """
    if len(call.arguments) != 3 or not is_plain_call(file, call.position):
        return
    form = words(file, call.arguments[1])
    if len(form) == 1 and (found := INTEGER_FORMAT.fullmatch(form[0])):
        yield file.tokens.span(call.position), f"use {kstrto(found[1] or '', found[2])}() to convert a single number"


def kstrto(length: str, conversion: str) -> str:
    """The name of the function that converts what ``%``, a length and a conversion do."""
    kind = KSTRTO[length]
    if kind.isdigit():
        return f"kstrto{'s' if conversion in 'di' else 'u'}{kind}"
    return f"kstrto{'' if conversion in 'di' else 'u'}{kind}"


@rule("NAKED_SSCANF", WARNING, "nobody looks at what sscanf() returns", on=Call(("sscanf",)))
def unchecked_sscanf(call: CallSite, file: SourceFile) -> Reports:
    """``sscanf()`` returns how many values it could read: without a look at it the others are not set.

    A mere test for truth (``if (sscanf(...))``) does not tell how many there were.

    Source: common practice; the documentation of ``sscanf()``.

    Differs from checkpatch: ``return sscanf(...)``, ``switch (sscanf(...))`` and arithmetic do use the result; a call
    that is the body of an ``if`` is looked at too.
    """
    if not is_plain_call(file, call.position):
        return
    texts, partner = file.tokens.texts, file.tokens.partner
    before, behind = call.position - 1, call.close + 1
    while (
        texts[before] == "(" and partner.get(before) == behind and texts[before - 1] in ("(", "!", "=", ";", "{", "}")
    ):
        before, behind = before - 1, behind + 1
    naked = texts[before] in UNUSED_BEFORE or texts[behind : behind + 1] in (["&&"], ["||"])
    if texts[before] == "(":
        naked = naked or (texts[before - 1] in ("if", "while") and partner.get(before) == behind)
    elif texts[before] == ")":
        opener = partner.get(before, before)
        naked = naked or texts[opener - 1] in ("if", "while", "for") or texts[opener + 1 : before] == ["void"]
    if naked and texts[behind : behind + 1] and texts[behind] not in COMPARISONS:
        yield file.tokens.span(call.position), "look at what sscanf() returns: how many values it has read"


@rule("PREFER_ETHTOOL_PUTS", WARNING, "ethtool_sprintf() without a format", on=Call(("ethtool_sprintf",)))
def plain_ethtool_string(call: CallSite, file: SourceFile) -> Reports:
    """``ethtool_puts()`` writes a string as it is: no format, and no percent sign that could be taken for one.

    Source: the documentation of ``ethtool_puts()`` in include/linux/ethtool.h.

    Differs from checkpatch: the call may take several lines, and its arguments may be any expressions.
    """
    if not is_plain_call(file, call.position):
        return
    name = file.tokens.span(call.position)
    rename = edit(*name, "ethtool_puts")
    if len(call.arguments) == 2:
        fix = None if "%" in file.slice(call.arguments[1]) else Fix("use ethtool_puts()", (rename,), UNSAFE)
        yield name, "no format: use ethtool_puts()", fix
    elif len(call.arguments) == 3 and words(file, call.arguments[1]) == ['"%s"']:
        dropped = edit(call.arguments[1].start, call.arguments[2].start, "")
        yield name, "a string as it is: use ethtool_puts()", Fix("use ethtool_puts()", (rename, dropped), UNSAFE)


@rule("PREFER_SEQ_PUTS", WARNING, "seq_printf() without a format", on=Call(("seq_printf",)))
def plain_sequence_string(call: CallSite, file: SourceFile) -> Reports:
    """``seq_puts()`` writes a string as it is, and faster.

    Reported where the only argument after the file consists of strings without a conversion (``%%`` is one character).

    Source: Documentation/filesystems/seq_file.rst, "Formatted output".

    Differs from checkpatch: the call may take several lines; all of its strings are looked at, and what a macro
    contributes is not guessed.
    """
    if len(call.arguments) != 2 or not is_plain_call(file, call.position):
        return
    strings = [text for text in words(file, call.arguments[1]) if text[0] == '"']
    if not strings or "%" in "".join(strings).replace("%%", "") or not is_text(words(file, call.arguments[1])):
        return
    edits = [edit(*file.tokens.span(call.position), "seq_puts")]
    text = file.slice(call.arguments[1])
    if "%%" in text:
        edits.append(edit(*call.arguments[1], text.replace("%%", "%")))
    fix = Fix("use seq_puts()", tuple(edits), UNSAFE)
    yield file.tokens.span(call.position), "no format: use seq_puts()", fix


def is_text(tokens: list[str]) -> bool:
    """Whether tokens are strings, or a choice between two of them."""
    if "?" in tokens and ":" in tokens:
        chosen = tokens[tokens.index("?") + 1 :]
        colon = chosen.index(":") if ":" in chosen else 0
        return bool(chosen[:colon] and chosen[colon + 1 :]) and all(
            text[0] == '"' for text in chosen[:colon] + chosen[colon + 1 :]
        )
    return all(text[0] == '"' for text in tokens)
