"""Patches of all sorts, written by the tests, and ways to damage them."""

from __future__ import annotations

import base64
import quopri
import random
from collections.abc import Callable
from typing import NamedTuple

#: The files that the patches are about, as they are before.
TREE = {
    "drivers/demo/ring.c": (
        b"// SPDX-License-Identifier: GPL-2.0\n#include <linux/slab.h>\n\nstatic int ring_size = 4;\n\n"
        b"int ring_put(struct ring *r, int value)\n{\n\tif (r->full) {\n\t\tpr_err(\"full\\n\");\n\t\treturn -ENOSPC;\n"
        b"\t}\n\tr->slot[r->head++] = value;\n\treturn 0;\n}\n\nint ring_get(struct ring *r)\n{\n\tint value;\n\n"
        b"\tvalue = r->slot[r->tail++];\n\treturn value;\n}\n"
    ),
    "drivers/demo/ring.h": b"#ifndef RING_H\n#define RING_H\nint ring_get(struct ring *r);\n#endif",
    "drivers/demo/Kconfig": b"config DEMO\n\ttristate \"Demo\"\n\thelp\n\t  A demo.\n",
    "arch/arm/boot/dts/demo.dts": b"/dts-v1/;\n\n/ {\n\tmodel = \"demo\";\n};\n",
    "MAINTAINERS": b"DEMO\nM:\tA. Person <a@example.org>\nF:\tdrivers/demo/\n",
    "old.c": b"int old;\n",
    "crlf.c": b"int a;\r\nint b;\r\nint c;\r\n",
}  # fmt: skip

CHANGE = b"""\
diff --git a/drivers/demo/ring.c b/drivers/demo/ring.c
index 1111111..2222222 100644
--- a/drivers/demo/ring.c
+++ b/drivers/demo/ring.c
@@ -4,11 +4,13 @@
 static int ring_size = 4;
\x20
 int ring_put(struct ring *r, int value)
 {
-\tif (r->full) {
-\t\tpr_err("full\\n");
+\tif ( r->full ){
+\t\tprintk("full, "\x20
+\t\t"sorry\\n");
 \t\treturn -ENOSPC;
 \t}
+\t/* put it there */
 \tr->slot[r->head++] = value;
 \treturn 0;
 }
@@ -16,7 +18,5 @@ int ring_put(struct ring *r, int value)
 int ring_get(struct ring *r)
 {
-\tint value;
-
-\tvalue = r->slot[r->tail++];
-\treturn value;
+\tint value = r->slot[r->tail++];
+        return (value);
 }
"""
NEW = b"""\
diff --git a/drivers/demo/new.c b/drivers/demo/new.c
new file mode 100755
index 0000000..2222222
--- /dev/null
+++ b/drivers/demo/new.c
@@ -0,0 +1,7 @@
+#include <linux/kernel.h>
+#define TWICE(x) x*2
+int twice (int x)
+{
+  if (x > 4) { return TWICE(x) ; }
+\treturn strcpy("a", "b");
+}
"""
NO_NEWLINE = b"""\
diff --git a/drivers/demo/ring.h b/drivers/demo/ring.h
index 1111111..2222222 100644
--- a/drivers/demo/ring.h
+++ b/drivers/demo/ring.h
@@ -1,4 +1,4 @@
 #ifndef RING_H
 #define RING_H
-int ring_get(struct ring *r);
-#endif
\\ No newline at end of file
+extern int ring_get( struct ring * r );
+#endif /* RING_H */
\\ No newline at end of file
"""
RENAME = b"""\
diff --git a/old.c b/drivers/demo/very new.c
similarity index 90%
rename from old.c
rename to drivers/demo/very new.c
index 1111111..2222222 100644
--- a/old.c
+++ b/drivers/demo/very new.c\t
@@ -1 +1,2 @@
 int old;
+int  new ;
"""
MODE = b"""\
diff --git a/drivers/demo/ring.c b/drivers/demo/ring.c
old mode 100644
new mode 100755
diff --git "a/d/\\303\\244.c" "b/d/\\303\\244.c"
old mode 100755
new mode 100644
"""
DELETION = b"""\
diff --git a/old.c b/old.c
deleted file mode 100644
index 1111111..0000000
--- a/old.c
+++ /dev/null
@@ -1 +0,0 @@
-int old;
"""
BINARY = b"""\
diff --git a/logo.png b/logo.png
new file mode 100644
index 0000000000000000000000000000000000000000..0920278185d3f665a1fa981f3d7caf217be5ad2a
GIT binary patch
literal 12
TcmeAS@N;KiWMWQ9&CLe@6P*JZ

literal 0
HcmV?d00001

diff --git a/image.bin b/image.bin
index 1111111..2222222 100644
Binary files a/image.bin and b/image.bin differ
"""
OTHERS = b"""\
diff --git a/drivers/demo/Kconfig b/drivers/demo/Kconfig
index 1111111..2222222 100644
--- a/drivers/demo/Kconfig
+++ b/drivers/demo/Kconfig
@@ -2,3 +2,8 @@ config DEMO
 \ttristate "Demo"
 \thelp
 \t  A demo.
+
+config DEMO_MORE
+\tbool "More"
+\thelp
+\t  More.
diff --git a/arch/arm/boot/dts/demo.dts b/arch/arm/boot/dts/demo.dts
index 1111111..2222222 100644
--- a/arch/arm/boot/dts/demo.dts
+++ b/arch/arm/boot/dts/demo.dts
@@ -2,4 +2,5 @@
\x20
 / {
 \tmodel = "demo";
+    compatible = "acme,demo-9";
 };
diff --git a/MAINTAINERS b/MAINTAINERS
index 1111111..2222222 100644
--- a/MAINTAINERS
+++ b/MAINTAINERS
@@ -1,3 +1,4 @@
 DEMO
 M:\tA. Person <a@example.org>
 F:\tdrivers/demo/
+L: list@example.org
"""
COMBINED = b"""\
diff --cc drivers/demo/ring.c
index 1111111,2222222..3333333
--- a/drivers/demo/ring.c
+++ b/drivers/demo/ring.c
@@@ -1,2 -1,2 +1,3 @@@
  int a;
+ int b;
 +int c;
"""
PLAIN = b"""\
diff -urN linux.orig/crlf.c linux/crlf.c
--- linux.orig/crlf.c\t2024-01-01 00:00:00.000000000 +0000
+++ linux/crlf.c\t2024-01-02 00:00:00.000000000 +0000
@@ -1,3 +1,3 @@
 int a;\r
-int b;\r
+int b; \r
 int c;\r
"""
DIFFS = (CHANGE, NEW, NO_NEWLINE, RENAME, MODE, DELETION, BINARY, OTHERS, COMBINED, PLAIN)

