"""Cases of the corpus as the runner gets them."""

from __future__ import annotations

from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.runner import Target, run_target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.explain import corpus
from pylint_kernel.explain.corpus import Case
from pylint_kernel.language.source import Limits
from pylint_kernel.patches.patch import Patch


def makers(case: Case) -> frozenset[str]:
    """The names of the checks that find what a case shows; none where it needs a kernel tree or a repository."""
    found = run_target(target_of(case, case.source, None, None), settings_for(case)).findings
    return frozenset(one.check for one in found if one.code == case.code)


def target_of(case: Case, data: bytes, root: str | None, repository: str | None) -> Target:
    """The case as the runner gets it, with ``data`` as its content."""
    if case.language in {"mail", "diff"}:
        path = case.values.get("path", "0001-demo.patch")
        place = repository if "git" in case.words else None
        return Target(path, data=data, kind=Kind.MAIL, in_patch=True, mail=Patch(data), root=root, repository=place)
    changed = frozenset(range(1, data.count(b"\n") + 2)) if "patch" in case.words else None
    return Target(case.path, data=data, changed=changed, in_patch="patch" in case.words, root=root)


def settings_for(case: Case) -> Settings:
    """Only the type under test, what it requires, and what the case selects; strict unless it says otherwise."""
    strict, ignore, limits, dictionary = True, set[str](), Limits(), None
    selected, reason = {case.code}, False
    for option in case.options:
        name, _, value = option.partition("=")
        match name:
            case "--no-strict":
                strict = False
            case "--ignore":
                ignore.add(value)
            case "--max-line-length":
                limits = limits._replace(max_line_length=int(value))
            case "--tab-size":
                limits = limits._replace(tab_size=int(value))
            case "--min-conf-desc-length":
                limits = limits._replace(min_conf_desc_length=int(value))
            case "--checkpatch-version":
                major, minor = value.split(".")
                limits = limits._replace(checkpatch_version=(int(major), int(minor)))
            case "--spdx-cxx-comments":
                limits = limits._replace(spdx_cxx_comments=True)
            case "--select":
                selected.add(value)
            case "--require-reason":
                reason = True
            case "--codespellfile":
                dictionary = str(corpus.root() / "dictionaries" / value)
            case "--u-boot":
                limits = limits._replace(project="u-boot")
            case "--kconfig-prefix":
                limits = limits._replace(kconfig_prefix=value)
            case _:
                raise ValueError(f"the corpus knows no option {option}")
    required = {rule.requires for rule in catalog().get(case.code, ()) if rule.requires}
    return Settings(
        strict=strict,
        types=frozenset(selected | required),
        ignore=frozenset(ignore),
        limits=limits,
        dictionary=dictionary,
        require_reason=reason,
    )
