"""Campaigns, their terms and changes as staff send them."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from chalicelib.approvals.answers import Reason
from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Letters, OneLine
from chalicelib.joining.campaigns import Booth, ReferralOffer, StampTour, VisitLimit, VisitProof

BOOTHS_MAX = 40
MILEAGE_MAX = 100_000
BUDGET_MAX = 100_000_000_000

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
Code = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{1,23}$",
        examples=["reed2026"],
        description="What is scanned or typed: letters, digits and hyphens. It is given once.",
    ),
]
CampaignName = Annotated[OneLine, Letters(60)]
Basis = Annotated[
    OneLine,
    Letters(200),
    Field(description="The article of the ordinance that fixes to whom and how points are given."),
]
Mileage = Annotated[int, Field(ge=0, le=MILEAGE_MAX, description="Points for joining by it.")]
Budget = Annotated[
    int | None,
    Field(
        ge=0,
        le=BUDGET_MAX,
        description="Points for the whole campaign: who joins when they are given joins without. "
        "Null of a campaign that was made without one.",
    ),
]
VisitMileage = Annotated[
    int, Field(ge=0, le=MILEAGE_MAX, description="Points for a visit that a screen proves.")
]
VisitsOnceA = Annotated[
    VisitLimit, Field(description="Whether such a visit is rewarded each day or once.")
]
PrintedVisitMileage = Annotated[
    int,
    Field(
        ge=0,
        le=MILEAGE_MAX,
        description="Points for one that only a printed code proves: once, whatever the place.",
    ),
]
GivesInElections = Annotated[
    bool,
    Field(description="Whether it gives points in election periods too, as its article allows."),
]


class TourBody(Shape):
    """A stamp tour."""

    places: Annotated[
        list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=BOOTHS_MAX)
    ]
    """Codes of booths that prove visits, and ids of sights with gates."""
    needed: Annotated[int, Field(ge=1, le=BOOTHS_MAX)]
    """How many stamps fill the card."""
    mileage: Annotated[int, Field(ge=1, le=MILEAGE_MAX)]
    """Points for a full card, once a person."""

    def tour(self) -> StampTour:
        return StampTour(places=tuple(self.places), needed=self.needed, mileage=self.mileage)


class ReferralBody(Shape):
    """What a member's link is worth to both."""

    referrer_mileage: Annotated[int, Field(ge=1, le=MILEAGE_MAX)]
    """Points for whose link it was."""
    newcomer_mileage: Annotated[int, Field(ge=1, le=MILEAGE_MAX)]
    """Points for who joined by it."""
    spending: Annotated[int, Field(ge=0, le=MILEAGE_MAX)] = 0
    """Won that the new member must have spent, payments that can still be taken back aside; 0 for
    none."""
    friends_max: Annotated[int, Field(ge=1, le=1_000)] = 10
    """For how many friends one member is rewarded in all."""

    def referral(self) -> ReferralOffer:
        return ReferralOffer(**self.model_dump())


Proof = Annotated[
    VisitProof,
    Field(
        description="How it proves a visit: by the changing code of its screen, by a printed one, "
        "or, if empty, not at all."
    ),
]


class BoothBody(Shape):
    code: Code
    name: CampaignName
    """What the booth is called."""
    is_closed: bool = False
    """Whether it takes nobody in any more; its code stays its own."""
    proof: Proof = ""

    def booth(self) -> Booth:
        return Booth(self.code, self.name, self.is_closed, self.proof)


Booths = Annotated[list[BoothBody], Field(max_length=BOOTHS_MAX)]


class OfferBody(Shape):
    signup_mileage: Mileage
    budget: Budget
    legal_basis: Basis | None = None
    gives_in_elections: GivesInElections = False
    visit_mileage: VisitMileage = 0
    visits_once_a: VisitsOnceA = "day"
    printed_visit_mileage: PrintedVisitMileage = 0
    tour: TourBody | None = None
    """The stamp tour; null for none."""
    referral: ReferralBody | None = None
    """What members' links are worth; null for nothing."""
    reason: Reason

    def offer(self, effective_at: Any = None) -> Offer:
        return Offer(
            signup_mileage=self.signup_mileage,
            budget=self.budget,
            legal_basis=self.legal_basis or "",
            gives_in_elections=self.gives_in_elections,
            effective_at=effective_at,
            visit_mileage=self.visit_mileage,
            visits_once_a=self.visits_once_a,
            printed_visit_mileage=self.printed_visit_mileage,
            tour=self.tour.tour() if self.tour else None,
            referral=self.referral.referral() if self.referral else None,
        )


class CampaignBody(OfferBody):
    code: Code
    name: CampaignName
    """What it is called in Korean."""
    name_en: CampaignName
    """What it is called in English."""
    opens_at: Moment
    """From when one can join by it."""
    closes_at: Moment
    """Until when one can."""
    booths: Booths = Field(default_factory=list)
    """Its booths, each with a code of its own."""

    def draft(self) -> Draft:
        return Draft(
            code=self.code,
            name=self.name,
            name_en=self.name_en,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            booths=tuple(each.booth() for each in self.booths),
        )


class CampaignTermsBody(OfferBody):
    """`terms_number`: how many terms the campaign had when these were thought of."""

    terms_number: Annotated[int, Field(ge=0)]
    """How many terms it had when these were thought of: others that came in between refuse them."""
    effective_at: Moment | None = None
    """From when they hold; as soon as they are approved if left out. Who was accepted before has
    what was promised then."""


class CampaignChangeBody(Shape):
    """What is left out stays as it is. `booths` are all of them, in their order, new ones last."""

    version: Annotated[int, Field(ge=0)]
    """The version of the campaign that was seen."""
    name: CampaignName | None = None
    """What it is called in Korean."""
    name_en: CampaignName | None = None
    """What it is called in English."""
    opens_at: Moment | None = None
    """From when one can join by it; of one that is not open yet."""
    closes_at: Moment | None = None
    """Until when one can."""
    booths: Booths | None = None
    """All its booths, in their order, new ones last."""
    reason: Reason

    def changes(self) -> dict[str, Any]:
        fields = ("name", "name_en", "opens_at", "closes_at")
        found = {name: value for name in fields if (value := getattr(self, name)) is not None}
        if self.booths is not None:
            found["booths"] = tuple(each.booth() for each in self.booths)
        return found
