"""``python -m pylint_kernel``: the command ``kcheck``."""

from pylint_kernel.cli import entry

entry()
