"""What is counted of a member, entry by entry: the row of the nightly book.

The fold takes a wallet's entries in the order of its chain; nothing of other members changes it, so
parts of the members are worked on side by side.
"""

from datetime import date

from msgspec import Struct, field

from chalicelib.core import regions
from chalicelib.ledger.channels import heading_of
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS

QUARTERS_KEPT = 8
"""Two years of sums; the days of what came first are kept for good."""
SHOP_QUARTERS = 2
"""Where a member spends is kept of this quarter and the one before."""
RETURN_DAYS = 90

AGE_BANDS = ("under_20", "20s", "30s", "40s", "50s", "60s", "70_over")


class Spent(Struct):
    """Payments and their net sum in won: what was taken back lowers the quarter of the cancel."""

    payments: int = 0
    amount: int = 0


class MemberFacts(Struct, kw_only=True):
    """`channel`: by which way they came to their campaign, as reports have it. `born` is a year,
    all that the book knows of a birth date; `None` until the profile was read.
    `last_seen_on`: the last day on which the member paid at a shop or had a visit confirmed.
    `marketing_since`: the day of the consent to it, of who takes it.
    `returned_on`: the first day after `first_spent_on` on which the member paid again."""

    member_id: str
    joined_on: date
    region_code: str
    relation: str
    campaign_id: str | None = None
    channel: str | None = None
    born: int | None = None
    takes_marketing: bool = False
    marketing_since: date | None = None
    first_converted_on: date | None = None
    first_spent_on: date | None = None
    returned_on: date | None = None
    last_spent_on: date | None = None
    last_seen_on: date | None = None
    visits: int = 0
    quarters: dict[str, Spent] = field(default_factory=dict)
    shops: dict[str, dict[str, Spent]] = field(default_factory=dict)
    """By quarter, by merchant."""

    def add(self, entry: Entry) -> None:
        """Entries that the county writes, such as grants, tell nothing of what a member did."""
        role, on = KINDS[entry.kind].role, entry.on
        if role == "conversion":
            self.first_converted_on = self.first_converted_on or on
        elif role in ("payment", "payment_canceled"):
            self._add_payment(entry, on, is_payment=role == "payment")
        elif entry.kind == "visit_grant":
            self.visits += 1
            self.last_seen_on = on

    def _add_payment(self, entry: Entry, on: date, *, is_payment: bool) -> None:
        won = -(entry.voucher_amount + entry.mileage_amount)
        if not won:
            return
        quarter = quarter_of(on)
        kept = [self.quarters.setdefault(quarter, Spent())]
        if entry.merchant:
            shops = self.shops.setdefault(quarter, {})
            kept.append(shops.setdefault(entry.merchant.merchant_id, Spent()))
        for spent in kept:
            spent.payments += is_payment
            spent.amount += won
        _forget(self.quarters, QUARTERS_KEPT)
        _forget(self.shops, SHOP_QUARTERS)
        if is_payment:
            self.last_seen_on = self.last_spent_on = on
            if self.first_spent_on is None:
                self.first_spent_on = on
            elif self.returned_on is None and on > self.first_spent_on:
                self.returned_on = on

    @property
    def has_returned(self) -> bool:
        """Within ninety days of the first payment."""
        return (
            self.returned_on is not None
            and self.first_spent_on is not None
            and (self.returned_on - self.first_spent_on).days <= RETURN_DAYS
        )

    def spent_since(self, quarter: str) -> Spent:
        kept = [spent for name, spent in self.quarters.items() if name >= quarter]
        return Spent(sum(s.payments for s in kept), sum(s.amount for s in kept))


def facts_of(signup: Entry) -> MemberFacts:
    """Of a member who has just joined."""
    origin = signup.origin
    return MemberFacts(
        member_id=signup.member_id,
        joined_on=signup.on,
        region_code=regions.canonical(origin.region_code) if origin else "",
        relation=origin.relation if origin else "other",
        campaign_id=origin.campaign_id if origin else None,
        channel=heading_of(origin.channel) if origin else None,
    )


def quarter_of(on: date) -> str:
    """`2026Q4`; later ones sort after earlier ones."""
    return f"{on.year}Q{(on.month + 2) // 3}"


def quarters_until(on: date, count: int) -> list[str]:
    """So many quarters, the newest, which is that of `on`, first."""
    last = on.year * 4 + (on.month - 1) // 3
    return [f"{n // 4}Q{n % 4 + 1}" for n in range(last, last - count, -1)]


def age_band(born: int | None, on: date) -> str:
    """By the difference of years (연 나이), as no more than the year is kept; empty if unknown."""
    if born is None:
        return ""
    decade = max(on.year - born, 0) // 10
    return AGE_BANDS[min(max(decade - 1, 0), len(AGE_BANDS) - 1)]


def _forget(kept: dict[str, Spent] | dict[str, dict[str, Spent]], most: int) -> None:
    while len(kept) > most:
        del kept[min(kept)]
