"""Cashback campaigns at the desk: one person proposes to have or to close one, another decides."""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import (
    DECISION,
    PROPOSAL,
    Decision,
    Step,
    Steps,
    check_decision,
    check_may_decide,
)
from chalicelib.approvals.requests import bind_approval
from chalicelib.cashbacks import campaigns as rules
from chalicelib.cashbacks.campaigns import CashbackCampaign
from chalicelib.cashbacks.errors import (
    CashbackCampaignNotFoundError,
    CashbackClosingNotProposedError,
    CashbackShopUnknownError,
)
from chalicelib.cashbacks.giving import Cashbacks
from chalicelib.cashbacks.ports import CashbackStore, Shops
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, new_id, to_milliseconds
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.idempotency_keys import IdempotencyKeys, propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

WRITE_TRIES_MAX = 5
Matter = Literal["steps", "closing"]
"""What is decided: to have the campaign, or to close it."""


class CampaignFigures(Struct, frozen=True):
    """A campaign and what is left of its budget, in won, as it was seen at one moment."""

    campaign: CashbackCampaign
    left: int


class CashbackDesk(Struct, frozen=True):
    store: CashbackStore
    cashbacks: Cashbacks
    merchants: Shops
    idempotency_store: IdempotencyStore
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def by_id(self, county_id: str, campaign_id: str) -> CashbackCampaign:
        """Raises `CashbackCampaignNotFoundError`."""
        campaign = self.store.by_id(county_id, campaign_id)
        if campaign is None:
            raise CashbackCampaignNotFoundError
        return campaign

    def figures(self, campaign: CashbackCampaign) -> CampaignFigures:
        left = campaign.budget_amount
        if campaign.is_approved:
            left = sum(self.store.left(campaign).values())
        return CampaignFigures(campaign, left)

    def page(
        self, county_id: str, *, limit: int, position: str | None
    ) -> tuple[list[CampaignFigures], str | None]:
        """The newest first, and where the next page begins."""
        found, last_id = self.store.page(county_id, limit=limit, before_id=position)
        return [self.figures(each) for each in found], last_id

    def announced(self, county_id: str) -> list[CashbackCampaign]:
        """What everybody may know of: those that are open or will be, the newest first."""
        now = self.clock()
        return [
            each for each in self.store.all(county_id) if each.state(now) in ("upcoming", "open")
        ]

    def propose(
        self, wanted: CashbackCampaign, person: Person, *, reason: str, idempotency_key: str
    ) -> tuple[CashbackCampaign, bool]:
        """(the campaign as it was proposed, whether this repeats it). Nothing is given yet.

        Raises `CashbackWindowInvalidError`, `CashbackShopUnknownError`,
        `IdempotencyKeyReusedError`.
        """
        now = to_milliseconds(self.clock())
        record = IdempotencyRecord(
            county_id=wanted.county_id,
            digest=digest("cashback_campaign", person.subject, idempotency_key),
            resource_id=new_id("cbk", now),
            fingerprint=fingerprint({**facts_of(wanted), "reason": reason}),
        )
        campaign_id, is_repeated = propose_once(
            self.idempotency_store, record, lambda: self._check_new(wanted), now=now
        )
        step = Step("proposed", now, by=person, reason=reason)
        self.store.create(replace(wanted, campaign_id=campaign_id, steps=(step,)))
        made = self.by_id(wanted.county_id, campaign_id)
        return replace(made, steps=made.steps[:PROPOSAL], closing=()), is_repeated

    def propose_closing(
        self, county_id: str, person: Person, campaign_id: str, *, reason: str
    ) -> CashbackCampaign:
        """Once; who proposes it after a rejection begins anew. Nothing is closed yet. Raises
        `CashbackNotRunningError`, `CashbackCampaignNotFoundError`."""
        for _ in range(WRITE_TRIES_MAX):
            campaign = self.by_id(county_id, campaign_id)
            now = to_milliseconds(self.clock())
            rules.check_can_close(campaign, now)
            if len(campaign.closing) == PROPOSAL:
                return campaign
            step = Step("proposed", now, by=person, reason=reason)
            if changed := self._changed(campaign, "closing", (step,), "cashback_closing_proposed"):
                return changed
        raise TryAgainError(retry_after_seconds=1)

    def decide(
        self,
        county_id: str,
        person: Person,
        campaign_id: str,
        matter: Matter,
        decision: Decision,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[CashbackCampaign, bool]:
        """(the campaign with this decision, whether this request was made before). To decide the
        same again changes nothing.

        Raises `CashbackCampaignNotFoundError`, `CashbackClosingNotProposedError`,
        `ApproverIsProposerError`, `AlreadyDecidedError`, `IdempotencyKeyReusedError`.
        """
        is_repeated = bind_approval(
            self.idempotency_keys, county_id, person, f"{campaign_id}/{matter}/{decision}",
            reason=reason, idempotency_key=idempotency_key,
        )  # fmt: skip
        for _ in range(WRITE_TRIES_MAX):
            campaign = self.by_id(county_id, campaign_id)
            steps: Steps = getattr(campaign, matter)
            if not steps:
                raise CashbackClosingNotProposedError
            check_may_decide(steps, person)
            check_decision(steps, decision)
            if len(steps) >= DECISION:
                return campaign, is_repeated
            if matter == "steps" and decision == "approved":
                self.store.lay_out(campaign)
            now = to_milliseconds(self.clock())
            step = Step(decision, now, by=person, reason=reason)
            action = _ACTIONS[matter, decision]
            if changed := self._changed(campaign, matter, (*steps, step), action):
                return changed, is_repeated
        raise TryAgainError(retry_after_seconds=1)

    def _check_new(self, wanted: CashbackCampaign) -> None:
        rules.check_new(wanted, self.clock())
        for merchant_id in wanted.merchant_ids:
            if self.merchants.by_id(wanted.county_id, merchant_id) is None:
                raise CashbackShopUnknownError(param="merchant_ids", unknown=merchant_id)

    def _changed(
        self, before: CashbackCampaign, matter: Matter, steps: Steps, action: AuditAction
    ) -> CashbackCampaign | None:
        """With these steps of the matter, and on record; `None` if somebody else was first."""
        parts: dict[str, Any] = {matter: steps, "version": before.version + 1}
        wanted = replace(before, **parts)
        last = steps[-1]
        if last.by is None:
            raise AssertionError("every step of a campaign is somebody's")
        record = AuditRecord.made(
            county_id=before.county_id,
            at=last.at,
            by=last.by,
            action=action,
            target_id=before.campaign_id,
            reason=last.reason or "",
            before={"state": before.state(last.at)},
            after={"state": wanted.state(last.at)},
        )
        if not self.store.change(wanted, record):
            return None
        self.cashbacks.known.forget(before.county_id)
        return wanted


_ACTIONS: Mapping[tuple[Matter, Decision], AuditAction] = {
    ("steps", "approved"): "cashback_approved",
    ("steps", "rejected"): "cashback_rejected",
    ("closing", "approved"): "cashback_closed",
    ("closing", "rejected"): "cashback_closing_rejected",
}


def facts_of(campaign: CashbackCampaign) -> dict[str, Any]:
    """What a key stands for."""
    return {
        "name": campaign.name,
        "name_en": campaign.name_en,
        "rate_percent": campaign.rate_percent,
        "floor_amount": campaign.floor_amount,
        "ceiling_amount": campaign.ceiling_amount,
        "budget_amount": campaign.budget_amount,
        "opens_at": format_time(campaign.opens_at),
        "closes_at": format_time(campaign.closes_at),
        "merchant_ids": list(campaign.merchant_ids),
        "categories": list(campaign.categories),
        "areas": list(campaign.areas),
    }
