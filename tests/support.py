"""What several test modules need."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache

from pylint_kernel.explain import corpus

#: A small kernel tree of our own: the rules that need facts from a tree find them here.
KERNEL = str(corpus.root() / "trees" / "linux")


@cache
def repository() -> str:
    """A git repository with one commit, always the same (5b473237cdef); its directory."""
    directory = tempfile.mkdtemp(prefix="kcheck-test-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    environment = dict(os.environ)
    for who in ("AUTHOR", "COMMITTER"):
        environment[f"GIT_{who}_NAME"], environment[f"GIT_{who}_EMAIL"] = "A Person", "a@example.org"
        environment[f"GIT_{who}_DATE"] = "2024-01-01T00:00:00Z"
    for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "frogs: count them all"]):
        subprocess.run(["git", *command], cwd=directory, env=environment, check=True)
    return directory
