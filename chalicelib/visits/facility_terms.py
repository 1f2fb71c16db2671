"""What holds at a facility from a day on: its hours, its closed days, its fees, and who pays less.

A version is written once, for a day to come: what held on a day that has begun never changes, so
that a book of fees can be made again at any time.
"""

from collections.abc import Iterable
from datetime import date, time
from typing import Literal

from msgspec import Struct

from chalicelib.visits.visitors import AgeClass, VisitorClass, fee_class

FEE_MAX = 100_000
"""No sight costs more won; the ordinance itself stops at 5,000 for Gau island (art. 7)."""
BenefitKind = Literal["free", "percent", "amount"]
ShareKind = Literal["percent", "amount"]


class Fee(Struct, frozen=True):
    """Won for one; `group_amount` each in a group, or `None` where there is no price for groups."""

    age_class: AgeClass
    amount: int
    group_amount: int | None = None


class Benefit(Struct, frozen=True, kw_only=True):
    """What a class pays less: all, so many percent, or so many won. `article` is what it rests on,
    `proof` what is shown at the gate, `proof_en` the same in English, or nothing."""

    visitor_class: VisitorClass
    kind: BenefitKind
    value: int = 0
    proof: str
    proof_en: str = ""
    article: str

    def discount(self, fee: int) -> int:
        """Of a fee in won; shares of a won stay with the visitor."""
        if self.kind == "free":
            return fee
        if self.kind == "percent":
            return -(-fee * self.value // 100)
        return min(fee, self.value)


class Charge(Struct, frozen=True):
    """Of one visitor, in won: the fee of the age, and what is taken off it."""

    fee: int
    discount: int = 0

    @property
    def to_pay(self) -> int:
        return self.fee - self.discount

    @property
    def kind(self) -> Literal["free", "discount"]:
        return "free" if self.discount >= self.fee else "discount"


class FeeShare(Struct, frozen=True, kw_only=True):
    """What a member who paid a fee is given back of it as a voucher (입장료 일부 상품권 환급): so
    many percent of what was paid, or so many won, rounded down to `unit` won; nothing of less than
    `least_fee` won. `article` is what it rests on."""

    kind: ShareKind
    value: int
    unit: int = 10
    least_fee: int = 0
    article: str

    def of(self, paid: int) -> int:
        """Won, of so many won that one person paid; never more than that."""
        if paid < self.least_fee:
            return 0
        share = paid * self.value // 100 if self.kind == "percent" else min(paid, self.value)
        return share - share % self.unit


class FacilityTerms(Struct, frozen=True, kw_only=True):
    """Times are Seoul's. Somebody is let in from `opens_at` less `early_minutes` until
    `last_entry_minutes` before `closes_at`. `closed_weekdays`: 0 is Monday; where one is a public
    holiday, the first day after that is none is closed in its place. `closed_dates`: the days of
    the year (`01-01`) and the feasts (`설날`) on which it is always closed. `group_article`: what
    the fees of groups rest on; empty where the `source` of all says it. `fee_share`: what is given
    back of a fee, where anything is."""

    county_id: str
    facility_id: str
    effective_on: date
    opens_at: time
    closes_at: time
    early_minutes: int = 30
    last_entry_minutes: int = 30
    closed_weekdays: tuple[int, ...] = ()
    closed_dates: tuple[str, ...] = ()
    group_from: int = 20
    group_article: str = ""
    fees: tuple[Fee, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    fee_share: FeeShare | None = None
    source: str

    def fee_of(self, age: AgeClass) -> int:
        """Won; a class that has no fee pays none, but a senior pays as an adult does."""
        fee = self._fee(age) or (self._fee("adult") if age == "senior" else None)
        return fee.amount if fee else 0

    def charge(self, visitor: VisitorClass, age: AgeClass | None = None) -> Charge:
        """Of one visitor by class; `age` where it is known, as it is of who shows a pass, whose
        class or age, whichever pays less, counts."""
        base = age or fee_class(visitor)
        fee = self.fee_of(base)
        classes: tuple[VisitorClass, ...] = (visitor, base)
        discounts = [b.discount(fee) for b in self.benefits if b.visitor_class in classes]
        return Charge(fee, max(discounts, default=0))

    def given_back(self, charge: Charge) -> int:
        """Won, of what one member had to pay."""
        return self.fee_share.of(charge.to_pay) if self.fee_share else 0

    def group_charge(self, visitor: VisitorClass) -> Charge:
        """In a group, of whoever has no better benefit."""
        alone = self.charge(visitor)
        fee = self._fee(fee_class(visitor))
        if fee is None or fee.group_amount is None:
            return alone
        return Charge(alone.fee, max(alone.discount, alone.fee - fee.group_amount))

    def article_of(
        self,
        visitor: VisitorClass,
        charge: Charge,
        *,
        age: AgeClass | None = None,
        is_group: bool = False,
    ) -> str:
        """What the discount of a charge rests on that these terms made; empty without one."""
        if not charge.discount:
            return ""
        classes: tuple[VisitorClass, ...] = (visitor, age or fee_class(visitor))
        for benefit in self.benefits:
            is_theirs = benefit.visitor_class in classes
            if is_theirs and benefit.discount(charge.fee) == charge.discount:
                return benefit.article
        return (self.group_article or self.source) if is_group else ""

    def benefit_of(self, visitor: VisitorClass) -> Benefit | None:
        return next((b for b in self.benefits if b.visitor_class == visitor), None)

    def _fee(self, age: AgeClass) -> Fee | None:
        return next((fee for fee in self.fees if fee.age_class == age), None)


def in_force(versions: Iterable[FacilityTerms], on: date) -> FacilityTerms | None:
    """The newest version that had begun; `None` before the first."""
    begun = [v for v in versions if v.effective_on <= on]
    return max(begun, key=lambda v: v.effective_on, default=None)
