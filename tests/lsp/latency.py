"""How long an editor waits: a character is typed, and the server says what is found in the file as it is now.

``python -m tests.lsp.latency FILE --edits 100 --seed 1``
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from tests.lsp.client import Client, served


class Session(NamedTuple):
    """A document that is open in a client, and what was sent of it so far."""

    client: Client
    uri: str
    text: str

    def typed(self, at: int, new: str, version: int, old: int = 0) -> Taken:
        """What it takes from when ``new`` is sent, in place of ``old`` characters, to when its findings are here."""
        start, end = position(self.text, at), position(self.text, at + old)
        begin, computed = perf_counter(), computing(self.client.process)
        self.client.change(self.uri, version, ((*start, *end), new))
        self.client.published(self.uri, version)
        return Taken((perf_counter() - begin) * 1000, computing(self.client.process) - computed)


class Taken(NamedTuple):
    """Milliseconds: how long somebody waits, and how long the server computes."""

    waiting: float
    computing: float


def computing(process: int) -> float:
    """How many milliseconds a process has computed so far; 0 where that is not told."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def position(text: str, at: int) -> tuple[int, int]:
    """The line and the column of a character, in units of UTF-16."""
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at), len(text[start:at].encode("utf-16-le")) // 2


def measure(path: Path, edits: int, seed: int) -> tuple[list[Taken], list[Taken]]:
    """What each of so many characters takes, and what taking it away again does."""
    text, chance = path.read_bytes().decode().replace("\r\n", "\n"), random.Random(seed)
    typed, taken = list[Taken](), list[Taken]()
    with served() as client:
        client.start()
        session = Session(client, path.absolute().as_uri(), text)
        client.open(session.uri, text)
        client.published(session.uri, 1)
        for number in range(edits):
            # What is typed is what people type: the characters that the file is made of, each as often as there.
            at, new = chance.randrange(len(text) + 1), chance.choice(text)
            typed.append(session.typed(at, new, 2 * number + 2))
            changed = session._replace(text=text[:at] + new + text[at:])
            taken.append(changed.typed(at, "", 2 * number + 3, old=1))
        client.stop()
    return typed, taken


def summary(times: list[Taken]) -> str:
    """The times in one line."""
    waiting, computing = zip(*times, strict=True)
    shares = quantiles(waiting, n=10)
    return (
        f"median {median(waiting):.0f} ms, nine in ten below {shares[-1]:.0f}, longest {max(waiting):.0f}; "
        f"of that the server computes {median(computing):.0f}, at most {max(computing):.0f}"
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.lsp.latency", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    typed, taken = measure(options.file, options.edits, options.seed)
    print(f"{options.file}, {options.edits} edits, seed {options.seed}")
    print(f"a character typed:   {summary(typed)}")
    print(f"and taken away:      {summary(taken)}")


if __name__ == "__main__":
    main()
