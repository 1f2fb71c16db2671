"""A member's own links, and what joining by one is worth."""

from chalicelib.campaigns.link_routes import join_url
from chalicelib.core.errors import TryAgainError
from chalicelib.festivals.answers import RewardAnswer, reward_answer
from chalicelib.festivals.errors import (
    NotReferredError,
    ReferralEndedError,
    ReferralNotNewError,
    ReferralRewardedError,
    ReferralSpendingMissingError,
    VisitBudgetSpentError,
    VisitElectionPeriodError,
)
from chalicelib.festivals.referral_service import Standing
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef
from chalicelib.ledger.errors import (
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
    WalletFullError,
)

routes = Operations(tag="visits")


class ReferralLinkAnswer(Shape):
    campaign_id: CampaignRef
    name: str
    """What the campaign is called."""
    url: str
    """The member's own link, for a QR code or to be handed on; it tells nobody else whose it is."""
    referrer_mileage: int
    """Points for the member, for each friend."""
    newcomer_mileage: int
    """Points for the friend."""
    spending: int
    """Won that the friend must have spent first; 0 for none."""
    friends_max: int
    """For how many friends the member is rewarded."""
    friends: int
    """For how many it was."""
    closes_at: Time
    """Until when one can join by it."""


class OwnReferralAnswer(Shape):
    name: str
    """What the campaign is called by which the member joined."""
    mileage: int
    """Points for having joined by a friend's link."""
    is_rewarded: bool
    """Whether they were had."""
    reason: str | None
    """Why they are not given yet, in words; null if they can be asked for now, or were had."""
    code: str | None
    """The same as the code of a refusal; else null."""
    ends_at: Time
    """Until when they can be asked for."""


class ReferralsAnswer(Shape):
    data: list[ReferralLinkAnswer]
    """A link for each campaign that rewards referrals now."""
    own: OwnReferralAnswer | None
    """How the member joined by somebody's link; null of who did not."""
    identity_required: bool
    """Whether the member must be known as a person before there are links."""


@routes.operation(
    "GET",
    "/v1/me/referrals",
    summary="A member's own links, and what joining by one was worth",
    audience="member",
    answer=ReferralsAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def list_referrals(call: Call[None]) -> ReferralsAnswer:
    referrals = call.wired(FestivalsWiring).referrals
    standing = referrals.standing(call.member)
    own = _own(call, standing) if standing else None
    is_english = call.language == "en"
    found = referrals.links(call.member)
    links = [
        ReferralLinkAnswer(
            campaign_id=link.campaign.campaign_id,
            name=link.campaign.name_en if is_english else link.campaign.name,
            url=join_url(call.base_url, link.campaign.code, link.code),
            referrer_mileage=link.offer.referrer_mileage,
            newcomer_mileage=link.offer.newcomer_mileage,
            spending=link.offer.spending,
            friends_max=link.offer.friends_max,
            friends=link.friends,
            closes_at=link.campaign.closes_at,
        )
        for link in found.links
    ]
    return ReferralsAnswer(data=links, own=own, identity_required=found.identity_required)


@routes.operation(
    "POST",
    "/v1/me/referral-reward",
    summary="Be rewarded for having joined by a friend's link; the friend is rewarded too",
    audience="member",
    status=201,
    answer=RewardAnswer,
    requires_idempotency_key=True,
    errors=(
        NotReferredError,
        ReferralNotNewError,
        ReferralSpendingMissingError,
        ReferralEndedError,
        ReferralRewardedError,
        VisitElectionPeriodError,
        VisitBudgetSpentError,
        IdentityRequiredError,
        MemberNotFoundError,
        MemberSuspendedError,
        WalletFullError,
        TryAgainError,
    ),
)
def reward_referral(call: Call[None]) -> RewardAnswer:
    outcome = call.wired(FestivalsWiring).referrals.claim(
        call.member, idempotency_key=call.idempotency_key
    )
    return reward_answer(call, outcome)


def _own(call: Call[None], standing: Standing) -> OwnReferralAnswer:
    campaign, refusal = standing.referral.campaign, standing.refusal
    return OwnReferralAnswer(
        name=campaign.name_en if call.language == "en" else campaign.name,
        mileage=standing.referral.offer.newcomer_mileage,
        is_rewarded=standing.is_rewarded,
        reason=refusal.detail(call.language) if refusal else None,
        code=refusal.code if refusal else None,
        ends_at=standing.referral.ends_at,
    )
