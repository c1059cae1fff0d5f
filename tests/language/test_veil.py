"""What of a long file a small change is judged in: enough to find what is found in all of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.checking.runner import Target, run_target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.language import veil
from pylint_kernel.language.source import SourceFile
from pylint_kernel.patches.change import Before

DEMO = Path(__file__).parents[2] / "corpus/trees/demo"
FUNCTION = "int f{0}(int a)\n{{\n\tif (a) {{\n\t\tg(a);\n\n\t\th(a);\n\t}}\n\n\treturn {0};\n}}\n\n"


def long_file(between: str = "") -> str:
    functions = [FUNCTION.format(number) for number in range(100)]
    return "".join([*functions[:50], between, *functions[50:]])


def focused(text: str, *words: str) -> SourceFile:
    """The file with the lines that have the words in focus."""
    lines = text.split("\n")
    return SourceFile("a.c", text.encode(), focus=frozenset(lines.index(word) + 1 for word in words))


def test_what_is_far_away_is_not_read() -> None:
    text = long_file()
    file = focused(text, "\treturn 70;")
    assert {"f70", "f69", "f71"} <= file.tokens.index.keys()
    assert len(file.tokens) < len(SourceFile("a.c", text.encode()).tokens) / 10
    assert len(file.code) == len(text)
    assert file.code[text.index("int f70") :].startswith("int f70(int a)\n{\n\tif (a) {\n")
    assert file.tokens.starts[file.tokens.index["f70"][0]] == text.index("f70")


@pytest.mark.parametrize(
    "kept",
    [
        "#define EACH(x) \\\n\tfor (x = 0; x < 9; x++)\n\n",
        "#define FLAG static  /* of a\n * file */\n\n",
        "typedef struct {\n\tint a;\n} thing;\n\n",
        "#ifdef CONFIG_A\n\n",
    ],
)
def test_what_gives_words_a_meaning_is_read(kept: str) -> None:
    text = long_file(kept).replace("return 3;", "return 3 + EACH(f) + FLAG;")
    words = SourceFile("a.c", kept.encode()).tokens.texts
    tokens = focused(text, "\treturn 3 + EACH(f) + FLAG;").tokens
    assert " ".join(words) in " ".join(tokens.texts)


def test_of_macros_only_those_are_read_that_are_used() -> None:
    used = "#define ONE(x) TWO(x)\n#define TWO(x) static x\n\n"
    text = long_file(f"{used}#define THREE(x) static x\n\n").replace("return 3;", "return ONE(3);")
    index = focused(text, "\treturn ONE(3);").tokens.index
    assert {"ONE", "TWO"} <= index.keys()
    assert "THREE" not in index


def test_a_run_of_directives_is_read_around_the_change() -> None:
    registers = "".join(f"#define REG{number} ({number} << SHIFT)\n" for number in range(1000))
    file = focused(f"/* Registers */\n#ifndef A\n{registers}#endif\n", "#define REG500 (500 << SHIFT)")
    assert {"REG490", "REG510", "ifndef", "endif"} <= file.tokens.index.keys()
    assert "REG100" not in file.tokens.index
    assert len(file.tokens) < 3000


def test_numbers_are_not_read() -> None:
    text = long_file("".join(f"#define REG{number} ({number})\n" for number in range(100)))
    assert "REG7" not in focused(text, "\treturn 3;").tokens.index


@pytest.mark.parametrize(
    "trap",
    [
        "/*\n * text;\n\nint no(void);\n\n * more;\n */\n",
        '#define BEGIN {\n\nchar *s = "/*";\n\n',
        "void staged(void)\n{\nif (a) {\nb();\n}\n\nc();\n\nif (d) {\ne();\n}\n\nf();\n}\n\n",
        "int old(a)\nint a;\n\n{\n}\n\n",
        "#if A\nint x(void) {\n#else\nint x(int a) {\n#endif\n\treturn 1;\n}\n\n",
    ],
)
def test_nothing_is_cut_in_two(trap: str) -> None:
    text = long_file(trap)
    whole = SourceFile("a.c", text.encode())
    for word in ("\treturn 49;", "\treturn 50;", "\treturn 99;"):
        file = focused(text, word)
        at = text.index(word)
        near = [
            whole.tokens.texts[position] for position in range(whole.position_at(at) - 5, whole.position_at(at) + 4)
        ]
        here = file.position_at(at)
        assert file.tokens.texts[here - 5 : here + 4] == near
        assert veil.is_sound(file.tokens) == veil.is_sound(whole.tokens) or not file.gaps


def test_the_file_as_a_whole_can_be_asked() -> None:
    text = long_file("int only_here = 1;\n\n")
    file = focused(text, "\treturn 3;")
    assert "only_here" not in file.tokens.index
    assert file.mentions("only_here")
    assert not file.mentions("nowhere")
    assert len(file.whole.tokens) == len(SourceFile("a.c", text.encode()).tokens)
    assert file.whole.whole is file.whole


def test_short_files_and_large_changes_are_read_whole() -> None:
    assert not focused(FUNCTION.format(1), "\treturn 1;").gaps
    text = long_file()
    everywhere = SourceFile("a.c", text.encode(), focus=frozenset(range(1, 900)))
    assert everywhere.tokens
    assert not everywhere.gaps


def changes(seed: int, count: int) -> Iterator[Target]:
    """Random changes of some lines in a long file made of the demo driver's."""
    chance = random.Random(seed)
    sources = [path.read_bytes().replace(b"\r\n", b"\n") for path in sorted(DEMO.glob("*.c"))]
    for number in range(count):
        data = b"\n".join(chance.choices(sources, k=12))
        lines = data.split(b"\n")
        first = chance.randrange(len(lines) - 6)
        changed = frozenset(range(first + 1, first + chance.randint(2, 6)))
        before = [line.replace(b" ", b"  ", 1) if row in changed else line for row, line in enumerate(lines, 1)]
        path = f"drivers/demo/{number}.c"
        yield Target(path, data=data, changed=changed, in_patch=True, before=Before(b"\n".join(before), changed))


def test_findings_are_those_of_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(strict=True)
    targets = [*changes(1, 40)]
    found = [run_target(one, settings).findings for one in targets]
    monkeypatch.setattr(veil, "veiled", lambda *_: [])
    assert [run_target(one, settings).findings for one in targets] == found
    assert sum(map(len, found)) > 40
