"""What is to be done for advertising messages, on its way to the worker."""

import json
from typing import Literal, get_args

from msgspec import Struct

from chalicelib.aws.queues import Queue

SCHEMA = 1
TaskName = Literal["send", "remind", "measure"]


class Task(Struct, frozen=True):
    """`send`: slice `number` of message `of`; `remind`: part `number` of the members; `measure`:
    what came of what was tried."""

    county_id: str
    name: TaskName
    of: str
    number: int


class MarketingQueue:
    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, task: str, *, of: str = "", number: int = 0) -> None:
        self._queue.send(
            {"schema": SCHEMA, "county_id": county_id, "task": task, "of": of, "number": number}
        )


def task_from_message(body: str) -> Task:
    """`ValueError` or `KeyError` if the message is not one of ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA or message["task"] not in get_args(TaskName):
        raise ValueError("a task of an unknown schema")
    return Task(message["county_id"], message["task"], message["of"], int(message["number"]))
