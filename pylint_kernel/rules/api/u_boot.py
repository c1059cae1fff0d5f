"""What U-Boot asks of code beyond what the kernel does (``--u-boot``): its driver model, livetree, tests."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, replace

U_BOOT = "u-boot"
CLASSES = "include/dm/uclass-id.h"
CLASS = Pattern(r"^[ \t]*(UCLASS_\w+)(?=[ \t]*[,=])", re.MULTILINE)
FLAT_TREE = Pattern(r"\bfdtdec_(?!setup_)\w+(?=[ \t]*\()")
LIMITED = Pattern(r"(?<![\w.>])strn(cpy|cat)(?=[ \t]*\()")
COMMAND = Pattern(r"\bdo_\w+(?=[ \t]*\(\s*struct[ \t]+cmd_tbl\b)")


@rule("NEW_UCLASS", WARNING, "a new class of devices", on=Code(CLASS, having="UCLASS_"), kinds={Kind.HEADER},
      patch_only=True, project=U_BOOT)  # fmt: skip
def new_class(found: re.Match[str], file: SourceFile) -> Reports:
    """A new class of devices comes with a test that runs on sandbox, in ``test/dm``.

    Only with ``--u-boot``, in changes of ``include/dm/uclass-id.h``.

    Source: U-Boot's doc/develop/tests_writing.rst.

    Differs from checkpatch: a name in a comment is no new class.
    """
    if file.path == CLASSES:
        yield found.span(1), f"is there a test on sandbox for {found[1]}?"


@rule("LIVETREE", WARNING, "the API of the flat devicetree", on=Code(FLAT_TREE, having="fdtdec_"), project=U_BOOT)
def flat_tree(found: re.Match[str], file: SourceFile) -> Reports:
    """The functions ``fdtdec_*()`` know flat devicetrees only: use ``dev_read_*()`` or ``ofnode_*()``, which work with
    the live tree, too.

    Only with ``--u-boot``; programs in ``tools/`` have no live tree.

    Source: U-Boot's doc/develop/driver-model/livetree.rst.

    Differs from checkpatch: what finds the memory and the tree itself (``fdtdec_setup_*()``) runs before there is one.
    """
    if not file.path.startswith("tools/"):
        yield found, f"{found[0]}() works on the flat tree only: use dev_read_...() or ofnode_...()"


@rule("CMD_TEST", WARNING, "a command without a test", on=Code(COMMAND, having="cmd_tbl"), patch_only=True,
      project=U_BOOT)  # fmt: skip
def untested_command(found: re.Match[str], file: SourceFile) -> Reports:
    """A new command comes with a test, in ``test/cmd`` or ``test/py``.

    Only with ``--u-boot``, and only in changes.

    Source: U-Boot's doc/develop/tests_writing.rst.
    """
    yield found, f"is there a test for the command {found[0].removeprefix('do_')}?"


@rule("STRL", WARNING, "strncpy() and strncat()", on=Code(LIMITED, having="strn"), project=U_BOOT)
def unterminated(found: re.Match[str], file: SourceFile) -> Reports:
    """``strncpy()`` does not always end what it copies, and ``strncat()`` is hard to use right: ``strlcpy()`` and
    ``strlcat()`` are easier.

    The fix is made for ``strncpy()``. It is unsafe: the last byte is the end of the string then, and the rest is not
    filled. What ``strlcat()`` is told is the size of the whole, not what is left.

    Only with ``--u-boot``, which has nothing against ``strcpy()`` and ``strlcpy()``, and not in the programs of
    ``tools/``, whose library may have neither.

    Source: U-Boot's include/linux/string.h.
    """
    if file.is_user_space:
        return
    fix = replace("use strlcpy()", *found.span(), "strlcpy", UNSAFE) if found[1] == "cpy" else None
    yield found, f"{found[0]}() may leave a string without its end: use strl{found[1]}()", fix


def sized(found: re.Match[str], suffix: str) -> Reports:
    """Report a struct that is not called as the member which has its size wants it."""
    if not found[2].endswith(suffix):
        yield found.span(2), f"the struct for .{found[1]} should be called ...{suffix}"


def size_of(member: str) -> Code:
    """A member that gets the size of a struct."""
    return Code(Pattern(rf"\.({member})\s*=\s*sizeof\s*\(\s*struct\b[\s(]*(\w+)"), having=f".{member}")


@rule("PRIV_AUTO", WARNING, "a struct that is not called ..._priv", on=size_of("priv_auto"), project=U_BOOT)
def private_data(found: re.Match[str], file: SourceFile) -> Reports:
    """What a driver keeps of a device is called ``struct NAME_priv``.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/driver-model/design.rst.

    Differs from checkpatch: ``sizeof(struct NAME)`` is understood.
    """
    yield from sized(found, "_priv")


@rule("PLAT_AUTO", WARNING, "a struct that is not called ..._plat", on=size_of("plat_auto"), project=U_BOOT)
def platform_data(found: re.Match[str], file: SourceFile) -> Reports:
    """What the devicetree or the board says of a device is kept in ``struct NAME_plat``.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/driver-model/design.rst.

    Differs from checkpatch: ``sizeof(struct NAME)`` is understood.
    """
    yield from sized(found, "_plat")


@rule("CHILD_PRIV_AUTO", WARNING, "a struct that is not called ..._priv", on=size_of("per_child_auto"), project=U_BOOT)
def private_data_of_children(found: re.Match[str], file: SourceFile) -> Reports:
    """What a bus keeps of each device on it is called ``struct NAME_priv``.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/driver-model/design.rst.

    Differs from checkpatch: ``sizeof(struct NAME)`` is understood.
    """
    yield from sized(found, "_priv")


@rule("CHILD_PLAT_AUTO", WARNING, "a struct that is not called ..._plat", on=size_of("per_child_plat_auto"),
      project=U_BOOT)  # fmt: skip
def platform_data_of_children(found: re.Match[str], file: SourceFile) -> Reports:
    """What a bus is told of each device on it is kept in ``struct NAME_plat``.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/driver-model/design.rst.

    Differs from checkpatch: ``sizeof(struct NAME)`` is understood.
    """
    yield from sized(found, "_plat")


@rule("DEVICE_PRIV_AUTO", WARNING, "a struct that is not called ..._priv", on=size_of("per_device_auto"),
      project=U_BOOT)  # fmt: skip
def private_data_of_class(found: re.Match[str], file: SourceFile) -> Reports:
    """What a class keeps of each of its devices is called ``struct NAME_priv``.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/driver-model/design.rst.

    Differs from checkpatch: ``sizeof(struct NAME)`` is understood.
    """
    yield from sized(found, "_priv")


@rule("DEVICE_PLAT_AUTO", WARNING, "a struct that is not called ..._plat", on=size_of("per_device_plat_auto"),
      project=U_BOOT)  # fmt: skip
def platform_data_of_class(found: re.Match[str], file: SourceFile) -> Reports:
    """What a class is told of each of its devices is kept in ``struct NAME_plat``.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/driver-model/design.rst.

    Differs from checkpatch: ``sizeof(struct NAME)`` is understood.
    """
    yield from sized(found, "_plat")
