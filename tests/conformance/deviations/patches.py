"""Differences on patches and commit messages."""

from __future__ import annotations

from tests.conformance.deviation import EXTRA, MISS, Case, deviation


@deviation("UNKNOWN_COMMIT_ID", side=MISS, reason="without a repository checkpatch calls every id unknown")
def no_repository(case: Case) -> bool:
    return case.file.history is None


@deviation("BAD_FIXES_TAG", side=MISS, reason="12 digits and more are accepted, as by checkpatch 6.17")
def longer_id(case: Case) -> bool:
    words = case.file.line_text(case.row).split()
    return len(words) > 1 and words[0] == "Fixes:" and 12 < len(words[1]) <= 40


@deviation("GIT_COMMIT_ID", side=MISS, reason="a number of 16 hex digits is an address of a 64-bit machine")
def address(case: Case) -> bool:
    text = case.file.line_text(case.row).lower()
    return any(len(word.strip(".,:;()")) == 16 for word in text.split())


@deviation("FILE_PATH_CHANGES", side=MISS, reason="said at the header of the file, not in the diffstat")
def in_diffstat(case: Case) -> bool:
    return any(code == case.code for _, code in case.kcheck)


@deviation("FILE_PATH_CHANGES", side=EXTRA, reason="said at the header of the file, not in the diffstat")
def at_header(case: Case) -> bool:
    return any(code == case.code for _, code in case.oracle)


@deviation(
    "CONFIG_DESCRIPTION", side=EXTRA, reason="an apostrophe in a help text hides the lines behind it from checkpatch"
)
def apostrophe(case: Case) -> bool:
    below = [case.file.line_text(row) for row in range(case.row, min(case.row + 40, case.file.line_count))]
    return any(text.count("'") % 2 or text.count('"') % 2 for text in below)


@deviation(
    "PARENTHESIS_ALIGNMENT", "UNNECESSARY_ELSE", "UNNECESSARY_BREAK", "RETURN_VOID", "BLOCK_COMMENT_STYLE",
    "MULTILINE_DEREFERENCE", "LINE_SPACING",
    side=EXTRA, reason="the changed line is wrong, but checkpatch wants the line before to be changed as well",
)  # fmt: skip
def line_before_is_old(case: Case) -> bool:
    changed = case.file.changed
    return changed is not None and case.line in changed and case.line - 1 not in changed
