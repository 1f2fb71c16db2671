"""What half-price trips brought: what was spent on them, paid back, and spent again.

Everything of value is added up from a day's entries of the ledger: the lots that trips are paid in
have a source of their own, which each allocation repeats, so what is spent again is known without
looking at a single wallet.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field

from chalicelib.ledger.entries import Entry
from chalicelib.merchants.merchants import Merchant
from chalicelib.trips.paying_back import SOURCE

NOWHERE = ""
"""The area or trade of a shop that is none of ours, or says none."""
_AREA_ENDS = ("읍", "면", "동")


class Effect(Struct, kw_only=True):
    """Of a day, or of several. `people`: with who came along and counts; `repeated`: teams whose
    member was paid for a trip of this year before. Amounts in won: `spent` on the trips that were
    paid, by what two people found; `paid` for them; `taken` back, from vouchers or as debts;
    `respent` with such vouchers, less what shops took back. `by`: of each of `GROUPS`, sums."""

    teams: int = 0
    people: int = 0
    repeated: int = 0
    spent: int = 0
    paid: int = 0
    taken: int = 0
    respent: int = 0
    by: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, group: str, name: str, amount: int) -> None:
        if amount:
            sums = self.by.setdefault(group, {})
            sums[name] = sums.get(name, 0) + amount

    def join(self, other: "Effect") -> None:
        for name in FIGURES:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for group, sums in other.by.items():
            for name, amount in sums.items():
                self.add(group, name, amount)


class DayEffect(Struct, frozen=True):
    on: date
    effect: Effect


FIGURES = ("teams", "people", "repeated", "spent", "paid", "taken", "respent")
GROUPS = ("spent_area", "spent_trade", "sight", "respent_area", "respent_trade")


def respent_in(entry: Entry) -> int:
    """Won of vouchers that trips were paid in, which a payment takes or a cancel gives back."""
    if entry.kind not in ("redemption", "cancellation"):
        return 0
    return -sum(each.amount for each in entry.allocations if each.source == SOURCE)


def taken_in(entry: Entry) -> int:
    """Won taken back for a trip: from its voucher, or as a debt."""
    if entry.kind == "trip_clawback":
        return -entry.voucher_amount
    if entry.kind == "receivable" and trip_of(entry) and entry.receivable is not None:
        return entry.receivable.amount
    return 0


def trip_of(entry: Entry) -> str:
    """The trip that an entry's reference names; empty if it names none."""
    parts = entry.reference.split("/")
    return parts[1] if len(parts) > 1 and parts[1].startswith("trp_") else ""


def place_of(shop: Merchant | None) -> tuple[str, str]:
    """(area, trade): the town or district (읍·면·동) of the address, the category."""
    if shop is None:
        return NOWHERE, NOWHERE
    words = (word.strip("(),") for word in shop.address.split())
    area = next((w for w in words if len(w) > 1 and w.endswith(_AREA_ENDS)), NOWHERE)
    return area, shop.category


def by_month(days: Iterable[DayEffect]) -> dict[date, Effect]:
    """By the first of each month, in order."""
    months: dict[date, Effect] = {}
    for day in sorted(days, key=lambda each: each.on):
        months.setdefault(day.on.replace(day=1), Effect()).join(day.effect)
    return months


def percent(part: int, whole: int) -> int | None:
    """Rounded down; `None` of nothing."""
    return part * 100 // whole if whole else None
