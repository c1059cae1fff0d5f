"""Hostile input: shapes that grow, and a fuzzer."""
