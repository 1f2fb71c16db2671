"""Interest by two people: one writes down what the bank's statement says, another confirms it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from chalicelib.approvals.approvals import DECISION, RequestStore, Step
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import ConflictError, RuleViolationError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.treasury.errors import (
    InterestChangedError,
    InterestProposalNotFoundError,
    InterestRowsInvalidError,
)
from chalicelib.treasury.interest import (
    PROPOSABLE,
    Interest,
    InterestProposal,
    InterestRow,
    JudgedRow,
    judge,
    judge_file,
    newest,
)


class InterestStore(RequestStore[InterestProposal], Protocol):
    def create(self, proposal: InterestProposal) -> None: ...

    def put_in_force(self, proposal: InterestProposal, step: Step, record: AuditRecord) -> bool: ...

    def versions(self, county_id: str, first: date, last: date) -> list[Interest]: ...


class InterestRecords(ApprovalRequests[InterestProposal], frozen=True, kw_only=True):
    MATTER = "interest_proposals"
    PREFIX = "int"
    PURPOSE = "interest"
    NOT_FOUND = InterestProposalNotFoundError

    store: InterestStore
    counties: Counties

    def check_file(self, county_id: str, text: str) -> list[JudgedRow]:
        """What would become of each row. Nothing is written."""
        opened_on, today = self._bounds(county_id)
        known = newest(self.store.versions(county_id, opened_on, today))
        return judge_file(text, known, opened_on=opened_on, today=today)

    def propose(
        self,
        county_id: str,
        person: Person,
        amounts: Sequence[tuple[date, int]],
        *,
        reason: str,
        idempotency_key: str,
    ) -> tuple[InterestProposal, bool]:
        """(the proposal as it was made, whether this repeats it). Nothing is in force yet. Raises
        `InterestRowsInvalidError`, `IdempotencyKeyReusedError`."""
        opened_on, today = self._bounds(county_id)
        known = newest(self.store.versions(county_id, opened_on, today))

        def check() -> None:
            rows = [(line, on, amount) for line, (on, amount) in enumerate(amounts, 1)]
            judged = judge(rows, known, opened_on=opened_on, today=today)
            wrong = [row.line for row in judged if row.state not in PROPOSABLE]
            if wrong:
                raise InterestRowsInvalidError(param="rows", rows=wrong)

        asked = {"rows": [[on.isoformat(), amount] for on, amount in amounts], "reason": reason}
        proposal_id, is_repeated = self.propose_once(
            county_id, person, idempotency_key, asked, check
        )
        rows = tuple(InterestRow(on, amount, _next(known.get(on))) for on, amount in amounts)
        step = Step("proposed", self.clock(), by=person, reason=reason)
        self.store.create(
            InterestProposal(county_id=county_id, proposal_id=proposal_id, rows=rows, steps=(step,))
        )
        return self.as_proposed(county_id, proposal_id), is_repeated

    def carry_out(self, proposal: InterestProposal) -> None:
        now = self.clock()
        try:
            self._check_next(proposal)
        except (RuleViolationError, ConflictError) as error:
            self.refuse(proposal, error)
            return
        approver = proposal.steps[DECISION - 1].by
        assert approver is not None
        record = AuditRecord.made(
            county_id=proposal.county_id,
            at=now,
            by=approver,
            action="interest_recorded",
            target_id=proposal.proposal_id,
            reason=proposal.reason,
            before={},
            after={
                "days": len(proposal.rows),
                "amount": sum(row.amount for row in proposal.rows),
                "corrects": sum(row.number > 1 for row in proposal.rows),
            },
        )
        self.store.put_in_force(proposal, Step("applied", now), record)

    def _check_next(self, proposal: InterestProposal) -> None:
        days = [row.on for row in proposal.rows]
        known = newest(self.store.versions(proposal.county_id, min(days), max(days)))
        for row in proposal.rows:
            if row.number != _next(known.get(row.on)):
                raise InterestChangedError(on=row.on.isoformat())

    def _bounds(self, county_id: str) -> tuple[date, date]:
        return self.counties.county(county_id).opened_on, seoul_date(self.clock())


def _next(known: Interest | None) -> int:
    return known.number + 1 if known else 1
