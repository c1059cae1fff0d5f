"""Real editors, with the files that ``editors/`` has for them: open a file, see what is found, fix, format, save."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EDITORS = HERE.parent.parent / "editors"
TAG = "// SPDX-License-Identifier: GPL-2.0\n"
SOURCE = f"{TAG}static int pond(int frogs)\n{{\n\tif(frogs)\n\t\treturn 1 ;\n\treturn 0 ;\n}}\n"
CLEAN = f"{TAG}static int pond(int frogs)\n{{\n\tif (frogs)\n\t\treturn 1;\n\treturn 0;\n}}\n"
#: What is found in it, and the first fix: where the cursor is and what it is called in the menu.
STEPS = {"COUNT": "3", "LINE": "4", "COLUMN": "2", "ACTION": "Insert a space (SPACING)"}


def editor(name: str) -> str:
    """Where an editor is; skips the test if it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def drive(command: list[str], tmp_path: Path, after: str = CLEAN) -> list[str]:
    """What an editor saw; it finds ``kcheck`` on its path and its file as ``$FILE``, in which it leaves ``after``."""
    programs, file, seen = tmp_path / "bin", tmp_path / "pond.c", tmp_path / "seen"
    programs.mkdir()
    kcheck = programs / "kcheck"
    kcheck.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pylint_kernel "$@"\n')
    kcheck.chmod(0o755)
    file.write_text(SOURCE)
    environment = os.environ | STEPS | {
        "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(HERE.parent.parent), "FILE": str(file), "SEEN": str(seen),
    }  # fmt: skip
    done = subprocess.run(command, env=environment, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300, check=False)  # fmt: skip
    assert seen.exists(), done.stderr.decode("utf-8", "replace")
    assert file.read_text() == after
    return seen.read_text().splitlines()


def test_neovim(tmp_path: Path) -> None:
    snippet, script = EDITORS / "neovim" / "kcheck.lua", HERE / "neovim.lua"
    command = [editor("nvim"), "--headless", "--clean", "-c", "filetype on", "-S", str(snippet), "-S", str(script)]
    assert drive(command, tmp_path) == [
        "4 kcheck SPACING", "5 kcheck SPACING", "6 kcheck SPACING",
        "after the fix:", "\tif (frogs)", "clean",
    ]  # fmt: skip


def test_emacs(tmp_path: Path) -> None:
    snippet, script = EDITORS / "emacs" / "kcheck.el", HERE / "emacs.el"
    emacs = editor("emacs")
    asked = subprocess.run([emacs, "--batch", "-l", "eglot"], capture_output=True, check=False)
    if asked.returncode:
        pytest.skip("Emacs has no Eglot (Debian: elpa-eglot)")
    seen = drive([emacs, "--batch", "-l", str(snippet), "-l", str(script)], tmp_path)
    assert [line[:1] for line in seen[:3]] == ["4", "5", "6"]
    assert seen[3:] == ["after the fix:", "\tif (frogs)", "clean"]


def test_vim_make(tmp_path: Path) -> None:
    command = [editor("vim"), "-Nes", "-u", "NONE", "--cmd", f"set runtimepath+={EDITORS / 'vim'}"]
    seen = drive([*command, "-S", str(HERE / "make.vim")], tmp_path, after=SOURCE)
    assert [line.partition(" SPACING")[0] for line in seen] == ["4:2 e", "5:12 w", "6:11 w"]


def test_vim_with_ale(tmp_path: Path) -> None:
    """Debian's vim-ale is a package of Vim's own kind."""
    package = Path("/usr/share/vim-ale")
    if not package.is_dir():
        pytest.skip("ALE is not installed (Debian: vim-ale)")
    packages = tmp_path / "packages" / "pack" / "dist" / "opt"
    packages.mkdir(parents=True)
    (packages / "ale").symlink_to(package)
    paths = f"set packpath+={packages.parent.parent.parent} runtimepath+={EDITORS / 'vim'}"
    command = [editor("vim"), "-Nes", "-u", "NONE", "--cmd", paths, "-S", str(HERE / "ale.vim")]
    seen = drive(command, tmp_path, after=SOURCE)
    assert [line.split()[:2] for line in seen] == [["4:2", "E"], ["5:12", "W"], ["6:11", "W"]]
