"""What surrounds a file: git, the facts of a kernel tree, dictionaries, reading from disk."""
