"""Whatever a service answers, there is a reason that can be told."""

from __future__ import annotations

import pytest

from pylint_kernel.surroundings.github_api import Api, ApiError
from tests.github_api import service

JOB = {"GITHUB_REPOSITORY": "ada/pond", "GITHUB_TOKEN": "t0ken"}


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"<html>"), (200, b"<html>"), (200, b"{}"), (200, b""), (422, b'{"message": ["::error::x"]}'),
        (301, b""), (307, b'{"message": "moved"}'), (429, b'{"message": "slow down"}'), (204, b""),
        (200, b"[" * 100_000),
    ],
)  # fmt: skip
def test_answers(status: int, answer: bytes) -> None:
    with service() as github:
        api = Api({**JOB, "GITHUB_API_URL": github.url})
        github.answer = status, answer
        with pytest.raises(ApiError) as caught:
            list(api.comments(7))
    assert caught.value.status in (status, 0)
    assert "t0ken" not in str(caught.value)


def test_comments_come_in_pages() -> None:
    with service() as github:
        github.comments = [{"body": f"{number}"} for number in range(205)]
        found = list(Api({**JOB, "GITHUB_API_URL": github.url}).comments(7))
    assert found == [f"{number}" for number in range(205)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"GITHUB_TOKEN": ""},
        {"GITHUB_TOKEN": "a\nb: c"},
        {"GITHUB_API_URL": "file:///etc"},
        {"GITHUB_REPOSITORY": "../../x"},
        {"GITHUB_REPOSITORY": ""},
    ],
)
def test_jobs(wrong: dict[str, str]) -> None:
    with pytest.raises(ApiError):
        Api({**JOB, "GITHUB_API_URL": "http://127.0.0.1:9", **wrong})


def test_nobody_there() -> None:
    with pytest.raises(ApiError, match="refused"):
        list(Api({**JOB, "GITHUB_API_URL": "http://127.0.0.1:9"}).comments(7))