MESSAGE = b"""\
The ring is a bit square, see commit 1234567 ("ring: add it").
Teh the line is very long, much longer than anything that anybody would ever want to read in a terminal of any width.

Fixes: 1234567 (ring)
Reported-by: Nobody
Signed-off-by: A. Person <a@example.org>
"""


def mail(diff: bytes, encoding: str = "8bit") -> bytes:
    """A mail as ``git format-patch`` writes it."""
    head = (
        b"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n"
        b"From: =?UTF-8?q?=C3=84.?= Person <a@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n"
        b"Subject: [PATCH 1/2] demo: make the ring\n round\nMIME-Version: 1.0\n"
        b"Content-Type: text/plain; charset=UTF-8\n"
        b"Content-Transfer-Encoding: %s\n\n" % encoding.encode()
    )
    body = MESSAGE + b"---\n drivers/demo/ring.c | 2 +-\n 1 file changed\n\n" + diff + b"-- \n2.47.0\n\n"
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    return head + body


def commit(diff: bytes) -> bytes:
    """A commit as ``git show`` prints it."""
    message = b"".join(b"    " + line for line in MESSAGE.splitlines(keepends=True))
    return (
        b"commit 0123456789abcdef0123456789abcdef01234567\nAuthor: A. Person <a@example.org>\n"
        b"Date:   Mon Jan 1 00:00:00 2024 +0000\n\n    demo: make the ring round\n\n" + message + b"\n" + diff
    )


def sample(chooser: random.Random) -> bytes:
    """An undamaged patch, mail, mailbox or log."""
    diff = b"".join(chooser.sample(DIFFS, chooser.randint(1, 3)))
    match chooser.randrange(7):
        case 0:
            return diff
        case 1 | 2:
            return mail(diff)
        case 3:
            return mail(diff, chooser.choice(["base64", "quoted-printable"]))
        case 4:
            return b"".join(mail(chooser.choice(DIFFS)) for _ in range(3))
        case 5:
            return commit(diff) + b"\n" + commit(chooser.choice(DIFFS))
        case _:
            return chooser.choice([CHANGE, NEW, NO_NEWLINE, PLAIN])


class Mutation(NamedTuple):
    """A way to damage a patch."""

    name: str
    apply: Callable[[bytes, random.Random], bytes]


MUTATIONS: list[Mutation] = []


