"""What a campaign is to grant, proposed by one person and approved by another; its rules."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.approvals.approvals import DECISION, SteppedRequest
from chalicelib.campaigns.errors import (
    BoothCodeFixedError,
    CampaignBudgetInvalidError,
    CampaignBudgetSpentError,
    CampaignTermsChangedError,
    CampaignWindowInvalidError,
    CampaignWithoutBudgetError,
    LegalBasisMissingError,
    TourInvalidError,
)
from chalicelib.core.codes import read_code
from chalicelib.core.errors import CodeTakenError
from chalicelib.core.values import day_start, seoul_date
from chalicelib.joining.campaigns import (
    Booth,
    Campaign,
    CampaignTerms,
    ReferralOffer,
    StampTour,
    VisitLimit,
)

KNOWN_EVERYWHERE_AFTER = timedelta(minutes=2)
"""Warm processes remember a campaign for a minute, and clocks differ a little: terms that hold so
much later than they are approved are known everywhere when they do."""


class Draft(Struct, frozen=True, kw_only=True):
    """A campaign that is to be made."""

    code: str
    name: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    booths: tuple[Booth, ...]


class Offer(Struct, frozen=True, kw_only=True):
    """What is proposed that a campaign grants; see `CampaignTerms`. `effective_at`: from when on,
    at once if `None`."""

    signup_mileage: int
    budget: int | None
    legal_basis: str
    gives_in_elections: bool
    effective_at: datetime | None = None
    visit_mileage: int = 0
    visits_once_a: VisitLimit = "day"
    printed_visit_mileage: int = 0
    tour: StampTour | None = None
    referral: ReferralOffer | None = None

    @property
    def most(self) -> int:
        """Points that one person may be given at once."""
        return max(self.signup_mileage, self.rewards)

    @property
    def rewards(self) -> int:
        """The most that is given at once for anything but joining."""
        tour, referral = self.tour, self.referral
        return max(
            self.visit_mileage,
            self.printed_visit_mileage,
            tour.mileage if tour else 0,
            referral.referrer_mileage if referral else 0,
            referral.newcomer_mileage if referral else 0,
        )


class CampaignProposal(SteppedRequest, frozen=True, kw_only=True):
    """`number`: that of the terms which it would be, 1 for a new campaign, whose `draft` it has."""

    proposal_id: str
    campaign_id: str
    number: int
    draft: Draft | None
    offer: Offer
    reason: str

    @property
    def request_id(self) -> str:
        return self.proposal_id

    def terms(self, now: datetime, *, is_first_budget: bool = False) -> CampaignTerms:
        """As they are put in force now. `is_first_budget`: of one that gave without any."""
        approver = self.steps[DECISION - 1].by if len(self.steps) >= DECISION else None
        offer, soonest = self.offer, now + KNOWN_EVERYWHERE_AFTER
        if self.draft is not None:
            # Of a new one nothing is remembered anywhere.
            soonest = now
        holds_from = max(offer.effective_at or soonest, soonest)
        if is_first_budget:
            # Days are added up: what was given on the days before is in no budget.
            before = seoul_date(holds_from - timedelta(milliseconds=1))
            holds_from = day_start(before + timedelta(days=1))
        return CampaignTerms(
            number=self.number,
            holds_from=holds_from,
            signup_mileage=offer.signup_mileage,
            budget=offer.budget,
            legal_basis=offer.legal_basis,
            gives_in_elections=offer.gives_in_elections,
            proposal_id=self.proposal_id,
            approved_by=approver.username if approver else "",
            visit_mileage=offer.visit_mileage,
            visits_once_a=offer.visits_once_a,
            printed_visit_mileage=offer.printed_visit_mileage,
            tour=offer.tour,
            referral=offer.referral,
        )

    def made(self) -> Campaign:
        """The campaign that a draft becomes."""
        draft = self.draft
        assert draft is not None
        return Campaign(
            county_id=self.county_id,
            campaign_id=self.campaign_id,
            code=draft.code,
            name=draft.name,
            name_en=draft.name_en,
            signup_mileage=self.offer.signup_mileage,
            opens_at=draft.opens_at,
            closes_at=draft.closes_at,
            booths=draft.booths,
            version=1,
        )


def check_draft(draft: Draft, now: datetime) -> None:
    """Raises `CampaignWindowInvalidError`, `CodeTakenError`."""
    if draft.closes_at <= max(draft.opens_at, now):
        raise CampaignWindowInvalidError(param="closes_at")
    check_codes_differ(draft.code, draft.booths)


def check_codes_differ(code: str, booths: Sequence[Booth]) -> None:
    seen = {read_code(code)}
    for number, booth in enumerate(booths):
        if read_code(booth.code) in seen:
            raise CodeTakenError(param=f"booths/{number}/code", taken=booth.code)
        seen.add(read_code(booth.code))


def check_offer(offer: Offer, known: Campaign | None, *, number: int, left: int | None) -> None:
    """Against the campaign as it is, `None` for a new one; `left`: what its budget holds.

    Raises `LegalBasisMissingError`, `CampaignTermsChangedError`, `CampaignWithoutBudgetError`,
    `CampaignBudgetInvalidError`, `CampaignBudgetSpentError`.
    """
    if (offer.most or offer.gives_in_elections) and not offer.legal_basis:
        raise LegalBasisMissingError(param="legal_basis")
    if known is not None and len(known.terms) + 1 != number:
        raise CampaignTermsChangedError(param="terms_number")
    if known is not None and known.budget is None and offer.budget is None:
        if offer.rewards:
            raise CampaignWithoutBudgetError(param="budget")
        return
    if offer.budget is None or offer.budget < offer.most:
        raise CampaignBudgetInvalidError(param="budget", minimum=offer.most)
    given = (known.budget or 0) - (left or 0) if known is not None and known.budget else 0
    if offer.budget < given:
        raise CampaignBudgetSpentError(param="budget", given=given)


def check_tour(tour: StampTour | None, booths: Sequence[Booth], sights: Collection[str]) -> None:
    """That a card can be filled: each place is there, once, and proves visits. `sights`: ids of the
    county's. Raises `TourInvalidError`."""
    if tour is None:
        return
    proving = {read_code(booth.code) for booth in booths if booth.proof} | set(sights)
    seen: set[str] = set()
    for number, place in enumerate(tour.places):
        known = place if place in sights else read_code(place)
        if known not in proving or known in seen:
            raise TourInvalidError(param=f"tour/places/{number}")
        seen.add(known)
    if tour.needed > len(tour.places):
        raise TourInvalidError(param="tour/needed")


def check_change(before: Campaign, wanted: Campaign, now: datetime) -> None:
    """What one person may change of a campaign.

    Raises `CampaignWindowInvalidError`, `CampaignWithoutBudgetError`, `BoothCodeFixedError`,
    `CodeTakenError`.
    """
    if wanted.opens_at != before.opens_at and min(before.opens_at, wanted.opens_at) <= now:
        raise CampaignWindowInvalidError(param="opens_at")
    if wanted.closes_at != before.closes_at and wanted.closes_at <= max(wanted.opens_at, now):
        raise CampaignWindowInvalidError(param="closes_at")
    if wanted.closes_at <= wanted.opens_at:
        raise CampaignWindowInvalidError(param="closes_at")
    is_longer = wanted.closes_at > before.closes_at or wanted.opens_at < before.opens_at
    if is_longer and before.budget is None:
        raise CampaignWithoutBudgetError(param="closes_at")
    codes = [booth.code for booth in wanted.booths]
    for number, booth in enumerate(before.booths):
        if codes[number : number + 1] != [booth.code]:
            raise BoothCodeFixedError(param="booths", fixed=booth.code)
    check_codes_differ(wanted.code, wanted.booths)
