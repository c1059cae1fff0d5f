"""Differences on commit messages, and on the words in them and in files."""

from __future__ import annotations

import re

from pylint_kernel.classify import Kind
from pylint_kernel.patches.mail import TRAILER, Message
from pylint_kernel.patches.patch import Patch
from pylint_kernel.rules.changes.commit_ids import Mention, mention_fault, mentions
from pylint_kernel.rules.changes.commit_message import can_be_wrapped
from pylint_kernel.rules.files.spelling import is_list, is_name, is_removed, own_words, typos
from tests.conformance.deviation import EXTRA, MISS, Case, deviation


def text(case: Case) -> str:
    """The line of a case."""
    return case.file.line_text(case.row)


@deviation("UNKNOWN_COMMIT_ID", side=MISS, reason="without a repository checkpatch calls every id unknown")
def no_repository(case: Case) -> bool:
    return case.file.history is None


@deviation("BAD_FIXES_TAG", side=MISS, reason="12 digits and more are accepted, as by checkpatch 6.17")
def longer_id(case: Case) -> bool:
    words = text(case).split()
    return len(words) > 1 and words[0] == "Fixes:" and 12 < len(words[1]) <= 40


@deviation("BAD_FIXES_TAG", side=EXTRA, reason="a tag may be malformed and name an unknown commit")
def of_unknown_commit(case: Case) -> bool:
    history, found = case.file.history, re.search(r"\b[0-9a-fA-F]{5,40}\b", text(case))
    return history is not None and found is not None and history.commit(found[0]) is None


@deviation("BAD_FIXES_TAG", side=MISS, reason="a word of the letters a to f is no id, nor is a number in a sentence")
def no_id(case: Case) -> bool:
    return re.match(r"(?i)\s*fixes(?::?\s*(?:commit\s+)?[a-f]+\b|\s+[0-9a-f]{5,40}\s+[^(\s])", text(case)) is not None


@deviation("GIT_COMMIT_ID", side=MISS, reason="a number of 16 hex digits is an address of a 64-bit machine")
def address(case: Case) -> bool:
    return any(len(word.strip(".,:;()")) == 16 for word in text(case).lower().split())


@deviation("GIT_COMMIT_ID", side=MISS, reason='a title may go over three lines; "This reverts commit" over two')
def over_lines(case: Case) -> bool:
    below = " ".join(case.file.line_text(case.row + more).strip() for more in range(3))
    return re.search(r'commit [0-9a-f]{12,40} \("|This reverts commit [0-9a-f]', below) is not None


@deviation("GIT_COMMIT_ID", side=EXTRA, reason="without git checkpatch does not see capitals")
def capitals(case: Case) -> bool:
    return case.file.history is None and re.search(r"\b(?=\w*[A-F])[0-9a-fA-F]{12,}\b", text(case)) is not None


@deviation(
    "GIT_COMMIT_ID",
    "COMMIT_LOG_LONG_LINE",
    side=MISS,
    reason="registers, times and addresses are a dump wherever they stand",
)
def dump(case: Case) -> bool:
    row = case.row
    while row >= 0 and (line := case.file.line_text(row)).strip():
        if re.search(r"\[ *\d+\.\d{6}\]|\[<[0-9a-f]{8,}>\]|(?:\w+:\s+[0-9a-f]+\s+){2}\w+:\s+[0-9a-f]", line):
            return True
        row -= 1
    return False


@deviation("COMMIT_LOG_LONG_LINE", side=MISS, reason="columns are characters, not bytes")
def characters(case: Case) -> bool:
    return len(text(case).encode("latin-1").decode("utf-8", "replace")) <= 75


@deviation("BAD_SIGN_OFF", side=EXTRA, reason="a space in a tag, a second address: no script reads that")
def unread(case: Case) -> bool:
    return re.match(r"\s*(?:[\w-]+\s+:|(?:\w+[ -]+)+by:)|.*@.*@", text(case)) is not None


@deviation("BAD_SIGN_OFF", side=MISS, reason="Cc: and To: may have a list of addresses")
def address_list(case: Case) -> bool:
    return re.match(r"(?i)\s*(?:cc|to):.*@.*@", text(case)) is not None


def message(case: Case) -> Message | None:
    """The message of a mail."""
    return Patch(case.file.data).message if case.file.kind == Kind.MAIL else None


def is_quoted(case: Case) -> bool:
    """Whether a line of a message is quoted output, or a tag in which somebody is named."""
    mail = message(case)
    if mail is None or case.line not in {line.number for line in mail.log}:
        return False
    return case.line not in {line.number for line in mail.prose} or TRAILER.match(text(case)) is not None


@deviation(
    "COMMIT_LOG_LONG_LINE", "GIT_COMMIT_ID", "REPEATED_WORD", "TYPO_SPELLING", "COMMIT_LOG_USE_LINK", "BAD_FIXES_TAG",
    side=MISS, reason="what is quoted is no prose, and neither are tags",
)  # fmt: skip
def quoted(case: Case) -> bool:
    return is_quoted(case)


@deviation("COMMIT_LOG_LONG_LINE", side=MISS, reason="tables, references and long words cannot be wrapped")
def unbreakable(case: Case) -> bool:
    return not can_be_wrapped(text(case))


@deviation("COMMIT_LOG_LONG_LINE", side=EXTRA, reason="a line above, which cannot be wrapped, is the first there")
def first_that_can_be_wrapped(case: Case) -> bool:
    return any(code == case.code and line < case.line for line, code in case.oracle)


