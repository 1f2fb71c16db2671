"""Files of grants: rows proposed by one person, approved by another, each row key once for ever."""

from typing import Any

from tests.model import commands, desk, purse, seoul
from tests.model.commands import Expectation, Message
from tests.model.purse import State

SLICE = 50
"""Rows that are worked off together."""


def upload(state: State, m: Message, now: int) -> Expectation:
    """`rows`: (row key, life or `None` of a stranger, amount), points or won by `unit`."""
    body = (m["unit"], tuple(m["rows"]), m["ends"])
    if (m["county"], "file", m["by"], m["key"]) not in state["desk_keys"]:
        broken = _faults(state, m, seoul.day_of(now))
        if broken:
            return "refused", broken
    is_same, first = desk.bind_key(state, m, "file", body)
    if not is_same:
        return "refused", {"idempotency_key_reused"}
    file = {
        "by": m["by"],
        "decided": None,
        "unit": m["unit"],
        "ends": m["ends"],
        "rows": [{"key": k, "life": life, "amount": won} for k, life, won in m["rows"]],
        "outcomes": {},
    }
    state["files"].setdefault((m["county"], first), file)
    return "done", {"file": first, "status": "proposed", "sum": sum(r[2] for r in m["rows"])}


def _faults(state: State, m: Message, day: int) -> set[str]:
    """What is refused of it before anybody decides: bounds of a row, a person, the file."""
    county, broken = m["county"], set()

    def rule(name: str) -> int:
        return purse.setting(state, county, name, day) or 0

    by_person: dict[Any, int] = {}
    for _, life, amount in m["rows"]:
        by_person[life] = by_person.get(life, 0) + amount
    if (
        any(amount > rule("adjustment.maximum") for _, _, amount in m["rows"])
        or max(by_person.values()) > rule("grant.person_maximum")
        or sum(by_person.values()) > rule("grant.file_maximum")
        or len({key.lower() for key, _, _ in m["rows"]}) < len(m["rows"])
    ):
        broken.add("csv_invalid")
    if m["ends"] is not None:
        last = purse.policy_end(state, county, day)
        if m["unit"] == "mileage" or not day < m["ends"] <= last:
            broken.add("grant_expiry_invalid")
    if desk.is_own(state, county, m["by"], set(by_person)):
        broken.add("own_wallet")
    return broken


def approve_file(state: State, m: Message, now: int) -> Expectation:
    """What has no outcome yet is sent to be worked off."""
    file = state["files"].get((m["county"], m["file"]))
    if file is None:
        return "refused", {"bulk_grant_not_found"}
    broken = desk.undecidable(file, file["by"], m["by"], "approved")
    if desk.is_own(state, m["county"], m["by"], {row["life"] for row in file["rows"]}):
        broken.add("own_wallet")
    if broken:
        return "refused", broken
    file["decided"] = "approved"
    pending = {n // SLICE + 1 for n in range(len(file["rows"])) if n not in file["outcomes"]}
    status = "approved" if pending else "completed"
    return "done", {"status": status, "slices": sorted(pending)}


def reject_file(state: State, m: Message, now: int) -> Expectation:
    file = state["files"].get((m["county"], m["file"]))
    if file is None:
        return "refused", {"bulk_grant_not_found"}
    broken = desk.undecidable(file, file["by"], m["by"], "rejected")
    if broken:
        return "refused", broken
    file["decided"] = "rejected"
    return "done", {"status": "rejected", "slices": []}


def work(state: State, m: Message, now: int) -> Expectation:
    """Every row of the slice gets an outcome, once: `rows` are (result, codes)."""
    file = state["files"].get((m["county"], m["file"]))
    if file is None:
        return "refused", {"bulk_grant_not_found"}
    if file["decided"] != "approved":
        return "refused", {"grant_not_approved"}
    numbers = range(len(file["rows"]))[(m["slice"] - 1) * SLICE : m["slice"] * SLICE]
    for n in numbers:
        if n not in file["outcomes"]:
            file["outcomes"][n] = _outcome(state, m["county"], file, file["rows"][n], now)
    is_done = len(file["outcomes"]) == len(file["rows"])
    found = [file["outcomes"][n] for n in numbers]
    return "done", {
        "status": "completed" if is_done else "approved",
        "rows": [(result, codes) for result, codes, _ in found],
        "opened": [place for _, _, place in found if place is not None],
    }


def _outcome(state: State, county: str, file: Message, row: Message, now: int) -> Any:
    """(result, the codes of a refusal, whose lot was opened by it)."""
    place = (county, row["key"].lower())
    granted = (row["life"], file["unit"], row["amount"])
    if place in state["row_keys"]:
        if state["row_keys"][place] == granted:
            return "already_granted", {""}, None
        return "refused", {"row_key_reused"}, None
    if row["life"] is None:
        return "refused", {"member_unknown"}, None
    wallet = state["wallets"][row["life"]]
    at = max(now, wallet["at"])
    day = seoul.day_of(at)
    points, won = (row["amount"], 0) if file["unit"] == "mileage" else (0, row["amount"])
    broken = set() if wallet["left_at"] is None else {"member_unknown"}
    broken |= commands.added_too_much(state, county, wallet, points, won, day)
    if file["ends"] is not None and file["ends"] < day:
        broken.add("voucher_expired")
    if broken:
        return "refused", broken, None
    lot, _ = commands.add(state, county, wallet, points, won, day, file["ends"])
    wallet["issued"] += won
    purse.write(wallet, at)
    state["row_keys"][place] = granted
    return "granted", {""}, (row["life"], lot)
