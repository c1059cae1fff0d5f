"""A series of patches: what earlier ones add counts for the later ones, and results come patch by patch."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from tests.support import KERNEL

BINDINGS = "Documentation/devicetree/bindings"
TYPES = frozenset({"UNDOCUMENTED_DT_STRING", "UNDOCUMENTED_SETUP", "TRAILING_WHITESPACE"})


def added(path: str, *lines: str) -> str:
    """The diff of a new file."""
    head = (
        f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{len(lines)} @@\n"
    )
    return head + "".join(f"+{line}\n" for line in lines)


def changed(path: str, *lines: str) -> str:
    """The diff of a file that gets more lines at its end."""
    head = f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -900,1 +900,{len(lines) + 1} @@\n old\n"
    return head + "".join(f"+{line}\n" for line in lines)


def mail(subject: str, *diffs: str) -> str:
    return (
        "From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001\n"
        f"From: A Person <a@example.org>\nSubject: [PATCH] {subject}\n\nWhy.\n\n"
        f"Signed-off-by: A Person <a@example.org>\n---\n{''.join(diffs)}-- \n2.39.5\n\n"
    )


BINDING = added(f"{BINDINGS}/frog.yaml", "compatible:", "  const: pond,frog", "  const: acme,frog")
VENDOR = changed(f"{BINDINGS}/vendor-prefixes.yaml", '  "^pond,.*":', "    description: Pond Inc.")
DRIVER = added("drivers/frog.c", 'static const struct of_device_id f[] = { { .compatible = "pond,frog" }, {} };')
PARAMETER = changed("Documentation/admin-guide/kernel-parameters.txt", "\tfrogs=\t[KNL] how many")
SETUP = added("drivers/setup.c", '__setup("frogs=", count_frogs);')


def found(*arguments: str, stdin: str = "") -> list[tuple[str, str]]:
    """Where something is found, and what."""
    settings = Settings(strict=True, types=TYPES, root=KERNEL)
    request = Request(paths=arguments or ("-",), settings=settings)
    result = []
    for target in inputs.collect(request, io.BytesIO(stdin.encode())):
        assert isinstance(target, Target), target
        result += [(target.path, one.message) for one in runner.run_target(target, settings).findings]
    return result


def test_nobody_documents_it() -> None:
    messages = [message for _, message in found(stdin=mail("drivers", DRIVER, SETUP))]
    assert len(messages) == 3, messages


def test_earlier_patches_document_it() -> None:
    series = (
        mail("binding", BINDING) + mail("vendor", VENDOR) + mail("drivers", DRIVER) + mail("setup", PARAMETER, SETUP)
    )
    assert found(stdin=series) == []


def test_the_patch_itself_documents_it() -> None:
    assert found(stdin=mail("all", DRIVER, SETUP, BINDING, VENDOR, PARAMETER)) == []


def test_a_later_patch_is_too_late() -> None:
    messages = [message for _, message in found(stdin=mail("drivers", DRIVER) + mail("binding", BINDING))]
    assert len(messages) == 2


def test_the_prefix_of_a_vendor_is_documented_apart() -> None:
    (message,) = [message for _, message in found(stdin=mail("both", BINDING, DRIVER))]
    assert "prefix pond" in message


def test_without_a_tree_nothing_is_said() -> None:
    settings = Settings(strict=True, types=frozenset({"UNDOCUMENTED_DT_STRING"}), tree=False)
    stream = io.BytesIO(mail("both", VENDOR, BINDING, DRIVER.replace("pond,frog", "acme,toad")).encode())
    for target in inputs.collect(Request(paths=("-",), settings=settings), stream):
        assert isinstance(target, Target)
        assert runner.run_target(target, settings).findings == []


def test_removed_lines_document_nothing() -> None:
    removed = BINDING.replace("+  const", "-  const").replace("-0,0 +1,3", "-1,2 +1,1")
    assert len(found(stdin=mail("both", removed, DRIVER))) == 2


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with a series, whose last patch builds on one before it."""
    change = (
        "diff --git a/lib/a.c b/lib/a.c\n--- a/lib/a.c\n+++ b/lib/a.c\n@@ -1,2 +1,3 @@\n int a;\n+int c; \n int b;\n"
    )
    patches = [
        mail("binding", BINDING, VENDOR),
        mail("drivers", DRIVER),
        mail("new file", added("lib/a.c", "int a;", "int b;")),
        mail("c\u00f6unt", change),
    ]
    for number, patch in enumerate(patches, 1):
        (tmp_path / f"{number:04}-demo.patch").write_text(patch)
    return tmp_path


def test_directory(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(directory)
    assert found(".") == [("lib/a.c", "trailing whitespace")]
    settings = Settings(types=TYPES)
    last = list(inputs.collect(Request(paths=(".",), settings=settings)))[-1]
    assert isinstance(last, Target)
    assert last.patch == "0004-demo.patch: [PATCH] c\u00f6unt"
    assert not last.partial, "the file that an earlier patch of the series makes is known"


def kcheck(place: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pylint_kernel", "--types=TRAILING_WHITESPACE,COMMIT_MESSAGE", *arguments]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, cwd=place, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 1, run.stderr
    return run.stdout


def test_results_come_patch_by_patch(directory: Path) -> None:
    lines = kcheck(directory, ".").splitlines()
    assert lines[0] == "-- 0004-demo.patch: [PATCH] c\u00f6unt"
    assert lines[2].startswith("lib/a.c:2:7: ")
    assert lines[-2] == "1 error in 1 of 9 files and messages"
    (one,) = json.loads(kcheck(directory, "--format=json", "."))["findings"]
    assert one["patch"] == "0004-demo.patch: [PATCH] c\u00f6unt"


def test_one_patch_has_no_heading(directory: Path) -> None:
    assert kcheck(directory, "0004-demo.patch").startswith("lib/a.c:2:7: ")
    (one,) = json.loads(kcheck(directory, "--format=json", "0004-demo.patch"))["findings"]
    assert one["patch"] is None
