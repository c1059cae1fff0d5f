"""Completion by the shell: the script that ``kcheck completion SHELL`` prints, and the answers that it asks for.

The script runs kcheck with the line so far in the environment. What may stand there is told by the word that the help
text has for it, so that an option says once what it takes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from copy import copy

import click
from click.shell_completion import CompletionItem, FishComplete, ShellComplete, get_completion_class

from pylint_kernel.checking.request import COMMANDS
from pylint_kernel.output import FORMATS

#: By this variable the script says which shell asks.
VARIABLE = "_KCHECK_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
Items = Iterable[CompletionItem[str]]
#: Tells the command that a command line is about, and how many words name it.
Meant = Callable[[list[str]], tuple[click.Command, int]]


HELP = """\
Print the script by which SHELL completes command lines of kcheck.

\b
  bash   eval "$(kcheck completion bash)"    in ~/.bashrc
  zsh    eval "$(kcheck completion zsh)"     in ~/.zshrc, after compinit
  fish   kcheck completion fish | source     in ~/.config/fish/config.fish
"""


@click.command(help=HELP, context_settings={"max_content_width": 100})
@click.argument("shell", type=click.Choice(SHELLS))
@click.help_option("-h", "--help")
def completion(shell: str) -> int:
    """Print the script of a shell."""
    click.echo(asked_by(shell).source(), nl=False)
    return 0


class Fish(FishComplete):
    """fish, told that there may be commas in what is offered."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


def asked_by(shell: str) -> ShellComplete:
    """How that shell, one of :data:`SHELLS`, asks and is answered."""
    kind = Fish if shell == "fish" else get_completion_class(shell)
    assert kind is not None
    return kind(completion, {}, "kcheck", VARIABLE)


def answer(instruction: str, meant: Meant) -> int:
    """Print what may stand where the line ends that is in the environment; ``instruction``: ``bash_complete`` …"""
    shell, _, wanted = instruction.partition("_")
    if shell not in SHELLS or wanted != "complete":
        raise click.UsageError(f"{VARIABLE}={instruction}: kcheck completion SHELL prints the script that sets it")
    asking = asked_by(shell)
    for item in completions(*asking.get_completion_args(), meant):
        click.echo(asking.format_completion(item))
    return 0


def completions(before: list[str], begun: str, meant: Meant) -> list[CompletionItem[str]]:
    """What may stand for the word ``begun`` after the words ``before`` of a command line."""
    if before[:1] == ["checkpatch"]:
        return [*checkpatch_options(begun)] if begun.startswith("-") else [*paths(begun)]
    named, count = meant(before)
    asked = copy(named)
    asked.params = [knowing(parameter) for parameter in named.params]
    found = ShellComplete(asked, {}, "kcheck", VARIABLE).get_completions(before[count:], begun)
    option, sign, _ = begun.partition("=")
    if option.startswith("--") and sign:
        # It is the word as a whole that is completed.
        return [CompletionItem(f"{option}={one.value}") if one.type == "plain" else one for one in found]
    first = [*beginning(MORE.get(tuple(before), ()), begun)]
    if first and found and found[0].type == "file":
        # A shell that is offered words does not look for files any more.
        found = [*beginning(entries(begun), begun)]
    return first + found


def knowing(parameter: click.Parameter) -> click.Parameter:
    """A parameter that knows its values; those without a meaning of their own in an argument are paths."""
    word = parameter.metavar or parameter.type.name
    is_path = isinstance(parameter, click.Argument) and parameter.type is click.STRING
    if (find := MEANING.get(word, paths if is_path else None)) is None:
        return parameter
    with_values = copy(parameter)
    with_values.type = Value(find)
    return with_values


class Value(click.ParamType[str]):
    """Any word; ``find`` knows which there are."""

    name = "text"

    def __init__(self, find: Callable[[str], Items]) -> None:
        self.find = find

    def shell_complete(self, _: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The words that begin so."""
        return [*self.find(incomplete)]


def beginning(words: Iterable[str], begun: str, before: str = "") -> Iterator[CompletionItem[str]]:
    """Those of the words that begin so, with ``before`` in front of them."""
    return (CompletionItem(before + word) for word in words if word.startswith(begun))


def paths(begun: str) -> Items:
    """Files and directories: the shell knows best."""
    return [CompletionItem(begun, type="file")]


def directories(begun: str) -> Items:
    """Directories."""
    return [CompletionItem(begun, type="dir")]


def entries(begun: str) -> list[str]:
    """What is in the current directory; nothing hidden, unless it is asked for."""
    return sorted(name for name in os.listdir() if begun.startswith(".") or not name.startswith("."))


def types(begun: str) -> Items:
    """Types and groups, at the end of a list with commas."""
    from pylint_kernel.checking.rule import catalog, groups

    known, comma, last = begun.rpartition(",")
    before = known + comma
    return [*beginning(groups(), last, before), *beginning(catalog(), last.upper(), before)]


def type_levels(begun: str) -> Items:
    """Types, and after the equals sign levels."""
    names, sign, level = begun.rpartition("=")
    return beginning(LEVELS, level, names + sign) if sign else types(begun)


def levels(begun: str) -> Items:
    """Levels of findings."""
    return beginning(LEVELS, begun)


def formats(begun: str) -> Items:
    """Formats, and after the equals sign files."""
    return paths(begun) if "=" in begun else beginning(FORMATS, begun)


def presets(begun: str) -> Items:
    """Presets."""
    from pylint_kernel.configuration.presets import names

    return beginning(("none", *names()), begun)


def revisions(begun: str) -> Items:
    """Branches and tags, at either end of a range."""
    from pylint_kernel.surroundings import git

    first, dots, last = begun.rpartition("..")
    repository = git.find(".")
    try:
        return beginning(repository.names() if repository else (), last, first + dots)
    except git.Error:
        return ()


def checkpatch_options(begun: str) -> Items:
    """The options of checkpatch."""
    from pylint_kernel.configuration.checkpatch_conf import PARSER

    return beginning(sorted(f"--{name}" for name in PARSER.names if len(name) > 1), begun)


LEVELS = ("error", "warning", "check")
#: What a value is by its name in the help text.
MEANING = {
    "TYPE,...": types, "TYPE...": types, "TYPE=LEVEL": type_levels, "LEVEL": levels, "NAME[=FILE]": formats,
    "PRESET": presets, "REV|A..B": revisions, "REV": revisions, "A..B": revisions, "DIR": directories,
}  # fmt: skip
#: The sub-commands that may follow.
MORE = {(): COMMANDS, ("config",): ("init",), ("rule",): ("test",)}
