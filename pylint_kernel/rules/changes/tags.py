"""The tags of a commit message: spelled, spaced and addressed as tools that read them expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pylint_kernel.checking.rule import Message, Patch, Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Severity, Span, replace
from pylint_kernel.patches import address
from pylint_kernel.patches.mail import Message as Mail
from pylint_kernel.patches.mail import MessageLine, Part
from pylint_kernel.patches.patch import Patch as PatchData
from pylint_kernel.rules.changes.commit_message import on_line, place

MAILS = {Kind.MAIL}
#: The tags that a misspelled one may have been meant to be.
STANDARD = (
    "Signed-off-by", "Co-developed-by", "Acked-by", "Tested-by", "Reviewed-by", "Reported-by", "Suggested-by",
)  # fmt: skip
#: What other projects call them.
OTHER_NAMES = {"co-authored-by": "Co-developed-by"}
#: What may have several addresses, as in the header of a mail.
LISTS = frozenset({"cc", "to"})
KNOWN = (*STANDARD, "Assisted-by", "To", "Cc")
TAG_LINE = Pattern(r"(\s*)([\w-]+by|To|Cc):(\s*)(.*)", re.DOTALL | re.IGNORECASE)
#: Tags in which a space stands for a dash, or before the colon, and which name somebody.
SPACED = Pattern(
    r"\s*((?:(?:sign(?:ed)?|co|acked|tested|reviewed|reported|suggested|developed|authored|off|and)[ -]+){1,4}by)"
    r"(\s*):([^@]*@.*)",
    re.IGNORECASE,
)
REPORTERS = frozenset({"reported-by", "reported-and-tested-by"})
#: Tags of people who share a report, and what may stand between them and the report.
SHARING = Pattern(
    r"(?:reported(?:-and-\w+)*|bisected|tested|suggested|diagnosed|debugged|analy[sz]ed|co-reported)-by\s*:|cc:",
    re.IGNORECASE,
)
REPORT = Pattern(r"(?:closes|link):", re.IGNORECASE)
STABLE = Pattern(r"\bstable@(?:vger\.)?kernel\.org\b")


class TagLine:
    """A line that is a tag: its parts as written."""

    __slots__ = ("before", "line", "name", "separator", "value")

    def __init__(self, line: MessageLine, before: str, name: str, separator: str, value: str) -> None:
        self.line, self.before, self.name = line, before, name
        self.separator, self.value = separator, value.rstrip()

    @property
    def is_known(self) -> bool:
        """Whether a tag of the kernel is part of the name: ``Reported-and-tested-by`` is known."""
        name = f"{self.name.lower()}:"
        return any(f"{known.lower()}:" in name for known in KNOWN)

    @property
    def proper(self) -> str:
        """The name as it is to be written."""
        name = self.name if self.is_known else nearest(self.name) or self.name
        return name[0].upper() + name[1:].lower()

    def rewrite(self, value: str | None = None) -> Fix | None:
        """The line as it should read; changing a commit message is for people to decide."""
        where = on_line(self.line)
        if where is None:
            return None
        text = f"{self.proper}: {(self.value if value is None else value).strip()}"
        return replace("rewrite the tag", *where, text, UNSAFE)


@cache
def distance(one: str, other: str) -> int:
    """How many letters have to be inserted, deleted or changed to make one word the other."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row = row, [number]
        for at, wanted in enumerate(other, 1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (letter != wanted)))
    return row[-1]


def nearest(name: str) -> str | None:
    """The standard tag that ``name`` is another name of, or a misspelling, at most two letters away."""
    if len(name) > 40:
        return None
    if other := OTHER_NAMES.get(name.lower()):
        return other
    bare = name.lower().replace("-", "")
    away, best = min((distance(bare, tag.lower().replace("-", "")), tag) for tag in STANDARD)
    return best if away <= 2 else None


def tag_lines(message: Mail) -> Iterator[TagLine]:
    """The lines of the message that are tags."""
    for line in message.lines:
        if ":" in line.text and (found := TAG_LINE.fullmatch(line.text)):
            yield TagLine(line, *found.groups())


def followers(message: Mail) -> dict[int, MessageLine]:
    """Each line's number to the line after it."""
    return {line.number: behind for line, behind in zip(message.lines, message.lines[1:], strict=False)}


