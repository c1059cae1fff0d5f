"""Differences on patches."""

from __future__ import annotations

import re

from pylint_kernel.checking import runner
from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import Settings
from pylint_kernel.checking.suppression import Filter, has_comments, types_of
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.rules.files.devicetree import BUS_ID
from pylint_kernel.rules.files.kconfig import read
from tests.conformance.deviation import EXTRA, MISS, Case, deviation


def text(case: Case) -> str:
    """The line of a case."""
    return case.file.line_text(case.row)


def is_untouched(case: Case) -> bool:
    """Whether the line stands in a changed file, but was not changed."""
    return case.file.changed is not None and case.line not in case.file.changed


def is_changed(case: Case) -> bool:
    """Whether a change wrote the line."""
    return case.file.changed is not None and case.line in case.file.changed


# -- untouched lines


@deviation(side=EXTRA, reason="the change has made an untouched line wrong")
def made_wrong(case: Case) -> bool:
    return is_untouched(case)


@deviation(side=MISS, reason="the line is untouched, and was wrong before the change as well")
def wrong_before(case: Case) -> bool:
    return is_untouched(case) and is_wrong(case)


def is_wrong(case: Case) -> bool:
    """Whether the line would be reported, did it not matter who wrote it."""
    file = case.file
    whole = SourceFile(
        file.path, file.raw, kind=file.kind, limits=file.limits, partial=file.partial, in_patch=True,
        first_line=file.first_line, synthetic=file.synthetic,
    )  # fmt: skip
    required = {rule.requires for rule in catalog()[case.code] if rule.requires}
    settings = Settings(strict=True, types=frozenset({case.code, *required}))
    return any(file.line_number(found.span.start) == case.line for found in runner.check_source(whole, settings))


@deviation(side=MISS, reason="the line is none of the patch's own: it is removed, or part of a diff's header")
def removed_line(case: Case) -> bool:
    return case.file.kind == Kind.MAIL and text(case).startswith("-") and case.code in {"BAD_SIGN_OFF", LORE}


LORE = "PREFER_LORE_ARCHIVE"


@deviation("BAD_SIGN_OFF", side=MISS, reason="what looks like a tag inside a diff is none")
def in_diff(case: Case) -> bool:
    return case.file.changed is not None


@deviation(
    "PARENTHESIS_ALIGNMENT", "UNNECESSARY_ELSE", "UNNECESSARY_BREAK", "RETURN_VOID", "BLOCK_COMMENT_STYLE",
    "MULTILINE_DEREFERENCE", "LINE_SPACING",
    side=EXTRA, reason="the changed line is wrong, but checkpatch wants the line before to be changed as well",
)  # fmt: skip
def line_before_is_old(case: Case) -> bool:
    changed = case.file.changed
    return changed is not None and case.line in changed and case.line - 1 not in changed


@deviation("CAMELCASE", side=MISS, reason="the name is not new: untouched or removed lines have it, too")
def known_name(case: Case) -> bool:
    changed, first = case.file.changed, case.file.first_line
    if changed is None:
        return False
    kept = [case.file.line_text(row) for row in range(case.file.line_count) if row + first not in changed]
    old = "\n".join([case.before.decode("latin-1"), *kept])
    mixed = re.findall(r"\b\w*(?:[a-z][A-Z]|[A-Z][a-z])\w*", case.file.code_line(case.row))
    return bool(mixed) and all(re.search(rf"\b{name}\b", old) for name in mixed)


@deviation("CAMELCASE", side=EXTRA, reason="each hunk is judged on its own, where checkpatch reports a name once a run")
def once_a_hunk(case: Case) -> bool:
    return case.file.partial and re.search(r"[a-z][A-Z]|[A-Z][a-z]", case.file.code_line(case.row)) is not None


# -- the patch as such


@deviation("TRAILING_WHITESPACE", "DOS_LINE_ENDINGS", side=MISS, reason="a patch kept in the tree is left alone")
def kept_patch(case: Case) -> bool:
    return case.file.is_patch


@deviation("LINE_SPACING", side=MISS, reason="what was missing above the line that was replaced is not its business")
def replaced_below_old(case: Case) -> bool:
    changed = case.file.changed
    return changed is not None and case.line in changed and case.line - 1 not in changed and is_wrong(case)


@deviation(
    "MODIFIED_INCLUDE_ASM",
    "PATCH_PREFIX",
    side=MISS,
    reason="it is the line of the new name that says it, not the one before",
)
def line_before_name(case: Case) -> bool:
    return case.file.line_text(case.row + 1).startswith("+++ ") and (case.line + 1, case.code) in case.kcheck


