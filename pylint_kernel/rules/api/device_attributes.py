"""``DEVICE_ATTR()`` and its short forms."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Argument, Call, Constant, Function, Name, Token, syntax
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, Edit, Fix, edit, replace
from pylint_kernel.rules.api.permissions import mode_of

OCTAL = Pattern(r"0[0-7]{3}")
#: The modes that have a short form of their own, and what that is.
SHORT_FORMS = {0o644: "DEVICE_ATTR_RW", 0o444: "DEVICE_ATTR_RO", 0o200: "DEVICE_ATTR_WO"}
#: The same for what is nobody's but the administrator's.
ADMIN_ONLY = {0o600: "DEVICE_ATTR_ADMIN_RW", 0o400: "DEVICE_ATTR_ADMIN_RO"}


class Attribute(NamedTuple):
    """A ``DEVICE_ATTR(name, mode, show, store)``: the arguments as they are written, the mode as a number, too."""

    name: str
    written: str
    mode: int
    show: str
    store: str

    @property
    def short_form(self) -> str | None:
        """The macro that makes the same attribute if its functions are called as usual; None for other modes."""
        return SHORT_FORMS.get(self.mode)

    @property
    def usual(self) -> tuple[str, str]:
        """What the functions are called in the short form of the mode."""
        show = f"{self.name}_show" if self.mode & 0o444 else "NULL"
        store = f"{self.name}_store" if self.mode & 0o222 else "NULL"
        return show, store


def attribute(call: Call) -> Attribute | None:
    """The attribute that a call defines; None in a macro, or if its mode or functions are not plain."""
    if len(call.arguments) != 4 or call.in_macro:
        return None
    name, written, show, store = call.arguments
    mode = int(written.text, 8) if OCTAL.fullmatch(written.text) else mode_of(written.expression)
    if mode is None or not all(map(is_name, (name, show, store))):
        return None
    return Attribute(name.text, written.text, mode, show.text, store.text)


def is_name(argument: Argument) -> bool:
    """Whether an argument is a single name, or NULL; what a macro pastes together may begin with a digit."""
    return isinstance(argument.expression, (Name, Constant)) and argument.text.isidentifier()


def shorten(call: Call, macro: str) -> Reports:
    """Report a call that ``macro`` says in short."""
    one = attribute(call)
    if one is not None and one.short_form == macro and (one.show, one.store) == one.usual:
        new = f"{macro}({one.name})"
        yield call.keyword, f"use {new}", replace(f"use {macro}()", *call.span, new, UNSAFE)


@rule("DEVICE_ATTR_RW", WARNING, "DEVICE_ATTR() that DEVICE_ATTR_RW() says in short", on=Calls(("DEVICE_ATTR",)))
def read_write(call: Call, file: SourceFile) -> Reports:
    """An attribute with mode 0644 and functions of the usual names is a ``DEVICE_ATTR_RW()``.

    The fix is unsafe: functions that are called otherwise are renamed, with all their uses in the file.

    Source: Documentation/driver-api/driver-model/device.rst, "Attributes"; include/linux/device.h.
    """
    yield from shorten(call, "DEVICE_ATTR_RW")


@rule("DEVICE_ATTR_RO", WARNING, "DEVICE_ATTR() that DEVICE_ATTR_RO() says in short", on=Calls(("DEVICE_ATTR",)))
def read_only(call: Call, file: SourceFile) -> Reports:
    """An attribute with mode 0444 and a function of the usual name is a ``DEVICE_ATTR_RO()``.

    The fix is unsafe: functions that are called otherwise are renamed, with all their uses in the file.

    Source: Documentation/driver-api/driver-model/device.rst, "Attributes"; include/linux/device.h.
    """
    yield from shorten(call, "DEVICE_ATTR_RO")


@rule("DEVICE_ATTR_WO", WARNING, "DEVICE_ATTR() that DEVICE_ATTR_WO() says in short", on=Calls(("DEVICE_ATTR",)))
def write_only(call: Call, file: SourceFile) -> Reports:
    """An attribute with mode 0200 and a function of the usual name is a ``DEVICE_ATTR_WO()``.

    The fix is unsafe: functions that are called otherwise are renamed, with all their uses in the file.

    Source: Documentation/driver-api/driver-model/device.rst, "Attributes"; include/linux/device.h.
    """
    yield from shorten(call, "DEVICE_ATTR_WO")


@rule("DEVICE_ATTR_FUNCTIONS", WARNING, "functions of an attribute with unusual names", on=Calls(("DEVICE_ATTR",)))
def unusual_functions(call: Call, file: SourceFile) -> Reports:
    """The functions of an attribute are called after it, ``name_show()`` and ``name_store()``, as the short forms want.

    The fix renames them, with all their uses in the file, if they are static, belong to this attribute only, and the
    new names are free. It is unsafe, since tokens change.

    Source: Documentation/driver-api/driver-model/device.rst, "Attributes".
    """
    one = attribute(call)
    if one is None or one.short_form is None or (one.show, one.store) == one.usual:
        return
    pairs = zip((one.show, one.store), one.usual, strict=True)
    names = [f"'{is_}' to '{usual}'" for is_, usual in pairs if is_ != usual and "NULL" not in (is_, usual)]
    if names:
        yield call.keyword, f"consider renaming {', '.join(names)}", renaming(one, file)
    else:
        yield call.keyword, f"the functions do not fit the mode {one.written}"


def renaming(one: Attribute, file: SourceFile) -> Fix | None:
    """Call the functions of an attribute after it; None where others may know them, or the names are taken."""
    edits: list[Edit] = []
    for old, new in zip((one.show, one.store), one.usual, strict=True):
        if old == new:
            continue
        uses = [Token(file, at) for at in file.tokens.index[old]]
        if "NULL" in (old, new) or new in file.tokens.index or file.partial or not is_own(uses):
            return None
        edits += [edit(*use.span, new) for use in uses]
    return Fix("rename the functions", tuple(taking_along(file, edits)), UNSAFE)


def is_own(uses: list[Token]) -> bool:
    """Whether a name is that of a static function of the file, of one attribute and of no member."""
    tree = syntax(uses[0].file)
    heads = [one for use in uses if isinstance(one := tree.declaration_at(use), Function) and one.name == use]
    calls = [call for use in uses if (call := tree.call_around(use.start)) is not None and "ATTR" in call.name]
    is_member = any(use.previous is not None and use.previous.text in (".", "->", "#", "##") for use in uses)
    return bool(heads) and all(one.has("static") for one in heads) and len(calls) == 1 and not is_member


@rule("DEVICE_ATTR_PERMS", WARNING, "an attribute with an unusual mode", on=Calls(("DEVICE_ATTR",)))
def unusual_mode(call: Call, file: SourceFile) -> Reports:
    """Attributes are 0644, 0444 or 0200; another mode deserves a second thought.

    What only the administrator may see has a form of its own: ``DEVICE_ATTR_ADMIN_RW()`` is 0600,
    ``DEVICE_ATTR_ADMIN_RO()`` 0400. The fix uses that where the functions are called as usual; it is unsafe: tokens
    change.

    Source: Documentation/driver-api/driver-model/device.rst, "Attributes"; include/linux/device.h.
    """
    one = attribute(call)
    if one is None or one.short_form is not None:
        return
    if macro := ADMIN_ONLY.get(one.mode):
        fix = None
        if (one.show, one.store) == one.usual:
            fix = replace(f"use {macro}()", *call.span, f"{macro}({one.name})", UNSAFE)
        yield call.keyword, f"for mode {one.written} there is {macro}()", fix
    else:
        yield call.keyword, f"unusual mode {one.written} of an attribute"
