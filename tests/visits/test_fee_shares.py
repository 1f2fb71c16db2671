"""What members are given back of a fee: by the terms of the day, once, whatever gates report."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.values import format_time
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.reconciling.fee_share_reading import FeeShareReading
from chalicelib.reconciling.reconciliation import StoredEntry
from chalicelib.visits.facility_terms import FeeShare
from chalicelib.visits.fee_share_service import LATE_DAYS, days_at
from chalicelib.visits.wiring import VisitsWiring
from chalicelib.visits.worker import give_fee_shares
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.draws.lots import EVENT
from tests.festivals.festival import faults
from tests.ledger_checks import entries_of
from tests.visits.gates_of import OfflineGate, admit, pass_of
from tests.visits.shared_fees import FEE, HALF, SHARE, share_fees
from tests.visits.test_opening import NEW_TERMS, PROPOSALS, decide, propose

BOOK = f"/v1/staff/fee-books/{builders.FACILITY}/2026-11-22"
RULE = {"kind": "percent", "value": 70, "unit": 1000, "least_fee": 1000, "article": "제9조제2항"}


def give(stack: Stack, at: datetime | None = None) -> None:
    stack.work(give_fee_shares, EVENT | ({"time": format_time(at)} if at else {}))


@pytest.fixture
def sharing(stack: Stack) -> Stack:
    share_fees(stack.table)
    return stack


def test_a_share_is_rounded_down_and_never_more_than_the_fee() -> None:
    assert HALF.of(2_000) == 1_000
    assert HALF.of(1_500) == 700
    assert replace(HALF, least_fee=1_501).of(1_500) == 0
    whole = FeeShare(kind="amount", value=2_000, unit=1_000, article="제9조")
    assert [whole.of(won) for won in (5_000, 2_000, 1_500, 900, 0)] == [2_000, 2_000, 1_000, 0, 0]


def test_a_run_looks_at_two_days_and_one_of_the_night_at_a_month() -> None:
    early = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)
    assert len(days_at(early)) == LATE_DAYS
    assert days_at(early)[0] == date(2026, 11, 23)
    assert days_at(early + timedelta(minutes=5)) == [date(2026, 11, 23), date(2026, 11, 22)]


@pytest.mark.parametrize("wrong", [{"value": 101}, {"kind": "amount", "value": 999}])
def test_a_rule_that_cannot_be_is_refused(stack: Stack, wrong: dict[str, Any]) -> None:
    refused = propose(stack, fee_share=RULE | wrong)
    assert (refused.json["code"], refused.json["param"]) == ("terms_invalid", "fee_share")


def test_two_people_s_rule_gives_part_of_a_fee_back_where_the_member_reads_it(
    stack: Stack,
) -> None:
    proposal = propose(stack, fee_share=RULE).json
    assert proposal["terms"]["fee_share"] == RULE
    assert decide(stack, proposal["proposal_id"]).json["status"] == "applied"
    again = stack.call("GET", f"{PROPOSALS}/{proposal['proposal_id']}", token="anna")
    assert again.json["terms"]["fee_share"] == RULE
    # By the terms of that day, which give nothing back.
    before = stack.member("010-9876-5432")
    assert admit(stack, pass_of(before)).status == 201
    stack.later(days=9)
    visitor = stack.member()
    sight = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert sight["fee_share"] == RULE
    shown = admit(stack, pass_of(visitor))
    assert shown.json["benefit"]["pay_amount"] == NEW_TERMS["fees"][0]["amount"] // 2

    for _ in range(2):
        give(stack)

    give(stack, stack.now.replace(hour=18) - timedelta(days=1))
    assert visitor.balance() == 1_000
    assert "fee_share" not in {e.kind for e in entries_of(stack.table, before.member_id)}
    path, english = "/v1/me/entries", {"Accept-Language": "en"}
    newest = stack.call("GET", path, token=visitor.token).json["data"][0]
    assert (newest["kind"], newest["voucher_amount"]) == ("fee_share", 1_000)
    assert newest["description"] == "고려청자박물관 입장료에서 돌려드림"
    told = stack.call("GET", path, token=visitor.token, headers=english).json["data"][0]
    assert told["description"] == "Given back of the fee at Goryeo Celadon Museum"
    assert faults(stack) == []


def test_an_earlier_scan_that_comes_in_later_gives_nothing_anew(sharing: Stack) -> None:
    stack, visitor = sharing, sharing.member()
    text, since = pass_of(visitor), sharing.now
    stack.later(minutes=20)
    assert admit(stack, text).status == 201
    give(stack)
    gate = OfflineGate(stack, "gate-a")
    first = gate.scan(text, since + timedelta(minutes=5))
    assert gate.report() == {first: "admitted"}

    give(stack)

    assert visitor.balance() == SHARE
    book = stack.call("GET", BOOK, token="staff").json
    (line,) = book["lines"]
    assert (line["collected_amount"], line["given_back_amount"]) == (FEE, SHARE)
    assert (book["collected_amount"], book["given_back_amount"]) == (FEE, SHARE)
    # All that was taken is paid in: what is given back is the county's own money.
    assert book["left_amount"] == FEE
    file = stack.call("GET", f"{BOOK}?format=csv", token="staff").raw
    assert "2026-11-22,total,,1,,,2000,0,,1000" in (
        file if isinstance(file, str) else file.decode()
    )
    assert faults(stack) == []


def test_what_a_gate_reports_days_later_is_given_by_night(sharing: Stack) -> None:
    visitor = sharing.member()
    gate = OfflineGate(sharing, "gate-a")
    gate.scan(pass_of(visitor), sharing.now)
    sharing.later(days=5)
    gate.report()
    give(sharing)
    assert visitor.balance() == 0

    give(sharing, datetime(2026, 11, 26, 18, 0, tzinfo=UTC))

    assert visitor.balance() == SHARE


def test_a_wallet_that_is_full_waits_and_stops_nobody_else(sharing: Stack) -> None:
    CountyStore(sharing.table).put_setting(
        COUNTY, SettingVersion("voucher.holding_cap", date(2026, 11, 1), 1_500, "시험")
    )
    full, other = sharing.member(), sharing.member("010-9876-5432")
    assert full.convert(1_000).status == 201
    for each in (full, other):
        assert admit(sharing, pass_of(each)).status == 201
    give(sharing)
    assert (full.balance(), other.balance()) == (1_000, SHARE)
    assert sharing.redeem(full.pay_code(), 1_000).status == 201

    give(sharing)

    assert full.balance() == SHARE
    assert faults(sharing) == []


def given(stack: Stack) -> tuple[Member, dict[str, Any]]:
    visitor = stack.member()
    assert admit(stack, pass_of(visitor)).status == 201
    give(stack)
    return visitor, row_of(stack, "fee_share")


def row_of(stack: Stack, kind: str) -> dict[str, Any]:
    """The newest item of a kind."""
    return [item for item in stack.table.items.values() if item.get("type") == kind][-1]


def without(item: dict[str, Any], stack: Stack) -> None:
    stack.table.items.pop((item["pk"], item["sk"]))


def to_another(stack: Stack) -> None:
    row_of(stack, "fee_share").update(wallet_id="mem_0")


def of_other_terms(stack: Stack) -> None:
    (terms,) = [i for i in stack.table.items.values() if i.get("effective_on") == "2026-02-01"]
    terms.update(fee_share=terms["fee_share"] | {"value": 40})


FORGERIES: dict[str, tuple[Callable[[Stack], object], str, str]] = {
    "no record of it": (lambda s: without(row_of(s, "fee_share"), s), "once", "outcome"),
    "another entry": (
        lambda s: row_of(s, "fee_share").update(entry_id="ent_0"), "entry", "outcome",
    ),
    "another's wallet": (to_another, "entry", "member"),
    "another amount": (
        lambda s: row_of(s, "fee_share").update(amount=900), "entry", "amount, terms",
    ),
    "of another fee": (lambda s: row_of(s, "fee_share").update(paid=3_000), "amount, fee", "terms"),
    "by other terms": (of_other_terms, "amount", "terms"),
    "nobody was let in": (lambda s: without(row_of(s, "admission"), s), "no admission", ""),
    "let in free": (
        lambda s: row_of(s, "admission").update(charge=[2_000, 2_000]), "no admission", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERIES)
def test_what_was_changed_afterwards_is_named(sharing: Stack, what: str) -> None:
    """By the verifier and, as far as it looks, by the night."""
    forge, said, by_night = FORGERIES[what]
    visitor, _ = given(sharing)
    assert (faults(sharing), night(sharing, visitor)) == ([], [])

    forge(sharing)

    assert [each for each in faults(sharing) if f"({said})" in each], faults(sharing)
    assert night(sharing, visitor) == ([by_night] if by_night else [])


def night(stack: Stack, visitor: Member) -> list[str]:
    """What the night's reconciliation says of the visitor's share."""
    entry = entries_of(stack.table, visitor.member_id)[-1]
    assert entry.kind == "fee_share"
    row = StoredEntry(
        entry_id=entry.entry_id, member_id=entry.member_id, seq=entry.seq, on=entry.on,
        digest=b"", entry=entry,
    )  # fmt: skip
    # One that remembers no terms.
    visits = VisitsWiring(stack.adapters)
    reading = FeeShareReading(visits.fee_share_store, visits.facilities)
    return [each.detail for each in reading.differences(COUNTY, [(row, entry)])]
