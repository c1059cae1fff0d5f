"""Kernel trees: which directory is one, what its files say, and the cache that may fail but never disturbs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.surroundings import kernel_tree
from pylint_kernel.surroundings.kernel_tree import KernelTree
from tests.support import KERNEL


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An own cache directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield tmp_path / "cache" / "kcheck"
    kernel_tree.find_above.cache_clear()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A kernel tree that a test may change."""
    return Path(shutil.copytree(KERNEL, tmp_path / "linux"))


def test_find_walks_up(tree: Path) -> None:
    assert kernel_tree.find(tree / "include" / "linux" / "demo.h") == tree
    assert kernel_tree.find(tree / "drivers" / "not" / "there.c") == tree
    assert kernel_tree.find(tree) == tree
    assert kernel_tree.find(tree.parent) is None


@pytest.mark.parametrize("entry", kernel_tree.ENTRIES)
def test_every_entry_counts(tree: Path, entry: str) -> None:
    (tree / entry).rename(tree.parent / "gone")
    assert kernel_tree.find(tree) is None


def test_relative_paths(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "drivers")
    assert kernel_tree.find("demo.c") == tree


def test_facts(tree: Path) -> None:
    facts = KernelTree(tree)
    assert facts.spelling["recieve"] == "receive"
    assert "# Often misspelt words, one a line: wrong" not in facts.spelling
    assert "demo_ops" in facts.const_structs
    assert len([name for name in facts.const_structs if name.startswith("#")]) == 0


def test_camelcase(tree: Path) -> None:
    names = KernelTree(tree).camelcase
    assert names == {
        "DemoPageMask", "demoFlag", "demoHandle", "DemoHeader", "wLength", "pBuffer", "demoDebug", "demoReadHeader",
    }  # fmt: skip


def test_no_tree_no_facts() -> None:
    facts = KernelTree(None)
    assert (facts.spelling, facts.const_structs, facts.camelcase) == ({}, frozenset(), frozenset())


def test_missing_data_files(tree: Path) -> None:
    shutil.rmtree(tree / "scripts")
    facts = KernelTree(tree)
    assert (facts.spelling, facts.const_structs) == ({}, frozenset())


def test_cache_is_used(tree: Path, cache: Path) -> None:
    first = KernelTree(tree).camelcase
    (kept,) = cache.iterdir()
    lines = kept.read_text().split("\n")
    kept.write_text("\n".join([lines[0], "fromTheCache", ""]))
    assert KernelTree(tree).camelcase == {"fromTheCache"} != first


def test_cache_follows_its_sources(tree: Path) -> None:
    assert "addedLater" not in KernelTree(tree).camelcase
    header = tree / "include" / "linux" / "demo.h"
    header.write_text(header.read_text() + "#define addedLater 1\n")
    assert "addedLater" in KernelTree(tree).camelcase
    (tree / "include" / "new.h").write_text("#define inNewHeader 1\n")
    assert "inNewHeader" in KernelTree(tree).camelcase
    (tree / "include" / "new.h").unlink()
    assert "inNewHeader" not in KernelTree(tree).camelcase


@pytest.mark.parametrize("damage", [b"", b"\xff\0\xff", b"kcheck", b"kcheck 0 camelcase x\nwrong\n"])
def test_damaged_cache_is_ignored(tree: Path, cache: Path, damage: bytes) -> None:
    whole = KernelTree(tree).camelcase
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert KernelTree(tree).camelcase == whole


def test_cut_cache_is_ignored(tree: Path, cache: Path) -> None:
    whole = KernelTree(tree).camelcase
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-3])
    assert KernelTree(tree).camelcase == whole


def test_no_place_for_a_cache(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for place in (str(tmp_path / "file"), "relative/path", "/proc/nowhere"):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        assert "demoDebug" in KernelTree(tree).camelcase
    assert not os.path.exists("relative")


def test_clean(tree: Path, cache: Path) -> None:
    assert kernel_tree.clean() == 0
    assert KernelTree(tree).camelcase
    assert kernel_tree.clean() == 1
    assert not list(cache.iterdir())
