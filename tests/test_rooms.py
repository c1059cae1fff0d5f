"""The package is a house: a room knows itself and those below it, and no two modules need each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

import pytest

import pylint_kernel

#: The floors, lowest first: each may import from itself and from those below.
FLOORS = """
    leaves surroundings language patches checking rules terminal explain output configuration fixes lsp command_line
""".split()
#: The modules outside of the rooms are leaves, save the one that starts the program.
START = {"pylint_kernel.__main__": "command_line"}
HOME = Path(pylint_kernel.__file__).parent
FILES = {
    ".".join(path.relative_to(HOME.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(HOME.rglob("*.py"))
}


class When(Enum):
    """When an import happens."""

    START = auto()
    LATE = auto()
    NEVER = auto()


def floor(module: str) -> int:
    """The floor that a module is on."""
    parts = FILES[module].relative_to(HOME).parts
    return FLOORS.index(START.get(module, parts[0] if len(parts) > 1 else "leaves"))


def imports(node: ast.AST, when: When = When.START) -> Iterator[tuple[str, When]]:
    """The modules of the package that are imported in the code: at the start, inside functions, or for types only."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, when) for alias in node.names if alias.name in FILES)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        assert node.module is not None
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield from ((name, when) for name in [inner if inner in FILES else node.module] if name in FILES)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield from (found for child in node.body for found in imports(child, When.NEVER))
        yield from (found for child in node.orelse for found in imports(child, when))
    else:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            when = When.LATE
        yield from (found for child in ast.iter_child_nodes(node) for found in imports(child, when))


IMPORTS = {module: set(imports(ast.parse(path.read_bytes()))) for module, path in FILES.items()}


def imported(module: str, *times: When) -> set[str]:
    """What a module imports at these times."""
    return {name for name, when in IMPORTS[module] if when in times}


def test_every_room_is_on_a_floor() -> None:
    assert {path.parent.name for path in HOME.glob("*/__init__.py")} <= set(FLOORS)


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_from_its_floor_and_those_below(module: str) -> None:
    assert [name for name in sorted(imported(module, *When)) if floor(name) > floor(module)] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {module: imported(module, When.START, When.LATE) for module in FILES}
    while free := {module for module, needed in left.items() if not needed & left.keys()}:
        left = {module: needed for module, needed in left.items() if module not in free}
    assert left == {}


def test_no_late_import_hides_a_circle() -> None:
    """What a function imports does not know the function's module, not even its types."""
    hidden = {
        (module, late) for module in FILES for late in imported(module, When.LATE) if module in imported(late, *When)
    }
    assert hidden == set()
