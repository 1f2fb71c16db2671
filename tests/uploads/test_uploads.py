"""Asking for a form, and using what came by it."""

from typing import Any

import pytest

from chalicelib.aws.clients import make
from chalicelib.aws.files import FileStore
from chalicelib.core.errors import InvalidRequestError
from chalicelib.uploads.uploads import DAY_MAX
from chalicelib.uploads.wiring import UploadsWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.uploads.pictures import begin, jpeg, png, send


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member()


def use(member: Member, upload_id: str) -> Any:
    uploads = member.stack.wired(UploadsWiring).uploads
    with member.stack.adapters.clock.simulated(member.stack.now):
        return uploads.use(
            builders.COUNTY, member.member_id, upload_id, name="trp_1/x", param="photos.0"
        )


def test_a_form_is_for_one_image_of_a_kind_that_is_taken(member: Member) -> None:
    answer = begin(member, jpeg())

    assert answer.status == 201
    assert answer.json["fields"]["key"] == f"new/{answer.json['upload_id']}"
    for changes in (
        {"bytes": 0}, {"bytes": 10 * 1024 * 1024 + 1}, {"content_type": "image/svg+xml"},
        {"content_type": "image/heic"}, {"sha256": "A" * 64}, {"sha256": "ab"},
    ):  # fmt: skip
        assert begin(member, jpeg(), **changes).status == 400


def test_what_came_is_kept_bare_and_again_the_same(member: Member) -> None:
    upload_id = send(member, jpeg(1))

    kept = use(member, upload_id)

    assert use(member, upload_id) == kept
    assert member.stack.adapters.upload_files.files["kept/trp_1/x"] == jpeg(1, told=False)
    uploads = member.stack.wired(UploadsWiring).uploads
    assert uploads.address("trp_1/x", kept).endswith("/kept/trp_1/x?seconds=60")
    uploads.erase("trp_1/x")
    uploads.erase("trp_1/x")
    assert "kept/trp_1/x" not in member.stack.adapters.upload_files.files


def test_anothers_upload_is_none_nor_one_that_never_came_or_is_old(member: Member) -> None:
    other = member.stack.member("010-9876-5432")
    for upload_id in (send(other, jpeg()), "upl_06H02CHZG2WVD3YG",
                      begin(member, jpeg()).json["upload_id"]):  # fmt: skip
        with pytest.raises(InvalidRequestError):
            use(member, upload_id)
    upload_id = send(member, jpeg())
    member.stack.later(hours=24)
    with pytest.raises(InvalidRequestError):
        use(member, upload_id)


def test_other_bytes_than_were_promised_are_refused(member: Member) -> None:
    for content in (png(), jpeg(2), jpeg() + b"x", b"<html>"):
        upload_id = send(member, jpeg())
        member.stack.adapters.upload_files.files[f"new/{upload_id}"] = content
        with pytest.raises(InvalidRequestError):
            use(member, upload_id)
    as_png = send(member, jpeg(), "image/png")
    with pytest.raises(InvalidRequestError):
        use(member, as_png)


def test_a_member_sends_so_many_a_day(member: Member) -> None:
    for _ in range(DAY_MAX):
        assert begin(member, jpeg()).status == 201
    assert begin(member, jpeg()).status == 429
    member.stack.later(days=1)
    again = member.stack.logged_in(member)
    assert begin(again, jpeg()).status == 201


def test_the_form_that_s3_gets_holds_kind_length_and_hash() -> None:
    """What is signed, as botocore makes it; nothing is sent."""
    import base64
    import json

    client = make(
        "s3", region_name="ap-northeast-2", aws_access_key_id="k", aws_secret_access_key="s"
    )
    files = FileStore(client, "onmin-dev-uploads-1-ap-northeast-2")

    url, fields = files.form(
        "new/upl_1", content_type="image/png", size=12, sha256=bytes(32), seconds=60
    )

    assert url.startswith("https://onmin-dev-uploads-1-ap-northeast-2.s3.")
    policy = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    assert ["content-length-range", 12, 12] in policy
    for condition in (
        {"Content-Type": "image/png"}, {"key": "new/upl_1"},
        {"x-amz-checksum-sha256": base64.b64encode(bytes(32)).decode()},
    ):  # fmt: skip
        assert condition in policy
    address = files.address("kept/trp_1/x", content_type="image/png", seconds=60)
    assert "X-Amz-Expires=60" in address


def test_a_heic_photo_is_told_from_a_damaged_one(member: Member) -> None:
    heic = send(member, bytes([0, 0, 0, 24]) + b"ftypheic" + bytes(40))
    with pytest.raises(InvalidRequestError) as refusal:
        use(member, heic)
    assert "HEIC" in str(vars(refusal.value))
