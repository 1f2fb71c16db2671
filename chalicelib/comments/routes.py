"""A member's entries by comment."""

from typing import Annotated

from pydantic import Field

from chalicelib.comments.answers import (
    CommentEventAnswer,
    CommentEventsAnswer,
    event_answer,
)
from chalicelib.comments.errors import (
    CommentDecidedError,
    CommentEntriesClosedError,
    CommentPersonEnteredError,
    CommentProofMissingError,
    CommentSendsUsedError,
    CommentsNotTakenError,
)
from chalicelib.comments.wiring import CommentsWiring
from chalicelib.core.errors import TryAgainError
from chalicelib.draws.errors import DrawNotFoundError
from chalicelib.http.call import Call, Shape
from chalicelib.http.links import WebAddress
from chalicelib.http.operations import Operations
from chalicelib.http.terms import DrawRef, UploadRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError

routes = Operations(tag="draws")


class CommentBody(Shape):
    """The comment is shown by `link`, by a picture of it, or both."""

    draw_id: DrawRef
    handle: Annotated[str, Field(min_length=1, max_length=200)]
    """By which the member is known where the comment is."""
    link: WebAddress | None = None
    """Where the comment is; that of the post itself does not count."""
    upload_id: UploadRef | None = None


@routes.operation(
    "GET",
    "/v1/me/comment-entries",
    summary="Draws that take entries by comment, and the member's own to each",
    audience="member",
    answer=CommentEventsAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def list_comment_events(call: Call[None]) -> CommentEventsAnswer:
    events = call.wired(CommentsWiring).comments.events(call.member)
    return CommentEventsAnswer(data=[event_answer(each) for each in events])


@routes.operation(
    "POST",
    "/v1/me/comment-entries",
    summary="Enter a draw by a comment; another one stands for it until it is accepted",
    audience="member",
    status=201,
    body=CommentBody,
    answer=CommentEventAnswer,
    errors=(
        DrawNotFoundError,
        CommentsNotTakenError,
        CommentEntriesClosedError,
        CommentProofMissingError,
        CommentPersonEnteredError,
        CommentDecidedError,
        CommentSendsUsedError,
        MemberNotFoundError,
        MemberSuspendedError,
        TryAgainError,
    ),
)
def enter_by_comment(call: Call[CommentBody]) -> CommentEventAnswer:
    event, is_repeated = call.wired(CommentsWiring).comments.send(
        call.member,
        call.body.draw_id,
        handle=call.body.handle,
        link=call.body.link,
        upload_id=call.body.upload_id,
    )
    call.mark_replayed(is_repeated)
    return event_answer(event)
