"""What a shop sees of its settlements."""

import csv
import io
from base64 import b64encode
from typing import Any

import pytest

from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.settlement.settled_shops import cancel, close_night, open_today, pay, set_fee


@pytest.fixture
def member(stack: Stack) -> Member:
    open_today(stack)
    set_fee(stack)
    return stack.member(vouchers=5000)


def get(stack: Stack, path: str, token: str = builders.READ_KEY, **headers: str) -> Answer:
    return stack.call("GET", f"/v1/settlements{path}", token=token, headers=headers)


def settled(stack: Stack, member: Member) -> Any:
    """Two payments, of one of which a part was taken back, and the night after."""
    first = pay(stack, member, 2_000, terminal_id="A")
    cancel(stack, first, 500, 2_000)
    second = pay(stack, member, 999)
    close_night(stack)
    return first, second


def test_a_settlement_has_a_row_for_each_payment_and_cancel(stack: Stack, member: Member) -> None:
    first, _ = settled(stack, member)

    listed = get(stack, "").json
    (row,) = listed["data"]
    one = get(stack, f"/{row['settlement_id']}").json

    assert listed["next_cursor"] is None
    assert (row["status"], row["payout_on"], row["on"]) == ("confirmed", "2026-11-25", "2026-11-22")
    assert (row["gross_amount"], row["fee_amount"], row["net_amount"]) == (2_499, 11, 2_488)
    assert {**one, "data": None} == {**row, "data": None}
    assert [(r["kind"], r["amount"], r["net_amount"]) for r in one["data"]] == [
        ("payment", 2_000, 1_990),
        ("cancel", -500, -497),
        ("payment", 999, 995),
    ]
    assert one["data"][1]["redemption_id"] == first["redemption_id"]
    assert one["data"][1]["order_id"] == first["order_id"]


def test_each_row_explains_its_fee(stack: Stack, member: Member) -> None:
    settled(stack, member)
    settlement_id = get(stack, "").json["data"][0]["settlement_id"]

    korean = get(stack, f"/{settlement_id}").json["data"]
    english = get(stack, f"/{settlement_id}", **{"Accept-Language": "en"}).json["data"]

    assert korean[0]["explanation"] == (
        "2,000원의 0.5%, 원 아래를 버리면 10원입니다. 2026년 1월 2일부터의 요율입니다."
    )
    assert english[1]["explanation"] == (
        "2,000 won of the payment were left, 1,500 are now: by 0.5% each, rounded down, 3 won of "
        "its fee are given back. The rate holds since 2026-01-02."
    )


def test_a_shop_that_owes_is_told_that_it_is_carried_over(stack: Stack, member: Member) -> None:
    payment = pay(stack, member, 2_000)
    close_night(stack)
    cancel(stack, payment, 2_000, 2_000)
    close_night(stack)

    newest, oldest = get(stack, "").json["data"]

    assert (newest["status"], newest["payout_on"], newest["carried_out_amount"]) == (
        "carried_over",
        None,
        -1_990,
    )
    assert newest["invoice_on"] == "2026-12-23"
    assert newest["previous"] == oldest["hash"]


def test_settlements_are_leafed_through_and_narrowed(stack: Stack, member: Member) -> None:
    for amount in (100, 200, 300):
        pay(stack, member, amount)
        close_night(stack)

    first = get(stack, "?limit=2").json
    rest = get(stack, f"?limit=2&cursor={first['next_cursor']}").json
    narrowed = get(stack, "?from_on=2026-11-23&to_on=2026-11-23").json

    assert [s["gross_amount"] for s in first["data"] + rest["data"]] == [300, 200, 100]
    assert rest["next_cursor"] is None
    assert [s["gross_amount"] for s in narrowed["data"]] == [200]


def test_both_are_files_for_a_spreadsheet_too(stack: Stack, member: Member) -> None:
    settled(stack, member)

    listed = rows_of(get(stack, "?format=csv"))
    one = rows_of(get(stack, f"/{listed[0]['settlement_id']}?format=csv"))

    assert (listed[0]["payout_amount"], listed[0]["status"]) == ("2488", "confirmed")
    assert [row["amount"] for row in one] == ["2000", "-500", "999"]


def rows_of(answer: Answer) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.raw.decode("utf-8-sig"))))


def test_another_shops_settlement_is_not_found(stack: Stack, member: Member) -> None:
    settled(stack, member)
    settlement_id = get(stack, "").json["data"][0]["settlement_id"]

    for identifier, token in ((settlement_id, builders.MART_KEY), ("stl_x", builders.READ_KEY)):
        answer = get(stack, f"/{identifier}", token=token)
        assert (answer.status, answer.json["code"]) == (404, "settlement_not_found")
    assert get(stack, "", token=builders.MART_KEY).json["data"] == []


def compare(stack: Stack, text: str) -> Answer:
    settlement_id = get(stack, "").json["data"][0]["settlement_id"]
    path = f"/v1/settlements/{settlement_id}/comparisons"
    return stack.call("POST", path, {"csv": text}, token=builders.READ_KEY)


