"""What the trailers of a message hold back, in the mail and in the files of its patch; what is said of idle ones."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import pytest

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.audit import Audit
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings

TYPES = frozenset({"TRAILING_WHITESPACE", "STRCPY", "UNUSED_SUPPRESSION", "INVALID_SUPPRESSION", "LONG_LINE"})
SETTINGS = Settings(types=TYPES, tree=False, strict=True)
DIFF = b"""\
diff --git a/a.c b/a.c
index 1111111..2222222 100644
--- a/a.c
+++ b/a.c
@@ -1 +1,3 @@
 int a;
+int b;\x20
+int c;
"""
NEW_FILE = (
    DIFF.replace(b"index", b"new file mode 100644\nindex")
    .replace(b"-1 +1,3", b"-0,0 +1,3")
    .replace(b" int a", b"+int a")
)


def mail(*trailers: str, diff: bytes = NEW_FILE) -> bytes:
    head = "From: A. Person <a@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: [PATCH] demo: add b\n\n"
    lines = ["It is needed.", "", *trailers, "Signed-off-by: A. Person <a@example.org>", "---", ""]
    return f"From 5b473237cdef Mon Sep 17 00:00:00 2001\n{head}".encode() + "\n".join(lines).encode() + diff


def results(data: bytes, settings: Settings = SETTINGS) -> list[Result]:
    def targets() -> Iterator[Target]:
        for one in inputs.collect(Request(("-",), settings), io.BytesIO(data)):
            assert isinstance(one, Target)
            yield one

    audit = Audit(Request(settings=settings))
    passed = [done for result in runner.run(targets(), settings) for done in audit.take(result)]
    return passed + list(audit.finish())


def found(data: bytes, settings: Settings = SETTINGS) -> list[tuple[str, int, str]]:
    return [
        (result.target.path, result.file.line_number(one.span.start), one.code)
        for result in results(data, settings)
        for one in result.findings
    ]


def test_without_trailer() -> None:
    assert found(mail()) == [("a.c", 2, "TRAILING_WHITESPACE")]


@pytest.mark.parametrize(
    "trailer",
    [
        "Checkpatch-ignore: TRAILING_WHITESPACE",
        "checkpatch-ignore: trailing_*",
        "Checkpatch-Ignore:  TRAILING_WHITESPACE  (it is generated)",
    ],
)
def test_a_trailer_holds_back(trailer: str) -> None:
    assert found(mail(trailer)) == []
    assert sum(result.held for result in results(mail(trailer))) == 1


def test_everything_is_shown_on_demand() -> None:
    settings = SETTINGS._replace(suppress=False)
    assert found(mail("Checkpatch-ignore: TRAILING_WHITESPACE, STRCPY"), settings) == [
        ("a.c", 2, "TRAILING_WHITESPACE")
    ]


def test_another_word() -> None:
    settings = SETTINGS._replace(suppression_trailer="Lint-skip")
    assert found(mail("Lint-skip: TRAILING_WHITESPACE"), settings) == []
    assert found(mail("Checkpatch-ignore: TRAILING_WHITESPACE"), settings) == [("a.c", 2, "TRAILING_WHITESPACE")]


def test_what_a_trailer_does_not_need_to_name() -> None:
    assert found(mail("Checkpatch-ignore: TRAILING_WHITESPACE, STRCPY")) == [("-", 8, "UNUSED_SUPPRESSION")]


def test_what_a_trailer_does_not_name_well() -> None:
    assert found(mail("Checkpatch-ignore: TRALING_WHITESPACE")) == [
        ("-", 8, "INVALID_SUPPRESSION"),
        ("a.c", 2, "TRAILING_WHITESPACE"),
    ]


def test_each_patch_of_a_series_has_its_own() -> None:
    trailer = "Checkpatch-ignore: TRAILING_WHITESPACE"
    other = mail(diff=NEW_FILE.replace(b"a.c", b"b.c"))
    assert found(mail(trailer) + other) == [("b.c", 2, "TRAILING_WHITESPACE")]
    order = [result.target.path for result in results(mail(trailer) + other + mail(trailer))]
    assert order == ["-", "a.c", "-", "b.c", "-", "a.c"]


def test_a_fragment_is_not_judged() -> None:
    assert found(mail("Checkpatch-ignore: STRCPY", diff=DIFF)) == [("a.c", 2, "TRAILING_WHITESPACE")]


def test_what_only_strict_users_see_is_of_use_to_them() -> None:
    settings = Settings(types=frozenset({"BIT_MACRO", "UNUSED_SUPPRESSION"}), tree=False)
    diff = NEW_FILE.replace(b"+int c;", b"+#define C (1 << 4)")
    assert found(mail("Checkpatch-ignore: BIT_MACRO", diff=diff), settings) == []
    assert found(mail("Checkpatch-ignore: BIT_MACRO"), settings) == [("-", 8, "UNUSED_SUPPRESSION")]


def test_an_encoded_mail() -> None:
    """What is wrong is said of the line that the text begins in: the trailer itself cannot be pointed at."""
    head, _, body = mail("Checkpatch-ignore: TRAILING_WHITESPACE, STRCPY").partition(b"\n\n")
    encoded = head + b"\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(body)
    assert [code for _, _, code in found(encoded)] == ["UNUSED_SUPPRESSION"]


def test_a_reason_can_be_asked_for() -> None:
    types = frozenset({"TRAILING_WHITESPACE", "UNEXPLAINED_SUPPRESSION"})
    settings = SETTINGS._replace(types=types, require_reason=True)
    assert found(mail("Checkpatch-ignore: TRAILING_WHITESPACE"), settings) == [("-", 8, "UNEXPLAINED_SUPPRESSION")]
    assert found(mail("Checkpatch-ignore: TRAILING_WHITESPACE (generated)"), settings) == []
