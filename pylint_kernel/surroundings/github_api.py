"""GitHub's REST interface, as far as a job needs it that reviews a pull request.

Source: docs.github.com, "REST API endpoints for pull request reviews", "... for pull request review comments".
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from pylint_kernel import __version__
from pylint_kernel.lazy import Pattern

REPOSITORY = Pattern(r"[\w.-]{1,100}/[\w.-]{1,100}")
SECONDS = 30
#: More than any answer has.
MAX_SIZE = 32 << 20
#: So many comments are on a page, and so many pages are read.
PAGE, PAGES = 100, 20


class ApiError(Exception):
    """The service did not do what was asked of it; the text says why, ``status`` is that of HTTP (0: no answer)."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class NoRedirection(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: the token is for this server."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """No other request."""


class Api:
    """The interface of a repository, with the rights of a token."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Raises :class:`ApiError` if the variables that a job has do not say where and with which token."""
        self.root = environment.get("GITHUB_API_URL", "https://api.github.com")
        self.repository = environment.get("GITHUB_REPOSITORY", "")
        self._token = environment.get("GITHUB_TOKEN", "")
        if not self.root.startswith(("https://", "http://")) or not REPOSITORY.fullmatch(self.repository):
            raise ApiError(0, "GITHUB_API_URL and GITHUB_REPOSITORY do not name a repository")
        if not self._token or not self._token.isascii() or not self._token.isprintable():
            raise ApiError(0, "there is no token in GITHUB_TOKEN")
        self._opener = urllib.request.build_opener(NoRedirection)

    def comments(self, number: int) -> Iterator[str]:
        """What the comments on lines of a pull request say."""
        for page in range(1, PAGES + 1):
            found = self.ask(f"pulls/{number}/comments?per_page={PAGE}&page={page}")
            if not isinstance(found, list):
                raise ApiError(0, "an answer is not what it should be")
            yield from (str(one.get("body")) for one in found if isinstance(one, dict))
            if len(found) < PAGE:
                return

    def review(self, number: int, review: dict[str, Any]) -> None:
        """Review a pull request."""
        self.ask(f"pulls/{number}/reviews", review)

    def ask(self, path: str, data: object = None) -> Any:
        """The answer to a question about the repository, or to what is sent."""
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "User-Agent": f"kcheck/{__version__}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(f"{self.root}/repos/{self.repository}/{path}", body, headers)  # noqa: S310
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return json.loads(answer.read(MAX_SIZE))
        except urllib.error.HTTPError as error:
            raise ApiError(error.code, f"{error.code} {error.reason}{said(error)}") from None
        except urllib.error.URLError as error:
            raise ApiError(0, str(error.reason)) from None
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise ApiError(0, str(error) or type(error).__name__) from None


def said(error: urllib.error.HTTPError) -> str:
    """What the service says of an error, if it says anything."""
    try:
        told = json.loads(error.read(MAX_SIZE))
    except (OSError, HTTPException, ValueError, RecursionError):
        return ""
    return f": {told['message']}" if isinstance(told, dict) and isinstance(told.get("message"), str) else ""
