"""What several test modules need."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache

from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.explain.corpus import Case
from pylint_kernel.language.source import Limits

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


def settings_for(case: Case) -> Settings:
    """Only the type under test, what it requires, and what the case selects; strict unless it says otherwise."""
    strict, ignore, limits, dictionary = True, set[str](), Limits(), None
    selected, reason = {case.code}, False
    for option in case.options:
        name, _, value = option.partition("=")
        match name:
            case "--no-strict":
                strict = False
            case "--ignore":
                ignore.add(value)
            case "--max-line-length":
                limits = limits._replace(max_line_length=int(value))
            case "--tab-size":
                limits = limits._replace(tab_size=int(value))
            case "--min-conf-desc-length":
                limits = limits._replace(min_conf_desc_length=int(value))
            case "--checkpatch-version":
                major, minor = value.split(".")
                limits = limits._replace(checkpatch_version=(int(major), int(minor)))
            case "--spdx-cxx-comments":
                limits = limits._replace(spdx_cxx_comments=True)
            case "--select":
                selected.add(value)
            case "--require-reason":
                reason = True
            case "--codespellfile":
                dictionary = str(corpus.root() / "dictionaries" / value)
            case "--u-boot":
                limits = limits._replace(project="u-boot")
            case "--kconfig-prefix":
                limits = limits._replace(kconfig_prefix=value)
            case _:
                raise ValueError(f"the corpus knows no option {option}")
    required = {rule.requires for rule in catalog().get(case.code, ()) if rule.requires}
    return Settings(
        strict=strict,
        types=frozenset(selected | required),
        ignore=frozenset(ignore),
        limits=limits,
        dictionary=dictionary,
        require_reason=reason,
    )
