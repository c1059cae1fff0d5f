"""Patterns for paths."""

from __future__ import annotations

import pytest

from pylint_kernel.configuration.globs import covers


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.mod.c", "/src/a/b/x.mod.c"),
        ("vendor", "/src/lib/vendor/x.c"),
        ("vendor/", "/src/lib/vendor/x.c"),
        ("lib/vendor", "/src/lib/vendor/deep/x.c"),
        ("/lib", "/src/lib/x.c"),
        ("./lib/*.h", "/src/lib/x.h"),
        ("src/**/gen_*.h", "/src/src/gen_a.h"),
        ("src/**/gen_*.h", "/src/src/a/b/gen_a.h"),
        ("drivers/**", "/src/drivers/x.c"),
        ("x?.c", "/src/x1.c"),
        ("a[1].c", "/src/a[1].c"),
    ],
)
def test_covered(pattern: str, path: str) -> None:
    assert covers(pattern, "/src", path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/vendor", "/src/lib/vendor/x.c"),
        ("lib/vendor", "/src/old/lib/vendor/x.c"),
        ("vendor", "/src/lib/vendors/x.c"),
        ("lib/*.h", "/src/lib/deep/x.h"),
        ("*.c", "/src/x.cc"),
        ("*.c", "/elsewhere/x.c"),
        ("*.c", "/srcs/x.c"),
        ("x?.c", "/src/x/.c"),
    ],
)
def test_not_covered(pattern: str, path: str) -> None:
    assert not covers(pattern, "/src", path)