@rule("BAD_SIGN_OFF", ERROR, "a tag that tools and people cannot read", on=Message(), kinds=MAILS)
def written_wrong(message: Mail, file: SourceFile) -> Reports:
    """Tags such as ``Signed-off-by:`` are read by scripts, so they are written in one way only.

    The name is one that the kernel knows, its first letter a capital and the others small; nothing stands before it and
    one space after the colon. ``Assisted-by:`` names the tools that wrote the patch, not people.

    Fixes are unsafe: they change what the tags say.

    Source: Documentation/process/submitting-patches.rst, "Sign your work" and "Using Reported-by:, Tested-by:, …";
    coding-assistants.rst.

    Differs from checkpatch: lines inside a hunk of the diff are never taken for tags.
    """
    for tag in tag_lines(message):
        name = tag.name
        if not tag.is_known:
            meant = nearest(name)
            hint = f", was {meant}: meant?" if meant else ""
            yield place(file, tag.line), f"{name}: is not a tag that the kernel knows{hint}", tag.rewrite(), WARNING
        if tag.before:
            yield place(file, tag.line), f"spaces before {name}:", tag.rewrite(), WARNING
        if tag.is_known and name.lower().endswith("-by") and name != name[0].upper() + name[1:].lower():
            yield place(file, tag.line), f"{name}: is written {tag.proper}:", tag.rewrite(), WARNING
        if tag.separator != " ":
            yield place(file, tag.line), f"one space belongs after {name}:", tag.rewrite(), WARNING
        if name.lower() == "assisted-by" and not tag.value:
            yield place(file, tag.line), f"{name}: wants the name of the tool", None, WARNING


@rule("BAD_SIGN_OFF", WARNING, "a tag with a space in its name", on=Message(), kinds=MAILS)
def spaced_tag(message: Mail, file: SourceFile) -> Reports:
    """What has a space in its name, or before the colon (``Tested by: …``), is no tag to scripts, nor to kcheck: such a
    sign-off is missing.

    Differs from checkpatch: it says nothing of the line itself.
    """
    for line in message.prose + message.trailers:
        found = SPACED.fullmatch(line.text) if "by" in line.text.lower() else None
        if found and (" " in found[1] or found[2]):
            tag = dashed(found[1])
            where = on_line(line)
            fix = replace("write it as a tag", *where, f"{tag}: {found[3].strip()}", UNSAFE) if where else None
            yield place(file, line), f"{found[1]} with a space is no tag: write {tag}:", fix


def dashed(name: str) -> str:
    """The name of a tag that was written with spaces."""
    return "-".join(name.replace("-", " ").split()).capitalize()


@rule("BAD_SIGN_OFF", ERROR, "a tag without a proper address", on=Message(), kinds=MAILS)
def addressed_wrong(message: Mail, file: SourceFile) -> Reports:
    """The value of a tag is ``Name <address>`` or a bare address; after it only ``# comment`` or ``(comment)``.

    A name may carry one comment in parentheses, an address none.

    Differs from checkpatch: a second address in a tag that credits somebody is reported, where it says nothing; ``Cc:``
    and ``To:`` may have a list of them.
    """
    for tag in people(message):
        person = address.parse(tag.value)
        if person is None:
            yield place(file, tag.line), f"no mail address can be read from '{tag.value}'"
            continue
        if tag.name.lower() in LISTS and "@" in person.rest.partition("#")[0]:
            continue
        if "(" in person.mail:
            better = tag.rewrite(str(person._replace(mail=person.clean_mail)))
            yield place(file, tag.line), f"a comment inside the address '{person.mail}'", better, WARNING
        elif person.clean_mail != person.mail:
            better = tag.rewrite(str(person._replace(mail=person.clean_mail)))
            yield place(file, tag.line), f"punctuation at the end of the address '{person.mail}'", better, WARNING
        if len(person.comments) > 1:
            yield place(file, tag.line), f"more than one comment in the name of '{tag.value}'", None, WARNING
        if STABLE.search(tag.value):
            continue
        if "@" in person.rest and not person.rest.startswith("#"):
            yield place(file, tag.line), "several addresses: each person has a tag of their own", None, WARNING
        elif person.rest and not is_comment(person.rest):
            better = tag.rewrite(str(person._replace(rest=as_comment(person.rest))))
            yield place(file, tag.line), f"text after the address: '{person.rest}'", better, WARNING