@deviation("MODIFIED_INCLUDE_ASM", "PATCH_PREFIX", side=EXTRA, reason="it is the line of the new name that says it")
def line_of_name(case: Case) -> bool:
    return text(case).startswith("+++ ") and (case.line - 1, case.code) in case.oracle


@deviation("CORRUPTED_PATCH", side=EXTRA, reason="every place is reported, and a hunk that is too short or too long")
def every_damage(case: Case) -> bool:
    at_hunk = text(case).startswith("@@ ") if case.line else "\n@@ " in case.file.text
    return at_hunk or any(code == case.code for _, code in case.oracle)


@deviation("CORRUPTED_PATCH", side=EXTRA, reason="no patch applies that has a new file but no old one, or no hunk")
def half_a_header(case: Case) -> bool:
    lonely = re.search(r"(?m)^(?!--- ).*\n\+\+\+ \S|^--- \S.*\n\+\+\+ ?\n?\Z", case.file.text)
    return case.file.kind == Kind.MAIL and lonely is not None


@deviation(side=EXTRA, reason="a line is changed, too, if the old one was the last and ended in no newline")
def behind_no_newline(case: Case) -> bool:
    lines = case.before.split(b"\n")
    return is_changed(case) and lines[-1] != b"" and lines[-1].decode("latin-1") == text(case)


@deviation(side=EXTRA, reason="a string ends with its line: an odd quote above hides nothing")
def below_odd_quote(case: Case) -> bool:
    above = [case.file.line_text(row).replace('\\"', "") for row in range(max(case.row - 9, 0), max(case.row, 0))]
    return is_changed(case) and any(line.count('"') % 2 for line in above)


@deviation(side=EXTRA, reason="in a whole file, what stands before a */ without its /* is code")
def comment_not_begun(case: Case) -> bool:
    start = case.file.line_bounds(case.row).start
    begun, ended = (case.file.text.find(mark, start) for mark in ("/*", "*/"))
    is_open = ended >= 0 and not 0 <= begun < ended and case.file.comment_at(start) is None
    return is_changed(case) and not case.file.partial and is_open


@deviation("OPEN_BRACE", side=MISS, reason="there is no function where the file ends after its first line")
def cut_function(case: Case) -> bool:
    file = case.file
    return not file.partial and not "".join(map(file.line_text, range(case.row + 1, file.line_count))).strip()


@deviation(side=MISS, reason="a comment for kcheck says no to it")
def said_no_to(case: Case) -> bool:
    regions = Filter(case.file).regions() if has_comments(case.file) else ()
    return any(
        one.first <= case.row < one.last and case.code in types_of(one.comment.suppression.words) for one in regions
    )


@deviation("CORRUPTED_PATCH", side=MISS, reason="the header of the hunk is where a missing line is reported")
def at_hunk_header(case: Case) -> bool:
    return any(code == case.code for _, code in case.kcheck)


@deviation("DIFF_IN_COMMIT_MSG", side=EXTRA, reason="names may have dots in them")
def name_with_dot(case: Case) -> bool:
    return re.search(r"\bdiff\b.* a/\S*\.", text(case)) is not None


@deviation("DIFF_IN_COMMIT_MSG", side=MISS, reason="a line above, which checkpatch does not recognise, is the first")
def behind_the_first(case: Case) -> bool:
    return any(code == case.code and line < case.line for line, code in case.kcheck)


@deviation("DT_SPLIT_BINDING_PATCH", side=MISS, reason="checkpatch takes /dev/null for a file of the patch")
def deleted_binding(case: Case) -> bool:
    return "/dev/null" in changed_files(case) and not any(map(is_code, changed_files(case)))


@deviation("DT_SPLIT_BINDING_PATCH", side=MISS, reason="a board's own MAINTAINERS is neither binding nor code")
def board_maintainers(case: Case) -> bool:
    files = changed_files(case)
    return any(name.endswith("/MAINTAINERS") for name in files) and not any(map(is_code, files))


def changed_files(case: Case) -> list[str]:
    """The names in the headers of a patch's files, old and new."""
    return re.findall(r"^(?:---|\+\+\+) (?:[ab]/)?(\S+)", case.file.text, re.MULTILINE)


