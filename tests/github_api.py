"""GitHub's REST interface, as far as reviews of pull requests go, played on this machine.

Source: docs.github.com, "REST API endpoints for pull request reviews", "... for pull request review comments".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from pylint_kernel.patches.patch import Patch
from tests.serving import LocalService, serving

PATH = re.compile(r"/repos/ada/pond/pulls/7/(comments|reviews)(?:\?per_page=100&page=(\d+))?")
COMMENT = {"path": str, "body": str, "line": int, "side": str}


class Service(LocalService):
    """The interface of one pull request: its difference, its reviews, and what it does to those who ask."""

    def __init__(self, diff: bytes = b"", head: str = "") -> None:
        super().__init__(Handler)
        self.lines = {file.new_path: shown(file) for file in Patch(diff).files}
        self.head = head
        self.reviews: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        #: Who asks with another one may read only.
        self.token = "t0ken"
        #: What is answered to everything, if it is not empty.
        self.answer: tuple[int, bytes] | None = None

    def refusal(self, review: dict[str, Any]) -> str:
        """What is wrong with a review."""
        if review.get("event") != "COMMENT" or review.get("commit_id") != self.head or not review.get("body"):
            return "Unprocessable Entity"
        for comment in review["comments"]:
            more = comment.keys() - COMMENT.keys()
            if any(type(comment.get(name)) is not kind for name, kind in COMMENT.items()) or comment["side"] != "RIGHT":
                return "invalid comment"
            if more not in (set(), {"start_line", "start_side"}):
                return f"no such parameters: {more}"
            lines = set(range(comment.get("start_line", comment["line"]), comment["line"] + 1))
            if comment.get("start_line", 0) >= comment["line"]:
                return "start_line must precede the end line"
            if not lines <= self.lines.get(comment["path"], set()):
                return "line must be part of the diff"
        return ""


def shown(file: Any) -> set[int]:
    """The lines of a changed file that its difference shows."""
    return {line for hunk in file.hunks for line in range(hunk.new_start, hunk.new_start + hunk.new_count)}


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Service

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Reading is allowed to all."""
        found = PATH.fullmatch(self.path)
        if self.server.answer or not found or found[1] != "comments":
            self.tell(*(self.server.answer or (404, b'{"message": "Not Found"}')))
            return
        first = (int(found[2]) - 1) * 100
        self.tell(200, json.dumps(self.server.comments[first : first + 100]).encode())

    def do_POST(self) -> None:
        """Writing is not."""
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = PATH.fullmatch(self.path)
        if self.headers["Authorization"] != f"Bearer {self.server.token}":
            self.tell(403, b'{"message": "Resource not accessible by integration"}')
        elif not found or found[1] != "reviews":
            self.tell(404, b'{"message": "Not Found"}')
        elif refusal := self.server.refusal(review):
            self.tell(422, json.dumps({"message": refusal}).encode())
        else:
            self.server.reviews.append(review)
            self.server.comments += review["comments"]
            self.tell(200, b'{"id": 1}')

    def tell(self, status: int, data: bytes) -> None:
        """Answer."""
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def service(diff: bytes = b"", head: str = "") -> Iterator[Service]:
    """The interface while it is there."""
    with serving(Service(diff, head)) as running:
        yield running
