"""``kcheck verify-kbuild``: whether a file makes the same objects as before, by the commands that Kbuild recorded."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import click

from pylint_kernel.classify import SOURCE_KINDS, classify
from pylint_kernel.fixes.kbuild import POISON, Shadow, commands_for
from pylint_kernel.fixes.objects import differences
from pylint_kernel.fixes.verify import BEFORE
from pylint_kernel.surroundings import kernel_tree
from pylint_kernel.surroundings.reading import read
from pylint_kernel.terminal.colours import visible
from pylint_kernel.terminal.prose import counted

HELP = f"""\
Compile the objects that FILE goes into, as it was and as it is, and compare them.

A recipe for --verify-with; {BEFORE} names what FILE was:

\b
  make O=../build allmodconfig drivers/hv/
  kcheck --fix --verify-with 'kcheck verify-kbuild -O ../build {{}}' drivers/hv

Each object is made by the command that Kbuild recorded when it was built, but with 0 for __LINE__ and without
information for debuggers. Of a header that goes into many objects some are made, the nearest first. Kernel tree and
build directory are left alone.

\b
Exit status: 0 the objects are the same, or nothing is compiled from such a file; 1 one differs or cannot be compiled,
or none was built; 2 wrong usage, or something could not be read.
"""


@click.command("verify-kbuild", help=HELP, context_settings={"max_content_width": 100})
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "-O",
    "--output",
    "build",
    metavar="DIR",
    envvar="KBUILD_OUTPUT",
    type=click.Path(exists=True, file_okay=False),
    help="Where the kernel was built, as make's O=.  [default: KBUILD_OUTPUT, or the tree itself]",
)
@click.option(
    "--before",
    metavar="FILE",
    envvar=BEFORE,
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help=f"What FILE was.  [default: {BEFORE}]",
)
@click.option(
    "--objects",
    "most",
    metavar="N",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Compile no more than N objects for a header.",
)
@click.option(
    "--allow-differences",
    "lenient",
    is_flag=True,
    help="Objects may differ, if they can be compiled: for fixes that change the code.",
)
@click.help_option("-h", "--help")
def verify_kbuild(file: str, build: str | None, before: str, most: int, lenient: bool) -> int:
    """Compare the objects of a file."""
    if classify(file) not in SOURCE_KINDS:
        return 0
    above = kernel_tree.find_above(os.path.dirname(os.path.abspath(file)))
    if above is None:
        raise click.UsageError(f"{file} is not in a kernel tree")
    path = os.path.relpath(os.path.abspath(file), above)
    build = os.path.abspath(build or above)
    try:
        commands = commands_for(above, build, path, most)
    except ValueError as error:
        raise click.ClickException(f"{path}: {error}") from None
    if not commands:
        return report(f"{path}: no object in {build} is made from it: build one first", 1)
    with TemporaryDirectory(prefix="kcheck-") as place:
        shadow = Shadow(place, above, build, path, commands)
        old, new = shadow.compiled(read(before)), shadow.compiled(read(file))
        for command, was, now in zip(commands, old, new, strict=True):
            if was.complaint:
                return report(f"{command.object} could not be compiled before: {was.complaint}", 1)
            if now.complaint:
                return report(f"{command.object} can no longer be compiled: {now.complaint}", 1)
        differing = {
            command.object: sections
            for command, was, now in zip(commands, old, new, strict=True)
            if (sections := differences(was.data, now.data))
        }
        # That nothing changes says nothing if the compiler does not look at the file.
        if not differing and not all(made.complaint for made in shadow.compiled(POISON)):
            return report(f"{path}: the compiler does not look at it", 1)
    for name, sections in differing.items():
        report(f"{name} differs in {', '.join(sections)}")
    same = len(commands) - len(differing)
    if same:
        report(f"{path}: {counted(same, 'object')} the same")
    return int(bool(differing) and not lenient)


def report(message: str, status: int = 0) -> int:
    """Say what became of an object; the exit status."""
    click.echo(visible(message))
    return status