@deviation("GIT_COMMIT_ID", side=MISS, reason="the line of a backport, a digest, an id with a title")
def no_bare_mention(case: Case) -> bool:
    mail = message(case)
    return mail is not None and not any(one.line.number == case.line for one in mentions(mail) if fault(one))


def fault(mention: Mention) -> bool:
    """Whether a mention is reported, as far as can be told without git."""
    return mention_fault(mention, None) is not None


@deviation("GIT_COMMIT_ID", side=EXTRA, reason="every id of a line is looked at")
def later_in_line(case: Case) -> bool:
    return len(re.findall(r"\b[0-9a-f]{7,40}\b", text(case))) > 1


@deviation("COMMIT_LOG_USE_LINK", side=MISS, reason="a number is no name, but a reference")
def numbered(case: Case) -> bool:
    return re.match(r"\s*\d+:", text(case)) is not None


@deviation("BAD_REPORTED_BY_LINK", side=MISS, reason="Link: will do, and one Closes: for all who reported it")
def shared_report(case: Case) -> bool:
    below = "\n".join(case.file.line_text(case.row + more) for more in range(1, 12))
    return re.match(r"(?i)(?:[\w-]+-by:.*\n|cc:.*\n)*(?:closes|link):", below) is not None


@deviation("EMAIL_SUBJECT", side=MISS, reason="sparse is an ordinary word, and a patch to a tool may name it")
def ordinary_word(case: Case) -> bool:
    return (
        "sparse" in text(case).lower() or re.search(r"(?m)^\+\+\+ .*(?:checkpatch|smatch)", case.file.text) is not None
    )


@deviation("EMAIL_SUBJECT", side=EXTRA, reason="the tool may be the last word of the subject")
def last_word(case: Case) -> bool:
    return re.search(r"(?:checkpatch(?:\.pl)?|smatch|sparse)$", text(case)) is not None


@deviation("NOT_UNIFIED_DIFF", side=MISS, reason="a cover letter and a request to pull have no diff")
def no_diff_wanted(case: Case) -> bool:
    return re.search(r"(?mi)^Subject:.*(?:\b0+/\d+\]|PULL)", case.file.text) is not None


@deviation("COMMIT_MESSAGE", side=EXTRA, reason="tags are no description")
def nothing_but_tags(case: Case) -> bool:
    mail = message(case)
    return mail is not None and any(TRAILER.match(line.text) for line in mail.log)


@deviation("TYPO_SPELLING", side=MISS, reason="a list of misspellings has them on purpose")
def listed_misspelling(case: Case) -> bool:
    return is_list(case.file.path)


@deviation("TYPO_SPELLING", side=MISS, reason="a name, or a part of one, is no misspelt word")
def name(case: Case) -> bool:
    file = case.file
    start, end = file.line_bounds(case.row)
    words = typos(file.text[start:end], file.data[start:end], file.kernel)
    names = [is_name(file.text, start + first, start + last) for first, last, _ in words]
    return all(names) and bool(names)


@deviation("TYPO_SPELLING", side=MISS, reason="a message may say what it quotes, or what the patch corrects")
def quoted_or_corrected(case: Case) -> bool:
    mail = message(case)
    if mail is None:
        return False
    texts = [line.text if line.number == case.line else "" for line in mail.lines]
    own = next((one for line, one in zip(mail.lines, own_words(texts), strict=True) if line.number == case.line), "")
    patch, file = Patch(case.file.data), case.file
    words = [own[first:last] for first, last, _ in typos(own, own.encode("latin-1"), file.kernel)]
    return all(is_removed(patch, word) for word in words)


@deviation("UTF8_BEFORE_PATCH", side=EXTRA, reason="checkpatch wants quotes around the name of the character set")
def undeclared(case: Case) -> bool:
    return 'charset="' not in case.file.text


@deviation("MISSING_FIXES_TAG", side=MISS, reason="notes behind --- are no part of the message")
def in_notes(case: Case) -> bool:
    log, line, _ = case.file.text.partition("\n---\n")
    return bool(line) and not re.search(r"BUG: K.SAN:|UBSAN:|Call Trace:|stable@|syzkaller", log)


@deviation(
    "FROM_SIGN_OFF_MISMATCH", "NO_AUTHOR_SIGN_OFF", side=MISS,
    reason="names are compared decoded, their blanks as one; only the From: above the text names an author",
)  # fmt: skip
def author(case: Case) -> bool:
    head, _, body = case.file.text.partition("\n\n")
    sender = re.search(r"^From:[ ](.*)", head, re.MULTILINE)
    return "\nFrom:" in body.lstrip("\n") or bool(sender and re.search(r'=\?|  |"', sender[1]))


@deviation("COMMIT_MESSAGE", "MISSING_SIGN_OFF", side=MISS, reason="a diff without a message needs no sign-off")
def bare_diff(case: Case) -> bool:
    return re.match(r"(?:Index: .*\n=+\n)?(?:diff .*\n)?--- ", case.file.text) is not None


@deviation("FROM_SIGN_OFF_MISMATCH", side=MISS, reason="upper and lower case make no other address")
def case_of_address(case: Case) -> bool:
    sender, signed = (re.search(rf"^{tag}: (.*)", case.file.text, re.MULTILINE) for tag in ("From", "Signed-off-by"))
    return sender is not None and signed is not None and sender[1].lower() == signed[1].lower()
