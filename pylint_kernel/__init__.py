"""kcheck: the Linux kernel's coding style, checked and repaired with a real C parser."""

__version__ = "0.1.0"
