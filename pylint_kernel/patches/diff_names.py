"""What the files of a diff are called: git's two prefixes, quoted names, names with a time after them."""

from __future__ import annotations

from re import DOTALL
from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.lazy import Pattern

if TYPE_CHECKING:
    import re

    from pylint_kernel.patches.diff import Field, FileDiff

#: What ends a name that is not quoted: a tab, or a time after a blank.
TIME = Pattern(r"\t|[ ]\d{4}-\d\d-\d\d[ ]\d\d:|[ ](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ][A-Z][a-z]{2}[ ][ \d]\d[ ]\d\d:")
QUOTED = Pattern(r'"(?:[^"\\]|\\.)*"', DOTALL)
ESCAPE = Pattern(r"\\([0-7]{1,3}|.)", DOTALL)
ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
OCTAL = "01234567"
#: For the two sides of a diff, with ``diff.mnemonicPrefix`` too.
GIT_PREFIXES = ("a", "b", "c", "i", "o", "w")


class Names(NamedTuple):
    """What a file is called before and after, with and without prefix."""

    old_name: str | None
    new_name: str | None
    old_path: str | None
    new_path: str | None


def file_names(fields: dict[str, Field]) -> Names:
    """The names that the header lines of a file give it."""
    form, _, rest = fields["diff"].value.partition(" ") if "diff" in fields else ("", "", "")
    first = last = None
    if form == "--git":
        first, last = two_names(rest)
    elif form:
        first = last = file_name(rest)
    old, new = first, last
    if "---" in fields:
        old, new = file_name(fields["---"].value), file_name(fields["+++"].value)
        if first is None or last is None:
            first, last = old, new
    old_path, new_path = without_prefixes(first, last)
    for verb in ("rename", "copy"):
        if f"{verb} from" in fields and f"{verb} to" in fields:
            old_path, new_path = unquoted(fields[f"{verb} from"].value), unquoted(fields[f"{verb} to"].value)
            old, new = old or old_path, new or new_path
    if "new file mode" in fields or old is None:
        old = old_path = None
    if "deleted file mode" in fields or new is None:
        new = new_path = None
    return Names(old, new, old_path, new_path)


def contradictory(fields: dict[str, Field]) -> bool:
    """Whether git's ``diff`` line names other files than the lines ``---`` and ``+++`` below it."""
    both = fields["diff"].value
    old, new = (fields[side].value.partition("\t")[0] for side in ("---", "+++"))
    return not ((old == "/dev/null" or f" {old} " in both) and (new == "/dev/null" or both.endswith(f" {new}")))


def two_names(text: str) -> tuple[str | None, str | None]:
    """The two names on a line ``diff --git``; None if it cannot be told where the first one ends."""
    if text.startswith('"') and (found := QUOTED.match(text)):
        return unquoted(found[0]), unquoted(text[found.end() + 1 :])
    if text.endswith('"'):
        first, _, last = text.partition(' "')
        return first, unquoted('"' + last)
    middle = len(text) // 2
    first, last = text[:middle], text[middle + 1 :]
    if text[middle : middle + 1] == " " and (first == last or first.partition("/")[2] == last.partition("/")[2] != ""):
        return first, last
    if text.count(" ") == 1:
        first, _, last = text.partition(" ")
        return first, last
    return None, None


def file_name(text: str) -> str | None:
    """The name on a line ``---`` or ``+++``, without the time after it; None if it says that there is no file."""
    if not text.startswith('"') and ("\t" in text or " " in text) and (time := TIME.search(text)):
        text = text[: time.start()]
    name = unquoted(text.rstrip())
    return None if name in ("", "/dev/null") else name


def unquoted(name: str) -> str:
    """A name as git writes it, which may be a C string."""
    found = QUOTED.match(name) if name.startswith('"') else None
    if not found:
        return name
    # The escapes stand for bytes.
    text = found[0][1:-1].encode("utf-8", "surrogateescape").decode("latin-1")
    text = ESCAPE.compiled.sub(unescaped, text)
    return text.encode("latin-1").decode("utf-8", "surrogateescape")


def unescaped(escape: re.Match[str]) -> str:
    """The byte that an escape sequence stands for."""
    if escape[1][0] in OCTAL:
        return chr(int(escape[1], 8) & 0xFF)
    return ESCAPED.get(escape[1], escape[1])


def without_prefixes(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """The two names without the directory that stands for the old or the new tree, if there is one."""
    if old is None or new is None:
        return old and without_prefix(old), new and without_prefix(new)
    (old_top, _, old_rest), (new_top, _, new_rest) = old.partition("/"), new.partition("/")
    if old_rest and new_rest and old_top != new_top and (old_rest == new_rest or len(old_top) == len(new_top) == 1):
        return old_rest, new_rest
    return old, new


def without_prefix(name: str) -> str:
    """A name without one of the prefixes that git uses."""
    top, _, rest = name.partition("/")
    return rest if rest and top in GIT_PREFIXES else name


def settle_prefixes(files: list[FileDiff]) -> None:
    """Take away the prefix of files that are new or deleted, where the other files of a patch tell what it is."""
    tops = {file.new_name.partition("/")[0] for file in files if file.new_name and file.new_name != file.new_path}
    for at, file in enumerate(files):
        name = file.new_name or file.old_name
        if (file.new_name is None) != (file.old_name is None) and name in (file.new_path, file.old_path):
            top, _, rest = str(name).partition("/")
            if rest and top in tops and "diff" not in file.fields:
                files[at] = file._replace(new_path=rest) if file.new_name else file._replace(old_path=rest)
