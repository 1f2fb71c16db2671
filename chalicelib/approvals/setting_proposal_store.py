"""Proposals of settings as their steps, and the version that is written with its outcome."""

from datetime import date
from functools import partial

from chalicelib.approvals import keys
from chalicelib.approvals.approvals import OUTCOME, PROPOSAL, Step
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.approvals.step_store import (
    item_from_step,
    put_step,
    read_page,
    read_request,
    step_from_item,
)
from chalicelib.aws.table import Item, Table
from chalicelib.county.settings import RecordOutcome, SettingVersion
from chalicelib.county.store import CountyStore


class SettingProposalStore:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._counties = CountyStore(table)

    def create(self, proposal: SettingProposal) -> None:
        """Access pattern 85: the proposal. Does nothing if it is there."""
        pk = keys.setting_proposals(proposal.county_id)
        self._table.put_new(
            item_from_step(pk, proposal.proposal_id, PROPOSAL, proposal.steps[0])
            | {
                "key": proposal.key,
                "effective_on": proposal.effective_on.isoformat(),
                "value": proposal.value,
                "source": proposal.source,
                "notice": proposal.notice,
            }
        )

    def by_id(self, county_id: str, proposal_id: str) -> SettingProposal | None:
        """Access pattern 86: one with all its steps, read consistently."""
        items = read_request(self._table, keys.setting_proposals(county_id), proposal_id)
        return proposal_from_items(county_id, items) if items else None

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[SettingProposal], str | None]:
        """Access pattern 87: newest first, those of a status if given, and the id to go on
        before."""
        make = partial(proposal_from_items, county_id)
        return read_page(
            self._table,
            keys.setting_proposals(county_id),
            make,
            status=status,
            limit=limit,
            before_id=before_id,
        )

    def put_step(self, proposal: SettingProposal, number: int, step: Step) -> bool:
        """`False` if this step was taken already, by whomever."""
        pk = keys.setting_proposals(proposal.county_id)
        return put_step(self._table, pk, proposal.proposal_id, number, step)

    def record(
        self, proposal: SettingProposal, version: SettingVersion, step: Step, *, known_count: int
    ) -> RecordOutcome:
        """Access pattern 88: the version and the step `applied`, in one transaction: one is never
        without the other, and what was refused is never recorded."""
        pk = keys.setting_proposals(proposal.county_id)
        return self._counties.record_setting(
            proposal.county_id,
            version,
            known_count=known_count,
            beside=[item_from_step(pk, proposal.proposal_id, OUTCOME, step)],
        )


def proposal_from_items(county_id: str, items: list[Item]) -> SettingProposal:
    proposal = items[0]
    return SettingProposal(
        county_id=county_id,
        proposal_id=keys.split_step(proposal["sk"])[0],
        key=proposal["key"],
        effective_on=date.fromisoformat(proposal["effective_on"]),
        value=proposal["value"],
        source=proposal["source"],
        notice=proposal["notice"],
        steps=tuple(map(step_from_item, items)),
    )