def mutation(damage: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """List the decorated function as a way to damage a patch."""
    MUTATIONS.append(Mutation(damage.__name__, damage))
    return damage


def on_lines(
    damage: Callable[[list[bytes], random.Random], list[bytes]],
) -> Callable[[bytes, random.Random], bytes]:
    """The same for damage that is done to the lines of a patch."""

    def apply(data: bytes, chooser: random.Random) -> bytes:
        lines = data.split(b"\n")
        return b"\n".join(damage(lines, chooser))

    apply.__name__ = damage.__name__
    return apply


@mutation
def cut_end(data: bytes, chooser: random.Random) -> bytes:
    return data[: chooser.randrange(len(data) + 1)]


@mutation
def cut_start(data: bytes, chooser: random.Random) -> bytes:
    return data[chooser.randrange(len(data) + 1) :]


@mutation
def flip_bytes(data: bytes, chooser: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chooser.randint(1, 8)):
        if changed:
            changed[chooser.randrange(len(changed))] = chooser.choice(
                b"\0\r\n\xff\x80 \t\\\"'(){}@+-0azA<" + b"\x1b\x0c"
            )
    return bytes(changed)


@mutation
def insert_bytes(data: bytes, chooser: random.Random) -> bytes:
    at = chooser.randrange(len(data) + 1)
    return data[:at] + chooser.randbytes(chooser.randint(1, 6)) + data[at:]


@mutation
@on_lines
def drop_lines(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    at = chooser.randrange(len(lines))
    return lines[:at] + lines[at + chooser.randint(1, 3) :]


@mutation
@on_lines
def double_lines(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    at, count = chooser.randrange(len(lines)), chooser.randint(1, 4)
    return lines[: at + count] + lines[at:]


@mutation
@on_lines
def swap_lines(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    one, other = chooser.randrange(len(lines)), chooser.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return lines


@mutation
@on_lines
def move_block(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    at, count = chooser.randrange(len(lines)), chooser.randint(1, 12)
    block = lines[at : at + count]
    del lines[at : at + count]
    to = chooser.randrange(len(lines) + 1)
    return lines[:to] + block + lines[to:]


@mutation
@on_lines
def wrong_counts(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    numbers = ["0", "1", "2", "7", "99", "999999999", "-1", "", "x", "18446744073709551616", " 3"]
    for row, line in enumerate(lines):
        if line.startswith(b"@@ ") and chooser.random() < 0.7:
            a, b, c, d = (chooser.choice(numbers) for _ in range(4))
            lines[row] = f"@@ -{a},{b} +{c},{d} @@".encode() + line[-4:]
    return lines


@mutation
@on_lines
def broken_header(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    """Of a file or a mail."""
    rows = [row for row, line in enumerate(lines) if not line.startswith((b" ", b"+\t", b"-\t"))]
    for row in chooser.sample(rows, min(3, len(rows))):
        at = chooser.randrange(len(lines[row]) + 1)
        lines[row] = chooser.choice([lines[row][:at], lines[row][at:], lines[row][:at] + b" " + lines[row][at:], b""])
    return lines


@mutation
@on_lines
def hostile_names(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    names = [
        b"/etc/passwd", b"../../../etc/passwd", b"/dev/zero", b"/dev/stdin", b"a/\\", b'"a/\\400"', b'"a/unclosed', b"",
        b"a/" + b"x" * 5000, b"a//b/./../c.c", b"a/.git/config", b"a/\xff\xfe.c", b"a/nul\0.c", b"b", b"a/drivers/demo",
    ]  # fmt: skip
    for row, line in enumerate(lines):
        if line.startswith((b"+++ ", b"--- ")) and chooser.random() < 0.5:
            lines[row] = line[:4] + chooser.choice(names)
        elif line.startswith((b"diff --git ", b"rename to ")) and chooser.random() < 0.3:
            lines[row] = line[:10] + b" " + chooser.choice(names) + b" " + chooser.choice(names)
    return lines


@mutation
@on_lines
def garbage_line(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    garbage = [
        b"On Monday somebody wrote:", b"> +int a;", b"From here on", b"commit to it", b"@@ -1 +1 @@", b"@@ -1,2",
        b"--- ", b"+++ b/x.c", b"diff --git", b"diff --git a/x b/y", b"index zz..yy", b"\\ No newline at end of file",
        b"\\", b"-- ", b"GIT binary patch", b"literal 99", b"Subject: =?utf-8?b?////?=", b"--x", b"--x--",
        b"Content-Type: multipart/mixed; boundary=x", b"Content-Transfer-Encoding: base64", b"=", b"\r", b"\0",
        b"+" + b"(" * 300, b"new mode 0",
    ]  # fmt: skip
    for _ in range(chooser.randint(1, 3)):
        lines.insert(chooser.randrange(len(lines) + 1), chooser.choice(garbage))
    return lines


@mutation
@on_lines
def mixed_line_ends(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    share = chooser.choice([0.1, 0.5, 1.0])
    return [line + b"\r" * (chooser.random() < share) for line in lines]


@mutation
@on_lines
def blanks_lost(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    """As some mail programs do it."""
    share = chooser.choice([0.1, 1.0])
    return [line.strip() if chooser.random() < share else line for line in lines]


@mutation
@on_lines
def wrapped(lines: list[bytes], chooser: random.Random) -> list[bytes]:
    """As other mail programs do it."""
    width = chooser.choice([20, 40, 72])
    return [line[at : at + width] for line in lines for at in range(0, max(len(line), 1), width)]


def mutant(seed: int) -> tuple[str, bytes]:
    """The damaged patch of that number, and what was done to it."""
    chooser = random.Random(seed)
    data, done = sample(chooser), []
    for _ in range(chooser.choice([1, 1, 1, 2, 3])):
        name, damage = chooser.choice(MUTATIONS)
        data = damage(data, chooser)
        done.append(name)
    return "+".join(done), data
