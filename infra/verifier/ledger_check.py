"""The whole check of a ledger: every chain, total, published day, approval and budget.

One pass over the source. Of the wallet that is read only what its next entry needs is held, of
those before it a number each; of the entries' hashes the newest, the others are on disk;
adjustments and bulk grants whole.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from infra.verifier import day_record, root_audit
from infra.verifier.county_books import Books, CountyBooks
from infra.verifier.day_leaves import DayLeaves
from infra.verifier.day_record import DayRecord
from infra.verifier.fund_book import FundSums, says, stated_day
from infra.verifier.ledger_audit import BrokenEntry, Record, WalletAudit, moment
from infra.verifier.ledger_sources import Grouped, Source, StoredEntry
from infra.verifier.ledger_totals import LedgerTotals
from infra.verifier.published_days import PublishedDays
from infra.verifier.root_audit import RootFindings
from infra.verifier.typed_values import Attributes

_UNUSABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class _NotGroupedError(Exception):
    """A wallet came again after another one."""


@dataclass(slots=True)
class CountyCheck:
    totals: LedgerTotals = field(default_factory=LedgerTotals)
    hashes: DayLeaves = field(default_factory=DayLeaves)
    served: list[DayRecord] = field(default_factory=list)
    kept_totals: dict[str, Attributes] = field(default_factory=dict)
    roots: RootFindings | None = None


@dataclass(slots=True)
class LedgerCheck:
    """What was found. `problems` are sentences about what is no single wallet's."""

    entry_count: int = 0
    wallet_count: int = 0
    counties: dict[str, CountyCheck] = field(default_factory=lambda: defaultdict(CountyCheck))
    broken: list[BrokenEntry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    other_counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    books: Books = field(default_factory=Books)

    @property
    def is_sound(self) -> bool:
        return not self.broken and not self.problems


def check(source: Source, days: PublishedDays | None) -> LedgerCheck:
    """`days` is `None` if there is nothing to compare the entries with."""
    try:
        found = _read(source)
    except _NotGroupedError:
        source = Grouped(source)
        found = _read(source, is_grouped=True)
    found.problems += _beside_the_ledger(found, source, days)
    if days is not None:
        _compare_days(found, days)
        _name_unpublished(found, source)
    for county_id, county in found.counties.items():
        found.problems += (f"{county_id}: {each}" for each in _stale_totals(county))
        for equation in county.totals.equations():
            if equation.difference:
                found.problems.append(
                    f"{county_id}: {equation.name} issued differ from spent, outstanding, expired, "
                    f"refunded and taken by {equation.difference:,}"
                )
        for merchant_id, won in county.totals.settlement_basis().items():
            if won < 0:
                found.problems.append(f"{county_id}: {merchant_id} gave back more than it took")
    return found


def _read(source: Source, *, is_grouped: bool = False) -> LedgerCheck:
    found = LedgerCheck()
    # A number for each wallet: two that have the same one cost another reading, and no finding.
    seen: set[int] = set()
    wallet: _Wallet | None = None
    for entry in source.entries(lambda item: _note_other(found, item)):
        if not entry.member_id:
            found.problems.append(f"unreadable: {entry.problem}")
            continue
        if wallet is None or not wallet.owns(entry):
            if wallet is not None:
                wallet.finish(found)
            key = (entry.county_id, entry.member_id)
            if not is_grouped:
                if (number := hash(key)) in seen:
                    raise _NotGroupedError
                seen.add(number)
            found.wallet_count += 1
            wallet = _Wallet(*key, found.counties[entry.county_id], found.books)
        wallet.add(entry)
        found.entry_count += 1
    if wallet is not None:
        wallet.finish(found)
    return found


class _Wallet:
    """The chain that is being read. Entries that came before their turn wait for it."""

    def __init__(self, county_id: str, member_id: str, county: CountyCheck, books: Books) -> None:
        self._audit = WalletAudit(county_id, member_id)
        self._county = county
        self._books: CountyBooks = books.of(county_id)
        self._waiting: dict[int, StoredEntry] = {}
        self._head: Record | None = None

    def owns(self, entry: StoredEntry) -> bool:
        return entry.member_id == self._audit.member_id and entry.county_id == self._audit.county_id

    def add(self, entry: StoredEntry) -> None:
        expected = self._audit.entry_count + 1
        if entry.seq != expected and self._audit.broken is None and entry.seq > expected:
            if entry.seq in self._waiting:
                self._take(self._waiting.pop(entry.seq))
            self._waiting[entry.seq] = entry
            return
        self._take(entry)
        while self._waiting and (following := self._waiting.pop(self._audit.entry_count + 1, None)):
            self._take(following)

    def finish(self, found: LedgerCheck) -> None:
        for _, entry in sorted(self._waiting.items()):
            self._take(entry)
        if self._head is not None:
            try:
                self._county.totals.add_head(self._head)
            except _UNUSABLE:
                self._audit.name(self._head, "malformed")
        if self._audit.broken is not None:
            found.broken.append(self._audit.broken)

    def _take(self, entry: StoredEntry) -> None:
        record = entry.record
        if entry.problem:
            self._audit.name({"seq": entry.seq, **record}, "stored form", entry.problem)
            return
        self._audit.add(record, entry.canonical)
        try:
            day = moment(record["at"])[1]
            self._county.hashes.add(day, bytes.fromhex(record["hash"]))
            self._county.totals.add(record, day)
            self._books.add(record)
        except _UNUSABLE:
            self._audit.name(record, "malformed")
        else:
            self._head = record


def _note_other(found: LedgerCheck, item: Attributes) -> None:
    kind = str(item.get("type"))
    found.other_counts[kind] += 1
    found.books.note(item)
    if kind == "day_totals":
        county_id, _, _ = str(item.get("pk")).partition("#")
        found.counties[county_id].kept_totals[str(item.get("sk"))] = item
    if kind != "ledger_root":
        return
    try:
        root = day_record.from_record(item["record"])
        is_itself = (item["pk"], item["sk"]) == (f"{root.county_id}#ROOTS", root.on.isoformat())
        if not is_itself or len(item) != len(("pk", "sk", "type", "record")):
            raise ValueError("it stands in the wrong place")
    except _UNUSABLE as exc:
        found.problems.append(f"{item.get('pk')} {item.get('sk')}: no day record ({exc})")
        return
    found.counties[root.county_id].served.append(root)


def _beside_the_ledger(found: LedgerCheck, source: Source, days: PublishedDays | None) -> list[str]:
    """What approvals and budgets say otherwise; of a table in use, in two readings."""
    if not source.holds_all:
        return []
    problems = found.books.problems(days)
    if problems and source.is_live:
        again = _read(source, is_grouped=isinstance(source, Grouped)).books.problems(days)
        problems = {what: again[what] for what in problems if what in again}
    return list(problems.values())


def _stale_totals(county: CountyCheck) -> Iterator[str]:
    """The totals that the table keeps of past days for the reports, against the entries. A closing
    figure that is wrong is wrong on every later day too: such days are named together."""
    kept_days = sorted(county.kept_totals)
    stale = set(_stale_days(county))
    for is_stale, run in itertools.groupby(kept_days, key=stale.__contains__):
        if is_stale:
            days = list(run)
            period = days[0] if len(days) == 1 else f"{days[0]} … {days[-1]} ({len(days)} days)"
            yield f"{period}: the totals that are kept for the reports are not those of the entries"


def _stale_days(county: CountyCheck) -> Iterator[str]:
    totals = county.totals
    members, owed, funds = 0, (0, 0), FundSums(totals.funds)
    days = {day: (mileage, vouchers) for day, mileage, vouchers in totals.liabilities()}
    for day in sorted(days.keys() | county.kept_totals.keys()):
        flows = totals.flows_by_day.get(day, {})
        members += flows.get("signup", [0])[0]
        owed = days.get(day, owed)
        of_funds = funds.end_day(day)
        kept = county.kept_totals.get(day)
        if kept is None:
            continue
        expected = {
            "on": day,
            "closing": {"members": members, "mileage": owed[0], "voucher": owed[1]},
            "flows": flows,
        }
        try:
            is_stated = stated_day(kept["totals"]) == expected and says(kept["totals"], of_funds)
        except _UNUSABLE:
            is_stated = False
        if not is_stated:
            yield day


def _compare_days(found: LedgerCheck, days: PublishedDays) -> None:
    for county_id in sorted(days.counties() | found.counties.keys()):
        county = found.counties[county_id]
        roots, problems = days.roots(county_id)
        county.roots = root_audit.check(
            county_id,
            roots,
            county.hashes,
            lambda on, county_id=county_id: days.leaves(county_id, on),  # type: ignore[misc]
        )
        problems += county.roots.problems
        kept = {root.on: root for root in roots}
        for day in sorted(days.days_with_leaves(county_id) - {on.isoformat() for on in kept}):
            problems.append(f"{day}: leaves without a day record")
        problems += _differences(county.served, kept)
        found.problems += [f"{county_id}: {problem}" for problem in problems]


def _differences(served: Iterable[DayRecord], kept: dict[date, DayRecord]) -> Iterator[str]:
    """Between the records that the table serves, if the source has them, and the kept ones."""
    by_day = {root.on: root for root in served}
    if not by_day:
        return
    for on in sorted(by_day.keys() | kept.keys()):
        if on not in kept:
            yield f"{on}: the table serves a day record that is not kept"
        elif on not in by_day:
            yield f"{on}: the table lacks the day record"
        elif by_day[on] != kept[on]:
            yield f"{on}: the table serves another day record than is kept"


def _name_unpublished(found: LedgerCheck, source: Source) -> None:
    """Which entries they are that no published day has: a second pass, only if there are any."""
    wanted: dict[str, date] = {}
    for county in found.counties.values():
        if county.roots is not None:
            wanted |= {leaf.hex(): on for leaf, on in county.roots.unpublished.items()}
    if not wanted:
        return
    named = {(broken.county_id, broken.member_id): broken for broken in found.broken}
    for entry in source.entries(lambda item: None):
        on = wanted.get(str(entry.record.get("hash")))
        if on is None:
            continue
        broken = BrokenEntry(
            entry.county_id,
            entry.member_id,
            entry.seq,
            str(entry.record["entry_id"]),
            "unpublished",
            f"no published day has its hash; {on} should",
        )
        before = named.get((entry.county_id, entry.member_id))
        if before is None or entry.seq < before.seq:
            named[entry.county_id, entry.member_id] = broken
    found.broken = list(named.values())


def totals_by_day(county: CountyCheck) -> Iterator[dict[str, Any]]:
    """Of each day: flows by kind, and what is owed after it."""
    for day, mileage, vouchers in county.totals.liabilities():
        yield {
            "on": day,
            "flows": county.totals.flows_by_day[day],
            "mileage_liability": mileage,
            "voucher_liability": vouchers,
        }
