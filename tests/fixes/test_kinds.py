"""What patches of a series are about, and what is said of them."""

from __future__ import annotations

import pytest

from pylint_kernel.checking.rule import catalog
from pylint_kernel.fixes.kinds import CODE, LAYOUT, Kind, documents, reasons, task
from pylint_kernel.fixes.series import filled, ranges


@pytest.mark.parametrize("order", [LAYOUT, CODE])
def test_types_are_real_and_have_one_kind(order: tuple[Kind, ...]) -> None:
    types = [code for kind in order for code in kind.types]
    assert len(types) == len(set(types))
    assert not set(types) - set(catalog())


def test_lines_are_joined_before_they_are_aligned_and_broken() -> None:
    tasks = [task(code, is_unsafe=False) for code in ("LONG_LINE", "OPEN_ENDED_LINE", "PARENTHESIS_ALIGNMENT")]
    order = [one.kind.types[0] for one in sorted(tasks)]
    assert order == ["OPEN_ENDED_LINE", "PARENTHESIS_ALIGNMENT", "LONG_LINE"]


def test_a_document_is_named_once() -> None:
    sources = [
        'a/style.rst, section 1 ("Tabs"), in spirit.',
        'a/style.rst, section 1 ("Indentation").',
        "a/style.rst, section 12, 4.",
        "linux/init.h.",
    ]
    assert documents(sources) == ['a/style.rst, section 1 ("Tabs") and section 12', "linux/init.h"]


def test_practice_is_no_document() -> None:
    assert documents(["common practice in drivers/iio.", "C11 6.1; a/sysfs.rst uses numbers."]) == ["a/sysfs.rst"]


def test_no_line_of_a_message_is_a_comment_for_git() -> None:
    text = filled(f"{'word ' * 14}#if and #endif.")
    assert "\n" in text
    assert "\n#" not in text
    assert "word #if" in text.replace("\n", " ")


def test_runs_of_numbers() -> None:
    assert ranges([1, 2, 4, 6, 7, 8]) == ["1", "2", "4", "6 to 8"]


def test_what_several_types_rest_on() -> None:
    (kind,) = (kind for kind in LAYOUT if "TABSTOP" in kind.types)
    _, sources = reasons(kind, kind.types)
    assert len(sources) == 1
    assert sources[0].count("coding-style.rst") == 1
