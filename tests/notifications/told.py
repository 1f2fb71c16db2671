"""What tests of notices do: subscribe a browser, let the workers run, read what came."""

from typing import Any

from chalicelib.aws.functions import FUNCTIONS, NewItems
from chalicelib.notifications import worker
from chalicelib.notifications.notices import Notice
from chalicelib.notifications.queue import NoticeMessage
from tests import events
from tests.conftest import Answer, Member, Stack
from tests.played_push import PlayedBrowser, PlayedPush

PATH = "/v1/me/push-subscriptions"


def subscribe(member: Member, browser: PlayedBrowser, **changes: Any) -> Answer:
    stack = member.stack
    return stack.call("PUT", PATH, browser.body(**changes), token=member.token)


def listed(member: Member) -> Any:
    answer = member.stack.call("GET", PATH, token=member.token)
    assert answer.status == 200, answer.raw
    return answer.json["data"]


def push(stack: Stack) -> PlayedPush:
    return stack.adapters.push_services


def waiting(stack: Stack) -> list[NoticeMessage]:
    return stack.adapters.queue(stack.adapters.settings.notice_queue_url).sent


def delays(stack: Stack) -> list[int]:
    return stack.adapters.queue(stack.adapters.settings.notice_queue_url).delays


def stream(stack: Stack, *, since: int) -> list[Notice]:
    """The stream brings what was put after the first `since` items, as far as its filter lets it
    through; the notices that come of it."""
    trigger = FUNCTIONS["note_entries"].trigger
    assert isinstance(trigger, NewItems)
    items = list(stack.table.items.values())[since:]
    woken = [i for i in items if i["type"] == trigger.of_type and i["kind"] in trigger.kinds]
    before = len(waiting(stack))
    if woken:
        stack.work(worker.note_entries, events.new_items(woken), events.Context())
    return [message.notice for message in waiting(stack)[before:]]


def deliver(stack: Stack) -> None:
    """Let the queue's worker work off what waits, and nothing of what it sends on itself."""
    queue = stack.adapters.queue(stack.adapters.settings.notice_queue_url)
    messages, queue.sent = queue.sent, []
    queue.delays.clear()
    for message in messages:
        body = as_sent(message)
        answer = stack.work(worker.send_notices, events.messages([body]), events.Context())
        assert answer == {"batchItemFailures": []}


def as_sent(message: NoticeMessage) -> dict[str, Any]:
    """The message's own body, as the queue has it."""
    from chalicelib.notifications.queue import NoticeQueue
    from tests.fakes import FakeQueue

    kept: list[dict[str, Any]] = []

    class Keeping(FakeQueue):
        def send(self, message: dict[str, Any], *, delay_seconds: int = 0) -> None:
            kept.append(message)

    queue: Any = Keeping(lambda _: None)
    NoticeQueue(queue).send(message.notice, only=message.only, tries=message.tries)
    return kept[0]
