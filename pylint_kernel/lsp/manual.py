"""The page that explains all types, written to the cache once a version."""

from __future__ import annotations

from pylint_kernel import __version__
from pylint_kernel.surroundings import kernel_tree
from pylint_kernel.surroundings.writing import replacement


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
            with replacement(path) as stream:
                stream.write(page.encode())
        except OSError:
            return None
    return path.as_uri()