def test_a_shops_own_list_beside_it_shows_what_differs(stack: Stack, member: Member) -> None:
    first, second = settled(stack, member)
    own = (
        f"주문번호,시각,금액\n{first['order_id']},1,2000\n{first['order_id']},2,-500\n"
        f'{second["order_id"]},3,"1,000"\nother,4,50원\n'
    )

    found = compare(stack, own).json
    same = compare(stack, own.replace('"1,000"', "999").replace("other,4,50원\n", "")).json

    assert not found["is_equal"]
    assert [
        (d["kind"], d["order_id"], d["own_amount"], d["settled_amount"])
        for d in found["differences"]
    ] == sorted(
        [
            ("missing_here", "other", 50, None),
            ("amount_differs", second["order_id"], 1_000, 999),
        ],
        key=lambda each: each[1],
    )
    assert (same["is_equal"], same["differences"]) == (True, [])
    # What was understood of it, so that a file of the wrong columns is seen.
    columns = {"order_column": "주문번호", "amount_column": "금액"}
    assert found["own"] == columns | {"order_count": 3, "amount": 2_550}
    assert same["own"] == columns | {"order_count": 2, "amount": 2_499}
    assert found["settled"] == same["settled"] == {"order_count": 2, "amount": 2_499}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a,b\n1,2\n", 1),
        ("order_id,amount\nx,ten\n", 2),
        ("order_id,amount\nx,1\ny\n", 3),
        ('order_id,amount,note\nx,1,"still open\n', 2),
        ("order_id,amount\nx,1\n,5\n", 3),
        ("order_id,amount\nx,1,500\n", 2),
        ("order_id,amount\nx,-1,500원,메모\n", 2),
    ],
)
def test_a_list_that_cannot_be_read_is_told_by_its_line(
    stack: Stack, member: Member, text: str, line: int
) -> None:
    settled(stack, member)

    answer = compare(stack, text)

    assert (answer.status, answer.json["code"]) == (400, "shop_list_invalid")
    assert answer.json["line"] == line


def differences(stack: Stack, **body: str) -> list[tuple[str, str]]:
    settlement_id = get(stack, "").json["data"][0]["settlement_id"]
    path = f"/v1/settlements/{settlement_id}/comparisons"
    found = stack.call("POST", path, body, token=builders.READ_KEY)
    assert found.status == 200, found.raw
    return [(each["kind"], each["order_id"]) for each in found.json["differences"]]


def test_a_list_of_any_till_is_read_as_it_was_written(stack: Stack, member: Member) -> None:
    """Whatever mark, encoding, separator, totals or formulas its spreadsheet left in it."""
    one, other = (each["order_id"] for each in settled(stack, member))
    lines = ["주문번호,금액", f"{one},2000", f"{one},-500", f"{other},999"]
    plain = "\r\n".join(lines)
    as_text = "\n".join([lines[0], f'="{one}",2000', f"{one},-500", f"{other},999", "합계,2499"])
    for text in (
        plain, "\ufeff" + plain, plain.replace(",", ";"), plain.replace(",", "\t"),
        plain + "\r\n,\r\n", as_text,
    ):  # fmt: skip
        assert differences(stack, csv=text) == []
    for content in (plain.encode("cp949"), plain.encode("utf-8-sig")):
        assert differences(stack, csv_base64=b64encode(content).decode()) == []
    # The file that we give out ourselves.
    settlement_id = get(stack, "").json["data"][0]["settlement_id"]
    ours = get(stack, f"/{settlement_id}?format=csv").raw.decode()
    assert differences(stack, csv=ours) == []


def test_a_list_sent_twice_over_an_empty_one_and_a_strangers_say_so(
    stack: Stack, member: Member
) -> None:
    one, other = (each["order_id"] for each in settled(stack, member))
    own = f"{one},1500\n{other},999\n"

    twice = differences(stack, csv=f"order_id,amount\n{own}{own}")
    again = [differences(stack, csv=f"order_id,amount\n{own}") for _ in range(2)]
    empty = differences(stack, csv="order_id,amount\n")
    foreign = differences(stack, csv=f"order_id,amount\n{own}mart-1,700\n")

    assert twice == sorted([("amount_differs", one), ("amount_differs", other)], key=by_order)
    assert again == [[], []]
    assert empty == sorted([("missing_there", one), ("missing_there", other)], key=by_order)
    # Nothing is told of whose it is.
    assert foreign == [("missing_here", "mart-1")]


def by_order(difference: tuple[str, str]) -> str:
    return difference[1]


def test_ten_thousand_rows_are_compared(stack: Stack, member: Member) -> None:
    one, other = (each["order_id"] for each in settled(stack, member))
    rows = "".join(f"x-{number},100\n" for number in range(9_998))
    found = differences(stack, csv=f"order_id,amount\n{one},1500\n{other},999\n{rows}")
    assert len(found) == 9_998
    assert {kind for kind, _ in found} == {"missing_here"}


@pytest.mark.parametrize("body", [{}, {"csv": "a", "csv_base64": "YQ=="}, {"csv_base64": "?"}])
def test_a_list_is_sent_one_way(stack: Stack, member: Member, body: dict[str, str]) -> None:
    settled(stack, member)
    settlement_id = get(stack, "").json["data"][0]["settlement_id"]
    path = f"/v1/settlements/{settlement_id}/comparisons"
    answer = stack.call("POST", path, body, token=builders.READ_KEY)
    assert (answer.status, answer.json["code"]) == (400, "invalid_request")
