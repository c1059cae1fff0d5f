"""Repairs a patch: what its hunks add is repaired in the files that they lead to, and written back into the hunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import fix_file
from pylint_kernel.model import Applicability
from pylint_kernel.patches.diff import HUNK
from pylint_kernel.patches.patch import Patch

#: What replaces a line of the input, by its number.
Replacements = dict[int, list[bytes]]


def repaired(results: list[Result], settings: Settings, level: Applicability) -> tuple[bytes, bytes]:
    """A patch, or a mailbox, before and after: ``results`` are those of its mails, each before the files it changes.

    Left as they are: mails that are encoded for transfer, and repairs of what the patch does not show. The numbers of
    lines in the headers of hunks are put right, the diffstat is not.
    """
    before, after = [], []
    for mail, files in by_mail(results):
        data = mail.target.data or b""
        before.append(data)
        patch = mail.target.mail
        if bytes(patch) != data or patch.is_encoded:
            after.append(data)
            continue
        replacements: Replacements = {}
        for result in files:
            if any(found.fix and found.fix.applicability >= level for found in result.findings):
                replacements |= replaced(result.target, patch, settings, level) or {}
        rewritten = with_counts(patch, replacements) if replacements else data
        if any(found.fix and found.fix.applicability >= level for found in mail.findings):
            target = mail.target._replace(data=rewritten, mail=Patch(rewritten, patch.first_line))
            rewritten = fix_file(target, settings, level).data
        after.append(rewritten)
    return b"".join(before), b"".join(after)


def by_mail(results: Iterable[Result]) -> Iterator[tuple[Result, list[Result]]]:
    """Each mail with the results of the files it changes."""
    mail: Result | None = None
    files: list[Result] = []
    for result in results:
        if result.target.mail is None:
            files.append(result)
            continue
        if mail is not None:
            yield mail, files
        mail, files = result, []
    if mail is not None:
        yield mail, files


def replaced(target: Target, patch: Patch, settings: Settings, level: Applicability) -> Replacements | None:
    """What repairing a changed file makes of the lines of the patch; None if it needs lines that the patch lacks."""
    shown = {line.number: line.marker for file in patch.files for hunk in file.hunks for line in hunk.lines}
    fixed = fix_file(target, settings, level)
    old, new = (target.data or b"").split(b"\n"), fixed.data.split(b"\n")
    replacements: Replacements = {}
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        added = [b"+" + line for line in new[begin:end]]
        numbers = [(target.patch_lines or {}).get(row + target.first_line) for row in range(first, last)]
        if first == last:
            # Lines that come in stand behind the line before them.
            number = (target.patch_lines or {}).get(first - 1 + target.first_line)
            if number not in shown:
                return None
            replacements.setdefault(number, [shown[number].encode() + old[first - 1]]).extend(added)
            continue
        for row, number in enumerate(numbers, first):
            if number not in shown:
                return None
            # What was there before the patch has to go.
            replacements[number] = [b"-" + old[row]] if shown[number] == " " else []
            replacements[number] += added
            added = []
    return replacements


def with_counts(patch: Patch, replacements: Replacements) -> bytes:
    """The text of a patch with lines replaced, and with headers of hunks that fit."""
    lines = bytes(patch).split(b"\n")
    for file in patch.files:
        gained = 0
        for hunk in file.hunks:
            more = 0
            for line in hunk.lines:
                if (text := replacements.get(line.number)) is not None:
                    more += sum(new[:1] in b"+ " for new in text) - (line.marker in "+ ")
            head = HUNK.match(hunk.header)
            if head and (more or gained):
                begin = b"@@ -%d,%d +%d,%d @@" % (
                    hunk.old_start, hunk.old_count, hunk.new_start + gained, hunk.new_count + more,
                )  # fmt: skip
                rest = hunk.header[hunk.header.index(b"@@", 2) + 2 :]
                replacements = {**replacements, hunk.number: [begin + rest]}
            gained += more
    text = []
    for number, one in enumerate(lines, patch.first_line):
        text += replacements.get(number, [one])
    return b"\n".join(text)
