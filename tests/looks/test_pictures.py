"""The county's staff set its emblem and pictures, and every page shows them within a minute."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.actors import StaffActor
from chalicelib.core.cache import SECONDS_MAX
from chalicelib.core.errors import RuleViolationError
from chalicelib.county.errors import (
    PictureActiveError,
    PictureBrokenError,
    PictureKindWrongError,
    PictureMeasuresWrongError,
    PictureTooLargeError,
)
from chalicelib.county.picture_rules import EMBLEM_BYTES_MAX, PICTURE_BYTES_MAX
from chalicelib.county.pictures import Picture
from chalicelib.county.store import CountyStore
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.looks.errors import PictureMissingError, PictureSubjectNotFoundError
from chalicelib.looks.wiring import LooksWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.county.test_looks import EMBLEM
from tests.looks.requests import PATH, PICTURE_BODIES, png
from tests.refusals import check_refused

CAMPAIGN = "cmp_0000000000000001"
OTHER_EMBLEM = EMBLEM.replace(b"h64", b"v64")


def put(
    stack: Stack,
    subject: str = "emblem",
    content: bytes | None = EMBLEM,
    *,
    headers: Any = None,
    by: str = "anna",
    **changes: Any,
) -> Answer:
    body = PICTURE_BODIES[f"{PATH}/emblem"] | changes
    body["content_base64"] = None if content is None else b64encode(content).decode()
    return stack.call("PUT", f"{PATH}/{subject}", body, token=by, headers=headers)


def remove(stack: Stack, subject: str, version: int, headers: Any = None) -> Answer:
    body = {"version": version, "reason": "권리자의 요청"}
    path = f"{PATH}/{subject}/remove"
    return stack.call("POST", path, body, token="anna", headers=headers)


def shown(stack: Stack, subject: str) -> Any:
    return stack.call("GET", f"{PATH}/{subject}", token="anna").json


def records(stack: Stack) -> list[Any]:
    found: list[Any] = stack.call("GET", "/v1/staff/audit", token="anna").json["data"]
    return found


@pytest.fixture
def minute(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets a minute pass for what the process remembers."""
    seconds = [0.0]
    counties = stack.wired(CountyWiring).counties
    monkeypatch.setattr(counties._counties, "_seconds", lambda: seconds[0])

    def pass_by() -> None:
        seconds[0] += SECONDS_MAX

    return pass_by


def test_an_emblem_is_on_every_page_within_a_minute(
    stack: Stack, minute: Callable[[], None]
) -> None:
    assert "static/county/" not in stack.call("GET", "/").raw.decode()

    answer = put(stack).json

    assert (answer["width"], answer["height"], answer["version"]) == (64, 64, 1)
    assert (answer["alt"], answer["alt_en"]) == ("파란 물결", "Blue waves")
    assert stack.call("GET", f"/static/county/{answer['file']}").raw == EMBLEM
    minute()
    assert f'<link rel="icon" href="static/county/{answer["file"]}' in (
        stack.call("GET", "/").raw.decode()
    )
    icons = json.loads(stack.call("GET", "/wallet.webmanifest").raw)["icons"]
    assert answer["file"] in icons[0]["src"]


def test_the_countys_picture_and_a_campaigns_stand_beside_each_other(
    stack: Stack, minute: Callable[[], None]
) -> None:
    scene = put(stack, "picture", png(), alt="강진만 갈대밭").json
    festival = put(stack, CAMPAIGN, png(900, 300), alt="가마").json
    assert scene["file"] != festival["file"]
    minute()

    home, join = (stack.call("GET", path).raw.decode() for path in ("/", "/j/celadon"))
    assert f'src="static/county/{scene["file"]}' in home
    assert 'alt="강진만 갈대밭"' in home
    assert f'src="static/county/{festival["file"]}' in join
    assert 'alt="가마"' in join
    listed = stack.call("GET", PATH, token="anna").json["data"]
    assert [one["subject"] for one in listed] == ["emblem", "picture", CAMPAIGN]
    assert [one["name"] for one in listed] == [None, None, "강진청자축제"]
    assert [one["file"] for one in listed] == [None, scene["file"], festival["file"]]
    assert [one["bytes_max"] for one in listed] == [EMBLEM_BYTES_MAX] + [PICTURE_BYTES_MAX] * 2


