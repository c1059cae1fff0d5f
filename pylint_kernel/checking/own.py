"""Rules of one's own: Python files and installed packages with checks that are written as kcheck's are.

They run as part of kcheck, so they are named by the user only, never by what is checked.
"""

from __future__ import annotations

import os
import sys
from functools import cache

from pylint_kernel.checking.plan import plan
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.rule import OWN, catalog

#: Where packages announce their modules of rules.
ENTRY_POINTS = "kcheck.rules"


@cache
def load(name: str) -> None:
    """Add the rules of a file, ``path/to/rules.py``, or of an installed package, by the name that it gives them.

    Raises :class:`ConfigurationError` if that fails, whatever the reason.
    """
    try:
        if name.endswith(".py"):
            execute(name)
        else:
            imported(name)
    except ConfigurationError:
        raise
    except (Exception, SystemExit) as error:
        raise ConfigurationError(f"{name}: cannot be loaded: {type(error).__name__}: {error}") from error
    catalog.cache_clear()
    plan.cache_clear()


def execute(path: str) -> None:
    """Run a file as a module."""
    from importlib.util import module_from_spec, spec_from_file_location

    stem = os.path.splitext(os.path.basename(path))[0]
    spec = spec_from_file_location(f"{OWN}.{stem}", path)
    if spec is None or spec.loader is None or not os.path.isfile(path):
        raise ConfigurationError(f"{path}: there is no such file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)


def imported(name: str) -> None:
    """Import what a package announces under a name."""
    from importlib.metadata import entry_points

    announced = entry_points(group=ENTRY_POINTS, name=name)
    if not announced:
        raise ConfigurationError(f"no installed package has rules that are called {name} (a file ends in .py)")
    for one in announced:
        one.load()
