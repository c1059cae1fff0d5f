"""The kernel's C: text and lines, tokens, the dialect, the tree and its views."""
