"""The book of fees: what was taken, what was forgone, what was paid in."""

from datetime import date, timedelta
from typing import Any

from chalicelib.core.values import format_time
from chalicelib.visits.visitors import age_class
from tests import builders
from tests.conftest import Stack
from tests.visits.gates_of import OfflineGate, admit, pass_of

BOOK = f"/v1/staff/fee-books/{builders.FACILITY}/2026-11-22"


def counted(stack: Stack, count_id: str, *visitors: tuple[str, int], **more: Any) -> Any:
    rows = [{"visitor_class": visitor, "people": people} for visitor, people in visitors]
    row = {"count_id": count_id, "counted_at": format_time(stack.now), "visitors": rows}
    return row | more


def test_ages_are_full_years() -> None:
    on = date(2026, 11, 22)
    born = [date(2020, 11, 23), date(2020, 11, 22), date(2013, 11, 22), date(2007, 11, 22)]
    ages = [age_class(day, on) for day in (*born, date(1961, 11, 22), date(1961, 11, 23))]
    assert ages == ["infant", "child", "youth", "adult", "senior", "adult"]


def test_a_day_is_one_book(stack: Stack) -> None:
    assert admit(stack, pass_of(stack.member())).status == 201
    gate = OfflineGate(stack, "gate-a")
    group = counted(stack, "c2", ("adult", 20), ("child", 5), is_group=True)
    small = counted(stack, "c3", ("adult", 3), is_group=True)
    counts = [
        counted(stack, "c1", ("adult", 2), ("youth", 1), ("senior", 3), ("soldier", 1)),
        group,
        small,
        counted(stack, "c4", ("adult", 7)),
    ]
    void = {"count_id": "c4", "counted_at": counts[3]["counted_at"]}
    # The taking back comes in before the count itself.
    assert gate.send(voids=[void]).status == 200
    for _ in range(2):
        answer = gate.send(counts=counts)
    assert [row["outcome"] for row in answer.json["counts"]] == [
        "counted",
        "counted",
        "group_too_small",
        "counted",
    ]
    assert all(row["is_repeated"] for row in answer.json["counts"])
    book = stack.call("GET", BOOK, token="staff").json
    lines = {(r["visitor_class"], r["is_group"]): r for r in book["lines"]}
    assert lines["online_resident", False]["forgone_amount"] == 2000
    assert lines["senior", False]["forgone_amount"] == 6000
    assert lines["soldier", False]["collected_amount"] == 1500
    assert lines["adult", True]["people"] == 23
    articles = {at: line["article"] for at, line in lines.items()}
    # Of groups no article is known here: the source of all terms stands for it.
    assert articles["online_resident", False] == "제8조제5호"
    assert articles["senior", False] == "제8조"
    assert articles["adult", True] == "시험"
    assert articles["adult", False] == articles["soldier", False] == ""
    assert book["people"] == 1 + 7 + 25 + 3
    assert book["free_people"] == 4
    assert book["collected_amount"] == 2 * 2000 + 2 * 1500 + 23 * 1000 + 5 * 500
    assert book["forgone_amount"] == 2000 + 6000 + 23 * 1000 + 5 * 500
    assert book["marked"] == [{"outcome": "group_too_small", "count": 1}]
    file = stack.call("GET", f"{BOOK}?format=csv", token="staff").raw
    assert "2026-11-22,total,,36,,,32500,33500" in (
        file if isinstance(file, str) else file.decode()
    )


