"""The options of checkpatch.pl, and what they come to."""

from __future__ import annotations

import os
import sys
from typing import Any, NamedTuple

from pylint_kernel import __version__
from pylint_kernel.checking.settings import Settings, words
from pylint_kernel.configuration import checkpatch_conf
from pylint_kernel.configuration.checkpatch_conf import FIXES_TAG_TYPES, PARSER, SIGN_OFF_TYPES
from pylint_kernel.configuration.getopt_long import OptionError
from pylint_kernel.language.source import Limits
from pylint_kernel.output.checkpatch import Layout
from pylint_kernel.terminal.colours import visible

HELP = f"""\
Usage: checkpatch [OPTION]... [FILE]...
Version: 0.32 (the options and the output of checkpatch.pl, by kcheck {__version__})

Checks patches, commits (-g) or source files (-f). Without FILE, or where FILE is -, standard input is read.

What to check:
  -f, --file                 FILEs are sources, checked as a whole
  -g, --git                  FILEs are commits: REV, REV-COUNT, A..B; merges are left out
  --patch                    FILEs are patches (the default); --no-patch: skip what is none
  --exclude=PATTERN          leave out files whose path begins with this regular expression
  --no-tree                  there is no kernel tree, or it does not count
  --root=DIR                 the kernel tree
  --no-signoff               a patch needs no Signed-off-by:
  --no-fixes-tag             a patch needs no Fixes:

Which findings:
  --strict, --subjective     report CHECKs too
  --types=TYPE[,TYPE...]     only these types
  --ignore=TYPE[,TYPE...]    all but these types
  --test-only=WORD           only findings whose message contains WORD
  --max-line-length=N        columns a line may take (100)
  --min-conf-desc-length=N   lines of help a Kconfig symbol needs (4)
  --tab-size=N               columns between tab stops (8)
  --kconfig-prefix=WORD      what the names of Kconfig symbols begin with (CONFIG_)
  --spdx-cxx-comments        licences of headers and assembler may be in // comments
  --u-boot                   what U-Boot asks for, too
  --codespell                take the dictionary of codespell for spelling, too
  --codespellfile=FILE       with --codespell: take this one
  --typedefsfile=FILE        names of types; accepted, the parser knows types without

Output:
  -q, --quiet                no banners, notes and verdicts; nothing on clean inputs
  -v, --verbose              explain each type the first time it is found
  --terse                    one line a finding
  --emacs                    begin findings with FILE:LINE of the input
  --showfile                 begin findings with FILE:LINE of the patched file
  --show-types               name the type
  --list-types               list all types
  --no-summary               no totals
  --summary-file             totals name the input
  --mailback                 nothing on clean inputs
  --color[=WHEN]             always, never, or auto: on a terminal

Repair:
  --fix                      write FILE.EXPERIMENTAL-checkpatch-fixes
  --fix-inplace              write FILE itself

  --debug KEY=N, --ignore-perl-version   accepted, without effect
  -h, --help, --version      this text

The first .checkpatch.conf in $CHECKPATCH_CONFIG_DIR, ., $HOME, .scripts has options that come before those given.

Exit status: 0 nothing found, 1 findings or an unknown option, 2 something could not be checked, 128 no such commit.
"""

#: Where .checkpatch.conf is looked for, and the variable that may name a directory to look in first.
CONF_DIRECTORIES = (".", "~", ".scripts")
CONF_VARIABLE = "CHECKPATCH_CONFIG_DIR"
#: What U-Boot has its own rule for (STRL).
NOT_OF_U_BOOT = ("STRCPY", "STRLCPY", "STRNCPY")
#: What --color takes, in any case, and what it means.
COLOURS = {"": "auto", "auto": "auto", "always": "always", "never": "never", "0": "always", "1": "never"}
#: What is wrong with suppressions: they count, but checkpatch has no such types.
SUPPRESSION_TYPES = ("INVALID_SUPPRESSION", "UNEXPLAINED_SUPPRESSION", "UNUSED_SUPPRESSION")
#: Types that hide with another one.
LONG_LINE_TYPES = ("LONG_LINE_COMMENT", "LONG_LINE_STRING")


