"""Check garbage: ``python -m tests.fuzz --count 20000 --seed 1``, ``python -m tests.fuzz --grow``.

The fuzzer makes inputs of the corpus and of the demo driver: cut, doubled, with tokens dropped and put elsewhere,
nested in brackets. A rule that raises, a file that cannot be checked, and one that takes longer than its size explains
are failures; the inputs are written to files that begin with ``fuzz-``. ``--grow`` checks inputs of a shape that grows
(:mod:`.shapes`): twice the size may take little more than twice the time.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import Target, run_target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.language.lexer import Tokens
from tests.fuzz.shapes import SHAPES

SETTINGS = Settings(strict=True)
#: Seconds a file may take whatever it is, and so many more for each kilobyte.
PATIENCE, PATIENCE_A_KILOBYTE = 2.0, 0.02
#: A growing shape is checked at this count and at four times this; the time may grow so much more than the size.
COUNT, STEEP = 4000, 2.0
#: What is said of a file with a line that is too long to be checked: that is an answer.
TOO_LONG = "is longer than"
OPENERS, CLOSERS = "([{", ")]}"


def sources() -> list[str]:
    """What the fuzzer starts from: the C of the corpus and of the demo driver."""
    found = [case.source.decode("latin-1") for path in sorted((corpus.root() / "rules").glob("*/*.md"))
             for case in corpus.cases(path) if case.language in ("c", "h")]  # fmt: skip
    return found + [path.read_text("latin-1") for path in sorted((corpus.root() / "trees" / "demo").glob("*.[ch]"))]


def mutated(text: str, others: list[str], chooser: random.Random) -> str:
    """A text after some random damage."""
    for _ in range(chooser.randint(1, 6)):
        tokens = Tokens(text)
        if len(tokens) < 2:
            return text
        here, there = sorted(chooser.choices(range(len(tokens)), k=2))
        start, end = tokens.starts[here], tokens.end(there)
        match chooser.randrange(9):
            case 0:
                text = text[:start]
            case 1:
                text = text[start:]
            case 2:
                text = text[:start] + text[tokens.end(here) :]
            case 3:
                text = text[:start] + tokens.texts[there] + " " + text[start:]
            case 4:
                text = (
                    text[:end]
                    + text[start:end] * min(chooser.randint(1, 3), 20000 // (end - start + 1) + 1)
                    + text[end:]
                )
            case 5:
                kind, depth = chooser.randrange(3), chooser.randint(1, 30)
                text = text[:start] + OPENERS[kind] * depth + text[start:end] + CLOSERS[kind] * depth + text[end:]
            case 6:
                text = (
                    text[:start]
                    + chooser.choice([*OPENERS, *CLOSERS, ";", ",", "\\\n", "#", '"', "'", "/*", "*/", "\n"])
                    + text[start:]
                )
            case 7:
                text = text[:start] + chooser.choice(others) + text[end:]
            case _:
                text = "#define A(x, y) " + text[start:end].replace("\n", " \\\n") + "\n" + text[end:]
    return text[:50000]


def problem(text: str) -> str | None:
    """What is wrong with checking a text; None if nothing is."""
    start = time.process_time()
    result = run_target(Target("drivers/demo/demo.c", data=text.encode("latin-1", "replace")), SETTINGS)
    took = time.process_time() - start
    if result.failure and TOO_LONG not in result.failure:
        return result.failure
    if errors := [found.message for found in result.findings if found.code == INTERNAL_ERROR]:
        return errors[0]
    if took > PATIENCE + PATIENCE_A_KILOBYTE * len(text) / 1000:
        return f"{took:.1f} s for {len(text)} bytes"
    return None


def fuzz(count: int, seed: int, folder: Path) -> int:
    """Check so many inputs; how many of them failed."""
    texts = sources()
    chooser = random.Random(seed)
    failed = 0
    for number in range(count):
        text = mutated(chooser.choice(texts), texts, chooser)
        if what := problem(text):
            failed += 1
            path = folder / f"fuzz-{seed}-{number}.c"
            path.write_bytes(text.encode("latin-1", "replace"))
            print(f"{path}: {what}", flush=True)
    return failed


def grown(names: list[str]) -> Iterator[str]:
    """The shapes that fail, or take longer than their size explains."""
    for name in names:
        times = []
        for count in (COUNT, 4 * COUNT):
            text = SHAPES[name](count)
            start = time.process_time()
            if what := problem(text):
                yield f"{name}, {count}: {what}"
                break
            times.append(time.process_time() - start)
        if len(times) > 1 and times[1] > 4 * STEEP * max(times[0], 0.05):
            yield f"{name}: {times[0]:.2f} s, four times of it {times[1]:.2f} s"


def main() -> int:
    """Read the command line; 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="inputs to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("."), help="where failing inputs are written to")
    parser.add_argument("--grow", action="store_true", help="check the shapes that grow instead")
    options = parser.parse_args()
    if options.grow:
        failures = list(grown(list(SHAPES)))
        print("\n".join(failures) or f"{len(SHAPES)} shapes grow as they should")
        return bool(failures)
    failed = fuzz(options.count, options.seed, options.folder)
    print(f"{options.count} inputs with seed {options.seed}: {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
