"""The cases of some days: signals found as they are asked for, with what staff said of them.

Nothing is kept of a signal: it is counted again from the days' entries each time, a query of a
day's partitions each, so that it can never differ from them. A few days cost what a report of them
costs.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.fraud.errors import (
    FraudCaseChangedError,
    FraudCaseNotFoundError,
    FraudSpanTooLongError,
)
from chalicelib.fraud.signals import Found, Refusal, in_entries, in_reports
from chalicelib.fraud.store import CaseState, FraudCaseStore, Word
from chalicelib.ledger.ports import WalletStore
from chalicelib.merchants.reports import ShopReportStore
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person

SPAN_DAYS_MAX = 7
_REPORTS_PAGE = 100
_REPORT_PAGES_MAX = 50


class Case(Struct, frozen=True):
    found: Found
    word: Word | None

    @property
    def state(self) -> CaseState:
        return self.word.state if self.word else "open"


class FraudCases(Struct, frozen=True):
    wallets: WalletStore
    reports: ShopReportStore
    store: FraudCaseStore
    clock: Clock

    def between(self, county_id: str, first: date, last: date) -> list[Case]:
        """The cases of these days, newest day first. Raises `FraudSpanTooLongError`."""
        if not timedelta(0) <= last - first < timedelta(days=SPAN_DAYS_MAX):
            raise FraudSpanTooLongError(param="to_on", days=SPAN_DAYS_MAX)
        found = in_reports(self._refusals(county_id), first, last)
        for back in range((last - first).days + 1):
            on = last - timedelta(days=back)
            found += in_entries(on, self.wallets.entries_on(county_id, on))
        # "~" sorts after all that stands in an id.
        words = self.store.words(county_id, first.isoformat(), f"{last.isoformat()}~")
        cases = [Case(one, words.get(one.case_id)) for one in found]
        return sorted(cases, key=lambda case: case.found.case_id, reverse=True)

    def say(
        self, county_id: str, person: Person, case_id: str, *, state: CaseState, note: str
    ) -> Case:
        """Raises `FraudCaseNotFoundError` of what is no signal, `FraudCaseChangedError` if somebody
        else was faster. Said twice in the same words it is said once."""
        on = _day_of(case_id)
        cases = {one.found.case_id: one for one in self.between(county_id, on, on)}
        case = cases.get(case_id)
        if case is None:
            raise FraudCaseNotFoundError
        before = case.word
        if before and (before.state, before.note, before.by) == (state, note, person.username):
            return case
        now = self.clock()
        word = Word(
            county_id=county_id,
            case_id=case_id,
            state=state,
            by=person.username,
            at=to_milliseconds(now),
            note=note,
            version=before.version + 1 if before else 1,
        )
        record = AuditRecord.made(
            county_id=county_id,
            at=now,
            by=person,
            action="fraud_case_judged",
            target_id=case.found.merchant_id,
            reason=note,
            before={"case": case_id, "state": case.state},
            after={"case": case_id, "state": state},
        )
        if not self.store.say(word, record):
            raise FraudCaseChangedError
        return Case(case.found, word)

    def _refusals(self, county_id: str) -> Iterator[Refusal]:
        position: str | None = None
        for _ in range(_REPORT_PAGES_MAX):
            page, position = self.reports.page(county_id, limit=_REPORTS_PAGE, position=position)
            for one in page:
                if one.kind == "refuses":
                    on = seoul_date(one.at)
                    yield Refusal(one.merchant_id, one.name, one.reporter, on)
            if position is None:
                return


def _day_of(case_id: str) -> date:
    try:
        return date.fromisoformat(case_id[:10])
    except ValueError as exc:
        raise FraudCaseNotFoundError from exc
