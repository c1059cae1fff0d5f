"""Who looks after a file."""

from __future__ import annotations

import pytest

from pylint_kernel.surroundings.maintainers import below, people, sections

LINES = """\
Descriptions of section entries and preferred order
---------------------------------------------------

	M: *Mail* patches to: FullName <address@domain>

DEMO
M:	A. Person <a@example.org>
R:	B. Person <b@example.org>
L:	demo@example.org (moderated for non-subscribers)
L:	closed@example.org (subscribers-only)
S:	Maintained
F:	drivers/demo/
X:	drivers/demo/other/
N:	demo[0-9]

SOURCES
M:	C. Person <c@example.org>
S:	Obsolete
F:	drivers/*
N:	(

THE REST
M:	The Boss <boss@example.org>
L:	all@example.org
F:	*
F:	*/
""".split("\n")


@pytest.mark.parametrize(
    ("path", "pattern", "is_below"),
    [
        ("drivers/net/a.c", "drivers/net/", True),
        ("drivers/net/x/a.c", "drivers/net/", True),
        ("drivers/net/a.c", "drivers/net/*", True),
        ("drivers/net/x/a.c", "drivers/net/*", False),
        ("drivers/net/x/a.c", "*/net/*/", True),
        ("drivers/net/a.c", "drivers/net", True),
        ("drivers/network/a.c", "drivers/net", False),
        ("a.c", "*", True),
        ("drivers/net/a.c", "*", True),
        ("drivers/net/a.c", "drivers/net/a*", True),
        ("drivers/net/a.c", "drivers/net/b*", False),
    ],
)
def test_patterns(path: str, pattern: str, is_below: bool) -> None:
    assert below(path, pattern) is is_below


def test_people() -> None:
    known = sections(LINES)
    found = people(known, ["drivers/demo/a.c"])
    assert found.to == ("A. Person <a@example.org>",)
    assert found.copies == ("B. Person <b@example.org>", "demo@example.org", "all@example.org")
    assert people(known, ["lib/demo1.c"]).to == ("A. Person <a@example.org>",)
    assert people(known, ["drivers/a.c"]).to == ("C. Person <c@example.org>",)
    assert people(known, ["drivers/demo/other/a.c"]).to == ("The Boss <boss@example.org>",)
    both = people(known, ["drivers/demo/a.c", "drivers/a.c"])
    assert both.to == ("A. Person <a@example.org>", "C. Person <c@example.org>")


def test_status() -> None:
    assert [section.status for section in sections(LINES)] == ["maintained", "obsolete", ""]
