"""Proposals of facilities' terms as their steps, and the version written with its outcome."""

from functools import partial

from chalicelib.approvals.approvals import OUTCOME, PROPOSAL, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import (
    item_from_step,
    put_step,
    read_page,
    read_request,
    step_from_item,
)
from chalicelib.aws.table import Item, Table
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.visits import keys
from chalicelib.visits.facility_file import record_from_terms, terms_from_record
from chalicelib.visits.terms_proposals import TermsProposal
from chalicelib.visits.terms_store import item_from_terms


class TermsProposalStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, proposal: TermsProposal) -> None:
        """Access pattern 345: the proposal. Does nothing if it is there."""
        pk = keys.terms_proposals(proposal.county_id)
        self._table.put_new(
            item_from_step(pk, proposal.proposal_id, PROPOSAL, proposal.steps[0])
            | {
                "facility_id": proposal.terms.facility_id,
                "terms": record_from_terms(proposal.terms),
            }
        )

    def by_id(self, county_id: str, proposal_id: str) -> TermsProposal | None:
        """Access pattern 346: one with all its steps, read consistently."""
        items = read_request(self._table, keys.terms_proposals(county_id), proposal_id)
        return _proposal(county_id, items) if items else None

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[TermsProposal], str | None]:
        """Access pattern 347: newest first, those of a status if given, and the id to go on
        before."""
        return read_page(
            self._table,
            keys.terms_proposals(county_id),
            partial(_proposal, county_id),
            status=status,
            limit=limit,
            before_id=before_id,
        )

    def put_step(self, proposal: TermsProposal, number: int, step: Step) -> bool:
        """`False` if this step was taken already, by whomever."""
        pk = keys.terms_proposals(proposal.county_id)
        return put_step(self._table, pk, proposal.proposal_id, number, step)

    def put_in_force(self, proposal: TermsProposal, step: Step, record: AuditRecord) -> bool:
        """Access pattern 348: the version, the step `applied` and the record in one transaction;
        `False` if the day has a version, or the proposal an outcome."""
        pk = keys.terms_proposals(proposal.county_id)
        new = [
            item_from_terms(proposal.terms),
            item_from_step(pk, proposal.proposal_id, OUTCOME, step),
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
