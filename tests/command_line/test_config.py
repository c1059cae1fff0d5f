"""Configuration from outside: what a file in the tree changes about a run, and ``kcheck config``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line.test_cli import BAD, GOOD, git, kcheck, own_home, place, repository

__all__ = ["own_home", "place", "repository"]


def configure(place: Path, text: str, name: str = ".kcheck.toml") -> None:
    """Write a configuration."""
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text)


def test_ignore_and_the_command_line(place: Path) -> None:
    configure(place, 'ignore = ["TRAILING_WHITESPACE"]\n')
    assert kcheck("bad.c").returncode == 0
    assert kcheck("-q", "bad.c").returncode == 0
    assert kcheck("--select", "TRAILING_WHITESPACE", "bad.c").returncode == 1
    assert kcheck("--no-config", "bad.c").returncode == 1


def test_select_takes_ignored_types_away(place: Path) -> None:
    assert kcheck("--select", "layout", "--ignore", "TRAILING_WHITESPACE", "bad.c").returncode == 0


def test_checkpatch_conf_counts(place: Path) -> None:
    configure(place, "--ignore TRAILING_WHITESPACE\n", ".checkpatch.conf")
    assert kcheck("bad.c").returncode == 0
    assert kcheck("checkpatch", "--no-tree", "-f", "bad.c").returncode == 0


def test_each_file_by_its_own_configuration(place: Path) -> None:
    for number in range(8):
        (place / str(number)).mkdir()
        (place / str(number) / "x.c").write_bytes(BAD)
        if number % 2:
            configure(place, 'ignore = ["TRAILING_WHITESPACE"]\n', f"{number}/.kcheck.toml")
    run = kcheck("--format", "concise", "-q", "-j", "2", *"01234567")
    assert [line.split(b"/")[0] for line in run.stdout.splitlines()] == [b"0", b"2", b"4", b"6"]


def test_levels(place: Path) -> None:
    configure(place, '[level]\nTRAILING_WHITESPACE = "check"\n')
    assert kcheck("bad.c").returncode == 0
    assert b"check: TRAILING_WHITESPACE" in kcheck("--strict", "bad.c").stdout
    configure(place, '[level]\nlayout = "warning"\n')
    assert b"warning: TRAILING_WHITESPACE" in kcheck("bad.c").stdout


def test_unfixable(place: Path) -> None:
    configure(place, 'unfixable = ["TRAILING_WHITESPACE"]\n')
    run = kcheck("--fix", "bad.c")
    assert run.returncode == 1
    assert b"[*]" not in run.stdout
    assert (place / "bad.c").read_bytes() == BAD


def test_exclude(place: Path) -> None:
    (place / "vendor").mkdir()
    (place / "vendor" / "x.c").write_bytes(BAD)
    (place / "bad.c").write_bytes(GOOD)
    configure(place, 'exclude = ["vendor"]\n')
    assert kcheck(".").returncode == 0
    run = kcheck("vendor/x.c")
    assert run.returncode == 0
    assert run.stderr.decode() == f"kcheck: vendor/x.c: excluded by {place}/.kcheck.toml:1\n"
    assert kcheck("vendor").returncode == 0
    assert kcheck("--no-config", ".").returncode == 1
    assert kcheck("--no-config", "--exclude", "vendor", ".").returncode == 0


def test_exclude_in_changes(repository: Path) -> None:
    configure(repository, 'exclude = ["bad.c", "new.c"]\n')
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    (repository / "new.c").write_bytes(BAD)
    for arguments, stdin in ((["--new-from", "HEAD"], b""), (["-"], git("diff"))):
        assert kcheck(*arguments, stdin=stdin).returncode == 0
        assert kcheck("--no-config", *arguments, stdin=stdin).returncode == 1


def test_commits_by_what_is_configured_here(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    git("commit", "-qam", "demo")
    configure(repository, 'select = ["TRAILING_WHITESPACE"]\n')
    assert kcheck("--format", "concise", "-q", "-g", "HEAD").stdout.startswith(b"bad.c:4:7: error: TRAILING_WHITESPACE")
    configure(repository, 'select = ["MISSING_SIGN_OFF"]\n')
    assert b"MISSING_SIGN_OFF" in kcheck("-g", "HEAD").stdout


def test_format(place: Path) -> None:
    configure(place, 'format = "jsonl"\n')
    assert kcheck("bad.c").stdout.startswith(b"{")
    assert kcheck("--no-strict", "bad.c").stdout.startswith(b"{")
    assert not kcheck("--format", "concise", "bad.c").stdout.startswith(b"{")
    assert kcheck("--statistics", "bad.c").stdout.lstrip().startswith(b"1")


def test_a_configuration_that_cannot_be_used(repository: Path) -> None:
    configure(repository, "ignor = []\n")
    message = f"{repository}/.kcheck.toml:1: there is no key 'ignor' (did you mean ignore?)"
    for arguments in (["."], ["bad.c"], ["-g", "HEAD"], ["--staged"], ["--fix", "bad.c"], ["-"]):
        run = kcheck(*arguments, stdin=b"int a;\n")
        assert (run.returncode, run.stdout) == (2, b"")
        assert run.stderr.decode() == f"kcheck: {message}\n"
    assert kcheck("--no-config", "good.c").returncode == 0
    run = kcheck("config", "good.c")
    assert (run.returncode, run.stderr.decode()) == (2, f"Error: {message}\n")


def test_nothing_is_imported_for_no_configuration(place: Path) -> None:
    code = (
        "import sys; from pylint_kernel.command_line.entry import main; main('kcheck', ['good.c']);"
        "print(sorted({'tomllib', 'click', 'difflib', 'pylint_kernel.configuration.schema'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout.splitlines()[-1] == b"[]"


# -- kcheck config


def test_config(place: Path) -> None:
    configure(place, 'max-line-length = 80\nexclude = ["good.c"]\n')
    lines = kcheck("config", "bad.c").stdout.decode().splitlines()
    assert lines[0] == "# What holds for bad.c"
    assert any(line.split() == ["max-line-length", "=", "80", "#", f"{place}/.kcheck.toml:1"] for line in lines)
    assert kcheck("config").stdout.decode().splitlines()[1:] == lines[1:]
    assert f"excluded by {place}/.kcheck.toml:2" in kcheck("config", "good.c").stdout.decode()


def test_config_of_another_file(place: Path) -> None:
    configure(place, "tab-size = 4\n", "other.toml")
    assert f"{place}/other.toml:1".encode() in kcheck("config", "--config", str(place / "other.toml"), "bad.c").stdout
    assert kcheck("--config", "other.toml", "bad.c").returncode == 1
    assert kcheck("--config", "missing.toml", "bad.c").returncode == 2


@pytest.mark.parametrize("conf", ["", "--ignore TRAILING_WHITESPACE\n--emacs\n"])
def test_config_init(place: Path, conf: str) -> None:
    if conf:
        configure(place, conf, ".checkpatch.conf")
    printed = kcheck("config", "init", "--stdout").stdout.decode()
    assert not (place / ".kcheck.toml").exists()
    assert kcheck("config", "init").returncode == 0
    assert (place / ".kcheck.toml").read_text() == printed
    assert kcheck("bad.c").returncode == (0 if conf else 1)
    again = kcheck("config", "init")
    assert again.returncode == 2
    assert b"is there already" in again.stderr
    assert kcheck("config", "init", "nowhere").returncode == 2
