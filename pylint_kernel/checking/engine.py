"""Runs a plan over one file: every trigger once, one walk over the tree; nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pylint_kernel.checking.plan import Plan
from pylint_kernel.checking.rule import Rule
from pylint_kernel.language import windows
from pylint_kernel.language.source import SourceFile, bounds
from pylint_kernel.model import Finding, Severity, Span

if TYPE_CHECKING:
    pass

INTERNAL_ERROR = "INTERNAL_ERROR"


def check(file: SourceFile, plan: Plan, mail: Any = None) -> list[Finding]:
    """The findings of ``plan`` on ``file``, sorted by place and code, each once.

    ``mail`` is the parsed patch (:class:`~.patch.Patch`) where the file is one: its rules see it as data.

    A rule that raises becomes one finding of the type INTERNAL_ERROR; the other rules go on.
    """
    run = Run(file, plan)
    if mail is not None:
        run.mail_rules(mail)
    run.text_rules()
    run.token_rules()
    if plan.views or plan.calls or plan.names:
        run.syntax_rules()
    return run.sorted()


class Run:
    """The state of one :func:`check`: the findings so far and the rules that have failed."""

    def __init__(self, file: SourceFile, plan: Plan) -> None:
        self.file, self.plan = file, plan
        self.findings: set[Finding] = set()
        self.failed: set[Rule] = set()

    def show(self, rule: Rule, subject: Any) -> None:
        """Call one rule with one subject and keep what it reports."""
        file = self.file
        try:
            for where, message, *more in rule.check(subject, file):
                if len(more) > 1:
                    severity = more[1]
                else:
                    severity = rule.severity if file.in_patch else rule.in_file
                if severity == Severity.CHECK and not self.plan.strict:
                    continue
                if not message.isascii():
                    message = message.encode("latin-1", "replace").decode("utf-8", "replace")
                fix = more[0] if more else None
                self.findings.add(Finding(rule.code, severity, file.path, bounds(where), message, fix))
        except Exception as error:
            self.fail(rule, subject, error)

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
        self.findings.add(Finding(INTERNAL_ERROR, Severity.ERROR, self.file.path, span, message))

    def each(self, rules: Iterable[Rule], subject: Any) -> None:
        """:meth:`show` for several rules."""
        for rule in rules:
            self.show(rule, subject)

    def mail_rules(self, mail: Any) -> None:
        """The rules on a patch and its commit message."""
        self.each(self.plan.patches, mail)
        if mail.message is not None:
            self.each(self.plan.messages, mail.message)

    def text_rules(self) -> None:
        """The rules on the file as a whole, on lines, and on patterns in raw text or masked code."""
        plan, file, text = self.plan, self.file, self.file.text
        for rule in plan.files:
            self.show(rule, file)
        for start, end in windows.of(file):
            for having, rules in plan.lines.items():
                at = text.find(having, start, end)
                while at >= 0:
                    row = file.row(at)
                    self.each(rules, file.line(row))
                    at = text.find(having, max(file.line_bounds(row).end, at + 1), end)
            for rule in plan.text:
                self.matches(rule, text, start, end)
            for rule in plan.code:
                self.matches(rule, file.code, start, end)

    def matches(self, rule: Rule, text: str, start: int, end: int) -> None:
        """Show a rule each match of its pattern between ``start`` and ``end``."""
        pattern, having = rule.on.pattern, rule.on.having  # type: ignore[union-attr]
        if not having or self.file.text.find(having, start, end) >= 0:
            for match in pattern.finditer(text, start, end):
                self.show(rule, match)

    def inside(self, offset: int) -> bool:
        """Whether what starts at ``offset`` is to be looked at."""
        stretches = windows.of(self.file)
        at = bisect_right(stretches, (offset, len(self.file.text) + 1)) - 1
        return at >= 0 and offset <= stretches[at].end

    def token_rules(self) -> None:
        """The rules on tokens, calls, literals, comments and directives."""
        plan, file = self.plan, self.file
        if plan.comments:
            self.comment_rules()
        if plan.spelled:
            from pylint_kernel.language.syntax.token import Token

            for text, rules in plan.spelled.items():
                for position in windows.positions(file, text):
                    self.each(rules, Token(file, position))
        for directive in file.directives if plan.directives else ():
            if directive.name in plan.directives and self.inside(directive.span.start):
                self.each(plan.directives[directive.name], directive)

    def syntax_rules(self) -> None:
        """The rules on syntax: one pass over the code and one over the bodies of macros."""
        from pylint_kernel.language.syntax import Macro, Name, syntax, view_of

        plan, file = self.plan, self.file
        tree = syntax(file)
        views, wanted, focused = plan.views, plan.wanted, file.focus is not None
        for table in tree.tables if wanted else ():
            frames, starts, ends = table.frames, table.starts, table.ends
            for node, kind in enumerate(table.kinds):
                if kind in wanted and not (node in frames or (focused and self.outside(starts[node], ends[node]))):
                    view = view_of(table, node)
                    for rule in views.get(type(view), ()):
                        self.show(rule, view)
        if rules := views.get(Macro):
            for macro in tree.macros:
                if self.inside(macro.span.start):
                    self.each(rules, macro)
        for name, rules in plan.calls.items():
            for position in windows.positions(file, name):
                if call := tree.call_at(position):
                    self.each(rules, call)
        for name, rules in plan.names.items():
            for position in windows.positions(file, name):
                if isinstance(used := tree.at(file.tokens.starts[position]), Name):
                    self.each(rules, used)

    def comment_rules(self) -> None:
        """The rules on comments."""
        text = self.file.text
        for having, rules in self.plan.comments.items():
            if having in text:
                for comment in self.file.tokens.comments:
                    if self.inside(comment.start) and text.find(having, comment.start, comment.end) >= 0:
                        self.each(rules, comment)

    def outside(self, start: int, end: int) -> bool:
        """Whether a stretch of bytes has nothing in common with the file's windows."""
        stretches = windows.of(self.file)
        at = bisect_right(stretches, (end, len(self.file.text) + 1)) - 1
        return at < 0 or stretches[at].end < start

    def sorted(self) -> list[Finding]:
        """The findings, in order."""
        return sorted(self.findings, key=lambda found: (found.span, found.code, found.message))
