"""What half-price trips were paid, against the ledger: each grant has its trip and two people, its
amount follows from what was claimed, and each year's budget has spent what its trips keep.

Worked out anew from what is stored, by none of the code that pays.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from infra.verifier.approval_book import are_two
from infra.verifier.ledger_audit import Record
from infra.verifier.numbers import SEOUL
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_DEFAULTS = {
    "rate_percent": 50,
    "person_cap": 100_000,
    "person_minimum": 30_000,
    "team_minimum": 50_000,
}
_HOLDS = ("applied", "approved", "claimed", "returned")


class TripBook:
    """Of one county; won."""

    def __init__(self) -> None:
        self._grants: dict[str, Record] = {}
        self._taken: Counter[str] = Counter()
        self._owed: Counter[str] = Counter()
        self._trips: dict[str, Attributes] = {}
        self._claims: dict[str, dict[int, Attributes]] = defaultdict(dict)
        self._budgets: dict[str, Attributes] = {}
        self._settings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._effects: dict[str, Attributes] = {}
        self._went_on: dict[str, set[str]] = defaultdict(set)
        """By wallet that ended, those in which its person went on."""
        self._problems: list[str] = []

    def add(self, record: Record) -> None:
        """Of an entry that pays for a trip, takes back, says that somebody owes, or moves what a
        wallet has into another."""
        if record["kind"] == "carry_over":
            _, source, target, *_ = record["reference"].split("/")
            self._went_on[source].add(target)
            return
        kind, trip_id = record["kind"], record["reference"].split("/")[1]
        if kind == "receivable":
            self._owed[trip_id] += record["receivable"][1]
        elif kind == "trip_clawback":
            self._taken[trip_id] -= record["voucher_amount"]
        elif trip_id in self._grants:
            self._problems.append(f"{trip_id}: paid twice")
        else:
            self._grants[trip_id] = record

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, trip_id = part.partition("#")
        sk = str(item["sk"])
        if part == "TRIPS":
            self._trips[sk] = item
        elif name == "TRIPCLAIM":
            self._claims[trip_id][int(sk.partition("#")[2])] = item
        elif part == "TRIPBUDGET":
            self._budgets[sk] = item
        elif name == "TRIPEFFECT":
            self._effects[sk] = item
        elif part == "SETTINGS" and sk.startswith("trip."):
            key, _, since = sk.partition("#")
            self._settings[key.removeprefix("trip.")].append((since, item["value"]))

    def problems(self) -> Iterator[str]:
        yield from self._problems
        held: Counter[str] = Counter()
        spent: Counter[str] = Counter()
        for trip_id in sorted({*self._trips, *self._grants, *self._taken}):
            trip = self._trips.get(trip_id)
            if trip is None:
                yield f"{trip_id}: paid or taken back, but there is no such trip"
                continue
            try:
                year = trip["starts_on"][:4]
                if trip["status"] in _HOLDS:
                    held[year] += trip["reserved_amount"]
                if "grant" in trip:
                    spent[year] += trip["grant"][0] - trip["grant"][5]
                faults = list(self._faults(trip_id, trip))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                yield f"{trip_id}: not as the ledger has it ({', '.join(faults)})"
        yield from self._effect_problems()
        for year in sorted({*held, *spent, *self._budgets}):
            item = self._budgets.get(year, {})
            found = [item.get("held", 0), item.get("spent", 0)]
            if found != [held[year], spent[year]]:
                yield (
                    f"trips of {year}: the budget holds and has spent {found}, "
                    f"its trips {[held[year], spent[year]]}"
                )

    def _effect_problems(self) -> Iterator[str]:
        """Of days that the night added up: what it says was paid is what the ledger paid."""
        paid: Counter[str] = Counter()
        teams: Counter[str] = Counter()
        for entry in self._grants.values():
            paid[_day(entry["at"])] += entry["voucher_amount"]
            teams[_day(entry["at"])] += 1
        for day, item in sorted(self._effects.items()):
            if [item.get("teams"), item.get("paid")] != [teams[day], paid[day]]:
                yield f"trips of {day}: {teams[day]} were paid {paid[day]}, the day's note differs"

    def _faults(self, trip_id: str, trip: Attributes) -> Iterator[str]:
        entry, is_paid = self._grants.get(trip_id), trip["status"] in ("granted", "clawed_back")
        if is_paid != ("grant" in trip) or (entry is not None) != is_paid:
            yield "payment"
        if entry is None or "grant" not in trip:
            return
        amount, _, entry_id, at, by, *_ = trip["grant"]
        if [entry["entry_id"], entry["voucher_amount"], entry["at"]] != [entry_id, amount, at]:
            yield "entry"
        own = {trip["member_id"], *self._went_on.get(trip["member_id"], ())}
        if entry["member_id"] not in own:
            yield "member"
        if entry["allocations"][0][5] != f"{_day(at)[:4]}-12-31":
            yield "expiry"
        yield from self._amount_faults(trip_id, trip)
        review = trip["review"]
        # Of a later finding another person approves what is taken back.
        if review[1] <= at and not are_two(review[0], by):
            yield "review"

    def _amount_faults(self, trip_id: str, trip: Attributes) -> Iterator[str]:
        amount, basis, _, _, _, taken, takings, pending, counted = trip["grant"]
        if amount - taken != self._payback(trip, basis) or amount > trip["reserved_amount"]:
            yield "amount"
        if taken != self._taken[trip_id] + self._owed[trip_id] + pending:
            yield "taken back"
        if (taken > 0) != (takings > 0) or (takings > 0) != (trip["status"] == "clawed_back"):
            yield "status"
        claim = self._claims[trip_id][trip["claimed"][0]]
        if basis > sum(_amount(claim, name) for name in counted):
            yield "claim"

    def _payback(self, trip: Attributes, spent: int) -> int:
        on = _day(trip["applied_at"])
        asked, consented = trip.get("consents", (0, 0))
        is_team = trip["companion_count"] - asked + consented > 0
        least = "team_minimum" if is_team else "person_minimum"
        if spent < self._setting(least, on):
            return 0
        share: int = spent * self._setting("rate_percent", on) // 100
        # Of a team of which nobody consented one person is paid for.
        most = int(trip["reserved_amount"])
        if asked and not is_team:
            most = min(most, self._setting("person_cap", on))
        return min(share, most)

    def _setting(self, name: str, day: str) -> int:
        held = [each for each in self._settings[name] if each[0] <= day]
        return max(held)[1] if held else _DEFAULTS[name]


def _day(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(SEOUL).date().isoformat()


def _amount(claim: Attributes, name: str) -> Any:
    kind, _, number = name.partition(".")
    row = claim[kind][int(number)]
    return row[3] if kind == "receipts" else row[4]