@rule("BAD_STABLE_ADDRESS_STYLE", WARNING, "the stable list's address with a name or text", on=Message(), kinds=MAILS)
def stable_address(message: Mail, file: SourceFile) -> Reports:
    """The stable team's scripts look for ``Cc: stable@vger.kernel.org``, with nothing but ``# comment`` after it.

    The fix is unsafe: it changes what the tag says.

    Source: Documentation/process/stable-kernel-rules.rst, "Option 1".
    """
    for tag in people(message):
        if not STABLE.search(tag.value):
            continue
        person = address.parse(tag.value)
        if person and (person.name or person.comments or (person.rest and not person.rest.startswith("#"))):
            rest = " ".join(part.strip("()[]# \t") for part in (*person.comments, person.rest)).strip()
            mail = f"{person.clean_mail} # {rest}" if rest else person.clean_mail
            yield place(file, tag.line), f"the stable address is written '{mail}'", tag.rewrite(mail)


def people(message: Mail) -> Iterator[TagLine]:
    """The tags whose value is to be a person."""
    return (tag for tag in tag_lines(message) if tag.name.lower() != "assisted-by")


def is_comment(rest: str) -> bool:
    """Whether what follows an address is a comment."""
    return says_something(rest) and (rest.startswith("#") or (rest.startswith("(") and rest.endswith(")")))


def says_something(rest: str) -> bool:
    """Whether there is more than marks of punctuation."""
    return any(character.isalnum() or not character.isascii() for character in rest)


def as_comment(rest: str) -> str:
    """What follows an address made a comment; mere punctuation is dropped."""
    if not says_something(rest):
        return ""
    for opening, closing in (("[", "]"), ("/*", "*/")):
        if rest.startswith(opening) and rest.endswith(closing):
            rest = rest.removeprefix(opening).removesuffix(closing).strip()
    return f"({rest})"


@rule("BAD_SIGN_OFF", WARNING, "the same tag twice", on=Message(), kinds=MAILS)
def duplicate(message: Mail, file: SourceFile) -> Reports:
    """A tag with the same person says nothing the second time."""
    seen = set()
    for tag in tag_lines(message):
        key = "".join(tag.line.text.split()).lower()
        if key in seen:
            yield place(file, tag.line), f"this {tag.name}: is there already"
        seen.add(key)


@rule("BAD_SIGN_OFF", WARNING, "Co-developed-by: without its Signed-off-by:", on=Message(), kinds=MAILS)
def co_developer(message: Mail, file: SourceFile) -> Reports:
    """A ``Co-developed-by:`` is for authors other than the one in ``From:``; each has to sign off on the next line."""
    behind = followers(message)
    author = address.parse(message.author or "")
    for tag in tag_lines(message):
        if tag.name.lower() != "co-developed-by":
            continue
        person = address.parse(tag.value)
        if person and author and person[:3] == author[:3]:
            yield place(file, tag.line), "the author of the patch is no co-developer of it"
        line = behind.get(tag.line.number)
        follower = TAG_LINE.fullmatch(line.text) if line else None
        if follower is None or follower[1] or follower[2].lower() != "signed-off-by":
            yield place(file, tag.line), "Signed-off-by: of the same person belongs after Co-developed-by:"
        elif follower[4].strip() != tag.value.strip():
            yield place(file, tag.line), "Co-developed-by: and the Signed-off-by: after it name different people"


@rule("BAD_REPORTED_BY_LINK", WARNING, "Reported-by: without Closes:", on=Message(), kinds=MAILS)
def reported_by(message: Mail, file: SourceFile) -> Reports:
    """A ``Reported-by:`` is followed by ``Closes:`` with the address of the report, so that both can be followed up.

    ``Link:`` does as well, where only a part of what was reported is fixed. Several people who reported the same thing
    share the ``Closes:`` after the last of them.

    Source: Documentation/process/submitting-patches.rst, "Using Reported-by:, Tested-by:, …"; 5.Posting.rst.

    Differs from checkpatch 6.12: ``Link:`` is as good, as in newer releases; one ``Closes:`` is for all reporters.
    """
    behind = followers(message)
    for tag in tag_lines(message):
        if tag.name.lower() in REPORTERS and tag.line.part != Part.NOTES:
            line = behind.get(tag.line.number)
            while line is not None and SHARING.match(line.text):
                line = behind.get(line.number)
            if line is None or not REPORT.match(line.text):
                yield place(file, tag.line), f"{tag.name}: wants a Closes: with a link to the report after it"


