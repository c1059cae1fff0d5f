"""What files of configuration say, which of them wins, and what is said of wrong ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import Settings
from pylint_kernel.configuration import report
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.model import Severity


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with another one, ``drivers``, in it; the user has no configuration."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "src" / "drivers").mkdir(parents=True)
    return tmp_path / "src"


def at(path: Path, **given: object) -> Settings:
    """What holds for a file, after what the command line says."""
    values = {name.replace("_", "-"): value for name, value in given.items()}
    return Configuration(Layer("command line", str(path.parent), values)).at(str(path))


def wrong(directory: Path, text: str, name: str = ".kcheck.toml") -> str:
    """What is said of a file with this text, without the name of the directory."""
    (directory / name).write_text(text)
    with pytest.raises(ConfigurationError) as error:
        Configuration().at(str(directory / "x.c"))
    return str(error.value).replace(str(directory) + os.sep, "")


# -- which one counts


def test_nothing_configured(top: Path) -> None:
    assert Configuration().at(str(top / "x.c")) == Settings()


def test_the_nearest_value_counts(top: Path) -> None:
    (top / ".kcheck.toml").write_text("max-line-length = 80\ntab-size = 4\n")
    (top / "drivers" / ".kcheck.toml").write_text("max-line-length = 90\n")
    limits = at(top / "drivers" / "x.c").limits
    assert (limits.max_line_length, limits.tab_size) == (90, 4)
    assert at(top / "x.c").limits.max_line_length == 80


def test_the_command_line_comes_first_and_the_users_own_last(top: Path) -> None:
    own = top.parent / "home" / "kcheck"
    own.mkdir(parents=True)
    (own / "kcheck.toml").write_text('max-line-length = 70\nkconfig-prefix = "CFG_"\nstrict = true\n')
    (top / ".kcheck.toml").write_text("max-line-length = 80\n")
    found = at(top / "x.c", strict=False)
    assert (found.limits.max_line_length, found.limits.kconfig_prefix, found.strict) == (80, "CFG_", False)


def test_pyproject(top: Path) -> None:
    (top / "pyproject.toml").write_text('[project]\nname = "kcheck"\n')
    assert at(top / "x.c") == Settings()
    (top / "pyproject.toml").write_text("[tool.kcheck]\nstrict = true\n")
    assert at(top / "x.c").strict
    (top / ".kcheck.toml").write_text("tab-size = 4\n")
    assert not at(top / "x.c").strict, "one file a directory"


def test_ignored_types_add_up(top: Path) -> None:
    (top / ".kcheck.toml").write_text('ignore = ["SPACING"]\n')
    (top / "drivers" / ".kcheck.toml").write_text('ignore = ["device_attr_*"]\n')
    found = at(top / "drivers" / "x.c", ignore=("STRCPY",))
    assert {"SPACING", "DEVICE_ATTR_RW", "STRCPY"} <= found.ignore
    assert not found.types


def test_a_group_does_not_select_what_not_everybody_wants(top: Path) -> None:
    (top / ".kcheck.toml").write_text('select = ["language"]\n')
    assert not at(top / "x.c").selects("INCLUDE_ORDER")
    (top / ".kcheck.toml").write_text('select = ["layout", "INCLUDE_ORDER"]\n')
    assert at(top / "x.c").selects("INCLUDE_ORDER")


def test_what_is_selected_nearby_is_no_longer_ignored(top: Path) -> None:
    (top / ".kcheck.toml").write_text('ignore = ["SPACING", "STRCPY"]\n')
    (top / "drivers" / ".kcheck.toml").write_text('select = ["SPACING", "BRACES"]\nignore = ["BRACES"]\n')
    found = at(top / "drivers" / "x.c")
    assert [code for code in catalog() if found.selects(code)] == ["SPACING"]


def test_nothing_is_left(top: Path) -> None:
    (top / ".kcheck.toml").write_text('select = ["SPACING"]\nignore = ["layout"]\n')
    assert not any(map(at(top / "x.c").selects, catalog()))


def test_groups_and_levels(top: Path) -> None:
    (top / ".kcheck.toml").write_text('[level]\nlayout = "check"\nSPACING = "warning"\n')
    (top / "drivers" / ".kcheck.toml").write_text('level.SPACING = "error"\n')
    levels = dict(at(top / "drivers" / "x.c").levels)
    assert (levels["SPACING"], levels["BRACES"]) == (Severity.ERROR, Severity.CHECK)
    assert dict(at(top / "x.c").levels)["SPACING"] == Severity.WARNING


def test_types_by_path(top: Path) -> None:
    (top / ".kcheck.toml").write_text('[per-path-ignores]\n"drivers/**/old_*.c" = ["SPACING"]\n"*.h" = ["layout"]\n')
    assert at(top / "drivers" / "old_x.c").ignore == {"SPACING"}
    assert "BRACES" in at(top / "x.h").ignore
    assert not at(top / "x.c").ignore
    assert Configuration().at(str(top / "x.c")) == Configuration().at(str(top / "y.c"))


def test_files_of_a_kind_share_their_settings(top: Path) -> None:
    (top / ".kcheck.toml").write_text('[per-path-ignores]\n"*.h" = ["layout"]\n')
    configuration = Configuration()
    assert configuration.at(str(top / "x.h")) is configuration.at(str(top / "drivers" / "y.h"))


def test_fixable(top: Path) -> None:
    (top / ".kcheck.toml").write_text('fixable = ["layout"]\nunfixable = ["SPACING"]\n')
    found = at(top / "x.c")
    assert (found.repairs("BRACES"), found.repairs("SPACING"), found.repairs("STRCPY")) == (True, False, False)


def test_paths_are_relative_to_the_file(top: Path) -> None:
    (top / "words.txt").write_text("teh->the\n")
    (top / ".kcheck.toml").write_text('codespellfile = "words.txt"\n')
    assert at(top / "drivers" / "x.c").dictionary == str(top / "words.txt")
    assert at(top / "drivers" / "x.c", codespell=False).dictionary == ""


def test_exclude(top: Path) -> None:
    (top / ".kcheck.toml").write_text('# ours\nexclude = ["vendor"]\n')
    configuration = Configuration()
    assert configuration.excluded(str(top / "vendor" / "x.c")) == f"{top}/.kcheck.toml:2"
    assert configuration.excluded(str(top / "x.c")) == ""


def test_no_search_and_a_named_file(top: Path) -> None:
    (top / ".kcheck.toml").write_text("tab-size = 4\n")
    named = top / "drivers" / "other.toml"
    named.write_text("strict = true\n")
    assert Configuration(search=False).at(str(top / "x.c")) == Settings()
    assert Configuration(file=str(named)).at(str(top / "x.c")) == Settings(strict=True)


# -- .checkpatch.conf


def test_checkpatch_conf(top: Path) -> None:
    (top / ".checkpatch.conf").write_text(
        "# ours\n--emacs\n--ignore SPACING,FORKS_OWN\n--notree  # none\n--max-line-length=80 --no-signoff\n"
        "--fork-option\n--exclude vendor/.*/gen\\.c\n--subjective\n"
    )
    found = at(top / "x.c")
    assert found.ignore == {"SPACING", "MISSING_SIGN_OFF", "NO_AUTHOR_SIGN_OFF"}
    assert (found.tree, found.strict, found.limits.max_line_length) == (False, True, 80)
    assert Configuration().excluded(str(top / "vendor/a/gen.c")) == f"{top}/.checkpatch.conf:7"


def test_checkpatch_conf_beside_our_own(top: Path) -> None:
    (top / ".checkpatch.conf").write_text("--strict\n")
    (top / ".kcheck.toml").write_text("tab-size = 4\n")
    assert not at(top / "x.c").strict


def test_checkpatch_conf_with_a_value_that_makes_no_sense(top: Path) -> None:
    message = wrong(top, "--strict\n--tab-size=0\n", ".checkpatch.conf")
    assert message == ".checkpatch.conf:2: tab-size: must be a whole number, 2 or more"


# -- mistakes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("strict = true\nignor = []\n", "2: there is no key 'ignor' (did you mean ignore?)"),
        (
            "line-length = 80\n",
            "1: there is no key 'line-length' (did you mean max-line-length or min-conf-desc-length?)",
        ),
        ('strict = "yes"\n', "1: strict: must be true or false"),
        ("tab-size = 1\n", "1: tab-size: must be a whole number, 2 or more"),
        ("tab-size = true\n", "1: tab-size: must be a whole number, 2 or more"),
        ('ignore = "SPACING"\n', '1: ignore: must be a list of texts (["...", "..."])'),
        (
            'ignore = [\n  "BRACES",\n  "SPACNG", # twice\n]\n',
            "3: ignore: there is no type SPACNG (did you mean SPACING?)",
        ),
        ('[level]\nBRACES = "error"\nSPACING = "fatal"\n', "3: level: SPACING: must be one of error, warning, check"),
        (
            '[level]\n"layuot" = "error"\n',
            "2: level: there is no type LAYUOT (did you mean layout?)",
        ),
        (
            '[per-path-ignores]\n"*.h" = ["SPACING"]\n"*.c" = ["STRCPYY"]\n',
            "3: per-path-ignores: *.c: there is no type STRCPYY (did you mean STRCPY or STRNCPY or STRLCPY?)",
        ),
        ('root = "nowhere"\n', "1: root: nowhere is not the top of a kernel tree"),
        ('checkpatch-version = "7"\n', "1: checkpatch-version: 7 is no version such as 6.12"),
        ('codespellfile = "none.txt"\n', "1: codespellfile: there is no file none.txt"),
        (
            'format = "sarif=../x"\n',
            "1: format: files to write are named on the command line only (--format NAME=FILE)",
        ),
        ("strict = true\nstrict = \n", "2: Invalid value"),
        ("level = 1\n", "1: level: must be a table"),
    ],
)
def test_mistakes(top: Path, text: str, message: str) -> None:
    assert wrong(top, text) == f".kcheck.toml:{message}"


def test_mistakes_in_pyproject(top: Path) -> None:
    text = '[project]\nname = "kcheck"\nstrict = 1\n\n[tool.kcheck]\nstrict = 1\n'
    assert wrong(top, text, "pyproject.toml") == "pyproject.toml:6: strict: must be true or false"
    assert wrong(top, "[tool]\nkcheck = 1\n", "pyproject.toml") == "pyproject.toml:2: tool.kcheck must be a table"


def test_what_is_no_text(top: Path) -> None:
    (top / ".kcheck.toml").write_bytes(b"strict = true\n# \xff\n")
    with pytest.raises(ConfigurationError, match=r"\.kcheck\.toml:2: this is no UTF-8"):
        at(top / "x.c")


def test_deep_nesting(top: Path) -> None:
    assert "too many brackets" in wrong(top, "ignore = " + "[" * 100_000)


def test_what_is_no_file_is_no_configuration(top: Path) -> None:
    os.mkfifo(top / ".kcheck.toml")
    (top / ".checkpatch.conf").mkdir()
    assert at(top / "x.c") == Settings()


# -- reports


def test_what_is_in_force_and_where_it_comes_from(top: Path) -> None:
    (top / ".kcheck.toml").write_text('ignore = ["SPACING"]\n[level]\nSTRCPY = "error"\n')
    (top / "drivers" / ".kcheck.toml").write_text('strict = true\nignore = ["BRACES"]\n')
    lines = {" ".join(line.split()) for line in report.in_force(Configuration(), str(top / "drivers" / "x.c"))}
    assert {
        f"strict = true # {top}/drivers/.kcheck.toml:1",
        f'ignore = ["BRACES", "SPACING"] # {top}/drivers/.kcheck.toml:2, {top}/.kcheck.toml:1',
        f'"STRCPY" = "error" # {top}/.kcheck.toml:3',
        "tab-size = 8 # default",
    } <= lines


def test_the_template_can_be_read(top: Path) -> None:
    (top / ".kcheck.toml").write_text(report.template())
    assert at(top / "x.c") == Settings()
    uncommented = "".join(
        line.removeprefix("# ") for line in report.template().splitlines(keepends=True) if " = " in line
    )
    (top / ".kcheck.toml").write_text("\n".join(line for line in uncommented.splitlines() if '= ""' not in line))
    assert at(top / "x.c") == Settings()


def test_a_conf_counts_option_by_option(top: Path) -> None:
    """What a fork's option stands beside is not lost with it."""
    conf = top / ".checkpatch.conf"
    (top / "types").write_text("my_t\n")
    conf.write_text(
        "--typedefsfile types --branch --frobnicate 3 --strict --tab-size=x --exclude=vendor/.* --exclude ^x/(a|b)\n"
    )
    found = at(top / "x.c")
    assert found.strict
    assert found.limits.tab_size == 8
    assert report.from_conf(str(conf)).splitlines()[1:] == [
        "strict = true",
        'typedefs = "types"',
        'exclude = ["/vendor/**"]',
        "",
        "# Not taken over, as it has no meaning here:",
        "#   --branch",
        "#   --frobnicate 3",
        "#   --tab-size=x",
        "#   --exclude ^x/(a|b)",
    ]


def test_a_conf_translated_says_the_same(top: Path) -> None:
    conf = top / ".checkpatch.conf"
    conf.write_text("--strict --ignore SPACING,OWN --types layout\n--no-tree --exclude 'x/y'\n--u-boots\n--emacs\n")
    before = at(top / "x.c")
    text = report.from_conf(str(conf))
    assert [line for line in text.splitlines() if line.startswith("#   ")] == [
        "#   --u-boots",
        "#   --emacs",
        "#   OWN",
    ]
    conf.unlink()
    (top / ".kcheck.toml").write_text(text)
    assert at(top / "x.c") == before
    assert Configuration().excluded(str(top / "x" / "y.c"))
