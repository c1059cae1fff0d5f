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

from pylint_kernel.checking.runner import Result
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Fix
from pylint_kernel.output import is_mail
from pylint_kernel.output.positions import place, replacements
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


def relative(path: str, root: str, base: str = "") -> str:
    """``path``, which starts from ``root``, as it reads from ``base`` (default: ``root``), with slashes; an absolute
    path if it does not lie there."""
    full = os.path.join(root, path)
    found = os.path.relpath(full, base or root)
    return readable(os.path.abspath(full) if found.startswith(os.pardir) else found).replace(os.sep, "/")