def sign_offs(message: Mail) -> list[TagLine]:
    """The ``Signed-off-by:`` tags, in any case."""
    return [tag for tag in tag_lines(message) if tag.name.lower() == "signed-off-by"]


def signed_change(patch: PatchData) -> Mail | None:
    """The message of a patch that has a diff; None for a cover letter, a bare diff and a merge."""
    return patch.message if any(not diff.combined for diff in patch.files) else None


def last_line(message: Mail, file: SourceFile) -> Span:
    """Where to say what is missing: the end of the message proper."""
    lines = [line for line in message.log + message.trailers if line.text.strip()]
    return place(file, lines[-1]) if lines else Span(0, file.line_end(0))


@rule("MISSING_SIGN_OFF", ERROR, "nobody signed off on the patch", on=Patch(), kinds=MAILS)
def missing_sign_off(patch: PatchData, file: SourceFile) -> Reports:
    """With ``Signed-off-by:`` the author certifies that the work may be submitted; no patch is taken without it.

    Merges, whose diff is a combined one, need none.

    Source: Documentation/process/submitting-patches.rst, "Sign your work - the Developer's Certificate of Origin".
    """
    message = signed_change(patch)
    if message is not None and not sign_offs(message):
        # Those who call checkpatch know this by its first two words.
        yield last_line(message, file), "Missing Signed-off-by: of anybody"


@rule("NO_AUTHOR_SIGN_OFF", ERROR, "the author did not sign off", on=Patch(), kinds=MAILS)
def author_sign_off(patch: PatchData, file: SourceFile) -> Reports:
    """The person in ``From:`` has to sign off on the patch.

    Source: Documentation/process/submitting-patches.rst, "Sign your work - the Developer's Certificate of Origin".
    """
    message = signed_change(patch)
    if message is None or not (signed := sign_offs(message)):
        return
    author = address.parse(message.author or "")
    people = [person for tag in signed if (person := address.parse(tag.value))]
    if author is None or not any(related(author, person) for person in people):
        who = message.author or "an unknown author"
        yield last_line(message, file), f"Missing Signed-off-by: of the author, {who}"


def related(author: address.Address, person: address.Address) -> bool:
    """Whether two addresses may be of the same person: the name or the mail is the same."""
    return author.same_mail(person) or (bool(author.name) and author.same_name(person))


@rule("FROM_SIGN_OFF_MISMATCH", WARNING, "From: and Signed-off-by: differ", on=Patch(), kinds=MAILS)
def from_mismatch(patch: PatchData, file: SourceFile) -> Reports:
    """The author signs off with the name and address that the patch comes from.

    A comment is only worth a remark.

    Differs from checkpatch: upper and lower case make no other address, spaces in a name count as one, and names that
    the mail encodes are compared decoded.

    Source: Documentation/process/submitting-patches.rst, "Sign your work - the Developer's Certificate of Origin".
    """
    message = signed_change(patch)
    if message is None or (author := address.parse(message.author or "")) is None:
        return
    signed = [(tag, person) for tag in sign_offs(message) if (person := address.parse(tag.value))]
    if any(is_as_written(author, person) for _, person in signed):
        return
    for tag, person in reversed(signed):
        if not related(author, person):
            continue
        yield place(file, tag.line), *mismatch(author, person)
        return


def is_as_written(author: address.Address, person: address.Address) -> bool:
    """Whether a sign-off repeats the author's name and address; case does not matter in an address."""
    same = author.same_name(person) and author.same_mail(person)
    return same and author.comments == person.comments and not person.rest


def mismatch(author: address.Address, person: address.Address) -> tuple[str, None, Severity]:
    """What differs between two addresses of one person, and how bad that is."""
    signed = f"'{author}' in From:, '{person}' in Signed-off-by:"
    if author.same_name(person) and author.same_mail(person):
        return f"the comment differs: {signed}", None, CHECK
    if author.same_mail(person):
        return f"the name differs: {signed}", None, WARNING
    if author.same_name(person) and author.same_mailbox(person):
        return f"the address differs by its +detail: {signed}", None, WARNING
    return f"the address differs: {signed}", None, WARNING
