"""The file behind a diff: found wherever it is, never guessed; and hunks that parse where it is not."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.language import parser
from pylint_kernel.language.source import SourceFile
from pylint_kernel.patches import postimage
from pylint_kernel.patches.fragments import fragment
from pylint_kernel.patches.patch import FileDiff, Patch
from pylint_kernel.patches.postimage import Content, Place, Places, PostImage, agree, is_inside
from pylint_kernel.surroundings import reading
from pylint_kernel.surroundings.git import Repository
from tests.repository import Worktree

OLD = "".join(f"line {number};\n" for number in range(1, 41))
NEW = OLD.replace("line 10;\n", "changed 10;\nadded;\n").replace("line 30;\n", "")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worktree:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Worktree(tmp_path / "tree")


@pytest.fixture
def places(tree: Worktree) -> Iterator[Places]:
    with Repository(str(tree.root)) as repository:
        yield Places([str(tree.root)], repository)


def diff_of(data: bytes) -> FileDiff:
    (file,) = Patch(data).files
    return file


def plain(old: str, new: str, context: int = 3) -> bytes:
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), "a/f.c", "b/f.c", n=context)
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    ).encode()


def is_expected(found: PostImage | None, old: str = OLD, new: str = NEW) -> bool:
    """Whether the images and what is said of their lines are right."""
    assert found
    assert found.data.decode() == new
    assert found.before
    assert found.before.data.decode() == old
    lines, before = new.split("\n"), old.split("\n")
    assert sorted(lines[number - 1] for number in found.changed) == ["added;", "changed 10;"]
    assert sorted(before[number - 1] for number in found.before.removed) == ["line 10;", "line 30;"]
    return True


# -- where the content comes from


def test_worktree_after_the_change(tmp_path: Path) -> None:
    (tmp_path / "f.c").write_text(NEW)
    patch = plain(OLD, NEW)
    found = postimage.find(diff_of(patch), Places([str(tmp_path)]))
    assert is_expected(found)
    assert found
    text = patch.decode().split("\n")
    for line, number in found.patch_lines.items():
        assert text[number - 1][1:] == NEW.split("\n")[line - 1]


def test_worktree_before_the_change(tmp_path: Path) -> None:
    (tmp_path / "f.c").write_text(OLD)
    assert is_expected(postimage.find(diff_of(plain(OLD, NEW)), Places([str(tmp_path)])))


def test_worktree_where_the_lines_have_moved(tmp_path: Path) -> None:
    (tmp_path / "f.c").write_text("one\ntwo\n" + OLD)
    found = postimage.find(diff_of(plain(OLD, NEW)), Places([str(tmp_path)]))
    assert is_expected(found, "one\ntwo\n" + OLD, "one\ntwo\n" + NEW)


def test_no_fuzz(tmp_path: Path) -> None:
    (tmp_path / "f.c").write_text(OLD.replace("line 12;", "other 12;"))
    assert postimage.find(diff_of(plain(OLD, NEW)), Places([str(tmp_path)])) is None


def test_hunks_stay_in_order() -> None:
    patch = b"--- a/f.c\n+++ b/f.c\n@@ -5 +5 @@\n-a\n+b\n@@ -9 +9 @@\n-c\n+d\n"
    content = Content([b"c", b"x", b"a"], True, False)
    assert agree(content, diff_of(patch).hunks, shifted=True) is None


def test_index_and_blobs(tree: Worktree, places: Places) -> None:
    first = tree.commit("demo: old", f_c=OLD)
    second = tree.commit("demo: new", f_c=NEW)
    diff = tree.git("diff", first, second)
    tree.commit("demo: other", f_c="int other;\n")
    assert is_expected(postimage.find(diff_of(diff), places))
    # Without the line that names the blobs, only the index can tell.
    bare = b"".join(line for line in diff.splitlines(True) if not line.startswith(b"index"))
    assert postimage.find(diff_of(bare), places) is None
    tree.write("f.c", NEW)
    tree.git("add", "f.c")
    tree.write("f.c", "int other;\n")
    # git reads the index once.
    assert places.repository
    places.repository.close()
    assert is_expected(postimage.find(diff_of(bare), places))


def test_pre_image_in_git(tree: Worktree, places: Places) -> None:
    tree.commit("demo: old", f_c=OLD)
    tree.write("f.c", NEW)
    diff = tree.git("diff")
    tree.write("f.c", "int other;\n")
    assert is_expected(postimage.find(diff_of(diff), places))
    bare = b"".join(line for line in diff.splitlines(True) if not line.startswith(b"index"))
    tree.git("checkout", "f.c")
    tree.git("rm", "--quiet", "--cached", "f.c")
    (tree.root / "f.c").unlink()
    assert is_expected(postimage.find(diff_of(bare), places))


def test_rename(tree: Worktree, places: Places) -> None:
    tree.commit("demo: old", f_c=OLD)
    tree.git("mv", "f.c", "g.c")
    tree.write("g.c", NEW)
    diff = tree.git("diff", "HEAD", "--find-renames")
    assert b"rename to g.c" in diff
    assert is_expected(postimage.find(diff_of(diff), places))
    tree.git("reset", "--quiet", "--hard")
    assert is_expected(postimage.find(diff_of(diff), places))


def test_new_file() -> None:
    found = postimage.find(diff_of(plain("", "a\nb\n")), Places(["/nowhere"]))
    assert found == PostImage(b"a\nb\n", frozenset({1, 2}), {1: 4, 2: 5}, None)
    found = postimage.find(diff_of(plain("", "a")), Places(["/nowhere"]))
    assert found
    assert found.data == b"a"


def test_no_newline_at_the_end(tmp_path: Path) -> None:
    for old, new in (("a\nb\n", "a\nb"), ("a\nb", "a\nb\n"), ("a\nb", "a\nc"), ("a\nb", "c\nb")):
        for content in (old, new):
            (tmp_path / "f.c").write_text(content)
            found = postimage.find(diff_of(plain(old, new)), Places([str(tmp_path)]))
            assert found
            assert found.before
            assert (found.before.data.decode(), found.data.decode()) == (old, new)


@pytest.mark.parametrize("after", [True, False])
def test_carriage_returns(tmp_path: Path, after: bool) -> None:
    content = (NEW if after else OLD).encode()
    patch = plain(OLD, NEW)
    # A patch that came with CRLF for a file with LF: what it adds has CRLF.
    (tmp_path / "f.c").write_bytes(content)
    found = postimage.find(diff_of(patch.replace(b"\n", b"\r\n")), Places([str(tmp_path)]))
    assert found
    assert found.data == NEW.replace("changed 10;\nadded;\n", "changed 10;\r\nadded;\r\n").encode()
    # A file with CRLF, and a patch that knows; or that does not.
    (tmp_path / "f.c").write_bytes(content.replace(b"\n", b"\r\n"))
    found = postimage.find(diff_of(patch.replace(b"\n", b"\r\n")), Places([str(tmp_path)]))
    assert found
    assert found.data == NEW.replace("\n", "\r\n").encode()
    found = postimage.find(diff_of(patch), Places([str(tmp_path)]))
    assert found
    assert found.data.count(b"\r\n") == NEW.count("\n") - 2


SOURCE = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "{\n"]), max_size=25).map("".join)


@given(SOURCE, SOURCE, st.integers(0, 3), st.sampled_from(["", "x", "x\ny"]))
def test_either_image_gives_the_other(old: str, new: str, context: int, end: str) -> None:
    old, new = old + end, new + end[:1]
    patch = plain(old, new, context)
    if not patch:
        return
    hunks = diff_of(patch).hunks
    for text, after in ((old, False), (new, True)):
        newline = text.endswith("\n")
        lines = text[: len(text) - newline].encode().split(b"\n") if text else []
        found = agree(Content(lines, newline or not text, after), hunks)
        assert found
        assert found.before
        assert (found.before.data.decode(), found.data.decode()) == (old, new)
        assert len(found.changed) == sum(hunk.markers.count(b"+") for hunk in hunks)
        assert len(found.before.removed) == sum(hunk.markers.count(b"-") for hunk in hunks)


def test_a_hunk_without_context_behind_it_ends_the_file() -> None:
    hunks = diff_of(b"--- a/f.c\n+++ b/f.c\n@@ -1 +1,2 @@\n a\n+b\n").hunks
    assert agree(Content([b"a", b"b"], True, True), hunks)
    assert agree(Content([b"a", b"b", b"c"], True, True), hunks) is None
    assert agree(Content([b"a"], True, False), hunks)
    assert agree(Content([b"a", b"c"], True, False), hunks) is None
    # Of a diff without any context nothing follows.
    hunks = diff_of(b"--- a/f.c\n+++ b/f.c\n@@ -1,0 +2 @@\n+b\n").hunks
    assert agree(Content([b"a", b"b", b"c"], True, True), hunks)


# -- what must not be read


def test_paths_that_lead_elsewhere(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / ".git").mkdir(parents=True)
    (top / ".git" / "config").write_text("x")
    (tmp_path / "secret.c").write_text("x")
    (top / "f.c").write_text("x")
    (top / "link.c").symlink_to(tmp_path / "secret.c")
    (top / "out").symlink_to(tmp_path)
    (top / "in").symlink_to(top)
    os.mkfifo(top / "fifo.c")
    assert is_inside(str(top), "f.c")
    assert is_inside(str(top), "in/f.c")
    bad = [
        "../secret.c", str(tmp_path / "secret.c"), "link.c", "out/secret.c", "fifo.c", "in", "", "f.c\0",
        ".git/config", "x/../f.c", "nothing.c",
    ]  # fmt: skip
    assert [path for path in bad if is_inside(str(top), path)] == []


def test_files_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f.c").write_text(NEW)
    monkeypatch.setattr(reading, "MAX_SIZE", 10)
    assert postimage.find(diff_of(plain(OLD, NEW)), Places([str(tmp_path)])) is None


def test_prefixes(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "f.c").write_text("")
    places = Places([str(tmp_path / "d"), str(tmp_path)])
    assert places.locate("d/f.c", "d/f.c") == Place(str(tmp_path / "d"), "f.c")
    assert places.locate("d/f.c", "b/d/f.c") == Place(str(tmp_path), "d/f.c")
    assert places.locate("linux/d/f.c", "linux/d/f.c") == Place(str(tmp_path), "d/f.c")
    assert places.locate("n.c", "b/n.c") == Place(str(tmp_path / "d"), "n.c")


def test_without_git(tree: Worktree, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.commit("demo: old", f_c=OLD)
    tree.write("f.c", NEW)
    diff = tree.git("diff")
    monkeypatch.setenv("PATH", "/nowhere")
    assert is_expected(postimage.find(diff_of(diff), places))
    tree.write("f.c", "int other;\n")
    assert postimage.find(diff_of(diff), places) is None


# -- fragments

HUNKS = {
    "statements": "\tint a = 1;\n+\ta = 2;\n\treturn a;\n",
    "end of a function": "\treturn a;\n }\n \n+int b;\n",
    "branches": "\t\ta = 1;\n\t} else if (b) {\n+\t\ta = 2;\n",
    "else": "\telse\n+\t\ta = 2;\n",
    "statement before else": "\t\ta = 1;\n\telse\n+\t\ta = 2;\n",
    "loop": "\t\ta = 1;\n+\t\tb = 2;\n\t} while (a < b);\n",
    "condition": "\t    a < b) {\n+\t\tb = 2;\n\t}\n",
    "operator first": "\t    && a < b)\n+\t\tb = 2;\n",
    "call": "\t\t  a, b,\n+\t\t  c);\n",
    "cut call": "\tfoo(a, b,\n+\t    c,\n",
    "cut condition": "\tif (a &&\n+\t    b &&\n",
    "cut assignment": "\ta =\n+\t\tb +\n",
    "cut if": "\ta = 1;\n+\tif (a)\n",
    "cut else": "\tif (a)\n\t\tb = 1;\n+\telse\n",
    "cut loop": "\tdo {\n+\t\ta++;\n",
    "cut prototype": " int a;\n \n+int f(struct x *x,\n",
    "parameters": "\t\t  int b)\n {\n+\tint c;\n\treturn b;\n }\n",
    "label": " out:\n+\tfoo();\n\treturn 0;\n }\n",
    "cut label": "\tgoto out;\n+out:\n",
    "case": "\tcase 1:\n+\t\tfoo();\n\t\tbreak;\n\tdefault:\n",
    "list": "\t.a = 1,\n+\t.b = 2,\n };\n",
    "nested lists": "\t\t.a = 1,\n\t},\n\t{\n+\t\t.b = 2,\n",
    "cut list": " static int a[] = {\n+\t1,\n+\t2,\n",
    "enumeration": " enum a {\n+\tB,\n+\tC,\n",
    "structure": " struct a {\n\tstruct {\n+\t\tint b;\n",
    "end of a structure": "\t\tint b;\n\t} c;\n+\tint d;\n };\n \n int e;\n",
    "inside a comment": "  * some words, don't stop\n+ * more words: see http://example.org\n  */\n int a;\n",
    "nothing but comment": "  * some words\n+ * more words\n  *\n",
    "cut comment": " int a;\n /*\n+ * some words\n",
    "comment and code": "\t */\n+\ta = 1;\n\tb = 2; /* why */\n",
    "string with comment": '\tfoo("/*");\n+\tbar("*/");\n',
    "inside a macro": "\t\tfoo(x);\t\\\n+\t\tbar(x);\t\\\n\t} while (0)\n \n int a;\n",
    "cut macro": " #define F(x) do { \\\n+\tfoo(x); \\\n",
    "endif": "\ta = 1;\n #endif\n+\tb = 2;\n",
    "if": " #ifdef A\n+\tb = 2;\n",
    "else and endif": "\tif (a) {\n #else\n\tif (b) {\n #endif\n+\t\tfoo();\n\t}\n",
    "alternatives": " #ifdef A\n\tif (a) {\n #else\n\tif (b) {\n #endif\n+\t\tfoo();\n",
    "carriage returns": "\ta = 1;\r\n+\tb = 2;\r\n\t}\r\n",
    "blank": " \n+\n \n",
    "invalid": " \xff */ ) } ] /* \" '\n+#\n",
}


def hunk_of(body: str, start: int = 50, heading: str = "") -> bytes:
    lines = [line if line[:1] in ("+", " ") else " " + line for line in body.split("\n")[:-1]]
    added = sum(line.startswith("+") for line in lines)
    header = f"@@ -{start},{len(lines) - added} +{start},{len(lines)} @@ {heading}\n"
    return b"--- a/f.c\n+++ b/f.c\n" + header.encode() + "".join(f"{line}\n" for line in lines).encode("latin-1")


def opened(body: str, start: int = 50, heading: str = "") -> SourceFile:
    """The fragment of a hunk; its own lines must be where they belong, byte for byte."""
    file = diff_of(hunk_of(body, start, heading))
    (hunk,) = file.hunks
    found = fragment(hunk, Kind.C)
    lines = hunk.new.lines
    assert found.data.split(b"\n")[found.synthetic :][: len(lines)] == lines
    assert found.first_line + found.synthetic == start
    return SourceFile("f.c", found.data, first_line=found.first_line, partial=True, synthetic=found.synthetic)


@pytest.mark.parametrize("name", [name for name in HUNKS if name != "invalid"])
def test_fragments_parse(name: str) -> None:
    file = opened(HUNKS[name])
    assert not parser.tree(file).root_node.has_error, file.text


@pytest.mark.parametrize("name", HUNKS)
@pytest.mark.parametrize(
    "heading", ["int f(void)", "static struct a b[] = {", "struct a {", "enum a {", "out:", "} ( [", "\xff = { {"]
)
def test_headings(name: str, heading: str) -> None:
    assert opened(HUNKS[name], 50, heading)


def test_headings_tell_what_is_around() -> None:
    body = "\tint a;\n+\tint b;\n"
    for heading, kind in (
        ("struct x {", "struct_specifier"), ("int f(int a)", "function_definition"), ("", "function_definition")
    ):  # fmt: skip
        file = opened(body, 50, heading)
        node = parser.tree(file).root_node.named_descendant_for_byte_range(
            file.text.index("int b"), file.text.index("int b") + 3
        )
        kinds = []
        while node:
            kinds.append(node.type)
            node = node.parent
        assert kind in kinds


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("int frog(void)", "frog"),
        ("static struct pond *frog(struct x *y,", "frog"),
        ("static int __init frog (int a) {", "frog"),
        ("frog(a, b)", "frog"),
        ("SYSCALL_DEFINE3(frog, int, a)", "f"),
        ("module_init(frog);", "f"),
        ("while (frog)", "f"),
        ("out:", "f"),
        ("", "f"),
    ],
)
def test_headings_name_the_function(heading: str, name: str) -> None:
    for body in ("\tint a;\n+\tint b;\n", "{\n+\tint b;\n", "\t   int a)\n{\n+\tint b;\n"):
        file = opened(body, 50, heading)
        assert file.text.startswith(f"void {name}("), file.text
        assert not parser.tree(file).root_node.has_error, file.text


def test_macros_that_are_cut_are_closed() -> None:
    for body, end in (
        ("#define A(b) ({\t\\\n+\tb;\t\\\n", ")"),
        ("#define A(b) do {\t\\\n+\tc(b,\t\\\n", ") } while (0)"),
        ("#define A(b) a(b);\t\\\n+\tc(b);\t\\\n", "f()"),
        ("#define A(b) a(b) +\t\\\n+\tc(b) +\t\\\n", "0"),
    ):
        file = opened(body)
        (macro,) = file.macros
        assert file.slice(macro.body).endswith(end), file.text


def test_comments_are_seen_as_such() -> None:
    for name in ("inside a comment", "nothing but comment", "cut comment"):
        file = opened(HUNKS[name])
        assert file.comment_at(file.text.index("words"))
    file = opened(HUNKS["string with comment"])
    assert not file.tokens.comments


def test_macros_are_seen_as_such() -> None:
    file = opened(HUNKS["inside a macro"])
    assert file.directive_at(file.text.index("bar"))
    assert not file.directive_at(file.text.index("int a"))


def test_the_start_of_a_file_needs_nothing() -> None:
    file = opened("// x\n+int a;\n", 1)
    assert (file.first_line, file.synthetic) == (1, 0)


def test_what_closes_a_condition_does_not_trail_it() -> None:
    body = " \tx = 1;\n+\tif (!x || y ||\n \t    z ||\n"
    result = runner.run_target(
        Target("lib/a.c", data=opened(body).data, partial=True, first_line=49, synthetic=1, changed=frozenset({51})),
        Settings(types=frozenset({"TRAILING_STATEMENTS"})),
    )
    assert result.findings == []


def test_the_end_of_a_file_stays() -> None:
    data = hunk_of("\tfoo(a,\n+\t    b,\n") + b"\\ No newline at end of file\n"
    (hunk,) = diff_of(data).hunks
    assert fragment(hunk, Kind.C).data.endswith(b"b,")


def test_comments_of_devicetrees_are_made_whole() -> None:
    for body, start, end in (
        (" * a\n+ * b\n */\n&eth0 {\n", b"/*\n", b"&eth0 {\n"),
        ("&eth0 {\n+/* a\n * b\n", b"&eth0", b"\n* b\n*/\n"),
        ("&eth0 {\n+\ta;\n", b"&eth0", b"\ta;\n"),
    ):
        (hunk,) = diff_of(hunk_of(body)).hunks
        found = fragment(hunk, Kind.DTS)
        assert found.data.startswith(start)
        assert found.data.endswith(end)


def test_other_kinds_are_left_alone() -> None:
    (hunk,) = diff_of(hunk_of("\tfoo(a,\n+\t    b,\n")).hunks
    assert fragment(hunk, Kind.KCONFIG) == (b"\tfoo(a,\n\t    b,\n", 50, 0)


PIECES = [
    *"(){}[];,\n\n\n\t\"'\\=&*.x#", " if ", " else ", "#if\n", "#else\n", "#endif\n", "/*", "*/", "//", " while ",
    " do ", " case ", "\r",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_fragment(text: str) -> None:
    assert opened("".join(f"+{line}\n" for line in text.split("\n")))


@pytest.mark.parametrize("piece", ["} while (", "{", "(", "#if 1\n", "foo(a, {\n", "*/", "}\n", "x\n", "else\n"])
def test_large_fragments(piece: str) -> None:
    text = piece * 20_000
    assert opened("".join(f"+{line}\n" for line in text.split("\n")))
