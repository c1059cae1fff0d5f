"""Small results to write in every format."""

from __future__ import annotations

import io
from typing import Any

from pylint_kernel import output
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Finding, Fix, Severity, Span, edit, replace
from pylint_kernel.output import Options, Tally

CODE = "int f(int a)\n{\n\tif(a) {\n\t\treturn 1;  \n\t}\n}\n"


def find(source: str | bytes, text: str | bytes) -> Span:
    """Where ``text`` is in ``source``."""
    data, wanted = (one.encode() if isinstance(one, str) else one for one in (source, text))
    return Span(data.index(wanted), data.index(wanted) + len(wanted))


def result(source: str | bytes, *findings: Finding, path: str = "a/b.c", **target: Any) -> Result:
    data = source.encode() if isinstance(source, str) else source
    return Result(Target(path, data=data, **target), data, list(findings), None)


def finding(
    span: Span, message: str = "no", code: str = "X", severity: Severity = ERROR, fix: Fix | None = None
) -> Finding:
    return Finding(code, severity, "a/b.c", span, message, fix)


def written(name: str, *results: Result, options: Options = Options()) -> str:
    """What a format makes of some results."""
    stream = io.BytesIO()
    write_all(output.open(name, stream, options), *results)
    return stream.getvalue().decode()


def write_all(writer: output.Writer, *results: Result) -> None:
    tally = Tally()
    for one in results:
        tally.add(one)
        writer.add(one)
    writer.finish(tally)


def three_findings() -> Result:
    """One of each level: a safe fix, an unsafe one, none."""
    return result(
        CODE,
        finding(find(CODE, "if(a)"), "space needed", "SPACING", ERROR, replace("insert a space", 18, 18, " ")),
        finding(find(CODE, "if(a) {\n\t\treturn 1;  \n\t}"), "no braces", "BRACES", CHECK,
                Fix("remove the braces", (edit(22, 24, ""),), UNSAFE)),
        finding(find(CODE, "  \n")._replace(end=CODE.index("  \n") + 2), "blanks", "TRAILING_WHITESPACE", WARNING),
    )  # fmt: skip
