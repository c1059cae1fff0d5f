"""checkpatch.pl as a black box: run it, read its terse output, remember the answer.

The oracle needs about 0.8 s per 1000 lines, so every answer is kept on disk, keyed by what it depends on:
the script, the options, the path and the content.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kcheck-conformance"
REPORT = re.compile(rb"^(?P<path>[^:\n]*):(?P<line>\d+): (?P<level>ERROR|WARNING|CHECK):(?P<type>\w+): (?P<text>.*)$")


class Verdict(NamedTuple):
    """One report of checkpatch: 1-based ``line`` of ``path``, level, type and the message."""

    path: str
    line: int
    level: str
    type: str
    text: str


class Oracle:
    """checkpatch.pl of one tree, asked about files of a tree (``-f``) or about patches.

    ``script`` is the path of checkpatch.pl, ``cwd`` the directory it runs in, ``options`` come after the fixed ones.
    """

    def __init__(self, script: Path, cwd: Path, options: tuple[str, ...] = ("--strict",)) -> None:
        self.script, self.cwd, self.options = script, cwd, options
        self.identity = hashlib.sha256(script.read_bytes() + "\0".join(options).encode()).hexdigest()[:16]

    def file(self, path: str) -> list[Verdict]:
        """What checkpatch says of the file ``path`` (relative to ``cwd``)."""
        return self._ask(path, ["-f", path])

    def patch(self, path: str) -> list[Verdict]:
        """What checkpatch says of the patch file ``path``; the lines are those of the patch, the path its name."""
        return self._ask(path, ["--no-showfile", path])

    def files(self, paths: Iterable[str], jobs: int = 2) -> Iterator[tuple[str, list[Verdict]]]:
        """:meth:`file` for many paths in parallel, in the order given."""
        paths = list(paths)
        with ThreadPoolExecutor(jobs) as pool:
            yield from zip(paths, pool.map(self.file, paths), strict=True)

    def patches(self, paths: Iterable[str], jobs: int = 2) -> Iterator[tuple[str, list[Verdict]]]:
        """:meth:`patch` for many patches in parallel, in the order given."""
        paths = list(paths)
        with ThreadPoolExecutor(jobs) as pool:
            yield from zip(paths, pool.map(self.patch, paths), strict=True)

    def _ask(self, path: str, arguments: list[str]) -> list[Verdict]:
        content = (self.cwd / path).read_bytes()
        key = hashlib.sha256(b"\0".join([self.identity.encode(), *map(str.encode, arguments), content])).hexdigest()
        kept = CACHE / key[:2] / f"{key[2:]}.json"
        if kept.exists():
            return [Verdict(*row) for row in json.loads(kept.read_text())]
        verdicts = list(self._run(arguments))
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(verdicts))
        partial.replace(kept)
        return verdicts

    def _run(self, arguments: list[str]) -> Iterator[Verdict]:
        command = [
            str(self.script), "--no-summary", "--terse", "--showfile", "--show-types", *self.options, *arguments,
        ]  # fmt: skip
        run = subprocess.run(command, cwd=self.cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        for line in run.stdout.split(b"\n"):
            if report := REPORT.match(line):
                yield Verdict(
                    report["path"].decode("utf-8", "replace"),
                    int(report["line"]),
                    report["level"].decode(),
                    report["type"].decode(),
                    report["text"].decode("utf-8", "replace"),
                )