class UsageError(Exception):
    """Options that contradict each other or have a value that makes no sense."""


class Choices(NamedTuple):
    """What the options come to; those that are a matter of layout or of settings are there."""

    files: list[str]
    layout: Layout
    settings: Settings
    values: dict[str, Any]

    def has(self, name: str) -> bool:
        """Whether a flag is set."""
        return bool(self.values.get(name))


def read(arguments: list[str]) -> Choices:
    """The meaning of a command line, with what .checkpatch.conf puts before it.

    Raises :class:`OptionError` if it cannot be understood, :class:`UsageError` if it makes no sense.
    """
    values, files = PARSER.parse(configured() + arguments)
    if values.get("help"):
        return Choices(files, Layout(), Settings(), values)
    for one, other in (("verbose", "terse"), ("git", "file"), ("git", "fix"), ("git", "fix-inplace")):
        if values.get(one) and values.get(other):
            raise UsageError(f"--{one} and --{other} exclude each other")
    if values.get("tab-size", 8) < 2:
        raise UsageError(f"--tab-size must be 2 or more, not {values['tab-size']}")
    if "color" in values:
        if (choice := values["color"].lower()) not in COLOURS:
            raise UsageError(f"--color is always, never or auto, not {values['color']}")
        values["color"] = COLOURS[choice]
    files = files or ["-"]
    return Choices(files, layout(values, files), settings(values), values)


def configured() -> list[str]:
    """The words of the first .checkpatch.conf there is."""
    named = os.environ.get(CONF_VARIABLE, "")
    for directory in (named, *CONF_DIRECTORIES) if named else CONF_DIRECTORIES:
        try:
            with open(os.path.join(os.path.expanduser(directory), ".checkpatch.conf"), encoding="utf-8",
                      errors="surrogateescape") as stream:  # fmt: skip
                return checkpatch_conf.split(stream.read())
        except OSError:
            if directory == named:
                print(f"checkpatch: no .checkpatch.conf in ${CONF_VARIABLE} ({visible(named)}): looking elsewhere",
                      file=sys.stderr)  # fmt: skip
    return []


def layout(values: dict[str, Any], files: list[str]) -> Layout:
    """How to present."""
    return Layout(
        terse=bool(values.get("terse")),
        emacs=bool(values.get("emacs")),
        showfile=bool(values.get("showfile")),
        show_types=bool(values.get("show-types")),
        summary=values.get("summary", True),
        summary_file=bool(values.get("summary-file")),
        mailback=bool(values.get("mailback")),
        verbose=bool(values.get("verbose")),
        fix=bool(values.get("fix") or values.get("fix-inplace")),
        several=len(files) > 1,
        quiet=values.get("quiet", 0),
        types=tuple(sorted(words(values.get("types", ())))),
        ignore=tuple(sorted(words(values.get("ignore", ())))),
    )


def settings(values: dict[str, Any]) -> Settings:
    """What to check for."""
    types = words(values.get("types", ()))
    ignore = {*words(values.get("ignore", ())), *SUPPRESSION_TYPES}
    if "LONG_LINE" in ignore:
        ignore.update(LONG_LINE_TYPES)
    if not values.get("signoff", True):
        ignore.update(SIGN_OFF_TYPES)
    if not values.get("fixes-tag", True):
        ignore.update(FIXES_TAG_TYPES)
    if values.get("u-boot"):
        ignore.update(NOT_OF_U_BOOT)
    limits = Limits(
        max(values.get("max-line-length", 100), 1),
        values.get("tab-size", 8),
        values.get("min-conf-desc-length", 4),
        values.get("kconfig-prefix", "CONFIG_"),
        spdx_cxx_comments=bool(values.get("spdx-cxx-comments")),
        project="u-boot" if values.get("u-boot") else "",
    )
    return Settings(
        strict=bool(values.get("strict")),
        types=types,
        # What is asked for by name is not ignored.
        ignore=frozenset(ignore - types),
        limits=limits,
        root=values.get("root"),
        tree=values.get("tree", True),
    )


__all__ = ["HELP", "Choices", "OptionError", "UsageError", "read"]
