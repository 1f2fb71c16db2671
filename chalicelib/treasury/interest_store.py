"""Interest as its versions, and proposals of it as their steps."""

from datetime import date

from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.treasury import keys
from chalicelib.treasury.interest import Interest, InterestProposal, InterestRow


class InterestStore(StepStore[InterestProposal]):
    """Access pattern 292: one by its id. Access pattern 293: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.interest_proposals, _proposal)

    def create(self, proposal: InterestProposal) -> None:
        """Access pattern 291: the proposal. Does nothing if it is there."""
        rows = [[row.on.isoformat(), row.amount, row.number] for row in proposal.rows]
        self.put_proposal(proposal, {"rows": rows})

    def put_in_force(self, proposal: InterestProposal, step: Step, record: AuditRecord) -> bool:
        """Access pattern 294: the days' versions, the step `applied` and the record in one
        transaction; `False` if a day has such a version, or the proposal an outcome."""
        county_id = proposal.county_id
        versions: list[Item] = [
            {
                **keys.interest_version(county_id, row.on, row.number)._asdict(),
                "type": "interest",
                "amount": row.amount,
                "proposal_id": proposal.proposal_id,
            }
            for row in proposal.rows
        ]
        outcome = self._item(proposal, OUTCOME, step)
        return self._table.put_together([*versions, outcome, item_from_record(record)], [])

    def versions(self, county_id: str, first: date, last: date) -> list[Interest]:
        """Access pattern 295: every version of a span of days, in order."""
        items = self._table.query_all(
            keys.interest(county_id),
            between=keys.versions_between(first, last),
            consistent=True,
        )
        return [_interest(county_id, item) for item in items]


def _interest(county_id: str, item: Item) -> Interest:
    on, number = keys.split_version(item["sk"])
    return Interest(
        county_id=county_id,
        on=date.fromisoformat(on),
        number=number,
        amount=int(item["amount"]),
        proposal_id=item["proposal_id"],
    )


def _proposal(county_id: str, items: list[Item]) -> InterestProposal:
    first = items[0]
    return InterestProposal(
        county_id=county_id,
        proposal_id=split_step(first["sk"])[0],
        rows=tuple(
            InterestRow(date.fromisoformat(on), int(amount), int(number))
            for on, amount, number in first["rows"]
        ),
        steps=tuple(map(step_from_item, items)),
    )
