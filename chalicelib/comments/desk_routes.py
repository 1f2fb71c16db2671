"""Entries by comment at the desk."""

from typing import Annotated

from pydantic import Field

from chalicelib.approvals.answers import Reason
from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.comments.answers import (
    AlikeAnswer,
    StaffCommentAnswer,
    StaffCommentRow,
    StaffCommentsAnswer,
    staff_row,
)
from chalicelib.comments.comments import SENDS_MAX, CommentStatus
from chalicelib.comments.errors import (
    CommentDecidedError,
    CommentNotFoundError,
    CommentSentAnewError,
    CommentTakenError,
)
from chalicelib.comments.wiring import CommentsWiring
from chalicelib.core.errors import TryAgainError
from chalicelib.draws.errors import DrawFrozenError, DrawNotFoundError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import CommentRef, DrawRef
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring

routes = Operations(tag="draws")

MODERATORS = ("operator", "manager")
_DECIDED = (
    DrawNotFoundError,
    CommentNotFoundError,
    CommentDecidedError,
    CommentSentAnewError,
    CommentTakenError,
    DrawFrozenError,
    OwnWalletError,
    StaffNumberMissingError,
    TryAgainError,
)


class CommentsQuery(PageQuery):
    status: CommentStatus | None = None
    """Only those that stand so."""


class CommentAcceptanceBody(Shape):
    sends: Annotated[int, Field(ge=1, le=SENDS_MAX)]
    """Which sending was looked at: nobody decides over what they have not seen."""


class CommentRefusalBody(CommentAcceptanceBody):
    reason: Reason
    """Why, as the member reads it."""


@routes.operation(
    "GET",
    "/v1/staff/draws/{draw_id}/comment-entries",
    summary="Entries to a draw by comment, newest first",
    audience="staff",
    roles=MODERATORS,
    query=CommentsQuery,
    answer=StaffCommentsAnswer,
    errors=(DrawNotFoundError,),
)
def list_comments(call: Call[None], draw_id: DrawRef) -> StaffCommentsAnswer:
    page, desk = call.page(), call.wired(CommentsWiring).desk
    found, cursor = page.read(
        lambda position: desk.page(
            call.county_id, draw_id, status=call.query.status, limit=page.limit, position=position
        )
    )
    return StaffCommentsAnswer(data=[staff_row(one) for one in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/draws/{draw_id}/comment-entries/{comment_id}",
    summary="One entry with handle, link, picture and who names the same; the look is on record",
    audience="staff",
    roles=MODERATORS,
    answer=StaffCommentAnswer,
    errors=(DrawNotFoundError, CommentNotFoundError),
)
def look_at_comment(
    call: Call[None], draw_id: DrawRef, comment_id: CommentRef
) -> StaffCommentAnswer:
    looked = call.wired(CommentsWiring).desk.look(call.county_id, draw_id, comment_id)
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "comment_viewed", comment_id
    )
    return StaffCommentAnswer(
        **dict(staff_row(looked.comment)),
        handle=looked.comment.proof.handle,
        link=looked.comment.proof.link,
        image_url=looked.image_url,
        alike=[
            AlikeAnswer(
                what=what,
                comment_id=other.comment_id,
                member_id=other.member_id,
                status=other.status,
            )
            for what, other in looked.alike
        ],
    )


@routes.operation(
    "POST",
    "/v1/staff/draws/{draw_id}/comment-entries/{comment_id}/accept",
    summary="Accept an entry by comment: it is in the draw's list; its picture is erased",
    audience="staff",
    roles=MODERATORS,
    body=CommentAcceptanceBody,
    answer=StaffCommentRow,
    errors=_DECIDED,
)
def accept_comment(
    call: Call[CommentAcceptanceBody], draw_id: DrawRef, comment_id: CommentRef
) -> StaffCommentRow:
    comment = call.wired(CommentsWiring).desk.decide(
        call.county_id,
        person_of(call),
        draw_id,
        comment_id,
        "accepted",
        sends=call.body.sends,
        reason=None,
    )
    return staff_row(comment)


@routes.operation(
    "POST",
    "/v1/staff/draws/{draw_id}/comment-entries/{comment_id}/reject",
    summary="Refuse an entry by comment with a reason that its member reads",
    audience="staff",
    roles=MODERATORS,
    body=CommentRefusalBody,
    answer=StaffCommentRow,
    errors=_DECIDED,
)
def refuse_comment(
    call: Call[CommentRefusalBody], draw_id: DrawRef, comment_id: CommentRef
) -> StaffCommentRow:
    comment = call.wired(CommentsWiring).desk.decide(
        call.county_id,
        person_of(call),
        draw_id,
        comment_id,
        "refused",
        sends=call.body.sends,
        reason=call.body.reason,
    )
    return staff_row(comment)
