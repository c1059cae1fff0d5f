"""The arguments of macros: used twice, not at all, or without parentheses."""

from __future__ import annotations

from collections.abc import Iterator
from string import digits

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.names import is_known_type, is_type_parameter
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Function, Macro, MacroParameter, Member, Name, Token, syntax
from pylint_kernel.language.syntax.macros import is_argument
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.words import TAGS
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, Span, edit
from pylint_kernel.rules.language.macros import declares

#: Operators that an argument next to them could be torn apart by.
TIGHT = frozenset("+ - * / % << >> & ^ | && || ! ~ == != < > <= >= -> ++ --".split())
#: What a parameter is called that is there for others to use.
NAMED_UNUSED = Pattern(r"_+\d*|_*(?:unused|ignored|dummy)_*")


def arguments(macro: Macro) -> Iterator[MacroParameter]:
    """The parameters, save variable arguments and those that are called ``type``."""
    return (one for one in macro.parameters if not one.is_variable and one.name.lower() != "type")


def place(parameter: MacroParameter) -> Span:
    """The parameter; from the macro's name on where it is on another line."""
    file, start = parameter.macro.file, parameter.macro.name_span.start
    same_line = file.row(start) == file.row(parameter.span.start)
    return parameter.span if same_line else Span(start, parameter.span.end)


@rule("MACRO_ARG_UNUSED", WARNING, "an argument that the macro does not use", on=Macro)
def unused_argument(macro: Macro, file: SourceFile) -> Reports:
    """An argument that the body does not contain is not evaluated: its side effects get lost, its type is not checked.

    Use an inline function, or cast the argument to ``void`` in the macro. Empty bodies are exempt, as in checkpatch
    since Linux 6.17.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".

    Differs from checkpatch: rows of a list need not use all columns, nor does a macro that initialises members whose
    names it pastes together: it is given names, not values. Nor is anything computed for an element of an initialiser
    outside of functions, or by an assembler. A macro that the file defines a second time has the parameters of the
    other definition. A parameter may be called ``_``, ``_1``, ``unused``, ``ignored`` or ``dummy``: it says so
    itself. Macros that are numbered (``LAST2(x, args...)``) take one argument after the other off a list.
    """
    if macro.is_assembler or (macro.body.start == macro.body.end and file.limits.checkpatch_version >= (6, 17)):
        return
    unused = [one for one in arguments(macro) if not one.every and not NAMED_UNUSED.fullmatch(one.name)]
    is_row = macro.is_element or macro.is_row or (macro.is_initialiser and macro.pastes) or macro.is_used_as_element
    if unused and not (is_row or macro.is_redefined or hands_on_rest(macro) or has_another_definition(macro)):
        for one in unused:
            yield place(one), f"the argument '{one.name}' is not used"


def has_another_definition(macro: Macro) -> bool:
    """Whether the file defines a macro a second time, after an ``#else``, with the same number of parameters, all of
    which that definition uses."""
    alternatives = macro.file.once(several_definitions).get(macro.name, ())
    number = len(macro.parameters)
    return any(
        one != macro and len(one.parameters) == number and all(parameter.every for parameter in one.parameters)
        for one in alternatives[:MOST_DEFINITIONS]
    )


#: So many definitions of a macro are looked at.
MOST_DEFINITIONS = 4


def several_definitions(file: SourceFile) -> dict[str, list[Macro]]:
    """The macros that a file defines more than once, by name."""
    found: dict[str, list[Macro]] = {}
    for macro in syntax(file).macros:
        found.setdefault(macro.name, []).append(macro)
    return {name: macros for name, macros in found.items() if len(macros) > 1}


def hands_on_rest(macro: Macro) -> bool:
    """Whether a macro takes an argument off a list, and leaves the rest to the next of its kind, which has another
    number: ``#define LAST2(x, args...) LAST1(args)``."""
    stem = macro.name.rstrip(digits)
    called = (word.rstrip(digits) for word in macro.words if word != macro.name)
    return stem != macro.name and stem in called


@rule("MACRO_ARG_PRECEDENCE", CHECK, "an argument without parentheses beside an operator", on=Macro)
def argument_precedence(macro: Macro, file: SourceFile) -> Reports:
    """An argument may be an expression: next to an operator it needs parentheses, ``((x) + 1)``.

    The fix is unsafe: where an argument is an expression, the value changes, for the better as a rule.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 4.

    Differs from checkpatch: every use is looked at, not only the first, unless the macro assigns to the argument. Names
    of members and types and what is being declared cannot have parentheses, nor can what an assembler reads; and what
    is pasted elsewhere is a single token. What is assigned to (``x ^= 1``) binds tighter than any assignment, or it
    could not be assigned to.
    """
    if macro.is_assembler:
        return
    for one in arguments(macro):
        assigned = any(one.after(use) == "=" for use in one.uses)
        torn = [use for use in (one.uses[:1] if assigned else one.uses) if is_torn(one, use)]
        if torn and not is_pasted(one, DEEPEST):
            edits = [edit(*use.span, f"({use.text})") for use in torn]
            if (whole := member_of(macro, torn[0])) is not None:
                # As they are written: (x)->y alone is not seen to be one operand.
                edits = [edit(*torn[0].span, f"(({torn[0].text})"), *edits[1:], edit(whole.end, whole.end, ")")]
            fix = Fix(f"put '{one.name}' in parentheses", tuple(edits), UNSAFE)
            yield place(one), f"the argument '{one.name}' should be in parentheses", fix


