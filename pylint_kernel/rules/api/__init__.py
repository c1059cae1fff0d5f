"""Memory, logging, locking, timing, sections, attributes of devices, deprecated functions."""
