"""Hunks to choose from: where fixes have changed a file and why, and the file with some of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.fixes import choosing
from pylint_kernel.fixes.choosing import Choices
from pylint_kernel.fixes.proof import worsens
from pylint_kernel.fixes.rewrite import rewrite
from pylint_kernel.fixes.trace import Region, rows, traced
from pylint_kernel.model import SAFE, UNSAFE, Applicability, Edit, Span

STRICT = Settings(strict=True)
FEW = Settings(types=frozenset({"TRAILING_WHITESPACE", "SPACING"}))
DEMO = sorted((corpus.root() / "trees" / "demo").glob("*.[ch]"))
TYPEDEF = b"""\
typedef struct {
	int a;
} frog_t;

static int f(void)
{
	return 0;
}

static int g(void)
{
	return 0;
}

int h(frog_t *one);
int i(int a,int b);
"""


def choices(
    path: str, data: bytes, level: Applicability = UNSAFE, settings: Settings = STRICT,
    changed: frozenset[int] | None = None,
) -> Choices:  # fmt: skip
    """What can be chosen of a file."""
    target = Target(path, data=data, changed=changed, in_patch=changed is not None)
    return Choices(rewrite(target, settings, level), settings, level)


# -- where, and why


def edited(content: bytes, edits: list[Edit]) -> bytes:
    """The content after edits."""
    for (start, end), text in reversed(edits):
        content = content[:start] + text.encode() + content[end:]
    return content


def test_traces_of_any_edits() -> None:
    """Between the regions nothing changes, and the changed lines put into the old content make the new one."""
    for seed in range(400):
        check_trace(seed)


def check_trace(seed: int) -> None:
    """Make some edits, in batches, and see what is remembered of them."""
    chance = random.Random(seed)
    before = after = bytes(chance.choices(b"ab\n", k=chance.randrange(30)))
    regions: tuple[Region, ...] = ()
    for _ in range(chance.randrange(1, 4)):
        places = sorted(
            chance.sample(range(len(after) + 1), k=min(len(after) + 1, 2 * chance.randrange(1, 4)) // 2 * 2)
        )
        spans = zip(places[::2], places[1::2], strict=True)
        edits = [Edit(Span(*span), "".join(chance.choices("xy\n", k=chance.randrange(4)))) for span in spans]
        regions = traced(regions, [(one, ()) for one in edits])
        after = edited(after, edits)
    done = new_done = 0
    for region in (*regions, Region(len(before), len(before), len(after), len(after), ())):
        assert before[done : region.start] == after[new_done : region.new_start]
        done, new_done = region.end, region.new_end
    old, new = before.split(b"\n"), after.split(b"\n")
    made, done = list[bytes](), 0
    for (start, end, new_start, new_end), _ in rows(regions, before, after):
        made += old[done:start] + new[new_start:new_end]
        done = end
    assert b"\n".join(made + old[done:]) == after


def test_a_fix_in_several_places_is_one_choice() -> None:
    found = choices("a.c", TYPEDEF)
    codes = [{one.finding.code for one in choice.repairs} for choice in found.split(found.all[0])]
    assert {"NEW_TYPEDEFS"} in codes
    assert {"SPACING"} in codes
    rename = next(choice for choice in found.split(found.all[0]) if choice.repairs[0].finding.code == "NEW_TYPEDEFS")
    renamed = found.taken([rename]).after
    assert renamed.startswith(b"struct frog {\n")
    assert b"int h(struct frog *one);\nint i(int a,int b);\n" in renamed


def test_carriage_returns_can_be_chosen() -> None:
    data = b"int a;\r\nint b; \r\nint c;\r\n"
    found = choices("a.c", data, SAFE, Settings(types=frozenset({"DOS_LINE_ENDINGS", "TRAILING_WHITESPACE"})))
    assert found.composed(found.all).data == b"int a;\nint b;\nint c;\n"
    parts = found.split(found.all[0])
    assert found.taken(parts[1:]).after == b"int a;\r\nint b;\nint c;\n"


# -- some of them


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name)
@pytest.mark.parametrize("level", [SAFE, UNSAFE], ids=["safe", "unsafe"])
def test_any_choice_is_proven(path: Path, level: Applicability) -> None:
    found = choices(path.name, path.read_bytes(), level)
    assert found.taken(found.all) is found.fixed
    assert found.taken([]).after == found.fixed.before
    parts = [part for choice in found.all for part in found.split(choice)]
    assert found.composed(parts).data == found.fixed.after
    chance = random.Random(7)
    for _ in range(5):
        taken = found.taken(chance.sample(parts, chance.randrange(1, len(parts))))
        state = found.fixer.check(taken.after, None)
        assert worsens(found.state, state, is_safe=level == SAFE) is None
        assert len(state.findings) == len(taken.result.findings) < len(found.state.findings)


def test_what_does_harm_alone_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = choices("a.c", b"int i(int a,int b);\nint c; \n", SAFE, FEW)
    parts = found.split(found.all[0])

    def grumpy(before: object, after: object, *, is_safe: bool) -> str | None:
        return "it would cause GRUMBLING" if b"c; \n" in after.data else None  # type: ignore[attr-defined]

    monkeypatch.setattr(choosing, "worsens", grumpy)
    taken = found.taken(parts[:1])
    assert taken.after == found.fixed.before
    assert taken.note == "a.c: not all that was chosen is fixed: without the rest it would cause GRUMBLING"


def test_lines_that_changed_stay_so() -> None:
    data = b"int i(int a,int b);\nint c; \nint d; \n\nint e; \n"
    found = choices("a.c", data, SAFE, FEW, changed=frozenset({1, 2, 5}))
    first, second, third = found.split(found.all[0])
    for chosen in ([first], [second], [third], [first, third]):
        taken = found.taken(chosen)
        assert taken.result.target.changed == frozenset({1, 2, 5})
        assert b"int d; \n" in taken.after
        assert len(taken.result.findings) == 3 - len(chosen)
