"""Notes that shops bring: genuine, sold, in circulation, and taken once."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paper.sale_store import PaperSaleStore
from tests import builders
from tests.agents.counters import Counter, counter_with_notes, notes, serial, staff
from tests.conftest import Stack


@pytest.fixture
def counter(stack: Stack) -> Counter:
    made = counter_with_notes(stack)
    assert made.sell(stack.member().member_id, notes(1, 20)).status == 201
    return made


def code(answer: Any) -> str:
    return str(answer.json["code"])


def void(stack: Stack, first: int, kind: str, **more: Any) -> Any:
    body = notes(first) | {"kind": kind, "reason": "도난 신고"} | more
    return staff(stack, "POST", "/paper-movements", body)


def test_a_shop_brings_notes_once(stack: Stack, counter: Counter) -> None:
    seen = counter.call(
        "POST", "/paper-exchanges/validate", {"merchant_code": "m0001", "notes": [notes(1, 3)]}
    )
    assert (seen.json["amount"], [r["refusal"] for r in seen.json["data"]]) == (
        30_000, [None] * 3,
    )  # fmt: skip
    made = counter.exchange(notes(1, 2), notes(7), key="k")
    assert (made.status, made.json["note_count"], made.json["amount"]) == (201, 3, 30_000)
    assert counter.exchange(notes(1, 2), notes(7), key="k").json == made.json
    assert code(counter.exchange(notes(1, 2), key="k")) == "idempotency_key_reused"
    # One that was taken stops the whole.
    refused = counter.exchange(notes(6, 8))
    assert (code(refused), serial(7) in refused.json["detail"]) == ("note_exchanged", True)
    assert counter.exchange(notes(6), notes(8)).status == 201


def test_what_is_not_in_circulation_is_not_taken(
    stack: Stack, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr("chalicelib.paper.ringing.count", lambda name, **options: rung.append(name))
    assert void(stack, 5, "note_voided").status == 201
    assert void(stack, 30, "voided", agent_id=counter.agent_id).status == 201
    assert void(stack, 500, "voided").status == 201
    cases = {5: "note_void", 30: "note_void", 500: "note_void", 31: "note_unsold",
             501: "note_unsold", 1_001: "note_unknown"}  # fmt: skip
    for number, expected in cases.items():
        assert code(counter.exchange(notes(number))) == expected
    assert code(counter.exchange(notes(1, series="ZZ"))) == "note_unknown"
    assert rung == ["PaperNoteUnsold"] * 2
    body = {"merchant_code": "M0001", "notes": [notes(n) for n in (4, 5, 31)]}
    seen = counter.call("POST", "/paper-exchanges/validate", body).json
    assert [row["refusal"] for row in seen["data"]] == [None, "note_void", "note_unsold"]
    assert (seen["amount"], len(rung)) == (10_000, 3)
    # A sold note that is void, and one that was exchanged, cannot be voided any more.
    assert code(void(stack, 5, "note_voided")) == "notes_elsewhere"
    assert code(void(stack, 31, "note_voided")) == "notes_elsewhere"
    story = staff(stack, "GET", f"/paper-notes/{serial(5)}").json
    assert (story["state"], story["ended"]) == ("sold", "voided")


def test_after_five_years_it_is_taken_no_more(stack: Stack, counter: Counter) -> None:
    stack.later(days=5 * 366)
    counter.begin()
    assert code(counter.exchange(notes(1))) == "note_expired"


def test_what_was_cut_off_before_midnight_is_begun_anew(
    stack: Stack, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing goes into a day that may be settled; the refusal is final, so a page forgets the
    key, and the shop is not left with notes that nobody takes."""
    with monkeypatch.context() as cut:
        cut.setattr(PaperSaleStore, "put_exchange", lambda *of: False)
        assert code(counter.exchange(notes(1), key="cut")) == "version_conflict"
    stack.later(days=1)
    counter.begin()
    assert code(counter.exchange(notes(1), key="cut")) == "exchange_begun_earlier"
    assert counter.exchange(notes(1), key="anew").status == 201


def test_only_a_shop_that_takes_bought_vouchers_exchanges(stack: Stack, counter: Counter) -> None:
    assert code(counter.exchange(notes(1), code="M9999")) == "merchant_not_found"
    assert code(counter.exchange(notes(1), code="M0002")) == "paper_not_taken_here"
    closed = replace(builders.a_merchant(), status="suspended", version=2)
    stack.wired(MerchantsWiring).store.replace(closed)
    assert code(counter.exchange(notes(1))) == "merchant_suspended"
    twice = counter.exchange(notes(1), notes(1, 2))
    assert code(twice) == "notes_repeated"
    assert code(counter.exchange(notes(1, 91))) == "too_many_notes"
    assert code(counter.exchange({"first": "GA000000019"})) == "serial_invalid"