def test_what_was_taken_is_paid_in_once_and_not_more(stack: Stack) -> None:
    gate = OfflineGate(stack, "gate-a")
    gate.send(counts=[counted(stack, "c1", ("adult", 5))])
    stack.later(days=1)
    body = {"amount": 6000, "deposited_on": "2026-11-23", "slip": "농협 0012"}
    path = f"{BOOK}/deposits"
    first = stack.call("POST", path, body, token="staff", key="k1")
    again = stack.call("POST", path, body, token="staff", key="k1")
    assert (first.status, again.status) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json["left_amount"] == 4000
    other = stack.call("POST", path, body | {"amount": 1}, token="staff", key="k1")
    assert other.json["code"] == "idempotency_key_reused"
    more = stack.call("POST", path, body | {"amount": 4001}, token="staff", key="k2")
    assert more.json["code"] == "deposit_too_high"
    rest = stack.call("POST", path, body | {"amount": 4000}, token="staff", key="k3")
    assert rest.json["left_amount"] == 0
    assert [d["is_late"] for d in rest.json["deposits"]] == [False, False]
    future = body | {"amount": 1, "deposited_on": "2026-11-25"}
    assert stack.call("POST", path, future, token="staff", key="k4").status == 400


def test_what_is_missing_is_explained_once_and_by_somebody_else(stack: Stack) -> None:
    OfflineGate(stack, "gate-a").send(counts=[counted(stack, "c1", ("adult", 5))])
    stack.later(days=1)
    paid = {"amount": 9000, "deposited_on": "2026-11-23", "slip": "농협 0012"}
    assert stack.call("POST", f"{BOOK}/deposits", paid, token="anna", key="k1").status == 201
    path, why = f"{BOOK}/differences", {"amount": 1000, "reason": "거스름돈을 잘못 줌"}
    own = stack.call("POST", path, why, token="anna", key="k2")
    assert (own.status, own.json["code"]) == (422, "own_deposit")
    other = stack.call("POST", path, why | {"amount": 999}, token="bora", key="k3")
    assert (other.status, other.json["code"]) == (409, "fee_difference_changed")
    assert other.json["left_amount"] == 1000
    assert stack.call("POST", path, why | {"amount": 0}, token="bora", key="k4").status == 400
    for _ in range(2):
        done = stack.call("POST", path, why, token="bora", key="k5")
        assert done.status == 201, done.raw
    assert (done.json["left_amount"], done.json["difference_amount"]) == (0, 1000)
    assert [one["recorded_by"] for one in done.json["differences"]] == ["bora"]
    # The money is found after all: what is too much then is explained back.
    found = paid | {"amount": 1000}
    late = stack.call("POST", f"{BOOK}/deposits", found, token="anna", key="k6")
    assert late.json["left_amount"] == -1000
    stack.later(seconds=1)
    back = {"amount": -1000, "reason": "찾아서 납입함"}
    assert stack.call("POST", path, back, token="bora", key="k7").json["left_amount"] == 0
    records = stack.call("GET", "/v1/staff/audit?action=fee_difference_named", token="anna").json
    assert [one["reason"] for one in records["data"]] == ["찾아서 납입함", "거스름돈을 잘못 줌"]


def test_several_days_stand_together(stack: Stack) -> None:
    for day in range(3):
        gate = OfflineGate(stack, f"gate-{day}")
        gate.send(counts=[counted(stack, "c1", ("adult", 1 + day))])
        stack.later(days=1)
    path = f"/v1/staff/fee-books/{builders.FACILITY}"
    books = stack.call("GET", f"{path}?from_on=2026-11-22&to_on=2026-11-24", token="staff").json
    # Monday is closed: the two were let in all the same, and are marked.
    assert (books["people"], books["collected_amount"]) == (6, 12000)
    assert books["data"][1]["marked"] == [{"outcome": "facility_closed", "count": 1}]
    long = f"{path}?from_on=2026-11-22&to_on=2026-12-23"
    assert stack.call("GET", long, token="staff").status == 400


def test_what_is_reported_after_a_month_is_kept_and_not_in_the_book(stack: Stack) -> None:
    row = counted(stack, "c1", ("adult", 1))
    stack.now += timedelta(days=32)
    answer = OfflineGate(stack, "gate-a").send(counts=[row])
    assert answer.json["counts"][0]["outcome"] == "count_too_old"
    book = stack.call("GET", BOOK, token="staff").json
    assert (book["people"], book["marked"]) == (0, [{"outcome": "count_too_old", "count": 1}])
