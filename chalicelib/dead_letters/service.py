"""Looking at what no worker could finish, and sending it to its worker once more.

SQS has no look that leaves a message alone: one that is received is hidden for a while. So what is
looked at is shown again at the end, and a message that somebody else looks at in that moment is
missing from the list, which its count shows. SQS's own move of messages
(`StartMessageMoveTask`) takes a whole queue, of every county, and says of none that it was moved:
here each message is received, sent and removed. Cut off in between it comes twice, which its
worker, like of every message of SQS, does once.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from chalicelib.aws.dead_letter_queue import Received
from chalicelib.dead_letters.letters import (
    TASKS,
    DeadLetterNotFoundError,
    DeadLetterUnreadableError,
    Letter,
    QueueName,
    letter_of,
)
from chalicelib.dead_letters.ports import DeadLetterQueue, WorkQueue
from chalicelib.staff.audit_trail import AuditTrail
from chalicelib.staff.person import Person

LETTERS_MAX = 50
"""So many of a queue are looked at, or sent again, at once."""
HIDDEN_SECONDS = 30
"""As long as one request may last: then a message that was looked at can be seen again."""


class QueueLetters(Struct, frozen=True):
    """`count`: of all counties of the deployment, approximately, as SQS counts."""

    queue: QueueName
    count: int
    letters: list[Letter]


class DeadLetters(Struct, frozen=True):
    dead: Mapping[QueueName, DeadLetterQueue]
    working: Mapping[QueueName, WorkQueue]
    trail: AuditTrail

    def look(self, county_id: str) -> list[QueueLetters]:
        """Every queue with this county's messages, and those that are nobody's, oldest first."""
        return [self._looked_at(queue, county_id) for queue in TASKS]

    def redrive(
        self,
        county_id: str,
        person: Person,
        queue: str,
        *,
        reason: str,
        message_id: str | None = None,
    ) -> list[Letter]:
        """Send a queue's messages again, or one of them; those that were. Raises
        `DeadLetterNotFoundError` for a queue or message that there is not, and
        `DeadLetterUnreadableError` for one message."""
        name = next((one for one in TASKS if one == queue), None)
        if name is None:
            raise DeadLetterNotFoundError
        letters = self._receive(name, until=_is(message_id))
        chosen = [
            letter
            for letter in letters
            if letter.county_id in (county_id, "") and message_id in (None, letter.message_id)
        ]
        sendable = [letter for letter in chosen if letter.county_id]
        rest = [letter.handle for letter in letters if letter not in sendable]
        self.dead[name].show_again(rest)
        if message_id is not None and not chosen:
            raise DeadLetterNotFoundError
        if message_id is not None and not sendable:
            raise DeadLetterUnreadableError
        if sendable:
            self.trail.note(
                county_id,
                person,
                "dead_letters_redriven",
                name,
                reason=reason,
                facts={"messages": [letter.message_id for letter in sendable]},
            )
        for letter in sendable:
            send_again(letter, self.working[letter.queue])
            self.dead[name].remove(letter.handle)
        return sendable

    def _looked_at(self, queue: QueueName, county_id: str) -> QueueLetters:
        count = self.dead[queue].depth()
        letters = self._receive(queue) if count else []
        self.dead[queue].show_again([letter.handle for letter in letters])
        mine = [letter for letter in letters if letter.county_id in (county_id, "")]
        return QueueLetters(queue, count, sorted(mine, key=lambda one: one.sent_at))

    def _receive(
        self, queue: QueueName, until: Callable[[Letter], bool] = lambda _: False
    ) -> list[Letter]:
        found: dict[str, Letter] = {}
        while len(found) < LETTERS_MAX:
            received = self.dead[queue].receive(hidden_seconds=HIDDEN_SECONDS)
            letters = [letter_of_received(queue, one) for one in received]
            found |= {letter.message_id: letter for letter in letters}
            if not letters or any(until(letter) for letter in letters):
                break
        return list(found.values())


def send_again(letter: Letter, queue: WorkQueue) -> None:
    """In a line, where it stood in one, and then once within the minutes that SQS remembers."""
    if letter.group is None:
        queue.send(letter.sent_again())
    else:
        once = f"again-{letter.message_id}"
        queue.send_in_order(letter.sent_again(), group=letter.group, once=once)


def _is(message_id: str | None) -> Callable[[Letter], bool]:
    return lambda letter: letter.message_id == message_id


def letter_of_received(queue: QueueName, received: Received) -> Letter:
    return letter_of(
        queue,
        received.body,
        message_id=received.message_id,
        sent_at=datetime.fromtimestamp(received.sent_at, tz=UTC),
        handle=received.handle,
        group=received.group,
    )
