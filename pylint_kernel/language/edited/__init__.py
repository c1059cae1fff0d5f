"""A file after an edit: what was read of it before is read again only where the edit has changed it."""
