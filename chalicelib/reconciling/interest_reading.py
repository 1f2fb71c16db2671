"""Whether two people confirmed the interest of the treasury account as it stands.

A day's version is written by a confirmed proposal, in one transaction with the proposal's outcome.
All of it is looked at, as a half-year's publication is made of days long gone: half a read unit for
each forty versions and for each dozen proposals, some tens of units for the first ten years.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec import Struct

from chalicelib.approvals.approvals import OUTCOME
from chalicelib.reconciling.approval_check import approval_faults
from chalicelib.reconciling.ports import InterestSource
from chalicelib.reconciling.reconciliation import Difference
from chalicelib.treasury import keys
from chalicelib.treasury.interest import Interest, InterestProposal, InterestRow

PAGE = 100


class InterestReading(Struct, frozen=True):
    source: InterestSource

    def differences(self, county_id: str) -> list[Difference]:
        # Before the versions: one that comes into force meanwhile has them.
        applied = [one for one in self._proposals(county_id) if one.status == "applied"]
        versions = self.source.versions(county_id, date.min, date.max)
        by_id = cache(lambda proposal_id: self.source.by_id(county_id, proposal_id))
        numbers: Counter[date] = Counter()
        found = []
        for version in versions:
            faults = _faults(version, by_id(version.proposal_id))
            numbers[version.on] += 1
            if version.number != numbers[version.on]:
                faults.append("sequence")
            if faults:
                found.append(_difference(county_id, version.on, version.number, faults))
        there = {(each.on, each.number, each.proposal_id) for each in versions}
        for one in applied:
            for row in one.rows:
                if (row.on, row.number, one.proposal_id) not in there:
                    found.append(_difference(county_id, row.on, row.number, ["record"]))
        return found

    def _proposals(self, county_id: str) -> Iterator[InterestProposal]:
        before_id: str | None = None
        while True:
            page, before_id = self.source.page(
                county_id, status=None, limit=PAGE, before_id=before_id
            )
            yield from page
            if before_id is None:
                return


def _faults(version: Interest, proposal: InterestProposal | None) -> list[str]:
    if proposal is None:
        return ["proposal"]
    faults = approval_faults(proposal.steps)
    if InterestRow(version.on, version.amount, version.number) not in proposal.rows:
        faults.append("amount")
    if [step.name for step in proposal.steps[OUTCOME - 1 :]] != ["applied"]:
        faults.append("outcome")
    return faults


def _difference(county_id: str, on: date, number: int, faults: list[str]) -> Difference:
    subject = keys.interest_version(county_id, on, number).sk
    return Difference(kind="interest_not_confirmed", subject=subject, detail=", ".join(faults))
