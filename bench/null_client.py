"""The AWS client's answers, kept and given again at its door: what a handler costs without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from botocore.client import BaseClient

_DOOR = "_make_api_call"


@contextmanager
def keeping() -> Iterator[list[Any]]:
    """The answers of all calls inside."""
    kept: list[Any] = []
    call = getattr(BaseClient, _DOOR)

    def keep(client: Any, operation: str, parameters: Any) -> Any:
        answer = call(client, operation, parameters)
        kept.append(answer)
        return answer

    with mock.patch.object(BaseClient, _DOOR, keep):
        yield kept


@contextmanager
def replaying(answers: list[Any]) -> Iterator[None]:
    """Calls inside give `answers` in order, again and again."""
    given = 0

    def answer(client: Any, operation: str, parameters: Any) -> Any:
        nonlocal given
        given += 1
        return answers[(given - 1) % len(answers)]

    with mock.patch.object(BaseClient, _DOOR, answer):
        yield
