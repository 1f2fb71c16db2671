"""What no worker could finish, for whoever operates a deployment: `make dead-letters`.

The desk does the same with a record of who and why, and is to be preferred; this is for when it
does not answer, and for counties of one deployment together. Credentials: those of the operator,
with `sqs:GetQueueUrl`, `GetQueueAttributes`, `ReceiveMessage`, `ChangeMessageVisibility`,
`DeleteMessage` on the dead letters and `SendMessage` on the queues. `STAGE`, local if it is not
given, then with `AWS_ENDPOINT_URL`.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, get_args

from chalicelib.aws.dead_letter_queue import DeadLetterQueue
from chalicelib.aws.queues import Queue
from chalicelib.core.errors import TryAgainError
from chalicelib.dead_letters.letters import TASKS, QueueName
from chalicelib.dead_letters.service import LETTERS_MAX, letter_of_received, send_again

IN_ORDER: frozenset[QueueName] = frozenset({"purchase"})
_HIDDEN_SECONDS = 60


def run(client: Any, stage: str, queue: str, message_id: str, say: Callable[[str], None]) -> int:
    """Lists every queue, or sends one queue's messages again (`message_id`: that one)."""
    if not queue:
        return sum(_look(client, stage, name, say) for name in TASKS) and 0
    name = next((one for one in get_args(QueueName) if one == queue), None)
    if name is None:
        say(f"no such queue: {queue}; one of {', '.join(TASKS)}")
        return 2
    return _redrive(client, stage, name, message_id, say)


def _look(client: Any, stage: str, name: QueueName, say: Callable[[str], None]) -> int:
    dead = _dead(client, stage, name)
    count = dead.depth()
    say(f"{name}: {count}" + (f" ({TASKS[name].en}; {TASKS[name].worker})" if count else ""))
    received = _received(dead) if count else []
    for one in received:
        letter = letter_of_received(name, one)
        what = f"{letter.county_id}: {letter.subject('en')}" if letter.county_id else "unreadable"
        say(f"  {one.message_id}  {letter.sent_at:%Y-%m-%d %H:%M}Z  {what}")
    dead.show_again([one.handle for one in received])
    return count


def _redrive(
    client: Any, stage: str, name: QueueName, message_id: str, say: Callable[[str], None]
) -> int:
    dead, working = _dead(client, stage, name), Queue(client, _url(client, stage, f"{name}s", name))
    others, sent = [], 0
    for one in _received(dead):
        letter = letter_of_received(name, one)
        if not letter.county_id or message_id not in ("", one.message_id):
            others.append(one.handle)
            continue
        send_again(letter, working)
        dead.remove(one.handle)
        sent += 1
        say(f"sent again: {one.message_id}  {letter.subject('en')}")
    dead.show_again(others)
    say(f"{sent} sent again, {len(others)} left")
    return 0 if sent else 1


def _received(dead: DeadLetterQueue) -> list[Any]:
    found: list[Any] = []
    while len(found) < LETTERS_MAX and (more := dead.receive(hidden_seconds=_HIDDEN_SECONDS)):
        found += more
    return found


def _dead(client: Any, stage: str, name: QueueName) -> DeadLetterQueue:
    return DeadLetterQueue(client, _url(client, stage, f"{name}-dead-letters", name))


def _url(client: Any, stage: str, words: str, name: QueueName) -> str:
    suffix = ".fifo" if name in IN_ORDER else ""
    answer = client.get_queue_url(QueueName=f"onmin-{stage}-{words}{suffix}")
    return str(answer["QueueUrl"])


def main(arguments: Sequence[str], say: Callable[[str], None] = print) -> int:
    """`arguments`: a queue and a message of it, both or the second left out or empty."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    if len(arguments) > 2:
        say("usage: python -m infra.deploy.dead_letters [queue [message]]")
        return 2
    queue, message_id = (*arguments, "", "")[:2]
    if message_id and not queue:
        say("MESSAGE is one of a queue: name the QUEUE too")
        return 2
    stage = os.environ.get("STAGE", "local")
    try:
        sqs = boto3.client("sqs", region_name=os.environ.get("AWS_REGION", "ap-northeast-2"))
        return run(sqs, stage, queue, message_id, say)
    except (BotoCoreError, ClientError) as error:
        say(f"the queues of stage {stage} did not answer: {error}")
    except TryAgainError as error:
        say(f"the queues of stage {stage} did not answer: {error.__cause__}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
