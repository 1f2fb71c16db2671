"""The desk's list of what no worker could finish."""

from typing import Annotated

from chalicelib.core.errors import TryAgainError
from chalicelib.core.languages import Language
from chalicelib.dead_letters.letters import (
    TASKS,
    DeadLetterNotFoundError,
    DeadLetterUnreadableError,
    Failure,
    Letter,
    QueueName,
)
from chalicelib.dead_letters.service import QueueLetters
from chalicelib.dead_letters.wiring import DeadLettersWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.http.terms import Term
from chalicelib.staff.actor import person_of

routes = Operations(tag="dead-letters")


QueueRef = Annotated[str, Term("The queue, by what one message of it is.", "signup")]


class DeadLetterAnswer(Shape):
    """A message that failed five times."""

    message_id: str
    """Names the message; its worker's log names it too."""
    sent_at: Time
    """When it was sent first, or went to the dead letters of a queue that keeps an order."""
    subject: str
    """What it is about, by ids and days; empty of what cannot be read."""
    failure: Failure
    """`failed_five_times`: its worker raised an error at each try, which is in its log;
    `unreadable`: it is no message of ours, and its worker would refuse it again."""
    can_redrive: bool
    """Whether it may be sent again. All that is ours may: what was done of it is not done twice."""


class DeadLetterQueueAnswer(Shape):
    queue: QueueName
    """What one message of it is."""
    task: str
    """What its worker does, in words."""
    worker: str
    """The function that could not finish it."""
    count: int
    """How many lie there, of every county of the deployment, approximately."""
    oldest_at: Time | None
    """When the oldest of those that are listed was sent."""
    letters: list[DeadLetterAnswer]
    """This county's, and those that nobody can read; the oldest first, fifty at most."""


class DeadLettersAnswer(Shape):
    data: list[DeadLetterQueueAnswer]
    """Every queue, also one without dead letters."""


class RedriveBody(Shape):
    reason: Annotated[OneLine, Letters(200)]
    """What was mended meanwhile, or why it may go well now."""
    message_id: Annotated[OneLine, Letters(100)] | None = None
    """One message; without it all of this county's, fifty at most."""


class RedrivenAnswer(Shape):
    queue: str
    """The queue they were sent to."""
    message_ids: list[str]
    """Those that were sent again, by the names that they had."""


@routes.operation(
    "GET",
    "/v1/staff/dead-letters",
    summary="What no worker could finish, by queue, each message in words",
    audience="staff",
    roles=("operator", "manager", "auditor"),
    answer=DeadLettersAnswer,
    errors=(TryAgainError,),
)
def list_dead_letters(call: Call[None]) -> DeadLettersAnswer:
    found = call.wired(DeadLettersWiring).dead_letters.look(call.county_id)
    return DeadLettersAnswer(data=[_queue_answer(one, call.language) for one in found])


@routes.operation(
    "POST",
    "/v1/staff/dead-letters/{queue}/redrive",
    summary="Send a queue's dead letters to their worker again, or one of them; on record",
    audience="staff",
    roles=("operator", "manager"),
    body=RedriveBody,
    answer=RedrivenAnswer,
    errors=(DeadLetterNotFoundError, DeadLetterUnreadableError, TryAgainError),
)
def redrive_dead_letters(call: Call[RedriveBody], queue: QueueRef) -> RedrivenAnswer:
    sent = call.wired(DeadLettersWiring).dead_letters.redrive(
        call.county_id,
        person_of(call),
        queue,
        reason=call.body.reason,
        message_id=call.body.message_id,
    )
    return RedrivenAnswer(queue=queue, message_ids=[letter.message_id for letter in sent])


def _queue_answer(found: QueueLetters, language: Language) -> DeadLetterQueueAnswer:
    task = TASKS[found.queue]
    return DeadLetterQueueAnswer(
        queue=found.queue,
        task=task.words(language),
        worker=task.worker,
        count=found.count,
        oldest_at=found.letters[0].sent_at if found.letters else None,
        letters=[_answer(letter, language) for letter in found.letters],
    )


def _answer(letter: Letter, language: Language) -> DeadLetterAnswer:
    return DeadLetterAnswer(
        message_id=letter.message_id,
        sent_at=letter.sent_at,
        subject=letter.subject(language),
        failure=letter.failure,
        can_redrive=bool(letter.county_id),
    )
