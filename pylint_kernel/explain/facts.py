"""What is known of a type: from its rules' declarations and docstrings, and from its cases in the corpus."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.rule import ALWAYS, NEVER, Rule, catalog
from pylint_kernel.explain import corpus
from pylint_kernel.explain.corpus import Case
from pylint_kernel.model import Severity
from pylint_kernel.terminal.colours import level
from pylint_kernel.terminal.prose import enumeration

SOURCE, DIFFERS = "Source:", "Differs from checkpatch:"


class Check(NamedTuple):
    """One of the checks of a type: its summary, what its docstring says, in paragraphs, how it differs from checkpatch
    if it is one of several, and a case that shows it; ``names`` are the functions that have this docstring."""

    summary: str
    paragraphs: list[str]
    differs: tuple[str, ...] = ()
    example: Case | None = None
    names: frozenset[str] = frozenset()

    @property
    def documentation(self) -> list[str]:
        """All that is said of it, in paragraphs."""
        return [*self.paragraphs, *(f"{DIFFERS} {one}" for one in self.differs)]


class Facts(NamedTuple):
    """All there is to say about a type; ``group`` is what it is selected by with others.

    ``in_patch`` and ``in_file`` are the levels it has there, the worst first (``in_file`` is empty where only patches
    are looked at); ``safe`` and ``unsafe`` tell whether there are such fixes. ``checks`` has the introduction first,
    with the case that shows best what the type is about; see :func:`illustrated` for the others. ``differs``: how the
    type differs from checkpatch's, as far as that is not said of one of several checks. ``clean`` is a case that is
    right; ``cases`` are all.
    """

    code: str
    group: str
    topic: str
    summary: str
    in_patch: tuple[Severity, ...]
    in_file: tuple[Severity, ...]
    safe: bool
    unsafe: bool
    checks: list[Check]
    sources: list[str]
    differs: list[str]
    clean: Case | None
    cases: list[Case]

    @property
    def level(self) -> str:
        """The levels in words."""
        patch, file = (enumeration([*map(level, several)], "or") for several in (self.in_patch, self.in_file))
        if not file:
            return f"{patch}, in patches only"
        return patch if patch == file else f"{patch}; {file} when whole files are checked"

    @property
    def fix(self) -> str:
        """What fixes there are, in words."""
        if self.safe and self.unsafe:
            return "with --fix, some cases only with --unsafe-fixes"
        return "with --fix" if self.safe else "with --fix --unsafe-fixes" if self.unsafe else "by hand"


def facts(code: str) -> Facts:
    """The facts about a type; raises KeyError if there is no such type."""
    # The check that introduces the type is the first of the module that is named like it, if there is one.
    rules = sorted(catalog()[code], key=lambda rule: topic(rule) != code.lower())
    path = corpus.root() / "rules" / rules[0].group / f"{code}.md"
    cases = corpus.cases(path) if path.exists() else []
    checks, sources, differs = read_documentation(rules)
    # What the cases say is in the docstring too, if it says anything about it.
    if not any(DIFFERS in rule.doc for rule in rules):
        differs = deviations(cases)
    in_patch, in_file = levels(rules, cases)
    checks[0] = checks[0]._replace(example=best([case for case in cases if case.expected]))
    return Facts(
        code,
        rules[0].group,
        topic(rules[0]).replace("_", " "),
        rules[0].summary,
        in_patch,
        in_file,
        any(map(fixes_safely, cases)),
        any(map(fixes_unsafely, cases)),
        checks,
        sources,
        differs,
        next((case for case in cases if "ok" in case.words), None),
        cases,
    )


def topic(rule: Rule) -> str:
    """The module that the rule is in."""
    return rule.check.__module__.rpartition(".")[2]


def best(cases: list[Case]) -> Case | None:
    """The case that shows best what something is about: with a repair, if there is one."""
    return next((case for case in cases if fixes_safely(case) or fixes_unsafely(case)), next(iter(cases), None))


def illustrated(facts: Facts) -> Facts:
    """The same with a case for each of several checks, where there is one that no other check finds, too; this is found
    out by checking them."""
    if len(facts.checks) < 2:
        return facts
    from pylint_kernel.explain.running import makers

    made = [(case, makers(case)) for case in facts.cases if case.expected]
    checks = [
        check._replace(example=best([case for case, names in made if names and names <= check.names]))
        for check in facts.checks
    ]
    return facts._replace(checks=checks) if any(check.example for check in checks) else facts


def narrowed(facts: Facts, names: frozenset[str]) -> Facts:
    """The same with those of several checks that ``names`` are among, after the introduction, which keeps its example
    only if it is one of them."""
    if not any(names & check.names for check in facts.checks):
        return facts
    first, *others = facts.checks
    if not names & first.names:
        first = first._replace(example=None)
    clean = facts.clean if first.example else None
    return facts._replace(checks=[first, *(check for check in others if names & check.names)], clean=clean)


def deviations(cases: list[Case]) -> list[str]:
    """How checkpatch differs on the cases: each reason once."""
    titles: dict[str, list[str]] = {}
    for case in cases:
        if "deviates" in case.values:
            titles.setdefault(case.values["deviates"], []).append(case.title)
    return [f"{enumeration(several)}: {reason}." for reason, several in titles.items()]


def read_documentation(rules: list[Rule]) -> tuple[list[Check], list[str], list[str]]:
    """The docstrings of a type's checks, taken apart: what they check, their sources, the differences.

    Of several checks, each one's differences stay with it, and none is told twice.
    """
    checks: list[Check] = []
    sources: list[str] = []
    told: list[str] = []
    together: dict[str, list[Rule]] = {}
    for rule in rules:
        together.setdefault(rule.doc, []).append(rule)
    for doc, same in together.items():
        rule, names = same[0], frozenset(one.name for one in same)
        prose, differs = list[str](), list[str]()
        for paragraph in doc.split("\n\n"):
            if paragraph.startswith(SOURCE):
                sources.append(sentence(paragraph.removeprefix(SOURCE)))
            elif paragraph.startswith(DIFFERS):
                if (said := sentence(paragraph.removeprefix(DIFFERS))) not in told:
                    differs.append(said)
                    told.append(said)
            else:
                prose.append(paragraph)
        checks.append(Check(rule.summary, prose + versions(rule), tuple(differs), None, names))
    if len(checks) == 1:
        return [checks[0]._replace(differs=())], list(dict.fromkeys(sources)), told
    return checks, list(dict.fromkeys(sources)), []


def versions(rule: Rule) -> list[str]:
    """In which versions of checkpatch there is a check, if not in all of them."""
    told = [
        f"{word} ``--checkpatch-version`` {'.'.join(map(str, one))}"
        for word, one in (("from", rule.since), ("before", rule.until))
        if one not in (ALWAYS, NEVER)
    ]
    return [f"Only {' and '.join(told)}."] if told else []


def sentence(text: str) -> str:
    """The words of ``text`` in one line."""
    return " ".join(text.split())


def levels(rules: list[Rule], cases: list[Case]) -> tuple[tuple[Severity, ...], tuple[Severity, ...]]:
    """The levels in a patch and in a file: as declared, and the lower ones that the corpus shows."""
    shown = {is_patch: {one.severity for case in cases if in_patch(case) == is_patch for one in case.expected}
             for is_patch in (True, False)}  # fmt: skip
    patch = {rule.severity for rule in rules}
    file = {rule.in_file for rule in rules if not rule.patch_only}
    if patch == file:
        patch = file = patch | shown[True] | shown[False]
    else:
        patch, file = patch | shown[True], file and file | shown[False]
    return tuple(sorted(patch, reverse=True)), tuple(sorted(file, reverse=True))


def in_patch(case: Case) -> bool:
    """Whether the case is judged as a change."""
    return "patch" in case.words or case.language in {"diff", "mail"}


def fixes_safely(case: Case) -> bool:
    """Whether ``--fix`` does something about the case."""
    return case.fixed not in {None, case.source}


def fixes_unsafely(case: Case) -> bool:
    """Whether ``--unsafe-fixes`` does more about the case than ``--fix``."""
    return case.unsafe not in {None, case.fixed, case.source}
