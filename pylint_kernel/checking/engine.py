"""Runs a plan over one file: every trigger once, one walk over the tree; nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import compress, count
from typing import Any

from pylint_kernel.checking.plan import Plan
from pylint_kernel.checking.rule import Rule
from pylint_kernel.language import windows
from pylint_kernel.language.source import SourceFile, bounds
from pylint_kernel.model import Applicability, Finding, Fix, Severity, Span

#: So many bytes after a stretch that is looked at belong to what begins in it.
REACH = 300
INTERNAL_ERROR = "INTERNAL_ERROR"


Pause = Callable[[], None]


def order(found: Finding) -> tuple[Span, str, str]:
    """What findings are sorted by."""
    return found.span, found.code, found.message


def go_on() -> None:
    """Nothing stops the check of a file."""


def check(file: SourceFile, plan: Plan, mail: Any = None, pause: Pause = go_on) -> list[Finding]:
    """The findings of ``plan`` on ``file``, sorted by place and code, each once.

    ``mail`` is the parsed patch (:class:`~.patch.Patch`) where the file is one: its rules see it as data. ``pause`` is
    called now and then; what it raises ends the check.

    A rule that raises becomes one finding of the type INTERNAL_ERROR; the other rules go on.
    """
    run = Run(file, plan, pause)
    if mail is not None:
        run.mail_rules(mail)
    run.text_rules()
    run.token_rules()
    if plan.views or plan.calls or plan.names:
        run.syntax_rules()
    return run.sorted()


class Run:
    """The state of one :func:`check`: the findings so far and the rules that have failed."""

    def __init__(self, file: SourceFile, plan: Plan, pause: Pause = go_on) -> None:
        self.file, self.plan, self.pause = file, plan, pause
        #: What was found, and by which check first.
        self.findings: dict[Finding, str] = {}
        self.failed: set[Rule] = set()

    def show(self, rules: Iterable[Rule], subject: Any) -> None:
        """Call each of the rules with the subject and keep what they report."""
        file = self.file
        for rule in rules:
            try:
                for report in rule.check(subject, file):
                    self.keep(rule, *report)
            except Exception as error:
                self.fail(rule, subject, error)

    def keep(
        self, rule: Rule, where: Any, message: str, fix: Fix | None = None, severity: Severity | None = None
    ) -> None:
        """Make a finding of what a rule reports."""
        file = self.file
        if severity is None or rule.fixed_level:
            severity = rule.severity if file.in_patch else rule.in_file
        if severity == Severity.CHECK and not self.plan.strict:
            return
        if fix is not None and not rule.repairs:
            fix = fix._replace(applicability=Applicability.DISPLAY)
        if not message.isascii():
            message = message.encode("latin-1", "replace").decode("utf-8", "replace")
        self.findings.setdefault(Finding(rule.code, severity, file.path, bounds(where), message, fix), rule.name)

    def fail(self, rule: Rule, subject: Any, error: Exception) -> None:
        """Turn the first failure of a rule in this file into a finding."""
        if rule in self.failed:
            return
        self.failed.add(rule)
        try:
            span = bounds(subject)
        except (TypeError, ValueError):
            span = Span(0, 0)
        message = f"the rule {rule.name} failed: {type(error).__name__}: {error}"
        self.findings[Finding(INTERNAL_ERROR, Severity.ERROR, self.file.path, span, message)] = rule.name

    def mail_rules(self, mail: Any) -> None:
        """The rules on a patch and its commit message."""
        self.show(self.plan.patches, mail)
        if mail.message is not None:
            self.show(self.plan.messages, mail.message)

    def text_rules(self) -> None:
        """The rules on the file as a whole, on lines, and on patterns in raw text or masked code."""
        plan, file, text = self.plan, self.file, self.file.text
        self.show(plan.files, file)
        for start, end in windows.of(file):
            for having, rules in plan.lines.items():
                self.pause()
                at = text.find(having, start, end)
                while at >= 0:
                    row = file.row(at)
                    self.show(rules, file.line(row))
                    at = text.find(having, max(file.line_bounds(row).end, at + 1), end)
            for rule in plan.text:
                self.matches(rule, text, start, end)
            for rule in plan.code:
                self.matches(rule, file.code, start, end)

    def matches(self, rule: Rule, text: str, start: int, end: int) -> None:
        """Show a rule each match of its pattern between ``start`` and ``end``."""
        self.pause()
        pattern, having = rule.on.pattern, rule.on.having  # type: ignore[union-attr]
        if not having or self.file.text.find(having, start, end) >= 0:
            rules = (rule,)
            # What begins in the last line may end after it.
            for match in pattern.finditer(text, start, end + REACH):
                if match.start() > end:
                    break
                self.show(rules, match)

    def token_rules(self) -> None:
        """The rules on tokens, calls, literals, comments and directives."""
        plan, file = self.plan, self.file
        if plan.comments:
            self.comment_rules()
        if plan.spelled:
            from pylint_kernel.language.syntax.token import Token

            for text, rules in plan.spelled.items():
                self.pause()
                for position in windows.positions(file, text):
                    self.show(rules, Token(file, position))
        for directive in file.directives if plan.directives else ():
            if directive.name in plan.directives and windows.inside(file, directive.span.start):
                self.show(plan.directives[directive.name], directive)

    def syntax_rules(self) -> None:
        """The rules on syntax: one pass over the code and one over the bodies of macros."""
        from pylint_kernel.language.syntax import Macro, Name, syntax, view_of

        plan, file = self.plan, self.file
        tree, is_outside = syntax(file), windows.outside(file)
        views, wanted = plan.views, plan.wanted
        for table in tree.tables if wanted else ():
            starts, ends = table.starts, table.ends
            for node in compress(count(), map(wanted.__contains__, table.kinds)):
                if is_outside and is_outside(starts[node], ends[node]):
                    continue
                view = view_of(table, node)
                if rules := views.get(type(view)):
                    self.pause()
                    self.show(rules, view)
        if rules := views.get(Macro):
            for macro in tree.macros:
                if windows.inside(file, macro.span.start):
                    self.show(rules, macro)
        for name in windows.mentioned(file, plan.calls):
            for position in windows.positions(file, name):
                if call := tree.call_at(position):
                    self.show(plan.calls[name], call)
        for name in windows.mentioned(file, plan.names):
            for position in windows.positions(file, name):
                if isinstance(used := tree.at(file.tokens.starts[position]), Name):
                    self.show(plan.names[name], used)

    def comment_rules(self) -> None:
        """The rules on comments."""
        file, text = self.file, self.file.text
        for having, rules in self.plan.comments.items():
            if having in text:
                for comment in file.comments:
                    if windows.inside(file, comment.start) and text.find(having, comment.start, comment.end) >= 0:
                        self.show(rules, comment)

    def sorted(self) -> list[Finding]:
        """The findings, in order."""
        return in_order(found._replace(check=check) for found, check in self.findings.items())


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings on one file, sorted by place and code."""
    return sorted(findings, key=order)
