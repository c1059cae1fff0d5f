"""kcheck as others install it, with pip, from what is here: nothing is downloaded."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What the package is made of, and what others run it through.
PARTS = (
    "pylint_kernel", "grammars", "corpus", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml",
    "action.yml",
)  # fmt: skip
#: What it is built with, and needs; with what these need.
NEEDED = (
    "hatchling", "packaging", "pathspec", "pluggy", "trove-classifiers", "tomlkit",
    "tree-sitter", "tree-sitter-c", "click", "pygments",
)  # fmt: skip


def copy_project(directory: Path) -> None:
    """Put kcheck as it is into a directory."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, directory / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, directory / part)


def variables(directory: Path) -> dict[str, str]:
    """Variables by which pip makes do with what is here, in a directory that does not exist yet."""
    return {
        "PYTHONPATH": str(packages(directory)),
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # So pip is told not to fetch what builds it: the variable has the value of what it switches off.
        "PIP_NO_BUILD_ISOLATION": "0",
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
    }


def packages(directory: Path) -> Path:
    """A directory with links to what is needed, and to nothing else."""
    directory.mkdir()
    for name in NEEDED:
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        for top in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            if not (directory / top).exists():
                (directory / top).symlink_to(Path(str(found.locate_file(top))))
    return directory
