"""Proposals of facilities' terms as their steps, and the version written with its outcome."""

from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.visits import keys
from chalicelib.visits.facility_file import record_from_terms, terms_from_record
from chalicelib.visits.terms_proposals import TermsProposal
from chalicelib.visits.terms_store import item_from_terms


class TermsProposalStore(StepStore[TermsProposal]):
    """Access pattern 346: one by its id. Access pattern 347: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.terms_proposals, _proposal)

    def create(self, proposal: TermsProposal) -> None:
        """Access pattern 345: the proposal. Does nothing if it is there."""
        self.put_proposal(
            proposal,
            {
                "facility_id": proposal.terms.facility_id,
                "terms": record_from_terms(proposal.terms),
            },
        )

    def put_in_force(self, proposal: TermsProposal, step: Step, record: AuditRecord) -> bool:
        """Access pattern 348: the version, the step `applied` and the record in one transaction;
        `False` if the day has a version, or the proposal an outcome."""
        new = [
            item_from_terms(proposal.terms),
            self._item(proposal, OUTCOME, step),
            item_from_record(record),
        ]
        return self._table.put_together(new, [])


def _proposal(county_id: str, items: list[Item]) -> TermsProposal:
    first = items[0]
    return TermsProposal(
        county_id=county_id,
        proposal_id=split_step(first["sk"])[0],
        terms=terms_from_record(county_id, first["facility_id"], first["terms"]),
        steps=tuple(map(step_from_item, items)),
    )
