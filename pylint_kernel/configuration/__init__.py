"""What holds where: files of configuration, the command line, and how they add up to settings.

A **layer** is one source of values. For a file, the command line comes first, then the configuration nearest to it,
those above, and the user's own. Of a value the first layer that has it wins; lists of types add up: of the first
layer that selects types it is told which, that layer and those before it take away what they ignore.

Nothing that is read here runs code, and nothing names a file to be written.
"""
