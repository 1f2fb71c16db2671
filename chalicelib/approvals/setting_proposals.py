"""Versions of settings that move money, proposed by one person and approved by another."""

from datetime import date, datetime

from chalicelib.approvals.approvals import PROPOSAL, SteppedRequest
from chalicelib.county.settings import SETTINGS, SettingVersion


class SettingProposal(SteppedRequest, frozen=True, kw_only=True):
    """What the version would be; see `SettingVersion`."""

    proposal_id: str
    key: str
    effective_on: date
    value: int | None
    source: str
    notice: str

    @property
    def request_id(self) -> str:
        return self.proposal_id

    def version(
        self, *, approved_by: str = "", recorded_at: datetime | None = None
    ) -> SettingVersion:
        proposer = self.steps[PROPOSAL - 1].by
        return SettingVersion(
            key=self.key,
            effective_on=self.effective_on,
            value=self.value,
            source=self.source,
            notice=self.notice,
            recorded_by=proposer.username if proposer else "",
            recorded_at=recorded_at,
            approved_by=approved_by,
            proposal_id=self.proposal_id,
        )


def moves_money(key: str) -> bool:
    """`False` for what is no setting too."""
    return key in SETTINGS and SETTINGS[key].money is not None