def member_of(macro: Macro, use: Token) -> Member | None:
    """The member that is all of a macro, if it is one of what an argument stands for."""
    whole = macro.expression
    return whole if isinstance(whole, Member) and whole.first.position == use.position else None


def is_torn(parameter: MacroParameter, use: Token) -> bool:
    """Whether a use of an argument is an operand of an operator; what can be assigned to is one operand as it is."""
    beside = parameter.before(use) in TIGHT or parameter.after(use) in TIGHT
    return beside and not is_only_a_name(parameter, use)


def is_only_a_name(parameter: MacroParameter, use: Token) -> bool:
    """Whether an argument is no value there: a member, a type, a label, a name that is being declared."""
    before, after = use.previous, use.next
    if after is not None and after.text == "*" and is_type_parameter(use.file, use.position):
        # Before a pointer's name, even where the head of a function reads like that of a loop.
        return True
    if (view := parameter.view(use)) is not None:
        return not isinstance(view, Name)
    # What the parser was not shown: the operand of typeof, a part of an argument that is a type, a piece of syntax.
    if before is None or after is None:
        return False
    if before.text in ("->", ".", "goto") or before.text in TAGS or is_known_type(use.file, before.text):
        return True
    return any(mark.text == "*" and role(use.file, mark.position) is Role.POINTER for mark in (before, after))


@rule("MACRO_ARG_REUSE", CHECK, "an argument used several times", on=Macro)
def argument_reuse(macro: Macro, file: SourceFile) -> Reports:
    """An argument that is used twice is evaluated twice, with its side effects: ``max(a++, b)``.

    Use an inline function, or keep the value in a variable of the macro. Uses that are never computed (in ``sizeof``,
    ``typeof`` and the like), pasted and quoted ones do not count.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 3.

    Differs from checkpatch: of the branches of ``?:``, ``if``, ``switch`` and ``_Generic`` only one is computed. What
    is also the name of a member, a type, a label, a function or a macro, or is being declared, has no side effects; nor
    has a part of a string or of another name, also where another macro of the file makes that of it, the variable of an
    iterator, what an assembler reads, what is given outside of functions, or what initialises.
    """
    reused = [one for one in arguments(macro) if len(one.uses) > 1 and one.evaluations > 1 and not has_no_effects(one)]
    if reused and not (macro.is_assembler or defines(macro)):
        for one in reused:
            yield place(one), f"the argument '{one.name}' is evaluated several times: side effects add up"


def defines(macro: Macro) -> bool:
    """Whether a macro is used outside of functions, defines one, initialises, or is a list of rows."""
    return (
        declares(macro.name)
        or macro.is_rows
        or macro.is_initialiser
        or any(isinstance(part, Function) for part in macro.content)
        or macro.is_used_at_file_scope
    )


def has_no_effects(parameter: MacroParameter) -> bool:
    """Whether nothing with side effects can stand for a parameter: a name, text, the variable of an iterator."""
    iterates = parameter.macro.heads_loop
    if is_pasted(parameter, DEEPEST):
        return True
    return any(
        is_only_a_name(parameter, use)
        or parameter.after(use) == "("
        or is_text(use)
        or (iterates and parameter.is_variable_of_loop(use))
        for use in parameter.uses
    )


#: Macros of the kernel's headers that paste what they are given.
PASTING = frozenset("__PASTE ___PASTE CONCATENATE __CONCAT __UNIQUE_ID_".split())
#: So many macros that hand an argument on are followed.
DEEPEST = 3


def is_pasted(parameter: MacroParameter, depth: int) -> bool:
    """Whether a parameter becomes a part of a name, in its macro or in one of the file that it is handed on to."""
    if any("##" in (parameter.before(use), parameter.after(use)) for use in parameter.every):
        return True
    if not depth:
        return False
    macros = syntax(parameter.macro.file).macros_by_name
    for use in parameter.uses:
        opener = use.bracket
        name = opener.previous if opener is not None and opener.text == "(" else None
        called = macros.get(name.text) if name else None
        if name is not None and name.text in PASTING and is_argument(use):
            return True
        if opener is None or called is None or called == parameter.macro or not is_argument(use):
            continue
        place = sum(other.text == "," and other.bracket == opener for other in between(opener, use))
        given = called.parameters[place] if place < len(called.parameters) else None
        if given is not None and not given.is_variable and is_pasted(given, depth - 1):
            return True
    return False


#: So many tokens of a call are looked at.
LONGEST = 100


def between(first: Token, last: Token) -> list[Token]:
    """The tokens between two, if they are not too far apart."""
    start = max(first.position + 1, last.position - LONGEST)
    return [Token(first.file, at) for at in range(start, last.position)]


def is_text(use: Token) -> bool:
    """Whether what is used is joined with a string."""
    return any(one is not None and one.is_string for one in (use.previous, use.next))
