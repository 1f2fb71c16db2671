"""What staff do: selling at the counter, within a seller's day or by two people; own wallets."""

from typing import Any

from tests.model import buying, people, purse, seoul
from tests.model.commands import Expectation, Message
from tests.model.purse import Life, State

STAFF = {"seo": None, "yun": "bob", "noh": None, "SEO": None}
"""Accounts, each with the number that the county registered for it. `SEO` is `seo`, made anew."""


def is_own(state: State, county: str, by: str, lives: set[Life]) -> bool:
    """Nobody of staff moves value in the wallet of the own number."""
    number = state["numbers"].get((county, STAFF[by]))
    return number is not None and number["holder"] in lives


def bind_key(state: State, m: Message, purpose: str, body: Any) -> tuple[bool, int]:
    """(whether the key of this person stands for this, the message that it came with first)."""
    place = (m["county"], purpose, m["by"], m["key"])
    first, bound = state["desk_keys"].setdefault(place, (m["no"], body))
    return bound == body, first


def sell(state: State, m: Message, now: int) -> Expectation:
    """By one person alone, up to the sum of that person's day; a receipt is one sale of a day."""
    if is_own(state, m["county"], m["by"], {m["who"]}):
        return "refused", {"own_wallet"}
    asked = (m["who"], m["round"], m["amount"], m["receipt"])
    if not bind_key(state, m, "sale", asked)[0]:
        return "refused", {"idempotency_key_reused"}

    def refusals(day: int) -> set[str]:
        broken = _receipt_faults(state, m, day)
        maximum = purse.setting(state, m["county"], "counter.day_maximum", day)
        sold = state["sold_by"].get((m["county"], day, m["by"]), 0)
        if maximum is not None and sold + m["amount"] > maximum:
            broken.add("counter_sum_exceeded")
        return broken

    at = max(now, state["wallets"][m["who"]]["at"])
    outcome = buying.sell(state, m, now, ("sale", m["by"], m["key"]), refusals)
    if outcome[0] == "done":
        day = seoul.day_of(at)
        sold = state["sold_by"].get((m["county"], day, m["by"]), 0)
        state["sold_by"][m["county"], day, m["by"]] = sold + m["amount"]
        _use_receipt(state, m, day)
    return outcome


def _receipt_faults(state: State, m: Message, day: int) -> set[str]:
    broken = set()
    above = purse.setting(state, m["county"], "counter.receipt_above", day)
    if above is not None and m["amount"] > above and m["receipt"] is None:
        broken.add("receipt_reference_missing")
    if (m["county"], day, m["receipt"]) in state["receipts"]:
        broken.add("receipt_reference_used")
    return broken


def _use_receipt(state: State, m: Message, day: int) -> None:
    if m["receipt"] is not None:
        state["receipts"].add((m["county"], day, m["receipt"]))


def ask_sale(state: State, m: Message, now: int) -> Expectation:
    """For another person to approve; nothing is sold yet."""
    asked = (m["who"], m["round"], m["amount"], m["receipt"])
    place = (m["county"], "request", m["by"], m["key"])
    if place not in state["desk_keys"]:
        broken = _unaskable(state, m, now)
        if broken:
            return "refused", broken
    is_same, first = bind_key(state, m, "request", asked)
    if not is_same:
        return "refused", {"idempotency_key_reused"}
    facts = {"asked": m, "decided": None, "ended": None}
    state["requests"].setdefault((m["county"], first), facts)
    return "done", {"request": first, "status": "proposed"}


def _unaskable(state: State, m: Message, now: int) -> set[str]:
    county, day = m["county"], seoul.day_of(now)
    wallet, of = state["wallets"][m["who"]], state["rounds"].get((county, m["round"]))
    broken = people.refusal(wallet) | buying.broken_face(state, county, m["amount"], day)
    if is_own(state, county, m["by"], {m["who"]}):
        broken.add("own_wallet")
    if purse.setting(state, county, "identity.purchase", day) and wallet["person"] is None:
        broken.add("identity_required")
    if of is None:
        broken.add("round_not_found")
    elif not of["opens"] <= now < of["closes"]:
        broken.add("round_not_open")
    if (county, day, m["receipt"]) in state["receipts"]:
        broken.add("receipt_reference_used")
    return broken


def approve_sale(state: State, m: Message, now: int) -> Expectation:
    """By another person than asked; then it is sold, or refused for good."""
    if not bind_key(state, m, "approval", m["request"])[0]:
        return "refused", {"idempotency_key_reused"}
    request = state["requests"].get((m["county"], m["request"]))
    if request is None:
        return "refused", {"counter_request_not_found"}
    asked = request["asked"]
    broken = undecidable(request, asked["by"], m["by"], "approved")
    if is_own(state, m["county"], m["by"], {asked["who"]}):
        broken.add("own_wallet")
    if broken:
        return "refused", broken
    request["decided"] = "approved"
    if request["ended"] is None:
        request["ended"] = _sell_asked(state, asked, now)
    name, why, opened = request["ended"]
    return "done", {"status": name, "why": why, "opened": opened}


def _sell_asked(state: State, asked: Message, now: int) -> tuple[str, set[str], list[Any]]:
    """How it ended, by which of these rules, and which lot was opened."""
    at = max(now, state["wallets"][asked["who"]]["at"])
    key = ("asked sale", asked["no"])
    done, facts = buying.sell(
        state, asked, now, key, lambda day: _receipt_faults(state, asked, day)
    )
    if done == "refused":
        return "refused", facts, []
    _use_receipt(state, asked, seoul.day_of(at))
    return "applied", {""}, [(asked["who"], facts["moved"][0][0])]


def reject_sale(state: State, m: Message, now: int) -> Expectation:
    request = state["requests"].get((m["county"], m["request"]))
    if request is None:
        return "refused", {"counter_request_not_found"}
    broken = undecidable(request, request["asked"]["by"], m["by"], "rejected")
    if broken:
        return "refused", broken
    request["decided"] = "rejected"
    return "done", {"status": "rejected", "why": {""}, "opened": []}


def undecidable(matter: Message, proposer: str, by: str, decision: str) -> set[str]:
    """Two people, by their names too; one decision stands."""
    broken = set()
    if by.lower() == proposer.lower():
        broken.add("approver_is_proposer")
    if matter["decided"] not in (None, decision):
        broken.add("already_decided")
    return broken
