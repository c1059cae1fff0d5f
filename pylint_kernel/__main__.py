"""``python -m pylint_kernel``: the command ``kcheck``."""

from pylint_kernel.command_line.entry import entry

entry()
