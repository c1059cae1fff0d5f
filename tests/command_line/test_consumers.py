"""Those who call checkpatch.pl: each with its exact command line and its exact way to read the output.

kcheck stands in ``scripts/checkpatch.pl`` of a small kernel tree. What a client does with the output is written as the
client does it; real clients are used where they can be installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pylint_kernel.explain import corpus
from tests.command_line.test_cli import own_home
from tests.repository import Worktree

__all__ = ["own_home"]

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / "docs" / "hooks.md").read_text()
LAUNCHER = f"""\
#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from pylint_kernel.command_line.entry import entry
entry()
"""
BASE = "// SPDX-License-Identifier: GPL-2.0\nint a;\n"
FAULTY = BASE + "int b; \n"
BODY = "\n\nThis is the reason why it has to be\nchanged in such a way.\n\n"
SIGNED = f"{BODY}Signed-off-by: A. Person <a@example.org>"
Run = subprocess.CompletedProcess[str]


class Tree(Worktree):
    """A kernel tree with kcheck for its checkpatch.pl, and three commits: a clean, a faulty, an unsigned one."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(corpus.root() / "trees" / "linux", root)
        super().__init__(root)
        self.script = self.write("scripts/checkpatch.pl", LAUNCHER)
        self.script.chmod(0o755)
        self.commit("tree: begin", drivers__demo_c=BASE)
        self.clean = self.commit(f"demo: do something{SIGNED}", drivers__demo_c=f"{BASE}int c;\n")
        self.faulty = self.commit(f"demo: do something else{SIGNED}", drivers__demo_c=FAULTY)
        self.unsigned = self.commit(f"demo: do one more thing{BODY}", drivers__demo_c=f"{FAULTY}int d;\n")

    def mail(self, commit: str) -> str:
        """A commit as a mail."""
        return self.git("format-patch", "--stdout", "-1", commit).decode()

    def patch(self, commit: str) -> str:
        """A commit as a file; its name."""
        return str(self.write(f"0001-{commit[:12]}.patch", self.mail(commit)).relative_to(self.root))

    def run(
        self, *command: str, stdin: str = "", shell: bool = False, variables: Mapping[str, str] | None = None
    ) -> Run:
        """Run a command of a client at the top of the tree; with ``shell``, as the client has it in its script."""
        full = ["bash", "-c", command[0], *command] if shell else [*command]
        environment = os.environ | dict(variables or {})
        return subprocess.run(
            full, cwd=self.root, input=stdin, capture_output=True, text=True, check=False, env=environment
        )


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "linux")


# -- b4


def b4_check(tree: Tree, mail: str, *options: str) -> list[tuple[str, str]]:
    """``b4 am --check``, ``b4 prep --check``: what it shows, as (status, line)."""
    run = tree.run(f"{tree.root}/scripts/checkpatch.pl", *options, stdin=mail)
    report = [("fail", line) for line in run.stderr.splitlines()]
    report += [("fail" if "ERROR:" in line else "warning", line.removeprefix("-:")) for line in run.stdout.splitlines()]
    if not report:
        report.append(("fail", f"exited with {run.returncode}") if run.returncode else ("success", "passed all checks"))
    return report


B4 = ("-q", "--terse", "--no-summary", "--mailback")


@pytest.mark.parametrize("more", [[], ["--showfile"], ["--showfile", "--codespell"], ["-"]])
def test_b4_commands(tree: Tree, more: list[str]) -> None:
    mail = tree.mail(tree.faulty)
    where = "drivers/demo.c:3" if "--showfile" in more else str(mail.splitlines().index("+int b; ") + 1)
    found = b4_check(tree, mail, *B4, *more)
    assert [(status, line.partition(": ")[0]) for status, line in found if "whitespace" in line] == [("fail", where)]
    assert len(found) == 1
    assert b4_check(tree, tree.mail(tree.clean), *B4, *more) == [("success", "passed all checks")]
    assert b4_check(tree, tree.mail(tree.unsigned), *B4, *more) == [("success", "passed all checks")]


def test_b4_review(tree: Tree) -> None:
    """The number leads into the mail that was fed in."""
    mail = tree.mail(tree.faulty)
    run = tree.run("scripts/checkpatch.pl", *B4, stdin=mail)
    [number] = re.findall(r"^-:(\d+): ERROR: ", run.stdout, re.MULTILINE)
    assert mail.splitlines()[int(number) - 1] == "+int b; "


