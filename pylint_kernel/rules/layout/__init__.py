"""Spaces, indentation, alignment, braces, the length of lines, empty lines, comment style."""
