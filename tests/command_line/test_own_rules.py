"""Rules of one's own: from files and packages, named by the user and by nobody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pylint_kernel.explain import corpus
from tests.command_line.test_cli import GOOD, kcheck, own_home, place

__all__ = ["own_home", "place"]

RULES = '''
"""Rules of our house."""
from pylint_kernel.checking.rule import Calls, rule
from pylint_kernel.model import WARNING


@rule("HOUSE_PRINT", WARNING, "printf() in our code", on=Calls(("printf",)))
def printing(call, file):
    """We have a log.

    Source: the rules of our house.
    """
    yield call.keyword, "use log() instead of printf()"
'''
CODE = GOOD + b'void f(void)\n{\n\tprintf("x");\n}\n'


@pytest.fixture
def house(place: Path) -> Path:
    """A directory with code, and rules that are kept elsewhere."""
    (place / "x.c").write_bytes(CODE)
    (place / "kept").mkdir()
    (place / "kept" / "house.py").write_text(RULES)
    return place


def test_from_a_file(house: Path) -> None:
    run = kcheck("--rules", "kept/house.py", "x.c")
    assert run.returncode == 1
    assert b"x.c:5:2: warning: HOUSE_PRINT: use log() instead of printf()" in run.stdout
    assert kcheck("x.c").returncode == 0
    for selected, status in (("HOUSE_*", 1), ("own", 1), ("layout", 0)):
        assert kcheck("--rules", "kept/house.py", "--select", selected, "x.c").returncode == status
    assert b"error: HOUSE_PRINT" in kcheck("--rules", "kept/house.py", "--level", "own=error", "x.c").stdout


def test_in_many_processes(house: Path) -> None:
    for number in range(8):
        (house / f"{number}.c").write_bytes(CODE)
    run = kcheck("--rules", "kept/house.py", "-j", "2", "--select", "own", "--statistics", ".")
    assert b"HOUSE_PRINT" in run.stdout
    assert b"9 warnings" in run.stdout


def test_from_the_users_own_configuration(house: Path) -> None:
    own = Path(os.environ["HOME"]) / ".config" / "kcheck"
    own.mkdir(parents=True)
    (own / "house.py").write_text(RULES)
    (own / "kcheck.toml").write_text('ignore = ["BRACES"]\nrules = ["house.py"]\n[level]\nHOUSE_PRINT = "error"\n')
    assert b"error: HOUSE_PRINT" in kcheck("x.c").stdout
    assert b"error: HOUSE_PRINT" in kcheck("--select", "house_print", "x.c").stdout
    assert kcheck("--no-config", "x.c").returncode == 0


def test_never_from_what_is_checked(house: Path) -> None:
    (house / "evil.py").write_text("open('done', 'w')\n")
    for name, text in ((".kcheck.toml", 'rules = ["evil.py"]\n'), ("other.toml", 'rules = ["evil.py"]\n')):
        (house / name).write_text(text)
        run = kcheck("--config", name, "x.c") if name == "other.toml" else kcheck("x.c")
        assert run.returncode == 2
        assert b"rules is for the command line and the user's own configuration only" in run.stderr
        (house / name).unlink()
    assert not (house / "done").exists()


def test_from_a_package(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = house / "site"
    (site / "house-1.dist-info").mkdir(parents=True)
    (site / "house_rules.py").write_text(RULES)
    (site / "house-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1\n")
    (site / "house-1.dist-info" / "entry_points.txt").write_text("[kcheck.rules]\nhouse = house_rules\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([os.environ["PYTHONPATH"], str(site)]))
    assert b"HOUSE_PRINT" in kcheck("--rules", "house", "--select", "own", "x.c").stdout
    run = kcheck("--rules", "hose", "x.c")
    assert run.returncode == 2
    assert b"no installed package has rules that are called hose" in run.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def (:\n", "SyntaxError"),
        ("import no_such_thing\n", "ModuleNotFoundError"),
        ("raise SystemError('no')\n", "SystemError: no"),
        ("raise SystemExit(0)\n", "SystemExit: 0"),
    ],
)
def test_what_cannot_be_loaded(house: Path, text: str, said: str) -> None:
    (house / "bad.py").write_text(text)
    run = kcheck("--rules", "bad.py", "x.c")
    assert run.returncode == 2
    assert b"bad.py: cannot be loaded: " in run.stderr
    assert said in run.stderr.decode()
    assert b"there is no such file" in kcheck("--rules", "missing.py", "x.c").stderr


def test_they_are_explained(house: Path) -> None:
    run = kcheck("rule", "--rules", "kept/house.py", "HOUSE_PRINT")
    assert run.returncode == 0
    assert b"HOUSE_PRINT (warning): printf() in our code\n\n  We have a log." in run.stdout
    assert b"HOUSE_PRINT" in kcheck("rule", "--rules", "kept/house.py", "--list", "own").stdout


def test_a_rule_that_fails(house: Path) -> None:
    (house / "bad.py").write_text(RULES.replace("yield call.keyword", "yield call.nonsense"))
    run = kcheck("--rules", "bad.py", "x.c")
    assert run.returncode == 2
    assert b"INTERNAL_ERROR: the rule bad.printing failed: AttributeError" in run.stdout


EXAMPLES = """\
# HOUSE_PRINT

## by hand

```c
	printf("x");
~	^^^^^^ WARNING: use log()
```

## ours

```c ok
	log("x");
```
"""


def tried(house: Path, examples: str, *options: str) -> tuple[int, str]:
    """Exit status and output of ``kcheck rule test`` with these examples."""
    (house / "HOUSE_PRINT.md").write_text(examples)
    run = kcheck("rule", "test", *(options or ("--rules", "kept/house.py")), "HOUSE_PRINT.md")
    return run.returncode, (run.stdout + run.stderr).decode()


def test_examples_that_hold(house: Path) -> None:
    assert tried(house, EXAMPLES) == (0, "2 cases, all hold\n")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("WARNING: use log()", "WARNING: use dump()", "case 1, by hand: not found: line 1, columns 9 to 14: warning"),
        ("WARNING: use log()", "ERROR: use log()", "not annotated: line 1, columns 9 to 14: warning: use log()"),
        ('log("x");', 'printf("x");', "case 2, ours: not annotated: line 1"),
        ("c ok", "c", "case 2, ours: expects nothing: mark it ok"),
        ("c ok", "c ok opt=--none", "case 2, ours: the corpus knows no option --none"),
        ("## ours", "```c fixed\n\tlog(1);\n```\n## ours", "case 1, by hand: the fixes make something else of it"),
    ],
)
def test_examples_that_do_not_hold(house: Path, right: str, wrong: str, said: str) -> None:
    status, printed = tried(house, EXAMPLES.replace(right, wrong))
    assert status == 1
    assert said in printed
    assert "2 cases, 1 failed" in printed


def test_examples_that_cannot_be_run(house: Path) -> None:
    assert tried(house, EXAMPLES, "--rules", "none.py")[0] == 2
    status, printed = tried(house, EXAMPLES, "--root", "kept")
    assert status == 2
    assert "there is no type HOUSE_PRINT" in printed
    for broken in ("", "# HOUSE_PRINT\n```c fixed\n```\n", "# H\n```c opt='\n```\n"):
        assert tried(house, broken)[0] == 2


def test_our_own_examples_can_be_run(house: Path) -> None:
    assert kcheck("rule", "test", str(corpus.root() / "rules" / "layout" / "SPACING.md")).returncode == 0
