"""Images of a member: asking for the form that takes one."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import RateLimitedError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import UploadRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.uploads.images import BYTES_MAX, ContentType
from chalicelib.uploads.wiring import UploadsWiring

routes = Operations(tag="trips")


class ImageUploadBody(Shape):
    """The file as it is: the form takes no other."""

    content_type: ContentType
    """What kind of image it is."""
    bytes: Annotated[int, Field(ge=1, le=BYTES_MAX)]
    """How long it is; 10 MB at most."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """SHA-256 of its bytes, in hex."""


class ImageUploadAnswer(Shape):
    upload_id: UploadRef
    url: str
    """Where to post the form."""
    fields: Mapping[str, str]
    """The form's fields, to be sent as they are, before the field `file`."""
    expires_at: Time
    """Until when the form takes the file; used, it must be within a day."""


@routes.operation(
    "POST",
    "/v1/me/uploads",
    summary="A form by which one image is sent straight to where it is kept",
    audience="member",
    status=201,
    body=ImageUploadBody,
    answer=ImageUploadAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError, RateLimitedError),
)
def begin_upload(call: Call[ImageUploadBody]) -> ImageUploadAnswer:
    body = call.body
    upload, form = call.wired(UploadsWiring).uploads.begin(
        call.member, content_type=body.content_type, size=body.bytes, sha256=body.sha256
    )
    return ImageUploadAnswer(
        upload_id=upload.upload_id, url=form.url, fields=form.fields, expires_at=form.expires_at
    )