def test_b4_configuration_of_ltp(tree: Tree) -> None:
    options = ("--showfile", "--no-tree", "--ignore", "CONST_STRUCT,VOLATILE,SPLIT_STRING")
    assert b4_check(tree, tree.mail(tree.faulty), *B4, *options)[0][0] == "fail"
    assert b4_check(tree, tree.mail(tree.clean), *B4, *options) == [("success", "passed all checks")]


def client(name: str) -> str:
    """The command of a real client; the test is skipped if it is not installed."""
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=f"{beside}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not installed: pip install 'kcheck[test]'")
    return found


@pytest.mark.parametrize("dictionary", ["teh->the\n", None], ids=["dictionary", "no dictionary"])
def test_real_b4(tree: Tree, tmp_path: Path, dictionary: str | None) -> None:
    """``b4 prep --check``, which asks for codespell where it finds the package, with its dictionary or without."""
    package = tmp_path / "site" / "codespell_lib"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    if dictionary is not None:
        (package / "data" / "dictionary.txt").write_text(dictionary)
    assert_b4_checks(tree, {"PYTHONPATH": f"{package.parent}{os.pathsep}{ROOT}"})


def test_real_b4_as_our_documentation_says(tree: Tree, tmp_path: Path) -> None:
    """Where the tree has no script, or its own one."""
    [command] = re.findall(r"^\tprep-perpatch-check-cmd = (.*)$", HOOKS, re.MULTILINE)
    tree.git("config", "b4.prep-perpatch-check-cmd", command)
    (tmp_path / "bin").mkdir()
    shutil.copy(tree.script, tmp_path / "bin" / "kcheck")
    tree.git("rm", "-q", "scripts/checkpatch.pl")
    tree.commit("tree: without the script")
    assert_b4_checks(tree, {"PATH": f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}"})


def assert_b4_checks(tree: Tree, variables: dict[str, str]) -> None:
    """``b4 prep --check`` finds what there is in a clean and a faulty patch."""
    b4 = client("b4")
    for name, value in (
        ("user.name", "A. Person"),
        ("user.email", "a@example.org"),
        ("b4.send-series-to", "x@example.org"),
    ):
        tree.git("config", name, value)
    run = tree.run(b4, "--no-interactive", "prep", "-n", "demo", "-f", "HEAD", variables=variables)
    assert run.returncode == 0, run.stderr
    tree.commit(f"demo: clean{SIGNED}", drivers__demo_c=f"{FAULTY}int d;\nint e;\n")
    tree.commit(f"demo: faulty{SIGNED}", drivers__demo_c=f"{FAULTY}int d;\nint e;\nint f; \n")
    run = tree.run(b4, "--no-interactive", "prep", "--check", variables=variables)
    said = run.stdout + run.stderr
    assert "Success: 1, Warning: 0, Error: 1" in said
    assert "drivers/demo.c:6: ERROR: trailing whitespace" in said


@pytest.mark.parametrize("options", ["--no-tree --color=always --strict", ""])
def test_kworkflow(tree: Tree, options: str) -> None:
    """It has perl run the script, and perl has Python do it, because the script says so."""
    if shutil.which("perl") is None:
        pytest.skip("perl is not installed")
    script = f"perl {tree.root}/scripts/checkpatch.pl --terse {options} --file {tree.root}/drivers/demo.c"
    run = tree.run(script, shell=True)
    assert run.returncode == 1
    assert "trailing whitespace" in run.stdout
    assert run.stderr == ""


# -- bots and CI


def test_nipa(tree: Tree) -> None:
    command = "./scripts/checkpatch.pl -g HEAD --strict --codespell --max-line-length=80 --ignore=COMMIT_LOG_LONG_LINE"
    command += ",MACRO_ARG_REUSE,ALLOC_SIZEOF_STRUCT,NO_AUTHOR_SIGN_OFF,GIT_COMMIT_ID,CAMELCASE,FILE_PATH_CHANGES"
    results = {}
    for commit in (tree.clean, tree.faulty):
        tree.git("checkout", "-q", commit)
        out = tree.run(command, shell=True).stdout
        if re.search("total: 0 errors, 0 warnings, 0 checks", out):
            results[commit] = "success"
        elif re.search(r"total: 0 errors, \d+ warnings, \d+ checks", out):
            results[commit] = "warning"
        else:
            results[commit] = "fail"
            assert re.findall(r"(?:WARNING|ERROR|CHECK): (.*)", out) == ["trailing whitespace"]
    assert results == {tree.clean: "success", tree.faulty: "fail"}


def test_bluez(tree: Tree) -> None:
    run = tree.run("scripts/checkpatch.pl", "--ignore", "UNKNOWN_COMMIT_ID", tree.patch(tree.faulty))
    assert run.returncode
    assert "ERROR:" in run.stdout + run.stderr
    assert "WARNING:" not in run.stdout + run.stderr
    assert tree.run("scripts/checkpatch.pl", tree.patch(tree.clean)).returncode == 0


@pytest.mark.parametrize(
    "more", ["", "--max-line-length=100 --ignore=BIT_MACRO,SPLIT_STRING,LONG_LINE_STRING,BOOL_MEMBER"]
)
def test_dim(tree: Tree, more: str) -> None:
    command = (
        "git show --no-use-mailmap --pretty=email {} | scripts/checkpatch.pl -q --emacs --strict --show-types {} -"
    )
    assert tree.run(command.format(tree.clean, more), shell=True).returncode == 0
    run = tree.run(command.format(tree.faulty, more), shell=True)
    assert run.returncode == 1
    assert re.search(r"^-:\d+: ERROR:TRAILING_WHITESPACE: ", run.stdout, re.MULTILINE)


def test_powerpc(tree: Tree) -> None:
    options = (
        "--subjective",
        "--no-summary",
        "--show-types",
        "--ignore",
        "ARCH_INCLUDE_LINUX",
        "--ignore",
        "BIT_MACRO",
    )
    run = tree.run("scripts/checkpatch.pl", *options, tree.patch(tree.faulty))
    assert run.returncode == 1
    assert "total:" not in run.stdout


def test_zephyr(tree: Tree) -> None:
    tree.write(".checkpatch.conf", "--emacs\n--summary-file\n--show-types\n--max-line-length=100\n--ignore BRACES\n")
    command = "git diff --no-ext-diff {0}~..{0} | scripts/checkpatch.pl --mailback --no-tree -"
    run = tree.run(command.format(tree.faulty), shell=True)
    assert run.returncode
    regex = r"^\s*\S+:(\d+):\s*(ERROR|WARNING):(.+?):(.+)(?:\n|\r\n?)+^\s*#(\d+):\s*FILE:\s*(.+):(\d+):"
    [found] = re.findall(regex, run.stdout, re.MULTILINE)
    assert found[1:3] == ("ERROR", "TRAILING_WHITESPACE")
    assert found[5:] == ("drivers/demo.c", "3")


def test_dpdk(tree: Tree) -> None:
    """``devtools/checkpatches.sh``: everything up to the totals is shown, unless the status is 0."""
    script = """
    report=$(scripts/checkpatch.pl --no-tree --codespell --max-line-length=100 --show-types \
        --ignore=LINUX_VERSION_CODE,FILE_PATH_CHANGES,VOLATILE,PREFER_PACKED "$0" 2>/dev/null)
    [ $? -ne 0 ] || exit 0
    printf '%s\n' "$report" | sed -n '1,/^total:.*lines checked$/p'
    """
    assert tree.run("bash", "-c", script, tree.patch(tree.clean)).stdout == ""
    shown = tree.run("bash", "-c", script, tree.patch(tree.faulty)).stdout.splitlines()
    assert shown[0].startswith("ERROR:TRAILING_WHITESPACE:")
    assert shown[-1].startswith("total: 1 errors")


def test_optee(tree: Tree) -> None:
    """It asks for an option first; its list of structs is empty but for a placeholder."""
    tree.write("scripts/const_structs.checkpatch", "invalid.struct.name\n")
    tree.write("typedefs.checkpatch", "TEE_Result\n")
    tree.write(".checkpatch.conf", "--no-tree\n--quiet\n--max-line-length=80\n--kconfig-prefix=CFG_\n")
    probe = "scripts/checkpatch.pl --help 2>&1 | grep -q -- --typedefsfile"
    assert tree.run(probe, shell=True).returncode == 0
    command = "git format-patch -1 --stdout {} | scripts/checkpatch.pl --typedefsfile typedefs.checkpatch -"
    assert tree.run(command.format(tree.clean), shell=True).stdout == ""
    assert tree.run(command.format(tree.faulty), shell=True).returncode == 1


def test_trusted_firmware(tree: Tree) -> None:
    """A commit that touches none of the paths leaves a message without a diff."""
    command = "git log --format=email {0}~..{0} -- {1} -p | scripts/checkpatch.pl --ignore NOT_UNIFIED_DIFF -q -"
    assert tree.run(command.format(tree.clean, "include"), shell=True).returncode == 0
    run = tree.run("scripts/checkpatch.pl", "--no-patch", "--no-summary", "--terse", "-f", "drivers/demo.c")
    assert run.stdout == "drivers/demo.c:3: ERROR: trailing whitespace\n"


def test_coreboot(tree: Tree) -> None:
    command = "git show {} | scripts/checkpatch.pl --quiet --no-signoff --max-line-length 96 --exclude={} -"
    assert tree.run(command.format(tree.faulty, "drivers"), shell=True).returncode == 0
    lines = tree.run(command.format(tree.faulty, "payloads"), shell=True).stdout.splitlines()
    assert lines[0].startswith("ERROR:")
    assert ": FILE:" in lines[1]


def test_openocd_and_tarantool(tree: Tree) -> None:
    run = tree.run("scripts/checkpatch.pl", "--git", f"{tree.clean}..")
    assert run.returncode == 1
    assert run.stdout.count("has style problems, please review.") == 2
    run = tree.run(
        "scripts/checkpatch.pl", "--codespell", "--color=always", "--show-types", "--git", f"{tree.clean}..HEAD~1"
    )
    assert "\x1b[31mERROR:\x1b[34mTRAILING_WHITESPACE:\x1b[0m " in run.stdout


def test_webispy(tree: Tree) -> None:
    """A finding ends with an empty line; the line after its first one says where it is."""
    out = tree.run("scripts/checkpatch.pl", "--no-tree", tree.patch(tree.faulty)).stdout
    annotations, message = [], ""
    for line in out.splitlines():
        if re.match("^(WARNING|ERROR)", line):
            message = line
        elif line.startswith("#") and message:
            part = line.split(":")
            annotations.append((part[2].strip(), part[3]))
        elif not line:
            message = ""
        elif line.startswith("total:"):
            break
    assert annotations == [("drivers/demo.c", "3")]


def test_checkpatch_junit(tree: Tree) -> None:
    out = tree.run("scripts/checkpatch.pl", "--terse", tree.patch(tree.faulty)).stdout
    assert re.findall(r"^[^:]+:\d+: (ERROR|WARNING|CHECK): .+$", out, re.MULTILINE) == ["ERROR"]


def test_git_hook(tree: Tree) -> None:
    tree.write("drivers/demo.c", f"{FAULTY}int d;\nint z; \n")
    for command in ("git diff", "git add -u; git diff --cached"):
        assert tree.run(f"{command} | scripts/checkpatch.pl --no-signoff -q -", shell=True).returncode == 1
    run = tree.run(
        "scripts/checkpatch.pl", "-f", "--terse", "--nosummary", "--types=trailing_whitespace", "drivers/demo.c"
    )
    assert run.stdout.count("\n") == 2


def test_patman_itself(tree: Tree) -> None:
    """U-Boot's patman takes apart every line, and says so where it cannot."""
    program = """
    import sys
    from patman import checkpatch
    for name in sys.argv[1:]:
        found = checkpatch.check_patch(name, show_types=name == sys.argv[1])
        print(found.ok, found.errors, found.warnings, found.checks, found.lines, len(found.problems),
              *[(one["type"], one["file"], one.get("line")) for one in found.problems])
    """
    python = Path(client("patman")).parent / "python3"
    names = [tree.patch(commit) for commit in (tree.faulty, tree.clean, tree.unsigned)]
    run = tree.run(str(python), "-c", re.sub("(?m)^    ", "", program), *names)
    assert (run.stderr, run.returncode) == ("", 0)
    assert run.stdout.splitlines() == [
        "False 1 0 0 4 1 ('error', 'drivers/demo.c', 3)",
        "True 0 0 0 3 0",
        "False 1 0 0 4 1 ('error', '<patch>', None)",
    ]


def test_patmans_own_tests(tree: Tree) -> None:
    """They call checkpatch.pl in the top directory with U-Boot's configuration, and know what it has to find."""
    python = Path(client("patman")).parent / "python3"
    tree.write(".checkpatch.conf", "--no-tree\n--ignore COMPLEX_MACRO\n--strict\n--min-conf-desc-length=2\n--u-boot\n")
    (tree.root / "checkpatch.pl").symlink_to(tree.script)
    run = tree.run(str(python), "-m", "unittest", "patman.test_checkpatch")
    assert run.returncode == 0, run.stderr


# -- editors


EDITORS: dict[str, tuple[tuple[str, ...], str]] = {
    "nvim-lint": (("--strict", "--terse", "--file"), r"([^:]+):(\d+): (\w+): (.+)"),
    "syntastic": (("--no-summary", "--no-tree", "--terse", "--file"), r"([^:]+):(\d+): (E)RROR: (.+)"),
    "flycheck": (("--terse", "-f"), r"([^:]+):(\d+): (WARNING|ERROR): (.+)"),
    "Deedone": (("--no-tree", "--terse", "--no-summary", "-f"), r"([^:]+):(\d+): (\w+): (.+)"),
    "pre-commit": (("--no-tree", "--terse", "--file"), r"([^:]+):(\d+): (\w+): (.+)"),
}


@pytest.mark.parametrize("name", EDITORS)
def test_editors(tree: Tree, name: str) -> None:
    options, regex = EDITORS[name]
    run = tree.run("scripts/checkpatch.pl", *options, "drivers/demo.c")
    found = [match for line in run.stdout.splitlines() if (match := re.fullmatch(regex, line))]
    assert run.returncode == 1
    assert [(match[1], match[2]) for match in found] == [("drivers/demo.c", "3")]


def test_vscode(tree: Tree) -> None:
    probe = tree.run("scripts/checkpatch.pl --no-tree -", shell=True, stdin=" ").stdout
    assert re.search(r"total: \d* errors, \d* warnings,( \d* checks,)? \d* lines checked", probe)
    out = tree.run("scripts/checkpatch.pl --no-tree --show-types -f drivers/demo.c", shell=True).stdout
    [found] = re.findall(r"(WARNING|ERROR|CHECK): ?(.+):(.+)?\n#\d+: FILE: (.*):(\d+):", out)
    assert found[0::3] == ("ERROR", "drivers/demo.c")


def test_sublime_linter(tree: Tree) -> None:
    """It wants a version, and takes the column from the caret."""
    [version] = re.findall(r"Version: (\d+\.\d+)", tree.run("scripts/checkpatch.pl", "--version").stdout)
    assert float(version) >= 0.32
    run = tree.run("scripts/checkpatch.pl", "-f", "drivers/demo.c", f"--root={tree.root}")
    assert "#3: FILE: drivers/demo.c:3:\n" in run.stdout


# -- where it is called from, and what it finds there


TYPOS = "/* recieve */\nstatic struct file_operations demo;\n"


@pytest.fixture
def lists(tree: Tree) -> Callable[..., list[str]]:
    """What of the lists of words is found in a patch."""
    tree.write("scripts/spelling.txt", "recieve||receive\n")
    tree.write("scripts/const_structs.checkpatch", "file_operations\n")
    tree.commit(f"demo: use lists{SIGNED}", drivers__demo_c=BASE + TYPOS)
    patch = tree.patch("HEAD")

    def found(script: str, *options: str) -> list[str]:
        out = tree.run(script, "--terse", "--show-types", "--no-summary", *options, patch).stdout
        return re.findall(r"(TYPO_SPELLING|CONST_STRUCT)", out)

    return found


def test_lists_beside_the_script(tree: Tree, lists: Callable[..., list[str]], tmp_path: Path) -> None:
    both = ["TYPO_SPELLING", "CONST_STRUCT"]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "checkpatch").symlink_to(tree.script)
    (tmp_path / "checkpatch.pl").symlink_to("bin/checkpatch")
    (tmp_path / "cp").symlink_to("checkpatch.pl")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("checkpatch.pl", "spelling.txt", "const_structs.checkpatch"):
        shutil.copy(tree.root / "scripts" / name, tools)
    linked = [tmp_path / name for name in ("bin/checkpatch", "checkpatch.pl", "cp")]
    for script in (tree.script, *linked, tools / "checkpatch.pl"):
        assert lists(str(script), "--no-tree") == both, script
    (tools / "spelling.txt").unlink()
    assert lists(str(tools / "checkpatch.pl"), "--no-tree") == both[1:]


