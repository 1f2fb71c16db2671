"""What becomes of prizes after a draw: who takes them, and what is forgotten."""

import json
from typing import Any

import pytest

from chalicelib.approvals import grant_files
from chalicelib.approvals.grant_files import GrantBounds
from chalicelib.draws.wiring import DrawsWiring
from tests.conftest import Answer, Stack
from tests.draws.lots import (
    announce,
    drawn,
    freeze,
    handles,
    run,
    shown,
    upload,
)

TEN = handles(*(f"comment{number}" for number in range(10)))


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack


def place(desk: Stack, draw_id: str, number: int, what: str, **body: Any) -> Answer:
    path = f"/v1/staff/draws/{draw_id}/places/{number}/{what}"
    return desk.call("POST", path, body, token="anna")


def test_a_place_that_passes_gives_its_prize_to_the_next_reserve(desk: Stack) -> None:
    draw_id = drawn(desk, TEN)
    early = place(desk, draw_id, 2, "pass", reason="no_answer")
    assert (early.status, early.json["code"]) == (409, "answer_still_open")
    assert place(desk, draw_id, 5, "pass", reason="declined").json["code"] == "place_has_no_prize"
    assert place(desk, draw_id, 5, "pass", reason="withdrawn").status == 200
    done = place(desk, draw_id, 2, "pass", reason="declined")
    assert done.status == 200, done.raw
    sixth = done.json["places"][5]
    assert (sixth["state"], sixth["prize"], sixth["after"]) == (
        "asked", "강진사랑상품권 3만 원", 2,
    )  # fmt: skip
    assert place(desk, draw_id, 2, "pass", reason="declined").json["code"] == "place_settled"
    desk.later(days=7, seconds=1)
    assert place(desk, draw_id, 6, "accept", has_consent=True).json["code"] == "answer_too_late"
    assert place(desk, draw_id, 6, "pass", reason="no_answer").status == 200
    last = shown(desk, draw_id)["reserves"]
    assert [(one["number"], one["state"], one["after"]) for one in last] == [
        (5, "passed", None), (6, "passed", 2), (7, "asked", 6),
    ]  # fmt: skip
    assert place(desk, draw_id, 8, "pass", reason="declined").json["code"] == "place_not_found"
    assert place(desk, draw_id, "x", "pass", reason="declined").status == 404  # type: ignore[arg-type]


def test_vouchers_of_who_accepted_are_a_file_for_two_people(desk: Stack) -> None:
    members = [desk.member(f"010-1111-000{n}").member_id for n in range(2)]
    draw_id = drawn(desk, TEN)
    missing = place(desk, draw_id, 2, "accept", has_consent=True)
    assert (missing.status, missing.json["code"]) == (422, "winner_member_missing")
    untaxed = place(desk, draw_id, 1, "accept", has_consent=True, member_id=members[0])
    assert (untaxed.status, untaxed.json["code"]) == (422, "prize_tax_unsettled")
    assert place(desk, draw_id, 1, "accept", has_consent=False).json["param"] == "has_consent"
    for number, member in ((1, members[0]), (2, members[1])):
        accepted = place(
            desk, draw_id, number, "accept", has_consent=True, member_id=member, is_tax_settled=True
        )
        assert accepted.status == 200, accepted.raw
    assert (
        place(desk, draw_id, 4, "accept", has_consent=True, contact="010-2222-3333").status == 200
    )

    content = desk.call("GET", f"/v1/staff/draws/{draw_id}/grants.csv", token="anna").raw.decode()

    rows = grant_files.parse(content, GrantBounds(row=1_000_000))
    assert [(row.row_key, row.member_id, row.voucher_amount) for row in rows] == [
        (f"{draw_id}-0001", members[0], 100_000), (f"{draw_id}-0002", members[1], 30_000),
    ]  # fmt: skip
    body = {"name": "축제 경품", "csv": content}
    proposed = desk.call("POST", "/v1/staff/bulk-grants", body, token="anna", key="new")
    assert proposed.status == 201, proposed.raw


def test_a_prize_goes_to_the_member_who_was_drawn_and_once(desk: Stack) -> None:
    members = [desk.member(f"010-7100-000{n}").member_id for n in range(4)]
    outsider = desk.member("010-7100-9999").member_id
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, "member_id\n" + "".join(f"{one}\n" for one in members))
    upload(desk, draw_id, f"member_id,reason\n{outsider},staff\n", kind="excluded")
    desk.later(hours=2)
    assert freeze(desk, draw_id).status == 200
    desk.later(hours=1, seconds=33)
    run(desk)
    draws = desk.wired(DrawsWiring).draws
    draw = draws.by_id("gangjin", draw_id)
    owner = {draws.pseudonym(draw, f"member/{one}"): one for one in members}
    first, second = (owner[winner] for winner in draw.drawn.winners[:2])

    def take(number: int, member_id: str) -> Answer:
        return place(
            desk, draw_id, number, "accept", has_consent=True, member_id=member_id,
            is_tax_settled=True,
        )  # fmt: skip

    for wrong in (outsider, second):
        refused = take(1, wrong)
        assert (refused.status, refused.json["code"]) == (422, "winner_member_wrong")
    assert take(1, first).status == 200
    assert take(2, first).json["code"] == "winner_member_wrong"
    assert take(2, second).status == 200


def test_a_member_who_came_by_a_handle_takes_one_place_and_is_not_excluded(desk: Stack) -> None:
    member, staff = (desk.member(f"010-7200-000{n}").member_id for n in range(2))
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, TEN)
    upload(desk, draw_id, f"member_id,reason\n{staff},staff\n", kind="excluded")
    desk.later(hours=2)
    assert freeze(desk, draw_id).status == 200
    desk.later(hours=1, seconds=33)
    run(desk)
    codes = [
        place(desk, draw_id, number, "accept", has_consent=True, member_id=one).json.get("code")
        for number, one in ((2, staff), (2, member), (3, member))
    ]
    assert codes == ["winner_member_wrong", None, "winner_member_wrong"]


def test_what_names_a_person_is_gone_when_it_was_said(desk: Stack) -> None:
    draw_id = drawn(desk, TEN)
    place(desk, draw_id, 4, "accept", has_consent=True, contact="010-2222-3333")
    items = list(desk.table.items.values())
    texts = json.dumps(items, default=lambda value: bytes(value).decode("latin-1"))
    assert "comment1" not in texts
    # In whole: four digits alone stand in some digest by chance.
    assert not any(contact in texts for contact in ("2222-3333", "22223333"))
    personal = [
        item for item in desk.table.items.values()
        if item.get("type") in ("draw_salt", "draw_rows", "draw_contact")
    ]  # fmt: skip
    draw = desk.wired(DrawsWiring).draws.by_id("gangjin", draw_id)
    assert {item["ttl"] for item in personal} == {int(draw.erased_at.timestamp())}
    assert len(personal) == 3
    before = shown(desk, draw_id)

    desk.now = draw.erased_at

    rows = desk.call("GET", f"/v1/staff/draws/{draw_id}/rows.csv", token="anna")
    assert rows.raw.decode().removeprefix("\ufeff").splitlines() == [
        "row,account,entrant_id,dropped"
    ]
    assert shown(desk, draw_id) == before
    late = place(desk, draw_id, 3, "accept", has_consent=True)
    assert late.json["code"] == "answer_too_late"
