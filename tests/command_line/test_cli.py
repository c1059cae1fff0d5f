"""The command from outside: what it prints where, its exit status, and input that nobody should have to expect."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pylint_kernel import __version__
from pylint_kernel.checking.request import COMMANDS
from pylint_kernel.command_line import commands
from pylint_kernel.explain import corpus

KCHECK = [sys.executable, "-m", "pylint_kernel"]
DEMO = corpus.root() / "trees" / "demo"
GOOD = b"// SPDX-License-Identifier: GPL-2.0\nint a;\n"
BAD = b"// SPDX-License-Identifier: GPL-2.0\nint a; \nint b;\n"
FIXED = b"// SPDX-License-Identifier: GPL-2.0\nint a;\nint b;\n"

Run = subprocess.CompletedProcess[bytes]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's home, cache and git configuration."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    for name in ("author", "committer"):
        monkeypatch.setenv(f"GIT_{name.upper()}_NAME", "Ada Example")
        monkeypatch.setenv(f"GIT_{name.upper()}_EMAIL", "ada@example.org")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a clean and a faulty file, which is the current one."""
    (tmp_path / "good.c").write_bytes(GOOD)
    (tmp_path / "bad.c").write_bytes(BAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kcheck(*arguments: str, stdin: bytes = b"", command: list[str] = KCHECK, **settings: Any) -> Run:
    """Run the command; whatever happens, there is no traceback."""
    run = subprocess.run([*command, *arguments], input=stdin, capture_output=True, check=False, **settings)
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    assert run.returncode in (0, 1, 2), run.stderr.decode()
    return run


def git(*arguments: str) -> bytes:
    """Run git in the current directory."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout


@pytest.fixture
def repository(place: Path) -> Path:
    """A git repository with both files in it."""
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "Add two files")
    return place


# -- status and streams


def test_clean(place: Path) -> None:
    run = kcheck("good.c")
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"no findings" in run.stdout


def test_findings(place: Path) -> None:
    run = kcheck("bad.c")
    assert (run.returncode, run.stderr) == (1, b"")
    assert b"bad.c:2:7: error: TRAILING_WHITESPACE" in run.stdout


@pytest.mark.parametrize("command", [["check", "bad.c"], ["bad.c", "--format", "concise"], ["--no-tree", "bad.c"]])
def test_ways_to_say_it(place: Path, command: list[str]) -> None:
    run = kcheck(*command)
    assert run.returncode == 1
    assert b"TRAILING_WHITESPACE" in run.stdout


def test_directory(place: Path) -> None:
    (place / "below").mkdir()
    (place / "below" / "deep.c").write_bytes(BAD)
    (place / "below" / "notes.bin").write_bytes(b"\0\1\2 \n")
    run = kcheck(".")
    assert run.returncode == 1
    assert run.stdout.count(b"TRAILING_WHITESPACE") == 2


def test_exit_zero(place: Path) -> None:
    assert kcheck("--exit-zero", "bad.c").returncode == 0
    assert kcheck("--exit-zero", "missing.c").returncode == 2


def test_quiet(place: Path) -> None:
    assert kcheck("-q", "good.c").stdout == b""
    run = kcheck("-q", "--format", "concise", "bad.c")
    assert len(run.stdout.splitlines()) == 1


def test_version_and_help() -> None:
    assert kcheck("--version").stdout.decode().strip() == f"kcheck {__version__}"
    run = kcheck("--help")
    assert run.returncode == 0
    for word in (b"--fix", b"--git", b"What to check", b"Exit status", b"checkpatch"):
        assert word in run.stdout


@pytest.mark.parametrize("name", sorted({*COMMANDS, "config init", "rule test"} - {"checkpatch"}))
def test_help_of_commands(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main([*name.split(), "--help"]) == 0
    assert f"Usage: kcheck {name} [OPTIONS]" in capsys.readouterr().out


def test_statistics(place: Path) -> None:
    run = kcheck("--statistics", ".")
    assert run.returncode == 1
    assert b"TRAILING_WHITESPACE" in run.stdout
    assert b"bad.c" not in run.stdout


# -- selection


def test_types_and_ignore(place: Path) -> None:
    assert kcheck("--types", "strcpy", "bad.c").returncode == 0
    assert kcheck("--select=STRCPY,TRAILING_WHITESPACE", "bad.c").returncode == 1
    assert kcheck("--ignore", "TRAILING_WHITESPACE", "bad.c").returncode == 0


def test_unknown_type(place: Path) -> None:
    run = kcheck("--types", "TRAILING_WHITESPACES", "bad.c")
    assert run.returncode == 2
    assert b"TRAILING_WHITESPACE?" in run.stderr
    run = kcheck("--ignore", "NO_SUCH_THING_AT_ALL", "bad.c")
    assert run.returncode == 2
    assert b"NO_SUCH_THING_AT_ALL" in run.stderr


# -- formats


def test_several_formats(place: Path) -> None:
    run = kcheck("--format", "concise", "--format", "json=out.json", "--format", "sarif=out.sarif", "bad.c")
    assert run.returncode == 1
    assert b"bad.c:2:7:" in run.stdout
    assert json.loads((place / "out.json").read_bytes())
    assert json.loads((place / "out.sarif").read_bytes())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "nonsense", "bad.c"], b"nonsense"),
        (["--format", "text", "--format", "json", "bad.c"], b"standard output"),
        (["--format", "json=missing/out.json", "bad.c"], b"missing/out.json"),
        (["--fix", "--diff", "bad.c"], b"choose one"),
        (["--unsafe-fixes", "bad.c"], b"--fix"),
        (["--tab-size", "1", "bad.c"], b"--tab-size"),
        (["--jobs", "many", "bad.c"], b"--jobs"),
        (["--root", "missing", "bad.c"], b"missing"),
        (["--no-such-option", "bad.c"], b"--no-such-option"),
    ],
)
def test_wrong_usage(place: Path, arguments: list[str], said: bytes) -> None:
    run = kcheck(*arguments)
    assert run.returncode == 2
    assert said in run.stderr
    assert run.stdout == b""


def test_nothing_named(place: Path) -> None:
    """What is piped in is meant; otherwise there is nothing to do."""
    run = subprocess.run(KCHECK, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert run.returncode == 2
    assert b"nothing to check" in run.stderr
    assert kcheck(stdin=PATCH).returncode == 1


@pytest.mark.parametrize(("choice", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colour(place: Path, choice: str, coloured: bool) -> None:
    assert (b"\x1b[" in kcheck("--color", choice, "bad.c").stdout) == coloured


# -- changes


def test_diff_on_stdin(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD.replace(b"int b;", b"int b; \nint c;"))
    run = kcheck("-", stdin=git("diff"))
    assert run.returncode == 1
    assert run.stdout.count(b"TRAILING_WHITESPACE") == 1
    assert b"bad.c:3:" in run.stdout


def test_staged(repository: Path) -> None:
    assert kcheck("--staged").returncode == 0
    (repository / "good.c").write_bytes(GOOD + b"int b; \n")
    assert kcheck("--staged").returncode == 0
    git("add", "good.c")
    (repository / "good.c").write_bytes(GOOD)
    run = kcheck("--staged")
    assert run.returncode == 1
    assert b"good.c:3:" in run.stdout


def test_new_from(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    run = kcheck("--new-from", "HEAD")
    assert run.returncode == 1
    assert run.stdout.count(b"TRAILING_WHITESPACE") == 1
    assert kcheck("--new-from", "HEAD", "good.c").returncode == 0


def test_commits(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    git("commit", "-qam", "demo: add a variable\n\nIt is not needed.\n\nSigned-off-by: Ada Example <ada@example.org>")
    run = kcheck("-g", "HEAD~1..", "--types", "TRAILING_WHITESPACE")
    assert run.returncode == 1
    assert b"bad.c:4:" in run.stdout
    assert kcheck("-g", "no-such-revision").returncode == 2


def test_stdin_filename(place: Path) -> None:
    run = kcheck("--stdin-filename", "drivers/demo.c", "-", stdin=BAD)
    assert run.returncode == 1
    assert b"drivers/demo.c:2:7:" in run.stdout


# -- repairs


def test_fix(place: Path) -> None:
    os.chmod("bad.c", 0o600)
    run = kcheck("--fix", ".")
    assert run.returncode == 0
    assert (place / "bad.c").read_bytes() == FIXED
    assert (place / "good.c").read_bytes() == GOOD
    assert (place / "bad.c").stat().st_mode & 0o777 == 0o600
    assert b"1 finding fixed" in run.stdout
    assert kcheck("--fix", ".").returncode == 0


def test_fix_reports_what_is_left(place: Path) -> None:
    (place / "bad.c").write_bytes(BAD + b"void f(char *a, char *b)\n{\n\tstrcpy(a, b);\n}\n")
    run = kcheck("--fix", "bad.c")
    assert run.returncode == 1
    assert b"STRCPY" in run.stdout
    assert b"error: TRAILING_WHITESPACE" not in run.stdout


def test_fix_changed_lines_only(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    kcheck("--fix", "--new-from", "HEAD")
    assert (repository / "bad.c").read_bytes() == BAD + b"int c;\n"


def test_diff_can_be_applied(repository: Path) -> None:
    (repository / "sub dir").mkdir()
    (repository / "sub dir" / "crlf.c").write_bytes(BAD.replace(b"\n", b"\r\n"))
    (repository / "no newline.c").write_bytes(BAD + b"int d; ")
    before = {path: path.read_bytes() for path in repository.rglob("*.c")}
    run = kcheck("--diff", "--types", "TRAILING_WHITESPACE", ".")
    assert run.returncode == 1
    assert {path: path.read_bytes() for path in repository.rglob("*.c")} == before
    Path("fix.patch").write_bytes(run.stdout)
    git("apply", "fix.patch")
    after = {path: path.read_bytes() for path in repository.rglob("*.c")}
    assert after[repository / "bad.c"] == FIXED
    assert after[repository / "sub dir" / "crlf.c"] == FIXED.replace(b"\n", b"\r\n")
    assert after[repository / "no newline.c"] == FIXED + b"int d;"
    run = kcheck("--diff", "--types", "TRAILING_WHITESPACE", ".")
    assert (run.returncode, run.stdout) == (0, b"")


def test_diff_of_the_demo_is_what_fix_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for path in DEMO.iterdir():
            (tmp_path / name / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path / "one")
    patch = kcheck("--diff", "--unsafe-fixes", ".").stdout
    subprocess.run(["patch", "-p1", "-s"], input=patch, check=True)
    monkeypatch.chdir(tmp_path / "two")
    kcheck("--fix", "--unsafe-fixes", ".")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_fix_cannot_write(place: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    place.chmod(0o500)
    run = kcheck("--fix", ".")
    place.chmod(0o700)
    assert run.returncode == 2
    assert b"bad.c: not fixed" in run.stderr
    assert (place / "bad.c").read_bytes() == BAD


# -- bad input


def test_missing_file(place: Path) -> None:
    run = kcheck("missing.c", "bad.c")
    assert run.returncode == 2
    assert b"missing.c: No such file or directory" in run.stderr
    assert b"bad.c:2:7:" in run.stdout


@pytest.mark.parametrize("name", ["\x1b[2J.c", "new\nline.c", "\udcff.c", "-dash.c", "blank here.c", "\u202e.c"])
def test_odd_names(place: Path, name: str) -> None:
    """They are found, they can be repaired, and the terminal obeys none of them."""
    (place / name).write_bytes(BAD)
    run = kcheck("--", name)
    assert run.returncode == 1
    assert b"\x1b" not in run.stdout
    assert len(run.stdout.split(b"\n")) == 8
    assert kcheck("--fix", "--", name).returncode == 0
    assert (place / name).read_bytes() == FIXED
    (place / name).unlink()
    run = kcheck("--", name)
    assert run.returncode == 2
    assert b"\x1b" not in run.stderr
    assert run.stderr.count(b"\n") == 1


def test_unreadable_file(place: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    os.chmod("good.c", 0)
    run = kcheck("good.c", "bad.c")
    assert run.returncode == 2
    assert b"good.c: Permission denied" in run.stderr
    assert b"bad.c:2:7:" in run.stdout


def test_directory_without_sources(place: Path) -> None:
    (place / "empty").mkdir()
    run = kcheck("empty", "bad.c")
    assert run.returncode == 2
    assert b"empty" in run.stderr
    assert b"bad.c:2:7:" in run.stdout


def test_symlink_loops(place: Path) -> None:
    (place / "below").mkdir()
    (place / "below" / "up").symlink_to("..")
    (place / "self.c").symlink_to("self.c")
    (place / "dangling.c").symlink_to("nowhere.c")
    assert kcheck(".").stdout.count(b"TRAILING_WHITESPACE") == 1
    run = kcheck("self.c", "bad.c")
    assert run.returncode == 2
    assert b"self.c" in run.stderr
    assert b"bad.c:2:7:" in run.stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.c", b""),
        ("newline.c", b"\n"),
        ("invalid.c", GOOD + b"/* \xff\xfe\xc3\x28 */\nchar *a = \"\x80\";\n"),
        ("bom.c", b"\xef\xbb\xbf" + GOOD),
        ("crlf.c", GOOD.replace(b"\n", b"\r\n")),
        ("cr.c", GOOD.replace(b"\n", b"\r")),
        ("unterminated.c", b"/* never closed\nint a;\n"),
        ("quote.c", b'char *a = "never closed;\nint a;\n'),
        ("parentheses.c", b"int a = " + b"(" * 5000 + b"1" + b")" * 5000 + b";\n"),
        ("unbalanced.c", b"int a = " + b"(" * 5000 + b";\n"),
        ("braces.c", b"void f(void)\n" + b"{" * 5000 + b"}" * 5000 + b"\n"),
        ("ifs.c", b"void f(void)\n{\n" + b"if (a) " * 3000 + b";\n}\n"),
        ("elses.c", b"void f(void)\n{\n" + b"if (a) b(); else " * 3000 + b";\n}\n"),
        ("conditions.c", b"int a = " + b"b ? c : " * 3000 + b"d;\n"),
        ("directives.c", b"#if A\n" * 2000 + b"int a;\n" + b"#endif\n" * 2000),
        ("continuations.c", b"#define A \\\n" * 5000 + b"\n"),
        ("Kconfig", b"config \xff\nhelp\n"),
        ("broken.dts", b"/dts-v1/;\n" + b"/ {" * 3000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_odd_content(place: Path, name: str, content: bytes) -> None:
    (place / name).write_bytes(content)
    is_too_deep = name in ("parentheses.c", "unbalanced.c")
    run = kcheck("--strict", "--unsafe-fixes", "--diff", name, timeout=60)
    assert run.returncode in ((2,) if is_too_deep else (0, 1)), run.stderr.decode()
    run = kcheck("--strict", "--format", "json", name, "bad.c", timeout=60)
    assert run.returncode == (2 if is_too_deep else 1), run.stderr.decode()
    assert (b"too complex to be parsed" in run.stderr) == is_too_deep
    assert any("too complex" in failure for failure in json.loads(run.stdout)["failures"]) == is_too_deep
    assert b"INTERNAL_ERROR" not in run.stdout
    assert b"bad.c" in run.stdout


@pytest.mark.parametrize("content", [GOOD + b"\0\n", GOOD.decode().encode("utf-16"), bytes(range(256)) * 64])
def test_binary_files(place: Path, content: bytes) -> None:
    (place / "binary.c").write_bytes(content)
    run = kcheck("binary.c", "bad.c")
    assert run.returncode == 2
    assert run.stderr == b"kcheck: binary.c: binary file\n"
    assert b"bad.c:2:7:" in run.stdout


PIECES = [b"a", b" ", b"\t", b"a ", b"(", b"a+", b"/", b"*", b'"', b"'", b"\\", b"#", b"a,", b"/* */", b"-> ", b"{}"]


@pytest.mark.parametrize("piece", PIECES)
def test_long_lines(place: Path, piece: bytes) -> None:
    """What is still looked at takes time in proportion to its length."""
    (place / "long.c").write_bytes(GOOD + b"int a = " + piece * (100_000 // len(piece)) + b";\n")
    run = kcheck("--strict", "--format", "concise", "long.c", timeout=20)
    assert run.returncode in (0, 1) or b"too complex to be parsed" in run.stderr, run.stderr.decode()
    assert b"internal error" not in run.stderr


def test_a_line_of_ten_megabytes(place: Path) -> None:
    line = b"int a" + b" + a" * 2_500_000 + b";\n"
    (place / "long.c").write_bytes(GOOD + line)
    run = kcheck("long.c", "bad.c", timeout=20)
    assert run.returncode == 2
    assert run.stderr == b"kcheck: long.c: line 3 is longer than 128 KiB\n"
    assert b"bad.c:2:7:" in run.stdout
    run = kcheck("-", stdin=PATCH.replace(b"+int b; \n", b"+" + line), timeout=20)
    assert run.returncode == 2


PATCH = b"""\
diff --git a/good.c b/good.c
index 0000001..0000002 100644
--- a/good.c
+++ b/good.c
@@ -1,2 +1,3 @@
 // SPDX-License-Identifier: GPL-2.0
 int a;
+int b;\x20
"""
SECOND = b"""\
diff --git a/other.c b/other.c
--- a/other.c
+++ b/other.c
@@ -10,2 +10,3 @@ int other(void)
 \tint a;
 \tint b;
+\tint c;\x20
"""


@pytest.mark.parametrize(
    "change",
    [
        lambda patch: patch[: len(patch) // 2],
        lambda patch: patch[: patch.index(b"@@")],
        lambda patch: patch.replace(b"@@ -1,2 +1,3 @@", b"@@ -1,20 +1,30 @@"),
        lambda patch: patch.replace(b"@@ -1,2 +1,3 @@", b"@@ -7,2 +5,3 @@"),
        lambda patch: patch.replace(b"@@ -1,2 +1,3 @@", b"@@ -x,y @@"),
        lambda patch: b"".join(reversed(patch.splitlines(keepends=True))),
        lambda patch: patch.replace(b"\n int", b"\nint"),
        lambda patch: patch.replace(b"\n", b"\r\n"),
        lambda patch: patch.replace(b"good.c", b"../../../etc/passwd"),
        lambda patch: patch.replace(b"int b", b"\0\xff"),
        lambda patch: b"no patch at all\n",
        lambda patch: b"",
    ],
)
def test_damaged_patches(place: Path, change: Callable[[bytes], bytes]) -> None:
    (place / "a.patch").write_bytes(change(PATCH))
    kcheck("a.patch", timeout=60)
    run = kcheck("-", "bad.c", stdin=change(PATCH), timeout=60)
    assert b"bad.c:2:7:" in run.stdout


def test_patch_for_a_file_that_is_not_there(place: Path) -> None:
    run = kcheck("-", stdin=PATCH + SECOND)
    assert run.returncode == 1
    assert run.stdout.count(b"TRAILING_WHITESPACE") == 2
    assert b"other.c:12:" in run.stdout


# -- streams that close, users who lose patience


def many(place: Path, count: int, content: bytes) -> None:
    """Many files."""
    for number in range(count):
        (place / f"many{number}.c").write_bytes(content)


def test_closed_pipe(place: Path) -> None:
    many(place, 50, BAD * 100)
    for jobs in ("1", "2"):
        run = subprocess.Popen([*KCHECK, "-j", jobs, "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert run.stdout
        assert run.stderr
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(30) == 141


@pytest.mark.parametrize("close", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams(place: Path, close: str) -> None:
    """Closed before the command began."""
    command = " ".join([*KCHECK, "bad.c", close])
    assert subprocess.run(["sh", "-c", command], check=False, timeout=30).returncode == 1


def test_full_disk(place: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    run = subprocess.run(["sh", "-c", " ".join([*KCHECK, "bad.c", "> /dev/full"])], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (2, b"kcheck: error: No space left on device\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt(place: Path, jobs: str) -> None:
    many(place, 40, b"void f(void)\n{\n" + b"\ta = b + c * (d - e); \n" * 3000 + b"}\n")
    run = subprocess.Popen(
        [*KCHECK, "--fix", "-j", jobs, "--types", "TRAILING_WHITESPACE", "."], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    time.sleep(1)
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    assert errors == b"kcheck: interrupted\n"
    for path in place.glob("many*.c"):
        assert path.read_bytes().count(b"\n") == 3003, "half a file"
    assert not list(place.glob(".kcheck-*"))
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


def test_clean_drops_the_cache() -> None:
    run = kcheck("clean")
    assert (run.returncode, run.stdout) == (0, b"the cache is empty\n")


def test_rule() -> None:
    run = kcheck("rule", "STRCPY")
    assert run.returncode == 0
    assert b"strscpy" in run.stdout
    assert kcheck("rule", "NO_SUCH_TYPE").returncode == 2


@pytest.mark.parametrize("form", ["text", "concise", "checkpatch", "statistics"])
def test_no_line_is_an_order_to_a_log(form: str, tmp_path: Path) -> None:
    name = "::error file=a,line=1::b.c"
    (tmp_path / name).write_text("int a ;\n::warning::c ;\n##[error]d ;\n")
    (tmp_path / "a.patch").write_text(
        "From: A <a@example.org>\nSubject: ::error::a\n\n::error::"
        + "word " * 30
        + "\n---\n a | 1 +\n\ndiff --git a/a b/a\n"
    )
    for file in (f"./{name}", name, "a.patch"):
        run = kcheck("--strict", "--format", form, file, cwd=tmp_path)
        lines = [line.lstrip() for line in run.stdout.split(b"\n") + run.stderr.split(b"\n")]
        assert not [line for line in lines if line.startswith(b"::") or b"##[" in line]


def test_strictness_that_nobody_asked_for_is_said(place: Path) -> None:
    staging = place / "drivers" / "staging"
    staging.mkdir(parents=True)
    (staging / "new.c").write_bytes(b"// SPDX-License-Identifier: GPL-2.0\nint f(void)\n{\n\n\treturn 1;\n}\n")
    said = b"1 check below drivers/staging, where checks are shown without --strict"
    assert said in kcheck("drivers").stdout
    assert said not in kcheck("--strict", "drivers").stdout
    assert said not in kcheck("--min-level", "warning", "drivers").stdout
