"""Repairs in memory, the proof that they are harmless, and on disk."""
