"""``python -m tests.conformance.patchfiles``: does ``--fix`` leave a patch one that applies to the same base?

Commits are drawn from a repository, written as mails, fixed as patch files, outside of the repository and so without
their files, and applied to their parents.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

KCHECK = [sys.executable, "-m", "pylint_kernel", "check", "--fix", "--quiet", "--no-config"]


def git(
    repository: Path, *arguments: str, index: Path | None = None, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a repository, with an index of its own if one is named."""
    environment = os.environ | ({"GIT_INDEX_FILE": str(index)} if index else {})
    return subprocess.run(
        ["git", "-C", str(repository), *arguments], input=data, capture_output=True, env=environment, check=False
    )


def applies(repository: Path, base: str, mail: bytes, index: Path) -> bool:
    """Whether a patch applies to a commit, whitespace and all."""
    git(repository, "read-tree", base, index=index)
    return git(repository, "apply", "--cached", "--check", "-", index=index, data=mail).returncode == 0


def message_of(mail: bytes) -> bytes:
    """A mail up to its first diff."""
    return mail.partition(b"\ndiff --git ")[0]


def main() -> None:
    """Draw, fix, apply, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.patchfiles", description=__doc__)
    parser.add_argument("--repository", type=Path, required=True, help="a git repository with history")
    parser.add_argument("--revisions", default="HEAD", help="the commits to draw from")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unsafe", action="store_true", help="fixes too that could change the meaning")
    options = parser.parse_args()
    listed = git(options.repository, "rev-list", "--no-merges", options.revisions, "--", "*.c", "*.h").stdout
    commits = listed.decode().split()
    random.Random(options.seed).shuffle(commits)
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        path, index = Path(directory, "a.patch"), Path(directory, "index")
        for commit in commits[: options.count]:
            mail = git(options.repository, "format-patch", "-1", "--stdout", commit).stdout
            if not applies(options.repository, f"{commit}^", mail, index):
                seen["not a patch that applies"] += 1
                continue
            path.write_bytes(mail)
            command = [*KCHECK, *(["--unsafe-fixes"] if options.unsafe else []), "a.patch"]
            run = subprocess.run(command, cwd=directory, capture_output=True, check=False)
            fixed = path.read_bytes()
            seen["unchanged" if fixed == mail else "fixed"] += 1
            seen[f"status {run.returncode}"] += 1
            if message_of(fixed) != message_of(mail):
                seen["message changed"] += 1
            if not applies(options.repository, f"{commit}^", fixed, index):
                seen["no longer applies"] += 1
                print(f"{commit}: no longer applies")
    print(", ".join(f"{count} {what}" for what, count in sorted(seen.items())))


if __name__ == "__main__":
    main()
