"""The commit message, its tags, commit ids, the structure of the patch."""