def is_code(name: str) -> bool:
    """Whether a file is neither a binding nor what may change with one."""
    return not re.search(r"(?:^|/)bindings/|(?:^|/)MAINTAINERS$|^/dev/null$|^include/dt-bindings/", name)


@deviation("FILE_PATH_CHANGES", side=MISS, reason="said at the header of the file, not in the diffstat")
def in_diffstat(case: Case) -> bool:
    return any(code == case.code for _, code in case.kcheck)


@deviation("FILE_PATH_CHANGES", side=EXTRA, reason="said at the header of the file, not in the diffstat")
def at_header(case: Case) -> bool:
    return any(code == case.code for _, code in case.oracle)


# -- files


@deviation(
    "BIDI_CONTROL", "INVISIBLE_CHARACTER", "HOMOGLYPH", "CONTROL_CHARACTER", "DUPLICATE_INCLUDE",
    side=EXTRA, reason="checkpatch has no such type",
)  # fmt: skip
def of_no_checkpatch(_: Case) -> bool:
    return True


@deviation(
    "UNCOMMENTED_RGMII_MODE", "MISSING_SENTINEL", "BAD_COMMIT_SEPARATOR", "PLACEHOLDER_USE",
    side=EXTRA, reason="a check of a newer checkpatch",
)  # fmt: skip
def of_newer_checkpatch(case: Case) -> bool:
    return case.file.limits.checkpatch_version < (7, 3)


@deviation(
    "CONFIG_DESCRIPTION", side=EXTRA, reason="an apostrophe in a help text hides the lines behind it from checkpatch"
)
def apostrophe(case: Case) -> bool:
    end = read(case.file, case.row).end
    return any(case.file.line_text(row).count(quote) % 2 for row in range(end) for quote in "'\"")


@deviation("BAD_COMMIT_SEPARATOR", side=MISS, reason="git am ends the message at '--- ' and text only")
def line_of_dashes(case: Case) -> bool:
    return re.match(r"---[ \t]+\S", text(case)) is None


@deviation(
    "BAD_COMMIT_SEPARATOR", "DIFF_IN_COMMIT_MSG", side=MISS,
    reason="the diff begins there: quilt writes no line of dashes before it",
)  # fmt: skip
def begin_of_diff(case: Case) -> bool:
    return text(case).startswith("--- ") and case.file.line_text(case.row + 1).startswith("+++ ")


@deviation(
    "PREFER_LORE_ARCHIVE", side=MISS, reason="headers, as Debian's patches have them, are no part of the message"
)
def in_headers(case: Case) -> bool:
    above = map(case.file.line_text, range(case.row))
    return case.file.kind == Kind.MAIL and re.match(r"[\w-]+:", text(case)) is not None and all(above)


@deviation("MEMORY_BARRIER", side=MISS, reason="the comment is on the line above, a removed one between does not count")
def comment_above_barrier(case: Case) -> bool:
    return case.file.line_text(case.row - 1).rstrip().endswith("*/")


@deviation("UNDOCUMENTED_DT_STRING", side=MISS, reason="names without a vendor, and ids of buses, are left alone")
def no_vendor(case: Case) -> bool:
    return any("," not in name or BUS_ID.match(name) for name in re.findall(r'"([^"]*)"', text(case)))


@deviation(
    "CONFIG_DESCRIPTION",
    side=MISS,
    reason="the help text is long enough, old lines counted, or goes on behind the hunk",
)
def enough_help(case: Case) -> bool:
    entry = read(case.file, case.row)
    return len(entry.text) >= case.file.limits.min_conf_desc_length or entry.is_cut(case.file)


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="the macro goes on behind the hunk")
def cut_macro(case: Case) -> bool:
    macro = case.file.directive_at(case.file.line_bounds(case.row).start)
    return case.file.partial and macro is not None and case.file.text.count("\n", macro.span.end) <= 2


@deviation("SPACING", side=MISS, reason="in the instructions of asm(), %0 is an operand, and %l[out] a label")
def operand_of_asm(case: Case) -> bool:
    file, found = case.file, re.search(r"%\w", case.file.code_line(case.row))
    if found is None:
        return False
    return Token(file, file.position_at(file.line_bounds(case.row).start + found.start())).in_assembler


@deviation("SPACING", side=MISS, reason="the star that begins a statement behind do or else multiplies nothing")
def star_first(case: Case) -> bool:
    above = case.file.code_line(case.row - 1).split()
    return case.file.code_line(case.row).lstrip().startswith("*") and above[-1:] in (["do"], ["else"])