def test_who_set_it_and_what_was_there_before_are_on_record(stack: Stack) -> None:
    first = put(stack).json
    stack.later(seconds=1)
    second = put(stack, content=OTHER_EMBLEM, version=1, alt="초록 물결").json
    stack.later(seconds=1)
    remove(stack, "emblem", 2)

    removed, changed, made = records(stack)

    assert [one["action"] for one in (made, changed, removed)] == [
        "picture_set", "picture_set", "picture_removed"
    ]  # fmt: skip
    assert (changed["target_id"], changed["reason"]) == ("emblem", "새 상징")
    assert changed["before"] == {
        "file": first["file"], "alt": "파란 물결", "alt_en": "Blue waves"
    }  # fmt: skip
    assert (changed["after"]["file"], changed["after"]["alt"]) == (second["file"], "초록 물결")
    assert removed["after"] == {"file": "", "alt": "", "alt_en": ""}


def test_words_change_without_the_file_and_not_where_there_is_none(stack: Stack) -> None:
    check_refused(
        stack,
        lambda h: put(stack, "picture", None, headers=h),
        422,
        PictureMissingError.code,
        param="content_base64",
    )
    file = put(stack).json["file"]

    answer = put(stack, content=None, version=1, alt="고친 말").json

    assert (answer["file"], answer["alt"], answer["version"]) == (file, "고친 말", 2)


def test_a_picture_that_is_taken_down_leaves_the_programmes_own(
    stack: Stack, minute: Callable[[], None]
) -> None:
    put(stack)

    answer = remove(stack, "emblem", 1).json

    assert (answer["file"], answer["width"], answer["alt"], answer["version"]) == (
        None, None, None, 2
    )  # fmt: skip
    assert remove(stack, "emblem", 1).json == answer
    minute()
    assert "static/county/" not in stack.call("GET", "/").raw.decode()


def test_of_two_at_once_one_is_told_and_a_repeat_changes_nothing(stack: Stack) -> None:
    first = put(stack).json
    check_refused(
        stack,
        lambda h: put(stack, content=OTHER_EMBLEM, by="bora", headers=h),
        409,
        "version_conflict",
    )
    assert put(stack).json == first  # Its answer was lost; it is sent once more.
    check_refused(stack, lambda h: remove(stack, "emblem", 0, h), 409, "version_conflict")
    assert len(records(stack)) == 1


def test_who_writes_between_the_reading_and_the_writing_wins(stack: Stack) -> None:
    class Overtaken(CountyStore):
        def county(self, county_id: str, *, consistent: bool = False) -> Any:
            found = super().county(county_id, consistent=consistent)
            assert found is not None
            self.replace_county(replace(found, name_en="Gangjin", version=found.version + 1))
            return found

    wiring = stack.wired(LooksWiring)
    wiring.pictures = replace(wiring.pictures, counties=Overtaken(stack.table))

    assert put(stack).status == 409

    kept = CountyStore(stack.table).county(builders.COUNTY)
    assert kept is not None
    assert (kept.emblem, kept.name_en, kept.version) == ("", "Gangjin", 1)
    assert records(stack) == []


