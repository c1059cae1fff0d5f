"""Presets: their data, how they are recognised, and what their dialects make of each project's macros."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.configuration import files, presets
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.language import dialect, parser
from tests.configuration.test_configuration import top, wrong

__all__ = ["top"]

NAMES = (
    "bluez", "coreboot", "dpdk", "op-tee", "openocd", "plain-c", "qemu", "staging", "tarantool", "u-boot", "zephyr",
)  # fmt: skip


def settings(preset: str) -> Settings:
    """What a preset alone amounts to."""
    return Configuration(Layer("here", "/src", {"preset": preset}), search=False).at("/src/x.c")


def is_understood(text: str, preset: str) -> bool:
    """Whether a file is parsed without an error, the bodies of its macros included."""
    file = runner.open_source(Target("x.c", data=text.encode()), settings(preset))
    bodies = parser.macro_tree(file)
    return not parser.tree(file).root_node.has_error and not (bodies and bodies.root_node.has_error)


def test_all_are_there() -> None:
    assert presets.names() == NAMES
    assert {name for name, _ in presets.roots()} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_data(name: str) -> None:
    layer = files.read(presets.file(name))
    assert layer is not None
    assert layer.values
    topics = {path.stem for path in Path(presets.file(name)).parent.glob("*.txt")}
    assert topics <= set(dialect.TOPICS)
    assert bool(topics) == ("dialect" in layer.values)


def test_recognised_from_the_tree(top: Path) -> None:
    for name, entries in presets.roots():
        for entry in entries:
            (top / name / entry).mkdir(parents=True)
        (top / name / "below").mkdir()
        found = Configuration().at(str(top / name / "below" / "x.c"))
        assert found == settings(name), name
    assert Configuration().at(str(top / "x.c")) == Settings()
    assert Configuration(search=False).at(str(top / "u-boot" / "x.c")) == Settings()


def test_chosen_by_hand(top: Path) -> None:
    (top / ".kcheck.toml").write_text('preset = "op-tee"\nmax-line-length = 90\nignore = ["STRCPY"]\n')
    found = Configuration().at(str(top / "x.c"))
    assert (found.limits.max_line_length, found.limits.kconfig_prefix) == (90, "CFG_")
    assert {"STRCPY", "CAMELCASE"} <= found.ignore
    assert Configuration().excluded(str(top / "lib" / "libmbedtls" / "x.c")) == "preset op-tee"
    (top / "drivers" / ".kcheck.toml").write_text('preset = "none"\n')
    assert Configuration().at(str(top / "drivers" / "x.c")).limits.kconfig_prefix == "CONFIG_"


def test_of_a_checkpatch_conf(top: Path) -> None:
    (top / ".checkpatch.conf").write_text("--u-boot\n")
    assert Configuration().at(str(top / "x.c")) == settings("u-boot")


def test_types_of_a_project(top: Path) -> None:
    """U-Boot has some of its own."""
    assert settings("u-boot").limits.project == "u-boot"
    text = b"void f(void)\n{\n#ifdef CONFIG_X\n\tg();\n#endif\n}\n"
    target = Target("drivers/x.c", data=text, changed=frozenset(range(1, 7)), in_patch=True)
    found = {
        name: {one.code for one in runner.run_target(target, settings(name)).findings} for name in ("u-boot", "none")
    }
    assert "PREFER_IF" in found["u-boot"] - found["none"]


def test_unknown(top: Path) -> None:
    message = f"1: preset: there is no preset 'uboot' (choose from {', '.join(NAMES)}, none)"
    assert wrong(top, 'preset = "uboot"\n') == f".kcheck.toml:{message}"


@pytest.mark.parametrize(
    ("preset", "text"),
    [
        ("dpdk", "static int\nport_start(struct port *port, void *data __rte_unused)\n{\n\treturn 0;\n}\n"),
        ("dpdk", "static void\nfree_all(__rte_unused void *start, uint64_t size __rte_unused)\n{\n}\n"),
        ("zephyr", "K_APP_BMEM(main_part) static volatile int seen;\n"),
        ("qemu", "static void coroutine_fn GRAPH_RDLOCK work(Job *job G_GNUC_UNUSED)\n{\n}\n"),
        ("qemu", "typedef int coroutine_fn (*Work)(Job *job);\n"),
        ("op-tee", "#define READER(reg, type) static inline __noprof type read_##reg(void) { return 0; }\n"),
        ("bluez", "int a = open_dict(DBUS_TYPE_STRING_AS_STRING\n\t      DBUS_TYPE_VARIANT_AS_STRING, 1);\n"),
        ("u-boot", "void f(void)\n{\n\tputs(ANSI_CURSOR_UP\n\t     ANSI_CLEAR_LINE);\n}\n"),
    ],
)
def test_what_only_the_dialect_can_tell(preset: str, text: str) -> None:
    assert is_understood(text, preset)
    assert not is_understood(text, "none")


def test_each_file_in_its_own_dialect() -> None:
    text = b"void f(void)\n{\n\twalk_it (list) {\n\t\tg();\n\t}\n}\n"
    ours = Settings(types=frozenset({"SPACING"}), names=(("guards", ("walk_it",)),))
    theirs = Settings(types=frozenset({"SPACING"}))
    targets = [Target(f"{number}.c", data=text, settings=ours if number % 2 else theirs) for number in range(6)]
    assert [len(result.findings) for result in runner.run(targets, Settings())] == [1, 0, 1, 0, 1, 0]


def test_names_and_files_of_names(top: Path) -> None:
    (top / "dialect").mkdir()
    (top / "dialect" / "iterators.txt").write_text("walk_all\n")
    (top / "typedefs").write_text("# ours\nhandle\n\\b[A-Z]*_TypeDef\nu8|u16\n")
    (top / ".kcheck.toml").write_text(
        'dialect = "dialect"\ntypedefs = "typedefs"\n[names]\niterators = ["walk_*"]\ntypes = ["Node"]\n'
    )
    found = Configuration().at(str(top / "x.c"))
    assert found.dialect == (str(top / "dialect"),)
    assert dict(found.names) == {"iterators": ("walk_*",), "types": ("Node", "handle", "*_TypeDef")}
    names = dialect.dialect(found.dialect, found.names)
    assert all(names.is_iterator(name) for name in ("walk_all", "walk_one", "list_for_each"))
    assert all(names.is_type(name) for name in ("Node", "GPIO_TypeDef", "u8"))


def test_mistakes(top: Path) -> None:
    assert wrong(top, '[names]\niterator = ["x"]\n').startswith(".kcheck.toml:2: names: there is no topic 'iterator'")
    assert wrong(top, 'dialect = "none"\n') == ".kcheck.toml:1: dialect: there is no directory none"
    assert wrong(top, "[names]\ntypes = 1\n").startswith(".kcheck.toml:2: names: types: must be a list of texts")


def test_a_folder_of_a_dialect_with_what_is_no_file(top: Path) -> None:
    (top / "dialect").mkdir()
    os.mkfifo(top / "dialect" / "types.txt")
    assert not dialect.Dialect(str(top / "dialect")).is_type("x")
