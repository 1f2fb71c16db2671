"""What was given back of entrance fees: once for an admission, and as much as the sight's terms of
that day say of what was paid. Worked out anew from what is stored, by none of the code that gives.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
_ADMISSIONS_KEPT = timedelta(days=5 * 365)
"""Somewhat less than admissions are kept: of an older one only the share is there."""

Place = tuple[str, str, str]
"""Sight, day and member."""


class _Given(NamedTuple):
    entry_id: str
    wallet_id: str
    won: int


class FeeShareBook:
    """Won, of one county. Held: a line for each share, and for each admission with a fee."""

    def __init__(self) -> None:
        self._given: dict[Place, list[_Given]] = defaultdict(list)
        self._shares: dict[Place, Attributes] = {}
        self._paid: dict[Place, tuple[str, int, bool]] = {}
        """By admission: its id, what was paid, and whether an earlier scan took its place."""
        self._rules: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        self._went_on: dict[str, set[str]] = defaultdict(set)
        """By wallet that ended, those in which its person went on."""

    def add(self, record: Record) -> None:
        if record["kind"] == "carry_over":
            _, source, target, *_ = record["reference"].split("/")
            self._went_on[source].add(target)
            return
        _, facility_id, on, member_id = record["reference"].split("/")
        given = _Given(record["entry_id"], record["member_id"], record["voucher_amount"])
        self._given[facility_id, on, member_id].append(given)

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        kind, sk = item.get("type"), str(item["sk"])
        if name == "ADMISSIONS":
            facility_id, _, on = rest.partition("#")
            place = (facility_id, on, sk.partition("#")[2])
            if kind == "fee_share":
                self._shares[place] = item
            elif kind == "admission" and item["charge"][0] > item["charge"][1]:
                fee, discount = item["charge"]
                admission = (item["admission_id"], fee - discount, item["version"] > 1)
                self._paid[place] = admission
        elif name == "FACILITY" and kind == "facility_terms":
            self._rules[rest].append((item["effective_on"], item.get("fee_share")))

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        newest = max((on for _, on, _ in self._shares), default="")
        for place in sorted(self._given.keys() | self._shares.keys()):
            try:
                faults = list(self._faults(place, newest))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                what = "/".join(place)
                yield what, f"{what}: a fee not given back as it should be ({', '.join(faults)})"

    def _faults(self, place: Place, newest: str) -> Iterator[str]:
        given, share = self._given.get(place, []), self._shares.get(place)
        if len(given) != 1 or share is None:
            yield "once"
            return
        (entry,) = given
        if (share["entry_id"], share["wallet_id"], share["amount"]) != entry:
            yield "entry"
        member_id = place[2]
        own = {member_id, *self._went_on.get(member_id, ())}
        if share["member_id"] != member_id or entry.wallet_id not in own:
            yield "member"
        if entry.won != self._share_of(place, share["paid"]):
            yield "amount"
        yield from self._fee_faults(place, share, newest)

    def _fee_faults(self, place: Place, share: Attributes, newest: str) -> Iterator[str]:
        """That somebody was let in, and paid what the share is of; of two scans each may have been
        the one that was there when it was given."""
        admission = self._paid.get(place)
        if admission is None:
            age = date.fromisoformat(newest) - date.fromisoformat(place[1])
            if age < _ADMISSIONS_KEPT:
                yield "no admission"
            return
        admission_id, paid, is_replaced = admission
        is_other = share["admission_id"] != admission_id
        if (is_other and not is_replaced) or (not is_other and share["paid"] != paid):
            yield "fee"

    def _share_of(self, place: Place, paid: int) -> int:
        """By the terms in force on that day."""
        held = [each for each in self._rules[place[0]] if each[0] <= place[1]]
        rule = max(held, key=lambda each: each[0])[1] if held else None
        if not rule or paid < rule["least_fee"]:
            return 0
        if rule["kind"] == "percent":
            won = int(paid) * int(rule["value"]) // 100
        else:
            won = min(int(paid), int(rule["value"]))
        return won // int(rule["unit"]) * int(rule["unit"])
