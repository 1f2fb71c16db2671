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
