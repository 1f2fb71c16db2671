"""The duties of a county as they stand, and writing down that one was done or was not."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from chalicelib.agents.agents import Agent
from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.values import add_months, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.duties.duties import (
    Duty,
    DutyKind,
    DutyState,
    Rule,
    case_rule,
    periodic,
    work_by,
)
from chalicelib.duties.errors import (
    DutyChangedError,
    DutyDoneByDecisionError,
    DutyDoneByDepositError,
    DutyDoneByReviewError,
    DutyNotDoneError,
    DutyNotFoundError,
    DutyNotOverError,
)
from chalicelib.duties.ports import (
    AgentSource,
    FeeDueSource,
    HolidaySource,
    Published,
    ReviewSource,
    UndecidedSource,
)
from chalicelib.duties.store import DutyStore, Mark, Sending
from chalicelib.settlement.business_days import business_days
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.person import Person
from chalicelib.visits.fee_dues import FeeDue

CASES = "merchant_decision-"
DEPOSITS = "fee_deposit-"
REVIEWS = "data_review-"


class Standing(Struct, frozen=True, kw_only=True):
    """A duty as it stands on a day. `files`: paths below the API's root of what is to be sent,
    of each of `agents` one where it is theirs. `fees`: the day of a sight that it is of;
    `merchant_name`: the shop that it is of."""

    duty: Duty
    state: DutyState
    days_left: int
    work_by_on: date | None
    sending: Sending | None
    files: tuple[str, ...] = ()
    agents: tuple[Agent, ...] = ()
    fees: FeeDue | None = None
    merchant_name: str | None = None


class Duties(Struct, frozen=True):
    store: DutyStore
    counties: Counties
    holidays: HolidaySource
    applications: UndecidedSource
    registers: Published
    funds: Published
    issue_reports: Published
    agents: AgentSource
    fees: FeeDueSource
    reviews: ReviewSource
    clock: Clock

    def all(self, county_id: str) -> list[Standing]:
        """What recurs, the applications that wait and the fees to be paid in, by their last day."""
        today = seoul_date(self.clock())
        marks, reviewed = self.store.marks(county_id), self.reviews.periods(county_id)
        days = business_days(self.holidays.all(county_id))
        published = {
            "register_publication": frozenset(self.registers.published(county_id)),
            "fund_publication": frozenset(self.funds.published(county_id)),
            "issue_report": frozenset(self.issue_reports.published(county_id)),
        }
        deposits = dict(self._deposits(county_id, today))
        cases = dict(self._cases(county_id, today))
        duties = [*self._periodic(county_id, today), *cases, *deposits]
        agents = self.agents.all(county_id)
        found = []
        for duty in sorted(duties, key=lambda one: (one.due_on, one.duty_id)):
            mark = marks.get(duty.duty_id)
            sending = mark.sending if mark else None
            reporting = _reporting(duty, agents, today)
            found.append(
                Standing(
                    duty=duty,
                    state=duty.state(today, is_done=_is_done(duty, mark, reviewed)),
                    days_left=duty.days_left(today),
                    work_by_on=work_by(duty.due_on, days, today),
                    sending=sending,
                    files=(*_files(duty, published), *(_of_agent(duty, one) for one in reporting)),
                    agents=reporting,
                    fees=deposits.get(duty),
                    merchant_name=cases.get(duty),
                )
            )
        return found

    def pressing(self, county_id: str) -> int:
        """How many that recur are due within days, or overdue, and how many days' fees should have
        been paid in. What waits for a decision is told of as such."""
        today = seoul_date(self.clock())
        marks, reviewed = self.store.marks(county_id), self.reviews.periods(county_id)
        states = (
            duty.state(today, is_done=_is_done(duty, marks.get(duty.duty_id), reviewed))
            for duty in self._periodic(county_id, today)
        )
        recurring = sum(state in ("due", "overdue") for state in states)
        if case_rule(county_id, "fee_deposit", today) is None:
            return recurring
        return recurring + self.fees.overdue(county_id)

    def mark_sent(
        self,
        county_id: str,
        person: Person,
        duty_id: str,
        *,
        sent_on: date,
        recipient: str,
        note: str,
    ) -> Standing:
        """Said again in the same words it is said once; other words replace it, on record.

        Raises `DutyNotFoundError`, `DutyDoneByDecisionError`, `DutyDoneByDepositError`,
        `DutyDoneByReviewError`, `DutyNotOverError`, `DutyChangedError`, `InvalidRequestError` for a
        day to come."""

        def sending(duty: Duty, before: Sending | None) -> Sending | None:
            now = to_milliseconds(self.clock())
            if sent_on > seoul_date(now):
                problem = ("오늘까지의 날이어야 합니다", "must not be after today")
                raise InvalidRequestError(param="sent_on", problem=problem)
            if sent_on <= duty.over_on:
                raise DutyNotOverError(param="sent_on", over_on=duty.over_on.isoformat())
            words = (sent_on, recipient, note, person.username)
            if before and (before.sent_on, before.recipient, before.note, before.by) == words:
                return before
            return Sending(
                sent_on=sent_on, recipient=recipient, note=note, by=person.username, at=now
            )

        return self._say(county_id, person, duty_id, "duty_done", note, sending)

    def take_back(self, county_id: str, person: Person, duty_id: str, *, reason: str) -> Standing:
        """Raises `DutyNotFoundError`, `DutyDoneByDecisionError`, `DutyDoneByDepositError`,
        `DutyDoneByReviewError`, `DutyNotDoneError`, `DutyChangedError`."""

        def sending(_duty: Duty, before: Sending | None) -> None:
            if before is None:
                raise DutyNotDoneError

        return self._say(county_id, person, duty_id, "duty_reopened", reason, sending)

    def _say(
        self,
        county_id: str,
        person: Person,
        duty_id: str,
        action: AuditAction,
        reason: str,
        decide: Callable[[Duty, Sending | None], Sending | None],
    ) -> Standing:
        if duty_id.startswith(CASES):
            raise DutyDoneByDecisionError
        if duty_id.startswith(DEPOSITS):
            raise DutyDoneByDepositError
        if duty_id.startswith(REVIEWS):
            raise DutyDoneByReviewError
        now = to_milliseconds(self.clock())
        duties = {one.duty_id: one for one in self._periodic(county_id, seoul_date(now))}
        if duty_id not in duties:
            raise DutyNotFoundError
        mark = self.store.marks(county_id).get(duty_id)
        before = mark.sending if mark else None
        after = decide(duties[duty_id], before)
        if after != before:
            record = AuditRecord.made(
                county_id=county_id,
                at=now,
                by=person,
                action=action,
                target_id=duty_id,
                reason=reason,
                before=_facts(before),
                after=_facts(after),
            )
            version = mark.version + 1 if mark else 1
            said = Mark(county_id=county_id, duty_id=duty_id, sending=after, version=version)
            if not self.store.put(said, record):
                raise DutyChangedError
        return next(one for one in self.all(county_id) if one.duty.duty_id == duty_id)

    def _periodic(self, county_id: str, today: date) -> list[Duty]:
        return periodic(county_id, self.counties.county(county_id).opened_on, today)

    def _cases(self, county_id: str, today: date) -> list[tuple[Duty, str]]:
        rule = case_rule(county_id, "merchant_decision", today)
        if rule is None:
            return []
        return [
            (Duty(rule=rule, period=application_id, over_on=today, due_on=due_on), name)
            for application_id, name, due_on in self.applications.undecided(county_id)
        ]

    def _deposits(self, county_id: str, today: date) -> list[tuple[Duty, FeeDue]]:
        rule = case_rule(county_id, "fee_deposit", today)
        if rule is None:
            return []
        return [(_fee_duty(rule, due), due) for due in self.fees.all(county_id)]


def _fee_duty(rule: Rule, due: FeeDue) -> Duty:
    on = due.book.on
    period = f"{on.isoformat()}-{due.facility_id}"
    return Duty(rule=rule, period=period, over_on=on, due_on=due.book.deposit_due_on)


def _is_done(duty: Duty, mark: Mark | None, reviewed: frozenset[str]) -> bool:
    if duty.kind == "data_review":
        return duty.period in reviewed
    return mark is not None and mark.sending is not None


_FILES: Mapping[DutyKind, tuple[str, tuple[str, ...]]] = {
    "register_publication": ("v1/merchant-registers", ("xlsx", "csv")),
    "fund_publication": ("v1/fund-publications", ("xlsx", "csv", "html")),
    "issue_report": ("v1/staff/issue-reports", ("xlsx", "csv")),
}
"""Where what was made is read, and in which forms."""


def _files(duty: Duty, published: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    if duty.period not in published.get(duty.kind, ()):
        return ()
    address, kinds = _FILES[duty.kind]
    return tuple(f"{address}/{duty.period}?format={kind}" for kind in kinds)


def _reporting(duty: Duty, agents: Sequence[Agent], today: date) -> tuple[Agent, ...]:
    """Whose quarter the county has ready from its own ledger, once it is over: who was an agent in
    it. Of a month there is no report."""
    if duty.kind != "agent_report" or duty.rule.every_months != 3 or duty.over_on >= today:
        return ()
    first_on = add_months(duty.over_on.replace(day=1), -2)
    return tuple(
        one
        for one in agents
        if seoul_date(one.opened_at) <= duty.over_on
        and (one.closed_at is None or seoul_date(one.closed_at) >= first_on)
    )


def _of_agent(duty: Duty, agent: Agent) -> str:
    return f"v1/staff/agents/{agent.agent_id}/quarters/{duty.period}.xlsx"


def _facts(sending: Sending | None) -> Facts:
    if sending is None:
        return {"state": "open"}
    return {
        "state": "done",
        "sent_on": sending.sent_on.isoformat(),
        "recipient": sending.recipient,
    }
