"""Draws at the desk: announced by one, filled from files, frozen by another."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.approvals.answers import DECIDERS, PROPOSERS, READERS
from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.sent_files import sent_file
from chalicelib.core.csv_rows import write_csv
from chalicelib.core.errors import InvalidRequestError, NotAllowedError, TryAgainError
from chalicelib.core.values import AMOUNT_MAX
from chalicelib.draws import draws as rules
from chalicelib.draws.draws import Prize, PrizeKind
from chalicelib.draws.entrants import UploadKind
from chalicelib.draws.errors import (
    CommentsUndecidedError,
    DrawFrozenError,
    DrawLapsedError,
    DrawMakerFreezesError,
    DrawNotClosedError,
    DrawNotFoundError,
    DrawOfRoundError,
    DrawTimesInvalidError,
    EntrantsTooManyError,
    ExclusionsMissingError,
)
from chalicelib.draws.staff_answers import StaffDrawAnswer, staff_answer
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.links import WebAddress
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, PageQuery
from chalicelib.http.terms import CampaignRef, DrawRef, NextCursor
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.staff.actor import person_of

routes = Operations(tag="draws")

FILE_BODY_BYTES_MAX = 4_000_000
"""50,000 rows of a handle, in base64."""

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]


class PrizeBody(Shape):
    """`amount`: what one piece is worth, in won."""

    name: Annotated[OneLine, Letters(rules.PRIZE_LETTERS_MAX)]
    """What the prize is called."""
    kind: PrizeKind
    """Whether it is a voucher or goods."""
    count: Annotated[int, Field(ge=1, le=rules.PRIZES_MAX)]
    """How many pieces there are."""
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """What one piece is worth, in won."""


class DrawBody(Shape):
    """`legal_basis`: the article of law or ordinance that lets the county give prizes (Public
    Official Election Act, art. 112). `answer_days`: how long a winner may take to answer."""

    title: Annotated[OneLine, Letters(rules.TITLE_LETTERS_MAX)]
    """What is drawn, as people read it."""
    legal_basis: Annotated[OneLine, Letters(rules.BASIS_LETTERS_MAX)]
    """The article of law or ordinance that lets the county give prizes."""
    prizes: Annotated[list[PrizeBody], Field(min_length=1, max_length=rules.PRIZE_KINDS_MAX)]
    """What can be won."""
    reserve_count: Annotated[int, Field(ge=0, le=rules.RESERVES_MAX)]
    """How many reserves are drawn after the winners."""
    closes_at: Moment
    """When the list of entrants closes."""
    draws_at: Moment
    """When lots are drawn: the round of this time decides."""
    answer_days: Annotated[int, Field(ge=1, le=60)] = 7
    """How many days a winner may take to answer."""
    erased_on: Day
    """The day on which personal data of the draw is erased."""
    campaign_id: CampaignRef | None = None
    """Whose entries are drawn too, as by accepted photos; null of a draw of files alone."""
    post_url: WebAddress | None = None
    """The county's post under which members comment to enter; null if nobody enters so."""


class UploadBody(Shape):
    """`csv` is the file as text, or `csv_base64` its very bytes, in UTF-8 or CP949."""

    kind: UploadKind
    """What the file lists."""
    csv: str | None = None
    """The file as text."""
    csv_base64: str | None = None
    """The very bytes of the file, in base64; UTF-8 or CP949."""


class UploadAnswer(Shape):
    """`row_count` of this file; of all files so far, who is in the list and which rows are not."""

    upload_id: str
    """Names the file."""
    kind: UploadKind
    """What the file lists."""
    row_count: int
    """How many rows this file has."""
    entrant_count: int
    """How many are in the list, by all files so far."""
    dropped: dict[str, int]
    """How many rows are left out so far, by the reason."""


