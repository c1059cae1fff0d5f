"""After an edit only a part is judged again; what comes out is what a full check of the same text says."""

from __future__ import annotations

import random
from statistics import median
from time import process_time

import pytest

from pylint_kernel.checking.engine import go_on
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.language.edited.hull import hull
from pylint_kernel.lsp import again
from pylint_kernel.lsp.again import Judged
from pylint_kernel.lsp.touched import touched
from tests.lsp.typing import edited

STRICT = Settings(strict=True)
EDITS = 1000
#: So many edits in a row, then the file is what it was: otherwise it would soon be no code any more.
IN_A_ROW = 15


def driver() -> str:
    """A driver of some 70 lines with functions, types, macros and comments."""
    return """// SPDX-License-Identifier: GPL-2.0
/*
 * Frogs in a pond.
 */
#include <linux/module.h>
#include <linux/slab.h>

#define POND_SIZE 16
#define for_each_frog(pond, frog) \\
	for (frog = (pond)->frogs; frog; frog = frog->next)
#define LEAP(x) do { (x)->height++; } while (0)

typedef unsigned int frog_t;

struct frog {
	struct frog *next;
	frog_t height;
	int legs;	/* four */
};

struct pond {
	struct frog *frogs;
	spinlock_t lock;
};

static const char * const names[] = { "Anura", "Bufo" };

static int NumFrogs = 0;

/**
 * frog_add() - put a frog into a pond
 */
static int frog_add(struct pond *pond, gfp_t flags)
{
	struct frog *frog = kmalloc(sizeof(struct frog), flags);
	u32 i;

	if(frog == NULL) {
		printk("no frog\\n");
		return -ENOMEM;
	}
	for (i = 0; i < ARRAY_SIZE(names); i++)
		frog->legs += i*2;
	/* It leaps. */
	LEAP(frog);
	spin_lock(&pond->lock);
	frog->next = pond->frogs; pond->frogs = frog;
	spin_unlock(&pond->lock);
	NumFrogs++;
	return 0;
}
EXPORT_SYMBOL(frog_add);

static void pond_empty(struct pond *pond)
{
	struct frog *frog, *next;

	for_each_frog(pond, frog) {
		next = frog->next;
		switch (frog->legs) {
		case 4:
			kfree(frog);
			break;
		default:
			return;
		}
		if (next) {
			frog_t height = (frog_t)next->height;
			msleep(1);
			dev_info(NULL, "%u" "%d", height, NumFrogs);
		} else {
			return ;
		}
	}
}

static int pond_count(
	struct pond *pond)
{
	return pond->frogs ? 1 : 0;
}

module_exit(pond_exit);
MODULE_LICENSE("GPL");
"""


PROGRAM = """#include <stdio.h>

int main(void)
{
	unsigned int i = 5;

	if (!i) {
		printf("a");
	}
	return 0;
}
"""
FILES = {
    "drivers/pond.c": driver(),
    "drivers/pond.h": driver().replace("// SPDX-License-Identifier: GPL-2.0\n", "/* SPDX */\n#ifndef P\n") + "#endif\n",
    "tools/pond.c": driver() + PROGRAM,
    "drivers/ring.c": (corpus.root() / "trees/demo/ring.c").read_bytes().decode("latin-1"),
    "drivers/crlf.c": driver().replace("\n", "\r\n"),
    "drivers/frog.S": "/* SPDX */\n#include <a.h>\nENTRY(frog)\n\tmov %eax, %ebx \nENDPROC(frog)\n",
    "arch/frog.dts": "/dts-v1/;\n/ {\n\tpond@0 {\n\t\tcompatible = \"frog,pond\";\n\t\treg=<0>;\n\t};\n};\n",
    "drivers/Kconfig": "config FROG\n\ttristate \"Frogs\"\n\thelp\n\t  Frogs.\n",
}  # fmt: skip


def target(path: str, text: str) -> Target:
    return Target(path, data=text.encode("latin-1"))


def full(path: str, text: str) -> Judged:
    return again.judge(target(path, text), STRICT, None, go_on)


