"""A large file in pieces is judged as if it were judged at once."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.language import lexer, pieces
from pylint_kernel.language.pieces import Pieces, cuts_of
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding

SETTINGS = Settings(strict=True)
#: Functions with faults, a type that is defined far away, names that are reported once, CRLF line ends.
TYPE = "typedef struct thing stranger;\n\n"
FAULTY = """/*
 * What function %d does; {
 */
#define TWICE_%d(x) ((x) + (x))
static int function_%d(stranger *thing,int camelCase)
{
	if(camelCase){
		return(0);
	}
	return !(stranger *)thing;  
}
EXPORT_SYMBOL(function_%d);

"""  # noqa: W291
CODE = TYPE + "".join(FAULTY.replace("%d", str(number)) for number in range(60))


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every file be a large one."""
    monkeypatch.setattr(lexer, "LARGE", 1000)
    monkeypatch.setattr(pieces, "SIZE", 2000)
    monkeypatch.setattr(pieces, "NEAR", 500)


def findings(text: str) -> list[Finding]:
    """What is found in a text."""
    return runner.run_target(Target("a.c", data=text.encode()), SETTINGS).findings


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_findings_are_the_same(newline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = CODE.replace("\n", newline)
    whole = findings(text)
    assert len({found.code for found in whole}) > 7
    small(monkeypatch)
    assert findings(text) == whole


def test_each_byte_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    parts = list(Pieces(SourceFile("a.c", CODE.encode())))
    assert len(parts) > 5
    assert [(one.judged.start, one.judged.end) for one in parts] == list(
        pairwise([0, *(one.judged.end for one in parts)])
    )
    assert parts[-1].judged.end == len(CODE)
    for piece, shift, judged in parts:
        assert piece.text == CODE[shift : shift + len(piece.text)]
        assert shift <= judged.start
        assert piece.line_number(judged.start - shift) == CODE.count("\n", 0, judged.start) + 1


def test_nothing_is_cut_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "NEAR", 1)
    text = (
        "int a;\n/*\nint b;\n\nint c;\n*/\nint d;\nint f(void)\n{\n\tint e;\n\nout:\n\treturn 1;\n}\n"
        "#define A \\\nx\n#define B {\nint g;\n"
    )
    assert [text[cut : cut + 5] for cut in cuts_of(SourceFile("a.c", text.encode()).code)] == [
        "int d", "int f", "#defi", "#defi",
    ]  # fmt: skip


def test_a_file_of_one_item_is_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    text = "static const int table[] = {\n" + "\t1, 2, 3 ,\n" * 500 + "};\n"
    assert len(Pieces(SourceFile("a.c", text.encode()))) == 1
    assert len(findings(text)) >= 500
