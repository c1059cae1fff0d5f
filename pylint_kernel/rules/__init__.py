"""The rules, a module a topic; a rule is a function under ``@rule``. Nothing lists the modules: they are discovered."""
