"""The drop-in for checkpatch.pl: how it reads options, what it prints where, and how the tools that call it call it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pylint_kernel.command_line.checkpatch_options import OptionError, UsageError, read
from pylint_kernel.explain import corpus
from tests.command_line.test_cli import BAD, FIXED, GOOD, KCHECK, Run, git, kcheck, own_home

__all__ = ["own_home"]

TREE = corpus.root() / "trees" / "linux"
SPACES = "--types=TRAILING_WHITESPACE"
MAIL = b"""\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Ada Example <ada@example.org>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: [PATCH] demo: add a variable

It is needed for something that is explained
in these two lines.

Signed-off-by: Ada Example <ada@example.org>
---
 drivers/demo.c | 1 +
 1 file changed, 1 insertion(+)

diff --git a/drivers/demo.c b/drivers/demo.c
index 111111111111..222222222222 100644
--- a/drivers/demo.c
+++ b/drivers/demo.c
@@ -10,2 +10,3 @@ int demo(void)
 \tint a;
 \tint b;
+\tint c;\x20
--\x20
2.40.0

"""
COMBINED = b"""\
diff --cc drivers/demo.c
index 1111111,2222222..3333333
--- a/drivers/demo.c
+++ b/drivers/demo.c
@@@ -1,1 -1,1 +1,2 @@@
  int a;
++int b;
"""
CLEAN_MAIL = MAIL.replace(b"int c; ", b"int c;")
#: As it is written after a repair: nobody knows the file's new id.
REPAIRED_MAIL = re.sub(rb"\nindex [^\n]*", b"", CLEAN_MAIL)
UNSIGNED_MAIL = CLEAN_MAIL.replace(b"Signed-off-by: Ada Example <ada@example.org>\n", b"")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with two files and two mails, which is the current one."""
    for name, content in {"good.c": GOOD, "bad.c": BAD, "bad.patch": MAIL, "good.patch": CLEAN_MAIL}.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checkpatch(*arguments: str, stdin: bytes = b"", statuses: tuple[int, ...] = (0, 1, 2)) -> Run:
    """Run the drop-in; nothing is ever left unsaid by a traceback."""
    run = subprocess.run([*KCHECK, "checkpatch", *arguments], input=stdin, capture_output=True, check=False)
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    assert run.returncode in statuses, run.stderr.decode()
    return run


# -- options


@pytest.mark.parametrize(
    "arguments",
    [
        ["--strict", "--no-tree", "-f", "a.c"],
        ["-strict", "-notree", "-file", "a.c"],
        ["--STRICT", "--No-Tree", "-F", "a.c"],
        ["a.c", "--subjective", "--no-tree", "--file"],
        ["--no-strict", "--notree", "--strict", "--file", "--", "a.c"],
    ],
)
def test_spellings_of_flags(arguments: list[str]) -> None:
    choices = read(arguments)
    assert choices.files == ["a.c"]
    assert choices.has("file")
    assert choices.settings.strict
    assert not choices.settings.tree


@pytest.mark.parametrize("arguments", [["--max-line-length", "80"], ["--max-line-length=80"], ["-max-line-length=80"]])
def test_spellings_of_values(arguments: list[str]) -> None:
    assert read(arguments).settings.limits.max_line_length == 80


def test_repeated_lists_add_up() -> None:
    choices = read(["--ignore", "spacing,Long_Line", "--ignore=CAMELCASE", "-q", "--quiet"])
    assert {"SPACING", "LONG_LINE", "LONG_LINE_STRING", "CAMELCASE"} <= choices.settings.ignore
    assert choices.layout.quiet == 2


def test_colour_takes_no_word_behind_a_blank() -> None:
    assert read(["--color", "always"]).files == ["always"]
    assert read(["--color=always", "a.c"]).values["color"] == "always"