class StaffDrawsAnswer(Shape):
    data: list[StaffDrawAnswer]
    """Draws, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/draws",
    summary="Announce a draw: its two rounds of public randomness are fixed by this",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=DrawBody,
    answer=StaffDrawAnswer,
    requires_idempotency_key=True,
    errors=(DrawTimesInvalidError, CampaignNotFoundError),
)
def announce_draw(call: Call[DrawBody]) -> StaffDrawAnswer:
    from chalicelib.draws.service import Announcement

    body = call.body
    prizes = tuple(Prize(p.name, p.kind, p.count, p.amount) for p in body.prizes)
    if sum(prize.count for prize in prizes) > rules.PRIZES_MAX:
        problem = (
            f"상품은 모두 {rules.PRIZES_MAX:,}개까지입니다",
            f"there may be {rules.PRIZES_MAX:,} prizes in all",
        )
        raise InvalidRequestError(param="prizes", problem=problem)
    asked = Announcement(
        title=body.title,
        legal_basis=body.legal_basis,
        prizes=prizes,
        reserve_count=body.reserve_count,
        closes_at=body.closes_at,
        draws_at=body.draws_at,
        answer_days=body.answer_days,
        erased_on=body.erased_on,
        campaign_id=body.campaign_id,
        post_url=body.post_url,
    )
    draw, is_repeated = call.wired(DrawsWiring).draws.announce(
        call.county_id, person_of(call), asked, idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return staff_answer(call, draw)


@routes.operation(
    "GET",
    "/v1/staff/draws",
    summary="Draws, newest first; their places are in each draw alone",
    audience="staff",
    roles=READERS,
    query=PageQuery,
    answer=StaffDrawsAnswer,
)
def list_draws(call: Call[None]) -> StaffDrawsAnswer:
    page, draws = call.page(), call.wired(DrawsWiring).draws
    found, cursor = page.read(
        lambda position: draws.page(call.county_id, limit=page.limit, position=position)
    )
    rows = [staff_answer(call, draw, is_alone=False) for draw in found]
    return StaffDrawsAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/draws/{draw_id}",
    summary="A draw with who did what, and how each place stands",
    audience="staff",
    roles=READERS,
    answer=StaffDrawAnswer,
    errors=(DrawNotFoundError,),
)
def show_staff_draw(call: Call[None], draw_id: DrawRef) -> StaffDrawAnswer:
    return staff_answer(call, call.wired(DrawsWiring).draws.by_id(call.county_id, draw_id))


@routes.operation(
    "POST",
    "/v1/staff/draws/{draw_id}/uploads",
    summary="Add a file: entrants, those excluded, or those who withdrew",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=UploadBody,
    answer=UploadAnswer,
    requires_idempotency_key=True,
    body_bytes_max=FILE_BODY_BYTES_MAX,
    errors=(
        DrawNotFoundError,
        DrawOfRoundError,
        DrawFrozenError,
        DrawLapsedError,
        CsvInvalidError,
        EntrantsTooManyError,
    ),
)
def upload_entrants(call: Call[UploadBody], draw_id: DrawRef) -> UploadAnswer:
    _, text = sent_file(call.body.csv, call.body.csv_base64)
    result, is_repeated = call.wired(DrawsWiring).draws.upload(
        call.county_id,
        person_of(call),
        draw_id,
        kind=call.body.kind,
        text=text,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return UploadAnswer(
        upload_id=result.upload_id,
        kind=result.kind,
        row_count=result.row_count,
        entrant_count=result.entrant_count,
        dropped=result.dropped,
    )


@routes.operation(
    "GET",
    "/v1/staff/draws/{draw_id}/rows.csv",
    summary="What became of each row of the entrants' files, with its pseudonym; personal data",
    audience="staff",
    roles=PROPOSERS,
    errors=(DrawNotFoundError,),
)
def show_rows(call: Call[None], draw_id: DrawRef) -> Document:
    draws = call.wired(DrawsWiring).draws
    draw = draws.by_id(call.county_id, draw_id)
    rows = [
        (
            each.row.number,
            each.row.written,
            each.entrant_id,
            each.drop_reason or "",
        )
        for each in draws.sifted(draw)
    ]
    header = ("row", "account", "entrant_id", "dropped")
    return attachment(f"onmin-{draw_id}-rows.csv", write_csv(header, rows))


@routes.operation(
    "POST",
    "/v1/staff/draws/{draw_id}/freeze",
    summary="Freeze the list and publish its hash; by another person than made it, and final",
    audience="staff",
    roles=DECIDERS,
    answer=StaffDrawAnswer,
    errors=(
        DrawNotFoundError,
        DrawOfRoundError,
        DrawMakerFreezesError,
        DrawNotClosedError,
        DrawLapsedError,
        ExclusionsMissingError,
        CommentsUndecidedError,
        NotAllowedError,
        TryAgainError,
    ),
)
def freeze_draw(call: Call[None], draw_id: DrawRef) -> StaffDrawAnswer:
    draws = call.wired(DrawsWiring).draws
    return staff_answer(call, draws.freeze(call.county_id, person_of(call), draw_id))
