"""tree-sitter-c's compiled grammar, loaded without its Python package.

The package imports importlib.resources for queries that are of no use here, and that is a tenth of our start.
"""

from __future__ import annotations

from importlib.machinery import PathFinder


def c_grammar() -> object:
    """The grammar, as :class:`tree_sitter.Language` takes it; raises ImportError if there is none."""
    package = PathFinder.find_spec("tree_sitter_c")
    spec = PathFinder.find_spec("tree_sitter_c._binding", package.submodule_search_locations) if package else None
    if spec is None or spec.loader is None:
        import tree_sitter_c

        return tree_sitter_c.language()
    binding = spec.loader.create_module(spec)
    assert binding is not None
    spec.loader.exec_module(binding)
    grammar: object = binding.language()
    return grammar