@pytest.mark.parametrize("word", ["always", "ALWAYS", "Always", "0"])
def test_spellings_of_colour(word: str) -> None:
    assert read([f"--color={word}"]).values["color"] == "always"
    assert read([f"--color={word}", "--color"]).values["color"] == "auto"
    assert read(["--color=1"]).values["color"] == "never"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--stri"], ["-qf"], ["--strict=1"], ["--tab-size=x"], ["a.c", "--ignore"], ["--ignore="], ["--types="],
        ["--root="],
        ["--color="], ["--no-help"], ["--no-quiet"], ["--max-line-length="],
    ],
)  # fmt: skip
def test_unknown_options(arguments: list[str]) -> None:
    with pytest.raises(OptionError):
        read(arguments)


@pytest.mark.parametrize(
    "arguments", [["--tab-size=1"], ["--color=blue"], ["--terse", "--verbose"], ["-g", "-f"], ["-g", "--fix", "HEAD"]]
)
def test_contradictions(arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        read(arguments)


def test_configuration_file(place: Path) -> None:
    (place / ".checkpatch.conf").write_text('--no-tree # none here\n--ignore "SPACING"\n--max-line-length=80 --emacs\n')
    choices = read(["--max-line-length=90", "--ignore", "CAMELCASE"])
    assert choices.settings.limits.max_line_length == 90
    assert not choices.settings.tree
    assert choices.layout.emacs
    assert choices.layout.ignore == ('"SPACING"', "CAMELCASE")
    assert choices.settings.ignore.issuperset(choices.layout.ignore)


def test_suppressions_count(place: Path) -> None:
    """They say nothing of themselves: checkpatch has no such types."""
    code = "// SPDX-License-Identifier: GPL-2.0\nint a; /* kcheck: ignore[TRAILING_WHITESPACE] why */ \n"
    (place / "a.c").write_text(code + "int b; /* kcheck: ignore[TRAILING_WHITESPACE, NOTHING] */\n")
    run = checkpatch("--no-tree", "-f", "a.c")
    assert run.returncode == 0, run.stdout


def test_directory_of_the_configuration_file(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / ".checkpatch.conf").write_text("--max-line-length=80")
    monkeypatch.setenv("CHECKPATCH_CONFIG_DIR", str(place / "conf"))
    assert read([]).settings.limits.max_line_length == 80
    assert "CHECKPATCH_CONFIG_DIR" in capsys.readouterr().err
    (place / "conf").mkdir()
    (place / "conf" / ".checkpatch.conf").write_text("--max-line-length=90")
    assert read([]).settings.limits.max_line_length == 90
    assert not capsys.readouterr().err


def test_comments_of_licences() -> None:
    assert read(["--spdx-cxx-comments"]).settings.limits.spdx_cxx_comments
    assert not read(["--no-spdx-cxx-comments"]).settings.limits.spdx_cxx_comments


def test_every_option_of_checkpatch_is_there() -> None:
    """The names that its help text lists."""
    flags = "quiet verbose patch emacs terse showfile git file subjective strict list-types show-types mailback fix"
    flags += " summary-file fix-inplace ignore-perl-version codespell no-tree no-signoff no-fixes-tag no-summary help"
    for name in flags.split():
        read([f"--{name}"] if name not in ("git", "fix", "file") else [f"--{name}", "x"])
    for name in "root debug test-only codespellfile typedefsfile kconfig-prefix types ignore".split():
        read([f"--{name}", "x"])


# -- status


def test_status(place: Path) -> None:
    assert checkpatch("--no-tree", SPACES, "-f", "good.c").returncode == 0
    assert checkpatch("--no-tree", SPACES, "-f", "bad.c").returncode == 1
    assert checkpatch("--no-tree", "--nonsense", "-f", "good.c").returncode == 1
    assert checkpatch("--no-tree", "--tab-size=1", "-f", "good.c").returncode == 2
    assert checkpatch("--no-tree", SPACES, "missing.patch").returncode == 2
    assert checkpatch("--no-tree", "--types=NO_SUCH_TYPE", "-f", "bad.c").returncode == 0


def test_a_tree_is_needed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = checkpatch("-f", "bad.c")
    assert run.returncode == 2
    assert b"--no-tree" in run.stdout
    assert checkpatch(f"--root={TREE}", SPACES, "-f", "bad.c").returncode == 1
    assert checkpatch("--root=missing", "-f", "bad.c").returncode == 2
    monkeypatch.chdir(TREE)
    assert checkpatch(SPACES, "-f", str(place / "good.c")).returncode == 0


def test_trees_of_other_projects(place: Path) -> None:
    """Projects that have a checkpatch.pl of their own know their trees by it."""
    for name in ("src/jtag", "src/flash", "tcl/target", "tools/scripts"):
        (place / name).mkdir(parents=True)
    assert checkpatch(SPACES, "-f", "bad.c").returncode == 1
    script = place / "tools" / "scripts" / "checkpatch.pl"
    script.write_text(f"#!{sys.executable}\nfrom pylint_kernel.command_line.entry import entry\nentry()\n")
    script.chmod(0o755)
    run = kcheck(SPACES, "-f", "../../bad.c", command=[str(script)], cwd=script.parent)
    assert run.returncode == 1
    assert b"ERROR: trailing whitespace" in run.stdout


def test_places_in_a_message_with_showfile(place: Path) -> None:
    """There is no file yet; checkpatch counts on from where the last hunk begins, here at line 10."""
    mail = CLEAN_MAIL.replace(b"in these two lines.\n", b"in these two lines.\n\n# a comment\n  indented\n# another\n")
    run = checkpatch("--no-tree", "--showfile", "--terse", "--types=COMMIT_COMMENT_SYMBOL", stdin=mail)
    assert [line.split(b" ")[0] for line in run.stdout.splitlines()[:2]] == [b":11:", b":12:"]


def test_the_subject_of_a_mail_whose_headers_are_damaged() -> None:
    mail = CLEAN_MAIL.replace(b"Date:", b"*/\nDate:")
    run = checkpatch("--no-tree", SPACES, stdin=mail)
    assert b'"[PATCH] demo: add a variable" has no obvious style problems' in run.stdout


def test_an_empty_file_is_passed_over(place: Path) -> None:
    (place / "empty.c").write_bytes(b"")
    run = checkpatch("--no-tree", "-f", "empty.c")
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_help_and_types() -> None:
    for option in ("-h", "--help", "--version"):
        run = checkpatch(option)
        assert run.returncode == 0
        # What editors and scripts look for.
        assert re.search(rb"Version: (\d+\.\d+)", run.stdout)
        assert b"--typedefsfile" in run.stdout
    run = checkpatch("--list-types")
    assert run.returncode == 0
    assert run.stdout.startswith(b"#\tMessage type\n\n1\t")
    assert {b"TEST_TYPE", b"TEST_NOT_TYPE", b"TEST_ATTR", b"TEST_NOT_ATTR"} <= set(run.stdout.split())
    assert re.search(rb"^\d+\tTRAILING_WHITESPACE$", run.stdout, re.MULTILINE)


# -- under its name


def test_called_checkpatch(place: Path) -> None:
    """As scripts/checkpatch.pl of a tree, it takes that tree."""
    script = place / "checkpatch.pl"
    script.write_text(f"#!{sys.executable}\nfrom pylint_kernel.command_line.entry import entry\nentry()\n")
    script.chmod(0o755)
    run = kcheck("--no-tree", "--terse", SPACES, "-f", "bad.c", command=[str(script)])
    assert run.stdout == b"bad.c:2: ERROR: trailing whitespace\ntotal: 1 errors, 0 warnings, 3 lines checked\n"


# -- layout


def test_report(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "-f", "bad.c")
    assert run.stdout.startswith(
        b"ERROR: trailing whitespace\n#2: FILE: bad.c:2:\n+int a; $\n\ntotal: 1 errors, 0 warnings, 3 lines checked\n"
    )


def test_patch(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "--show-types", "bad.patch")
    assert b"ERROR:TRAILING_WHITESPACE: trailing whitespace\n#21: FILE: drivers/demo.c:12:\n+^Iint c; $\n" in run.stdout
    assert b"total: 1 errors, 0 warnings, 3 lines checked\n" in run.stdout


def test_several(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "good.patch", "bad.patch")
    assert run.returncode == 1
    assert run.stdout.count(b"total: ") == 2
    assert b"----------\ngood.patch\n----------\n" in run.stdout
    assert b"good.patch has no obvious style problems" in run.stdout


def test_many_files_one_after_the_other(place: Path) -> None:
    names = [f"file{number}.c" for number in range(20)]
    for number, name in enumerate(names):
        (place / name).write_bytes(GOOD + b"int b; \n" * number)
    run = checkpatch("--no-tree", SPACES, "--summary-file", "-q", "-q", "-f", *names)
    totals = re.findall(rb"^(file\d+\.c) total: (\d+) errors", run.stdout, re.MULTILINE)
    assert totals == [(name.encode(), str(number).encode()) for number, name in enumerate(names)]


def test_files_are_what_the_user_says(place: Path) -> None:
    assert b"FILE: bad.patch:21:" in checkpatch("--no-tree", SPACES, "-f", "bad.patch").stdout
    assert checkpatch("--no-tree", SPACES, "-q", "-f", "bad.c", "bad.c").stdout.count(b"total: 1 errors") == 2
    run = checkpatch("--no-tree", SPACES, "-f", "missing.c", "bad.c")
    assert run.returncode == 2
    assert run.stderr == b"checkpatch: missing.c: No such file or directory\n"
    assert b"FILE: bad.c:2:" in run.stdout


def test_only_some_messages(place: Path) -> None:
    assert checkpatch("--no-tree", SPACES, "--test-only=whitespace", "-f", "bad.c").returncode == 1
    assert checkpatch("--no-tree", SPACES, "--test-only=semicolon", "-f", "bad.c").returncode == 0


def test_excluded_paths(place: Path) -> None:
    assert checkpatch("--no-tree", SPACES, "--exclude=ba.*", "-f", "bad.c").returncode == 0
    assert checkpatch("--no-tree", SPACES, "--exclude=drivers/", "bad.patch").returncode == 0


def test_commits(place: Path) -> None:
    git("init", "-q", "-b", "main")
    git("add", "good.c")
    git("commit", "-qm", "Add a file")
    for number in range(2):
        (place / "good.c").write_bytes(GOOD + b"int b; \n" * (number + 1))
        git("commit", "-qam", f"demo: add variable {number}")
    ids = git("rev-list", "--reverse", "HEAD~2..").decode().split()
    for expression in ("HEAD~2..", "HEAD-2"):
        run = checkpatch("--no-tree", SPACES, "--terse", "--no-summary", "-g", expression)
        assert re.findall(r"^([0-9a-f]{40}):\d+: ERROR", run.stdout.decode(), re.MULTILINE) == ids
    run = checkpatch("--no-tree", SPACES, "-g", "HEAD")
    assert f'Commit {ids[1][:12]} ("demo: add variable 1") has style problems' in run.stdout.decode()
    commits = re.findall(
        r"^-+\nCommit (\w+) .*\n-+$", checkpatch("--no-tree", "-g", "HEAD-2").stdout.decode(), re.MULTILINE
    )
    assert commits == [one[:12] for one in ids]
    # Those named last come first, those of a range in its order.
    run = checkpatch("--no-tree", SPACES, "--terse", "--no-summary", "-g", ids[0], "HEAD~2..")
    found = re.findall(r"^([0-9a-f]{40}):\d+: ERROR", run.stdout.decode(), re.MULTILINE)
    assert found == [*ids, ids[0]]


def test_no_such_commits(place: Path) -> None:
    assert checkpatch("--no-tree", "-g", "HEAD").returncode == 2
    git("init", "-q", "-b", "main")
    git("add", "good.c")
    git("commit", "-qm", "Add a file")
    statuses = (128, 255)
    assert checkpatch("--no-tree", "-g", "nowhere", statuses=statuses).returncode == 128
    assert checkpatch("--no-tree", "-g", "nowhere..HEAD", statuses=statuses).returncode == 128
    assert checkpatch("--no-tree", "-g", "HEAD..HEAD", statuses=statuses).returncode == 255
    # What there is, is checked.
    run = checkpatch("--no-tree", "--types=MISSING_SIGN_OFF", "-g", "HEAD", "nowhere")
    assert (run.returncode, b"Missing Signed-off-by:" in run.stdout) == (2, True)


def test_a_file_that_git_knows_is_a_source_file(place: Path) -> None:
    git("init", "-q")
    assert b"FILE: bad.c:2:" not in checkpatch("--no-tree", SPACES, "bad.c").stdout
    git("add", "bad.c")
    assert b"FILE: bad.c:2:" in checkpatch("--no-tree", SPACES, "bad.c").stdout


# -- repairs


def test_fix(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "--fix", "-f", "bad.c")
    assert run.returncode == 1
    assert b"ERROR: trailing whitespace" in run.stdout
    assert (place / "bad.c").read_bytes() == BAD
    assert (place / "bad.c.EXPERIMENTAL-checkpatch-fixes").read_bytes() == FIXED


def test_fix_inplace(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "--fix-inplace", "-f", "bad.c", "good.c")
    assert run.returncode == 1
    assert (place / "bad.c").read_bytes() == FIXED
    assert (place / "good.c").read_bytes() == GOOD


def test_fix_of_a_patch(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "--fix", "bad.patch")
    assert (run.returncode, run.stderr) == (1, b"")
    assert (place / "bad.patch").read_bytes() == MAIL
    assert (place / "bad.patch.EXPERIMENTAL-checkpatch-fixes").read_bytes() == REPAIRED_MAIL
    assert checkpatch("--no-tree", SPACES, "--fix-inplace", "bad.patch", "good.patch").returncode == 1
    assert (place / "bad.patch").read_bytes() == REPAIRED_MAIL
    assert (place / "good.patch").read_bytes() == CLEAN_MAIL


def test_fix_of_a_mailbox(place: Path) -> None:
    names = b"drivers/one.c", b"drivers/two.c", b"drivers/three.c"
    mails = [mail.replace(b"drivers/demo.c", name) for mail, name in zip((MAIL, CLEAN_MAIL, MAIL), names, strict=True)]
    (place / "both.mbox").write_bytes(b"".join(mails))
    assert checkpatch("--no-tree", SPACES, "--fix-inplace", "both.mbox").returncode == 1
    repaired = [REPAIRED_MAIL.replace(b"drivers/demo.c", name) for name in names]
    repaired[1] = mails[1]
    assert (place / "both.mbox").read_bytes() == b"".join(repaired)


@pytest.mark.parametrize("option", ["--fix", "--fix-inplace"])
def test_fix_of_standard_input(place: Path, option: str) -> None:
    run = checkpatch("--no-tree", SPACES, option, "-", stdin=MAIL)
    assert run.returncode == (2 if option == "--fix-inplace" else 1)
    assert (place / "-.EXPERIMENTAL-checkpatch-fixes").exists() == (option == "--fix")


def test_a_repaired_patch_applies(place: Path) -> None:
    """Lines come and go in several hunks, and in the context."""
    before = b"// SPDX-License-Identifier: GPL-2.0\n" + b"".join(b"int a%d;\n" % number for number in range(40))
    after = before.replace(b"int a3;\n", b"int f(void)\n{\n\n\tint b = 1;\n\n\n\treturn b;;\n}\n")
    after = after.replace(b"int a30;\n", b"int a30; \nint  c ;\n")
    git("init", "-q", "-b", "main")
    (place / "demo.c").write_bytes(before)
    git("add", "demo.c")
    git("commit", "-qm", "demo: begin")
    (place / "demo.c").write_bytes(after)
    git("commit", "-qam", "demo: go on")
    (place / "demo.patch").write_bytes(git("format-patch", "--stdout", "-1"))
    git("checkout", "-q", "HEAD~1")
    assert checkpatch("--no-tree", "--strict", "--fix-inplace", "demo.patch").returncode == 1
    git("apply", "--check", "demo.patch")
    git("apply", "demo.patch")
    repaired = (place / "demo.c").read_bytes()
    assert repaired == after.replace(b"{\n\n", b"{\n").replace(b"\n\n\n", b"\n\n").replace(b";;", b";").replace(
        b"a30; ", b"a30;"
    ).replace(b"int  c ;", b"int  c;")


# -- spelling


def test_codespell(place: Path) -> None:
    (place / "dictionary.txt").write_text("recieved->received\nfoobarr->foo bar, foobar,\nofff->off, of, disabled\n")
    (place / "words.c").write_bytes(GOOD + b"/* foobarr */\n")
    options = ("--no-tree", "--strict", "--types=TYPO_SPELLING", "-f", "words.c")
    assert checkpatch(*options).returncode == 0
    assert checkpatch("--codespellfile=dictionary.txt", *options).returncode == 0
    run = checkpatch("--codespell", "--codespellfile=dictionary.txt", *options)
    assert run.returncode == 1
    assert b"foobarr" in run.stdout


def test_lists_that_cannot_be_read(place: Path) -> None:
    """Those that were named are complained about; the run goes on."""
    for options in (["--codespell", "--codespellfile=none.txt"], ["--typedefsfile", "none.txt"]):
        run = checkpatch("--no-tree", SPACES, *options, "-f", "good.c")
        assert (run.returncode, run.stderr) == (0, b"checkpatch: none.txt: No such file or directory\n")


# -- those who call it


def test_b4(place: Path) -> None:
    """A mail on standard input; anything on stderr, or any output without a finding, is a failure there."""
    default = ("--no-tree", "-q", "--terse", "--no-summary", "--mailback")
    run = checkpatch(*default, SPACES, stdin=MAIL)
    assert (run.returncode, run.stdout, run.stderr) == (1, b"-:21: ERROR: trailing whitespace\n", b"")
    run = checkpatch(*default, "--showfile", SPACES, stdin=MAIL)
    assert run.stdout == b"drivers/demo.c:12: ERROR: trailing whitespace\n"
    run = checkpatch(*default, stdin=CLEAN_MAIL)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    run = checkpatch(*default, stdin=UNSIGNED_MAIL)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_mailback_does_not_stop_at_a_clean_file(place: Path) -> None:
    run = checkpatch("--no-tree", "--mailback", "--terse", "--no-summary", SPACES, "good.patch", "bad.patch")
    assert (run.returncode, run.stdout) == (1, b"bad.patch:21: ERROR: trailing whitespace\n")


def test_what_a_patch_is_called(place: Path) -> None:
    """On standard input by its subject, if it has one; a commit as git shows it has none."""
    assert (
        b'"[PATCH] demo: add a variable" has no obvious'
        in checkpatch("--no-tree", SPACES, "-", stdin=CLEAN_MAIL).stdout
    )
    shown = (
        b"commit 0123456789012345678901234567890123456789\nAuthor: A\n\n    demo: add\n\n"
        + CLEAN_MAIL[CLEAN_MAIL.index(b"diff ") :]
    )
    assert b"\nYour patch has no obvious" in checkpatch("--no-tree", SPACES, "-", stdin=shown).stdout


def test_sign_off(place: Path) -> None:
    (place / "unsigned.patch").write_bytes(UNSIGNED_MAIL)
    types = "--types=MISSING_SIGN_OFF,NO_AUTHOR_SIGN_OFF"
    assert checkpatch("--no-tree", types, "unsigned.patch").returncode == 1
    options = ("--ignore=SPDX_LICENSE_TAG", "--no-signoff", "--show-types")
    assert b"SIGN_OFF" not in checkpatch("--no-tree", *options, "unsigned.patch").stdout


def test_the_probe_of_an_editor() -> None:
    run = checkpatch("--no-tree", "-", stdin=b" ")
    assert re.search(rb"total: \d* errors, \d* warnings,( \d* checks,)? \d* lines checked", run.stdout)


def test_mailback_says_nothing_of_what_is_no_patch(place: Path) -> None:
    for data in (b"Just text\n", b"int recieve; \n", GOOD):
        run = checkpatch("--no-tree", "--mailback", "-", stdin=data)
        assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_a_file_on_standard_input(place: Path) -> None:
    run = checkpatch("--no-tree", "--terse", "-f", "-", stdin=BAD)
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout == b"-:2: ERROR: trailing whitespace\ntotal: 1 errors, 0 warnings, 3 lines checked\n"


def test_the_combined_diff_of_a_merge(place: Path) -> None:
    run = checkpatch("--no-tree", "--show-types", "-q", "-", stdin=COMBINED)
    assert (run.returncode, run.stderr) == (1, b"")
    assert b"ERROR:NOT_UNIFIED_DIFF: " in run.stdout
    # The other changes of the patch are checked, so that it has to be said that this one is not.
    run = checkpatch("--no-tree", "--show-types", "-q", "-", stdin=COMBINED + MAIL[MAIL.index(b"diff --git") :])
    assert (run.returncode, b"combined diff" in run.stderr) == (2, True)


def test_where_the_end_of_a_patch_is(place: Path) -> None:
    """What is said of a patch as a whole stands last, and names no line unless it must."""
    (place / "unsigned.patch").write_bytes(UNSIGNED_MAIL.replace(b"int c;", b"int c; "))
    run = checkpatch("--no-tree", "-q", "--show-types", "unsigned.patch")
    assert re.search(rb"\n\nERROR:MISSING_SIGN_OFF: Missing Signed-off-by: [^\n]+\n\ntotal: 2 errors", run.stdout)
    run = checkpatch("--no-tree", "-q", "--terse", "unsigned.patch")
    assert b"\nunsigned.patch:23: ERROR: Missing" in run.stdout
    run = checkpatch("--no-tree", "-q", "--terse", "--showfile", "unsigned.patch")
    assert b"\ndrivers/demo.c:12: ERROR: Missing" in run.stdout


def test_lines_checked(place: Path) -> None:
    """What a hunk only removes at its end is not among them."""
    patch = MAIL.replace(b"@@ -10,2 +10,3 @@", b"@@ -10,4 +10,3 @@").replace(
        b"int c; \n", b"int c;\n-\tint d;\n-\tint e;\n"
    )
    assert b" 3 lines checked\n" in checkpatch("--no-tree", "-", stdin=patch).stdout
    for data in (b"int a;\nint b;\n", b"int a;\nint b;"):
        assert b" 2 lines checked\n" in checkpatch("--no-tree", "-q", "-q", "-f", "-", stdin=data).stdout


def test_no_patch_skips_what_is_none(place: Path) -> None:
    assert checkpatch("--no-tree", "--types=NOT_UNIFIED_DIFF", "-", stdin=b"Just text\n").returncode == 1
    run = checkpatch("--no-tree", "--no-patch", "--types=NOT_UNIFIED_DIFF", "-", stdin=b"Just text\n")
    assert (run.returncode, run.stdout) == (0, b"")


def test_nothing_on_standard_input() -> None:
    run = subprocess.run(
        [*KCHECK, "checkpatch", "--no-tree"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_colours(place: Path) -> None:
    run = checkpatch("--no-tree", SPACES, "--color=always", "--show-types", "-f", "bad.c")
    assert run.stdout.startswith(b"\x1b[31mERROR:\x1b[34mTRAILING_WHITESPACE:\x1b[0m trailing whitespace\n")
