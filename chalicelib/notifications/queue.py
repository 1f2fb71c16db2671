"""Notices on their way to the worker that leaves them with push services."""

import json
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from chalicelib.aws.queues import Queue
from chalicelib.core.values import format_time, parse_time
from chalicelib.notifications.notices import Notice

SCHEMA = 1


class NoticeMessage(Struct, frozen=True):
    """`only`: the subscriptions that have not taken it yet; empty, before the first try."""

    notice: Notice
    only: tuple[str, ...]
    tries: int


class NoticeQueue:
    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(
        self,
        notice: Notice,
        *,
        only: tuple[str, ...] = (),
        tries: int = 0,
        delay_seconds: int = 0,
    ) -> None:
        message = asdict(notice) | {"schema": SCHEMA, "only": list(only), "tries": tries}
        message["until"] = format_time(notice.until) if notice.until else None
        message["ends_on"] = notice.ends_on.isoformat() if notice.ends_on else None
        self._queue.send(message, delay_seconds=delay_seconds)


def notice_from_message(body: str) -> NoticeMessage:
    """`ValueError`, `KeyError` or `TypeError` if the message is not one of ours."""
    message: dict[str, Any] = json.loads(body)
    if message.pop("schema") != SCHEMA:
        raise ValueError("a notice of an unknown schema")
    only, tries, ends_on = (message.pop(name) for name in ("only", "tries", "ends_on"))
    until = message.pop("until", None)
    # Of a release before, it has none of these.
    said: dict[str, Any] = {name: tuple(message.pop(name, ())) for name in ("titles", "bodies")}
    notice = Notice(
        **message,
        **said,
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        until=parse_time(until) if until else None,
    )
    return NoticeMessage(notice, tuple(only), tries)
