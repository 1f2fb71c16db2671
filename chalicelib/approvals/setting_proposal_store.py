"""Proposals of settings as their steps, and the version that is written with its outcome."""

from datetime import date

from chalicelib.approvals import keys
from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.county.settings import RecordOutcome, SettingVersion
from chalicelib.county.store import CountyStore


class SettingProposalStore(StepStore[SettingProposal]):
    """Access pattern 86: one by its id. Access pattern 87: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.setting_proposals, proposal_from_items)
        self._counties = CountyStore(table)

    def create(self, proposal: SettingProposal) -> None:
        """Access pattern 85: the proposal. Does nothing if it is there."""
        self.put_proposal(
            proposal,
            {
                "key": proposal.key,
                "effective_on": proposal.effective_on.isoformat(),
                "value": proposal.value,
                "source": proposal.source,
                "notice": proposal.notice,
            },
        )

    def record(
        self, proposal: SettingProposal, version: SettingVersion, step: Step, *, known_count: int
    ) -> RecordOutcome:
        """Access pattern 88: the version and the step `applied`, in one transaction: one is never
        without the other, and what was refused is never recorded."""
        return self._counties.record_setting(
            proposal.county_id,
            version,
            known_count=known_count,
            beside=[self._item(proposal, OUTCOME, step)],
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
