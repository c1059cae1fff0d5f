"""The page that explains all types, written to the cache once a version."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress

from pylint_kernel import __version__
from pylint_kernel.surroundings import kernel_tree


def write() -> str | None:
    """The URI of the page, which is written if there is none; None if that cannot be done."""
    cache = kernel_tree.cache_directory()
    if cache is None:
        return None
    path = cache / f"rules-{__version__}.html"
    if not path.exists():
        from pylint_kernel.checking.rule import catalog
        from pylint_kernel.explain import html
        from pylint_kernel.explain.facts import facts

        page = html.document([facts(code) for code in catalog()])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent)
        except OSError:
            return None
        try:
            with open(handle, "w", encoding="utf-8") as stream:
                stream.write(page)
            os.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
            return None
    return path.as_uri()
