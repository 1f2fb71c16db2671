"""The book of fees of a facility and a day (입장료 요금대장): made from what gates reported, and
again whenever it is asked for (rules of Gangjin on its cultural and tourist facilities, arts. 3 and
4, form 2)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from chalicelib.visits.admissions import (
    Admission,
    Count,
    Deposit,
    FeeDifference,
    MarkedScan,
)
from chalicelib.visits.facility_terms import Charge, FacilityTerms
from chalicelib.visits.fee_shares import GivenShare
from chalicelib.visits.visitors import VISITOR_CLASSES, VisitorClass


class DayRecords(Struct, kw_only=True):
    """What is kept of a day. `voided`: the keys of counts that were taken back."""

    admissions: list[Admission] = field(default_factory=list)
    marked: list[MarkedScan] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    voided: set[str] = field(default_factory=set)
    shares: list[GivenShare] = field(default_factory=list)
    deposits: list[Deposit] = field(default_factory=list)
    differences: list[FeeDifference] = field(default_factory=list)


class FeeLine(Struct, frozen=True):
    """People of one class who were charged the same each; `article`: what they were spared by.
    `given_back`: won that they were given back as vouchers."""

    visitor_class: VisitorClass
    is_group: bool
    charge: Charge
    article: str
    people: int
    given_back: int = 0

    @property
    def collected(self) -> int:
        return self.people * self.charge.to_pay

    @property
    def forgone(self) -> int:
        return self.people * self.charge.discount


class FeeBook(Struct, frozen=True, kw_only=True):
    """Amounts in won. `forgone` is what the same people would have paid without any benefit;
    `given_back` is the county's money in vouchers, and nothing less is paid in for it.
    `left` is neither paid in nor told why not; below nothing, more was paid in than was taken.
    `marked` counts the scans and counts that are odd, by what is odd about them."""

    on: date
    lines: tuple[FeeLine, ...]
    marked: Mapping[str, int]
    deposits: tuple[Deposit, ...]
    differences: tuple[FeeDifference, ...]
    deposit_due_on: date

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)

    @property
    def free_people(self) -> int:
        return sum(line.people for line in self.lines if not line.charge.to_pay)

    @property
    def collected(self) -> int:
        return sum(line.collected for line in self.lines)

    @property
    def forgone(self) -> int:
        return sum(line.forgone for line in self.lines)

    @property
    def given_back(self) -> int:
        return sum(line.given_back for line in self.lines)

    @property
    def deposited(self) -> int:
        return sum(deposit.amount for deposit in self.deposits)

    @property
    def difference(self) -> int:
        return sum(difference.amount for difference in self.differences)

    @property
    def left(self) -> int:
        return self.collected - self.deposited - self.difference


def fee_book(
    on: date, records: DayRecords, terms: FacilityTerms | None, *, deposit_due_on: date
) -> FeeBook:
    """Pass holders stand as online residents, each by the charge of that day. `terms`: those that
    held on it; `None` where none did, and so nobody was let in."""
    people: Counter[tuple[VisitorClass, bool, Charge, str]] = Counter()
    given: Counter[tuple[VisitorClass, bool, Charge, str]] = Counter()
    shares = {share.member_id: share.amount for share in records.shares}
    for admission in records.admissions:
        charge, age = admission.charge, admission.age_class
        article = terms.article_of("online_resident", charge, age=age) if terms else ""
        people["online_resident", False, charge, article] += 1
        given["online_resident", False, charge, article] += shares.get(admission.member_id, 0)
    counts = [c for c in records.counts if c.count_key not in records.voided]
    for count in counts:
        if count.outcome == "count_too_old":
            continue
        for counted in count.visitors:
            visitor, is_group, charge = counted.visitor_class, count.is_group, counted.charge
            article = terms.article_of(visitor, charge, is_group=is_group) if terms else ""
            people[visitor, is_group, charge, article] += counted.people
    lines = [FeeLine(*alike, n, given[alike]) for alike, n in people.items()]
    marked = Counter[str](scan.outcome for scan in records.marked)
    marked.update(count.outcome for count in counts if count.outcome != "counted")
    return FeeBook(
        on=on,
        lines=tuple(sorted(lines, key=_order)),
        marked=dict(sorted(marked.items())),
        deposits=tuple(sorted(records.deposits, key=lambda d: d.number)),
        differences=tuple(sorted(records.differences, key=lambda d: d.number)),
        deposit_due_on=deposit_due_on,
    )


def _order(line: FeeLine) -> tuple[int, bool, int, int, str]:
    place = VISITOR_CLASSES.index(line.visitor_class)
    return place, line.is_group, line.charge.fee, line.charge.discount, line.article
