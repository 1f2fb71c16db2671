"""A counter sale whose record, receipt or approval is not as the ledger has it is named."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import pytest

from infra.verifier import ledger_check
from tests import builders
from tests.builders import COUNTY
from tests.races.desk_cases import requests_desk
from tests.reconciling.reconciliation_world import Ledger
from tests.sample_ledger import typed_json
from tests.staff_office import ANNA, BORA
from tests.tampering import Items

Item = dict[str, Any]
Sold = tuple[Ledger, dict[str, Item]]


@pytest.fixture
def sold() -> Sold:
    """A sale by one person, and one that another approved, with what is stored of them."""
    ledger = Ledger()
    holders = ledger.a_day()
    world, member_id = ledger.world, holders["a"].member_id
    round_id = builders.a_round().round_id
    if world.rounds.by_id(COUNTY, round_id) is None:
        world.rounds.create(builders.a_round())
    sale = {"member_id": member_id, "round_id": round_id}
    world.counter.sell(COUNTY, ANNA, **sale, amount=10_000, receipt="R-1", idempotency_key="s")
    desk = requests_desk(world)
    request, _ = desk.propose(
        COUNTY, ANNA, **sale, amount=20_000, receipt="R-2", idempotency_key="p"
    )
    desk.approve_once(COUNTY, BORA, request.request_id, reason=None, idempotency_key="a")
    for each in ("taken-1", "taken-2"):
        one = world.counter.sell(
            COUNTY, ANNA, **sale, amount=10_000, receipt=each, idempotency_key=each
        )
        fact = one.entry.purchase
        assert fact is not None
        world.purchases.cancel(holders["a"].actor, fact.purchase_id, idempotency_key=each)
    ledger.publish()
    items = {}
    for item in ledger.table.items.values():
        if item.get("type") == "counter_sale":
            items["asked" if "request_id" in item else "alone"] = item
        elif item["pk"].endswith("#COUNTERREQUESTS"):
            items[item["sk"].partition("#")[2]] = item
    cancels = [i for i in ledger.table.items.values() if i.get("type") == "counter_cancel"]
    # Of one moment: which is the last by its id is left to chance.
    items["taken back"], items["taken back last"] = sorted(cancels, key=itemgetter("sk"))
    return ledger, items


def problems_of(ledger: Ledger) -> list[str]:
    items = [typed_json(item) for item in ledger.table.items.values() if item]
    return ledger_check.check(Items(items), None).problems


FORGERIES: dict[str, tuple[Callable[[dict[str, Item]], object], str]] = {
    "no such entry": (lambda i: i["alone"].update(entry_id="ent_0000000000000000"), "(entry)"),
    "another member": (lambda i: i["alone"].update(member_id="mem_0000000000000000"), "(member)"),
    "another seller": (lambda i: i["alone"].update(by=["sub-chan", "chan"]), "(seller)"),
    "another price": (lambda i: i["alone"].update(price_amount=1), "(amount)"),
    "another receipt": (lambda i: i["alone"].update(receipt="R-9"), "(receipt)"),
    "by the seller": (lambda i: i["2"].update(by=[ANNA.subject, "bora"]), "(approver)"),
    "by the seller's name": (
        lambda i: i["2"].update(by=["sub-new", ANNA.username.upper()]),
        "(approver)",
    ),
    "rejected": (lambda i: i["2"].update(step="rejected"), "(approval)"),
    "another sum": (lambda i: i["1"].update(amount=2_000), "(request)"),
    "another outcome": (lambda i: i["3"].update(entry_id="ent_0000000000000000"), "(outcome)"),
    "another sum taken back": (
        lambda i: i["taken back"].update(price_amount=1),
        "not as the ledger has it",
    ),
    "taken back and not recorded": (lambda i: i["taken back last"].clear(), "no record of it"),
    "no sale": (lambda i: i["asked"].clear(), "sold, but there is no such sale"),
}


def test_what_was_sold_and_approved_is_no_difference(sold: Sold) -> None:
    assert problems_of(sold[0]) == []


@pytest.mark.parametrize(("forge", "fault"), FORGERIES.values(), ids=FORGERIES)
def test_a_forged_sale_is_named(
    sold: Sold, forge: Callable[[dict[str, Item]], object], fault: str
) -> None:
    ledger, items = sold
    forge(items)
    assert problems_of(ledger)[0].endswith(fault)
