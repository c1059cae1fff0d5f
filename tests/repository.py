"""A git repository to experiment on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from pylint_kernel.surroundings.kernel_tree import ENTRIES


class Worktree:
    """A repository in a directory, whatever the configuration of the user who runs the tests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> bytes:
        environment = os.environ | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A. Person",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A. Person",
            "GIT_COMMITTER_EMAIL": "a@example.org",
        }
        return subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True
        ).stdout

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def commit(self, subject: str, **files: str | bytes) -> str:
        """Write files (``__`` in a name stands for a slash, ``_`` for a dot) and commit everything; the id."""
        for name, content in files.items():
            self.write(name.replace("__", "/").replace("_", "."), content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", subject)
        return self.git("rev-parse", "HEAD").decode().strip()


def make_kernel(root: Path) -> None:
    """What a kernel tree is recognised by."""
    for entry in ENTRIES:
        (root / entry).mkdir(parents=True, exist_ok=True)
