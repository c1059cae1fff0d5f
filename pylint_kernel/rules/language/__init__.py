"""Declarations, types, macros, expressions, control flow, names, strings, the preprocessor."""