def test_a_change_of_a_campaigns_words_and_of_its_picture_do_not_undo_each_other(
    stack: Stack,
) -> None:
    file = put(stack, CAMPAIGN, png()).json["file"]
    body = {"version": 0, "name": "청자축제", "reason": "이름"}
    path = f"/v1/staff/campaigns/{CAMPAIGN}"
    assert stack.call("PATCH", path, body, token="anna").status == 409
    assert stack.call("PATCH", path, body | {"version": 1}, token="anna").status == 200

    campaign = CampaignStore(stack.table).by_id(builders.COUNTY, CAMPAIGN)
    assert campaign is not None
    assert (campaign.name, campaign.picture) == ("청자축제", file)


@pytest.mark.parametrize(
    ("subject", "content", "refusal"),
    [
        ("emblem", EMBLEM + b" " * EMBLEM_BYTES_MAX, PictureTooLargeError),
        ("picture", EMBLEM, PictureKindWrongError),
        ("picture", b"", PictureKindWrongError),
        ("picture", b"GIF89a", PictureKindWrongError),
        ("picture", png(2001, 10), PictureMeasuresWrongError),
        ("picture", png()[:-20], PictureBrokenError),
        ("picture", b"\xff\xd8\xff" + bytes(20), PictureBrokenError),
        ("emblem", EMBLEM.replace(b"<path", b"<script>x()</script><path"), PictureActiveError),
        (CAMPAIGN, EMBLEM, PictureKindWrongError),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_field(
    stack: Stack, subject: str, content: bytes, refusal: type[RuleViolationError]
) -> None:
    check_refused(
        stack,
        lambda h: put(stack, subject, content, headers=h),
        422,
        refusal.code,
        param="content_base64",
    )
    assert shown(stack, subject)["file"] is None
    assert records(stack) == []


def test_what_is_no_base64_is_said_at_its_field_and_a_whole_film_is_not_read(stack: Stack) -> None:
    body = PICTURE_BODIES[f"{PATH}/emblem"]
    wrong = stack.call("PUT", f"{PATH}/emblem", body | {"content_base64": "%"}, token="anna")
    assert (wrong.status, wrong.json["param"]) == (400, "content_base64")
    film = put(stack, "picture", bytes(1536 * 1024))
    assert (film.status, film.json["code"]) == (400, "body_too_large")
    photo = put(stack, "picture", b"\xff\xd8\xff" + bytes(1024 * 1024))
    assert photo.json["param"] == "content_base64"


def test_what_a_photo_tells_beside_the_picture_is_not_kept(stack: Stack) -> None:
    answer = put(stack, "picture", png(told=b"Location\x0034.64,126.77")).json

    kept = stack.call("GET", f"/static/county/{answer['file']}").raw

    assert kept == png()


def test_what_is_not_there_is_not_found(stack: Stack) -> None:
    for subject in ("flag", "cmp_0000000000000009"):
        check_refused(
            stack,
            lambda h, s=subject: put(stack, s, png(), headers=h),
            404,
            PictureSubjectNotFoundError.code,
        )


def test_another_countys_pictures_are_its_own(stack: Stack) -> None:
    file = put(stack).json["file"]
    CountyStore(stack.table).put_county(builders.a_county("jinju"))
    other = {"Host": "jinju.example"}

    assert stack.call("GET", f"/static/county/{file}", headers=other).status == 404
    stranger = StaffActor("jinju", "staff", frozenset({"manager"}), "sub-staff")
    stack.adapters.staff_tokens = _Always(stranger)
    check_refused(
        stack, lambda h: put(stack, content=OTHER_EMBLEM, version=1, headers=h), 403, "not_allowed"
    )


def test_a_picture_that_was_kept_once_may_be_set_again(stack: Stack) -> None:
    first = put(stack).json
    put(stack, content=OTHER_EMBLEM, version=1)

    again = put(stack, version=2).json

    assert again["file"] == first["file"]
    store = stack.wired(CountyWiring).pictures
    assert store.find(builders.COUNTY, first["file"]) == Picture(first["file"], EMBLEM)


class _Always:
    def __init__(self, actor: StaffActor) -> None:
        self._actor = actor

    def read(self, token: str) -> StaffActor:
        return self._actor
