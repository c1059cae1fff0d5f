"""Command lines, ours and that of checkpatch, and one run from request to exit status."""