def test_no_tree_means_it(tree: Tree) -> None:
    """Nothing of the tree around counts, wherever the script lies."""
    tree.write(
        "arch/arm/boot/dts/x.dts", '// SPDX-License-Identifier: GPL-2.0\n/ {\n\tcompatible = "nobody,nothing";\n};\n'
    )
    tree.git("add", "--all")
    tree.commit(f"dts: add something{SIGNED}")
    patch = tree.patch("HEAD")
    types = "--types=UNDOCUMENTED_DT_STRING,PATCH_PREFIX,INCLUDE_LINUX"
    assert tree.run("scripts/checkpatch.pl", types, patch).returncode == 1
    assert tree.run("scripts/checkpatch.pl", types, "--no-tree", patch).returncode == 0
    assert tree.run("scripts/checkpatch.pl", types, "--no-tree", "--root=drivers", patch).returncode == 0
    assert tree.run("scripts/checkpatch.pl", types, "--root=drivers", patch).returncode == 2


def test_ltp_make_check(tree: Tree, tmp_path: Path) -> None:
    tree.write("include/lapi/.checkpatch.conf", "--spdx-cxx-comments\n--no-summary\n")
    options = ("--no-tree", f"--root={tmp_path}", "-f", "--terse")
    tree.write("demo.h", "// SPDX-License-Identifier: GPL-2.0-or-later\nint a;\n")
    assert "SPDX" in tree.run("scripts/checkpatch.pl", *options, "--show-types", "demo.h").stdout
    there = {"CHECKPATCH_CONFIG_DIR": str(tree.root / "include/lapi")}
    run = tree.run("scripts/checkpatch.pl", *options, "demo.h", variables=there)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.usefixtures("no_codespell")
