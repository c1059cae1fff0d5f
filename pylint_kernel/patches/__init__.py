"""Mails, diffs and series; the post-images they make, and what a change introduced."""
