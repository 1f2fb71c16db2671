"""Entries by comment as their member and as staff see them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.comments.comments import Comment, CommentStatus, Likeness
from chalicelib.comments.service import Event
from chalicelib.draws.answers import PrizeAnswer
from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CommentRef, DrawRef, MemberRef, NextCursor

Handle = Annotated[
    str, Field(description="By which the member is known on the platform, as it is compared.")
]
Link = Annotated[str | None, Field(description="Where the comment is; null if none was given.")]
Sends = Annotated[int, Field(description="How often one was sent; a decision is over this one.")]


class CommentAnswer(Shape):
    comment_id: CommentRef
    draw_id: DrawRef
    handle: Handle
    link: Link
    has_picture: bool
    """Whether a picture of it is kept: until it is decided over."""
    sent_at: Time
    """When it was sent last."""
    sends: Sends
    status: CommentStatus
    """How it stands."""
    reason: str | None
    """Why it was refused; null of others."""
    decided_at: Time | None
    """When staff decided; null before."""


class CommentEventAnswer(Shape):
    draw_id: DrawRef
    title: str
    """What is drawn."""
    post_url: str | None
    """The county's post under which members comment."""
    closes_at: Time
    """Until when entries are taken."""
    draws_at: Time
    """When lots are drawn."""
    prizes: list[PrizeAnswer]
    """What can be won."""
    erased_on: date
    """The day on which what was sent is erased."""
    may_send: bool
    """Whether the member may send a comment, or another one."""
    is_decidable: bool
    """Whether what waits can still be accepted: the list is not frozen."""
    entry: CommentAnswer | None
    """The member's own; null of none."""


class CommentEventsAnswer(Shape):
    data: list[CommentEventAnswer]
    """Draws that take comments, and those with an entry of the member's; the one that closes first
    at the top."""


class StaffCommentRow(Shape):
    comment_id: CommentRef
    member_id: MemberRef
    sent_at: Time
    """When it was sent last."""
    sends: Sends
    status: CommentStatus
    """How it stands."""
    decided_at: Time | None
    """When staff decided; null before."""
    decided_by: str | None
    """The account that decided; null before."""
    reason: str | None
    """Why it was refused; null of others."""


class StaffCommentsAnswer(Shape):
    data: list[StaffCommentRow]
    """Entries by comment, the newest first."""
    next_cursor: NextCursor


class AlikeAnswer(Shape):
    what: Likeness
    """What is the same: the handle, the link of the comment, or the picture."""
    comment_id: CommentRef
    member_id: MemberRef
    status: CommentStatus
    """How that entry stands."""


class StaffCommentAnswer(StaffCommentRow):
    handle: Handle
    link: Link
    image_url: str | None
    """Opens the picture for a minute; null without one."""
    alike: list[AlikeAnswer]
    """Entries of others that name the same: staff look whose it is."""


def comment_answer(comment: Comment) -> CommentAnswer:
    return CommentAnswer(
        comment_id=comment.comment_id,
        draw_id=comment.draw_id,
        handle=comment.proof.handle,
        link=comment.proof.link,
        has_picture=comment.kept is not None,
        sent_at=comment.sent_at,
        sends=comment.sends,
        status=comment.status,
        reason=comment.reason if comment.status == "refused" else None,
        decided_at=comment.decided_at,
    )


def event_answer(event: Event) -> CommentEventAnswer:
    draw = event.draw
    return CommentEventAnswer(
        draw_id=draw.draw_id,
        title=draw.title,
        post_url=draw.post_url,
        closes_at=draw.closes_at,
        draws_at=QUICKNET.time_of(draw.round),
        prizes=[
            PrizeAnswer(name=p.name, kind=p.kind, count=p.count, amount=p.amount)
            for p in draw.prizes
        ],
        erased_on=draw.erased_on,
        may_send=event.may_send,
        is_decidable=event.is_decidable,
        entry=comment_answer(event.comment) if event.comment else None,
    )


def staff_row(comment: Comment) -> StaffCommentRow:
    return StaffCommentRow(
        comment_id=comment.comment_id,
        member_id=comment.member_id,
        sent_at=comment.sent_at,
        sends=comment.sends,
        status=comment.status,
        decided_at=comment.decided_at,
        decided_by=comment.decided_by.username if comment.decided_by else None,
        reason=comment.reason,
    )
