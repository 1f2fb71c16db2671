"""The emblem and the pictures of a county and its campaigns, for staff."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.approvals.answers import Reason
from chalicelib.approvals.sent_files import sent_bytes
from chalicelib.core.errors import VersionConflictError
from chalicelib.county import picture_rules
from chalicelib.county.errors import (
    IconWrongError,
    PictureActiveError,
    PictureBrokenError,
    PictureKindWrongError,
    PictureMeasuresWrongError,
    PictureTooLargeError,
)
from chalicelib.county.pictures import size_of
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery
from chalicelib.http.terms import NextCursor, PictureSubject
from chalicelib.looks.errors import PictureMissingError, PictureSubjectNotFoundError
from chalicelib.looks.shown import FILE_FIELD, ICONS_FIELD, Shown
from chalicelib.looks.wiring import LooksWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="staff")

OFFICE = ("operator", "manager", "treasurer", "auditor")
ALT_LETTERS_MAX = 120
FILE_BODY_BYTES_MAX = 1536 * 1024
"""More than a picture may have, in base64: who sends a whole photo is told so at its field."""

Alt = Annotated[OneLine, Letters(ALT_LETTERS_MAX)]
Version = Annotated[int, Field(ge=0, description="The version that was seen.")]


class IconsBody(Shape):
    """The emblem as phones want an app's icon, each a PNG in base64."""

    icon: str
    """The emblem alone, 512 by 512 pixels."""
    icon_maskable: str
    """On a ground, 512 by 512 pixels, with all that counts within the middle four fifths."""
    icon_touch: str
    """On a ground, 192 by 192 pixels."""


class PictureBody(Shape):
    content_base64: str | None = None
    """The very bytes of the file, in base64; left out, the picture stays and its words change. Its
    kind is told by its content."""
    icons: IconsBody | None = None
    """Of the emblem alone; another emblem that is sent without them has none."""
    alt: Alt
    """What is to be seen, in Korean, for who does not see it."""
    alt_en: Alt
    """The same in English."""
    version: Version
    reason: Reason


class PictureRemovalBody(Shape):
    version: Version
    reason: Reason


class PictureAnswer(Shape):
    """`file` and all that is told of it are null where the programme's own picture stands, or, of a
    campaign, the county's."""

    subject: PictureSubject
    name: str | None
    """Of a campaign, what it is called."""
    name_en: str | None
    """The same in English."""
    file: str | None
    """The picture, below `/static/county/`; called after its content."""
    width: int | None
    """Its width, in pixels or in units of its view box."""
    height: int | None
    """Its height, likewise."""
    alt: str | None
    """What is to be seen, in Korean; null where nobody said it."""
    alt_en: str | None
    """The same in English."""
    has_icons: bool
    """Of the emblem: whether there are icons for phones of it."""
    bytes_max: int
    """How many bytes a file of this use may have."""
    version: int
    """Which version this is: named with a change. The emblem and the county's picture share it."""


class PicturesAnswer(Shape):
    data: list[PictureAnswer]
    """The emblem, the county's picture, and that of each campaign, the one that closes last
    first."""
    next_cursor: NextCursor


@routes.operation(
    "GET",
    "/v1/staff/pictures",
    summary="The emblem and the pictures of the county and its campaigns",
    audience="staff",
    roles=OFFICE,
    query=PageQuery,
    answer=PicturesAnswer,
)
def list_pictures(call: Call[None]) -> PicturesAnswer:
    found = call.wired(LooksWiring).pictures.all(call.county_id)
    shown, next_cursor = call.page().of(found, lambda picture: picture.subject)
    return PicturesAnswer(data=[_answer(each) for each in shown], next_cursor=next_cursor)


@routes.operation(
    "GET",
    "/v1/staff/pictures/{subject}",
    summary="One of them",
    audience="staff",
    roles=OFFICE,
    answer=PictureAnswer,
    errors=(PictureSubjectNotFoundError,),
)
def show_picture(call: Call[None], subject: PictureSubject) -> PictureAnswer:
    return _answer(call.wired(LooksWiring).pictures.one(call.county_id, subject))


@routes.operation(
    "PUT",
    "/v1/staff/pictures/{subject}",
    summary="Another picture or other words for it; every page shows it within a minute",
    audience="staff",
    roles=("manager",),
    body=PictureBody,
    answer=PictureAnswer,
    body_bytes_max=FILE_BODY_BYTES_MAX,
    errors=(
        PictureSubjectNotFoundError,
        PictureMissingError,
        PictureTooLargeError,
        PictureKindWrongError,
        PictureMeasuresWrongError,
        PictureActiveError,
        PictureBrokenError,
        IconWrongError,
        VersionConflictError,
    ),
)
def put_picture(call: Call[PictureBody], subject: PictureSubject) -> PictureAnswer:
    body, sent = call.body, call.body.content_base64
    changed = call.wired(LooksWiring).pictures.put(
        call.county_id,
        person_of(call),
        subject,
        None if sent is None else sent_bytes(sent, param=FILE_FIELD),
        icons=None if body.icons is None else _icons(body.icons),
        alt=body.alt,
        alt_en=body.alt_en,
        version=body.version,
        reason=body.reason,
    )
    return _answer(changed)


@routes.operation(
    "POST",
    "/v1/staff/pictures/{subject}/remove",
    summary="Take a picture down: the programme's own stands again, of a campaign the county's",
    audience="staff",
    roles=("manager",),
    body=PictureRemovalBody,
    answer=PictureAnswer,
    errors=(PictureSubjectNotFoundError, VersionConflictError),
)
def remove_picture(call: Call[PictureRemovalBody], subject: PictureSubject) -> PictureAnswer:
    changed = call.wired(LooksWiring).pictures.remove(
        call.county_id,
        person_of(call),
        subject,
        version=call.body.version,
        reason=call.body.reason,
    )
    return _answer(changed)


def _icons(sent: IconsBody) -> dict[str, bytes]:
    return {field: sent_bytes(text, param=ICONS_FIELD) for field, text in sent.model_dump().items()}


def _answer(one: Shown) -> PictureAnswer:
    width, height = size_of(one.file) if one.file else (None, None)
    own: Any = one.of if one.subject != one.use else None
    is_emblem = one.use == "emblem"
    return PictureAnswer(
        subject=one.subject,
        name=own.name if own else None,
        name_en=own.name_en if own else None,
        file=one.file or None,
        width=width,
        height=height,
        alt=one.alt or None,
        alt_en=one.alt_en or None,
        has_icons=bool(one.icons),
        bytes_max=picture_rules.EMBLEM_BYTES_MAX if is_emblem else picture_rules.PICTURE_BYTES_MAX,
        version=one.version,
    )
