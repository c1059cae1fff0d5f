"""A finding as plain data: what ``json`` and ``jsonl`` write, and people may rely on.

================  ====================================================================================
``path``          the file as the user knows it; undecodable bytes in hexadecimal
``line``          from 1
``column``        from 1, in bytes of the (UTF-8) line
``end_line``      where the finding ends, exclusive: the line ...
``end_column``    ... and the column, as above
``level``         ``error``, ``warning`` or ``check``
``type``          the rule, by checkpatch's name for it
``message``       a sentence
``in_mail``       true: about a commit message or a diff's headers, ``path`` and ``line`` are those of the mail
``patch_line``    the line of the patch that ``line`` came from, or null
``patch``         which one of several patches the finding belongs to: its name and subject; otherwise null
``fix``           null, or ``title``, ``applicability`` (``safe``, ``unsafe``, ``display``) and ``edits``:
                  ``line``, ``column``, ``end_line``, ``end_column`` as above, and the ``text`` to put there
================  ====================================================================================
"""

from __future__ import annotations

import os
from typing import Any

from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Fix
from pylint_kernel.output import is_mail
from pylint_kernel.output.positions import place, replacements
from pylint_kernel.surroundings import git
from pylint_kernel.terminal.colours import level


def record(found: Finding, result: Result) -> dict[str, Any]:
    """The finding as it goes into JSON."""
    where = place(result.file, found.span)
    return {
        "path": readable(result.target.path),
        **where._asdict(),
        "level": level(found.severity),
        "type": found.code,
        "message": found.message,
        "in_mail": is_mail(result),
        "patch_line": (result.target.patch_lines or {}).get(where.line),
        "patch": readable(result.target.patch) or None,
        "fix": fix(found.fix, result.file) if found.fix else None,
    }


def fix(one: Fix, file: SourceFile) -> dict[str, Any]:
    """The fix as it goes into JSON."""
    edits = [{**place(file, span)._asdict(), "text": text} for span, text in replacements(one, file)]
    return {"title": one.title, "applicability": one.applicability.name.lower(), "edits": edits}


def readable(path: str) -> str:
    """``path`` as valid Unicode."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def below(target: Target, root: str, base: str) -> str:
    """The path of a file, which the user knows from ``root``, as it reads from ``base``, with slashes; an absolute path
    if it does not lie there."""
    full = os.path.abspath(os.path.join(root, target.origin or target.path))
    found = os.path.relpath(full, base)
    return (full if found.startswith(os.pardir + os.sep) else found).replace(os.sep, "/")


def relative(target: Target, root: str, base: str = "") -> str:
    """The same as valid Unicode; the default of ``base`` is ``root``."""
    return readable(below(target, root, base or root))


def project(root: str) -> str:
    """The directory that services know files from: the top of the repository that ``root`` lies in, or what the service
    takes for it; without either, ``root``."""
    environment = os.environ
    if here := environment.get("CI_PROJECT_DIR"):
        return here
    # The workspace of GitHub's may have several repositories in it.
    repository = git.find(root)
    return repository.root if repository else environment.get("GITHUB_WORKSPACE") or root