def test_codespell_of_another_python(tree: Tree, tmp_path: Path) -> None:
    """The package is found where ``python3`` would find it, but not in the directory that is being checked."""
    package = tmp_path / "site" / "codespell_lib"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('not to be run')\n")
    (package / "data" / "dictionary.txt").write_text("foobarr->foobar\n")
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nPYTHONPATH={package.parent} exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    tree.write("drivers/words.c", f"{BASE}/* foobarr */\n")
    command = ("scripts/checkpatch.pl", "--no-tree", "--strict", "--types=TYPO_SPELLING", "-f", "drivers/words.c")
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    assert tree.run(*command, variables={"PATH": path}).returncode == 0
    assert tree.run(*command, "--codespell", variables={"PATH": path}).returncode == 1


# -- installed into a tree


def test_install_and_uninstall(tree: Tree) -> None:
    command = Path(sys.executable).parent / "kcheck"
    if not command.exists():
        pytest.skip("kcheck is not installed beside this Python")
    kcheck = (sys.executable, "-m", "pylint_kernel", "checkpatch")
    original = tree.script.read_bytes()
    assert tree.run(*kcheck, "install", str(tree.root)).returncode == 0
    assert tree.script.is_symlink()
    assert tree.run("scripts/checkpatch.pl", "--terse", "-f", "drivers/demo.c").stdout.startswith(
        "drivers/demo.c:3: ERROR"
    )
    assert tree.run(*kcheck, "install", str(tree.root)).returncode == 0
    assert tree.run(*kcheck, "uninstall", str(tree.root)).returncode == 0
    assert tree.script.read_bytes() == original
    run = tree.run(*kcheck, "uninstall", str(tree.root))
    assert (run.returncode, "is not kcheck" in run.stderr) == (2, True)
    assert tree.run(*kcheck, "install", str(tree.root / "missing")).returncode == 2
    assert tree.run(*kcheck, "install").returncode == 2


def test_nothing_that_is_kept_is_lost(tree: Tree) -> None:
    if not (Path(sys.executable).parent / "kcheck").exists():
        pytest.skip("kcheck is not installed beside this Python")
    tree.write("scripts/checkpatch.pl.orig", "precious\n")
    run = tree.run(sys.executable, "-m", "pylint_kernel", "checkpatch", "install", str(tree.root))
    assert run.returncode == 2
    assert (tree.root / "scripts/checkpatch.pl.orig").read_text() == "precious\n"
    assert not tree.script.is_symlink()
