"""The deliberate differences, a module a topic; nothing lists the modules: they are discovered."""