@pytest.mark.parametrize("path", FILES)
def test_after_every_edit_the_findings_are_those_of_a_full_check(path: str) -> None:
    chance = random.Random(path)
    text, known = FILES[path], full(path, FILES[path])
    for number in range(EDITS // len(FILES)):
        if number % IN_A_ROW == 0:
            text, known = FILES[path], full(path, FILES[path])
        text = edited(text, chance).encode("latin-1", "replace").decode("latin-1")
        known = again.judge(target(path, text), STRICT, known, go_on)
        assert known.findings == full(path, text).findings, text


def test_an_edit_inside_of_a_function_concerns_that_function() -> None:
    old = full("drivers/pond.c", driver())
    text = driver().replace("legs += i*2", "legs += i*3")
    reading = again.judge(target("drivers/pond.c", text), STRICT, old, go_on).reading
    assert reading is not None
    stretches = touched(old.file, reading)
    assert stretches is not None
    ((start, end),) = stretches
    part = text[start:end]
    assert "frog_add(struct pond" in part
    assert "pond_empty" not in part


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("unsigned int frog_t", "unsigned int frogs_t"),
        ("#define POND_SIZE 16", "#define POND_SIZE 17"),
        ("\t/* It leaps. */", "\t/* It leaps. "),
        ("NumFrogs++;\n\treturn 0;\n}", "NumFrogs++;\n\treturn 0;\n"),
        ('printk("no frog\\n");', 'printk("no frog\\n);'),
        ("struct frog *frog, *next;", "frog_t next, *spinlock;\n\tspinlock_t lock;\n\tkfree *x;"),
    ],
)
def test_what_may_concern_everything_is_judged_as_a_whole(before: str, after: str) -> None:
    assert before in driver()
    text = driver().replace(before, after)
    known = again.judge(target("drivers/pond.c", text), STRICT, full("drivers/pond.c", driver()), go_on)
    assert known.findings == full("drivers/pond.c", text).findings


def test_the_hull_of_an_edit() -> None:
    assert hull("abcdef", "abXef") == (2, 4, 3)
    assert hull("aaaa", "aaaaa") == (4, 4, 5)
    assert hull("", "abc") == (0, 0, 3)
    assert hull("same", "same") == (4, 4, 4)


def long_driver(lines: int) -> str:
    """A driver of about so many lines, no two functions the same."""
    head, _, tail = driver().partition("/**\n")
    body = "/**\n" + tail.partition("module_exit")[0]
    parts = [body.replace("frog_add", f"frog_add_{i}").replace("pond_empty", f"pond_empty_{i}")
             for i in range(lines // body.count("\n"))]  # fmt: skip
    return head + "\n".join(parts)


def test_three_thousand_lines_are_judged_again_in_sixty_milliseconds() -> None:
    """Of computing time; where the machine is slow or busy, in a fraction of what a full check takes there."""
    text, chance = long_driver(3000), random.Random(3)
    full("drivers/long.c", text)
    begin = process_time()
    known = full("drivers/long.c", text)
    whole = process_time() - begin
    times = []
    for _ in range(100):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice("abc_ ") + text[at:]
        begin = process_time()
        known = again.judge(target("drivers/long.c", text), STRICT, known, go_on)
        times.append(process_time() - begin)
    assert median(times) < max(0.06, 0.5 * whole)
    assert known.findings == full("drivers/long.c", text).findings


def test_a_fix_may_be_on_both_sides_of_an_edit() -> None:
    text = (
        "typedef enum {\n\tPOND,\n\tLAKE,\n} place_t;\n\nstatic int f(void)\n{\n\treturn 0;\n}\n\n"
        "static int g(place_t to)\n{\n\treturn to == POND;\n}\n"
    )
    after = text.replace("return 0", "return 00")
    known = again.judge(target("drivers/pond.c", after), STRICT, full("drivers/pond.c", text), go_on)
    assert any(found.fix and len(found.fix.edits) > 2 for found in known.near if found.code == "NEW_TYPEDEFS")
    assert known.findings == full("drivers/pond.c", after).findings


def test_what_is_declared_otherwise_is_judged_wherever_it_is_mentioned() -> None:
    text = (
        "int f(void)\n{\n\tstruct frog *frog;\n\n\tfrog = kmalloc(sizeof(struct frog), GFP_KERNEL);\n"
        "\treturn !frog;\n}\n\nint g(void)\n{\n\tstruct frog *frog = h();\n\n\treturn !frog;\n}\n"
    )
    after = text.replace("struct frog *frog = h", "struct toad *frog = h")
    before = full("drivers/pond.c", text)
    known = again.judge(target("drivers/pond.c", after), STRICT, before, go_on)
    assert known.findings == full("drivers/pond.c", after).findings
