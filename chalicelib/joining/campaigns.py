"""Campaigns that bring members in, and their booths. Each booth has a join code of its own."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.codes import read_code
from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.joining.errors import BoothNotFoundError, CampaignClosedError
from chalicelib.ledger.budget import CAMPAIGN_SHARDS

VisitProof = Literal["", "screen", "printed"]
"""How a place proves that somebody is there: not at all, by the changing code of its screen, or by
one that hangs there, which a picture of it proves as well."""
VisitLimit = Literal["day", "campaign"]


class Booth(Struct, frozen=True):
    """A booth, or a sight that belongs to the campaign. A closed one takes nobody in and rewards no
    visit; its code stays its own."""

    code: str
    name: str
    is_closed: bool = False
    proof: VisitProof = ""

    def facts(self) -> list[str | bool]:
        """As it is stored and compared."""
        return [self.code, self.name, self.is_closed, *([self.proof] if self.proof else [])]


class StampTour(Struct, frozen=True, kw_only=True):
    """A stamp card: `needed` of these `places`, each the code of a booth that proves visits or the
    id of a sight with a gate, are worth `mileage` points, once a person."""

    places: tuple[str, ...]
    needed: int
    mileage: int


class ReferralOffer(Struct, frozen=True, kw_only=True):
    """Points for a member whose link a new person joined by, and for that person, once it is known
    who they are and they have spent `spending` won; for so many friends of one member in all."""

    referrer_mileage: int
    newcomer_mileage: int
    spending: int
    friends_max: int


class CampaignTerms(Struct, frozen=True, kw_only=True):
    """What a campaign grants from a moment on. `signup_mileage` and `budget` in points; the budget
    is that of the whole campaign, `None` where it has none. `legal_basis`: the article of the
    ordinance that fixes to whom and how is given. `number` counts from 1. `visit_mileage`: for a
    visit that a screen proves, once a day or once a campaign; `printed_visit_mileage`: for one that
    only a printed code does, once a campaign, whatever the place."""

    number: int
    holds_from: datetime
    signup_mileage: int
    budget: int | None
    legal_basis: str
    gives_in_elections: bool
    proposal_id: str
    approved_by: str
    visit_mileage: int = 0
    visits_once_a: VisitLimit = "day"
    printed_visit_mileage: int = 0
    tour: StampTour | None = None
    referral: ReferralOffer | None = None


class VisitOffer(Struct, frozen=True):
    """Points for a visit that a screen proves, how often, and once for one by a printed sign."""

    mileage: int = 0
    once_a: VisitLimit = "day"
    printed_mileage: int = 0


class ElectionPeriod(Struct, frozen=True, kw_only=True):
    """Days, both included, that the county recorded as those of an election: a campaign then grants
    nothing unless its terms say that its article carries it. A local government may give electors
    nothing unless an act or ordinance fixes to whom and how (Public Official Election Act, art.
    112)."""

    county_id: str
    from_on: date
    to_on: date
    name: str
    source: str

    def holds_on(self, on: date) -> bool:
        return self.from_on <= on <= self.to_on


class Campaign(Struct, frozen=True, kw_only=True):
    """`signup_mileage` in points, before the first of `terms`. Open from `opens_at` until just
    before `closes_at`. `picture` is the name of one of the county's, `picture_alt` what is to be
    seen on it; `picture_by_desk`: staff set it, and the county's file no longer does. `version`
    guards changes; 0 of one that was written before there were any."""

    county_id: str
    campaign_id: str
    code: str
    name: str
    name_en: str
    signup_mileage: int
    opens_at: datetime
    closes_at: datetime
    booths: tuple[Booth, ...] = ()
    picture: str = ""
    picture_alt: str = ""
    picture_alt_en: str = ""
    picture_by_desk: bool = False
    version: int = 0
    terms: tuple[CampaignTerms, ...] = ()

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def check_takes_in(self, now: datetime, booth: Booth | None) -> None:
        """By the code that was scanned. Raises `CampaignClosedError`."""
        if not self.is_open(now) or (booth is not None and booth.is_closed):
            raise CampaignClosedError(param="campaign_code")

    def booth(self, code: str) -> Booth | None:
        """However its code was typed."""
        code = read_code(code)
        return next((booth for booth in self.booths if read_code(booth.code) == code), None)

    def code_of(self, booth: str | None) -> str:
        """The join code of a booth, or the campaign's own. Raises `BoothNotFoundError`."""
        if not booth:
            return self.code
        found = self.booth(booth)
        if found is None:
            raise BoothNotFoundError
        return found.code

    def terms_at(self, moment: datetime) -> CampaignTerms | None:
        """`None` before the first: of what came with the county's first data."""
        held = [terms for terms in self.terms if terms.holds_from <= moment]
        return max(held, key=lambda terms: terms.number, default=None)

    def mileage_at(self, moment: datetime) -> int:
        """What who is accepted then is promised, in points."""
        terms = self.terms_at(moment)
        return terms.signup_mileage if terms else self.signup_mileage

    def visits_at(self, moment: datetime) -> VisitOffer:
        """What a visit is worth then, by its terms; nothing before there are any."""
        terms = self.terms_at(moment)
        if terms is None:
            return VisitOffer()
        return VisitOffer(terms.visit_mileage, terms.visits_once_a, terms.printed_visit_mileage)

    def as_of(self, moment: datetime) -> "Campaign":
        """With the mileage that is promised then, for who only looks."""
        return replace(self, signup_mileage=self.mileage_at(max(moment, self.opens_at)))

    @property
    def budget(self) -> int | None:
        """Points for the whole campaign; `None` where nothing stops it."""
        return self.terms[-1].budget if self.terms else None

    @property
    def counted_from(self) -> date | None:
        """The Seoul day from whose first moment on what it gives is taken from its budget; `None`
        where it always was, or never is. One that came with the county's first data gave before."""
        first = next((terms for terms in self.terms if terms.budget is not None), None)
        # Of one that staff made, its first terms are those of the proposal that made it.
        if first is None or first.proposal_id == sibling_id("cpr", self.campaign_id):
            return None
        return seoul_date(first.holds_from)

    def takes_from_budget(self, at: datetime) -> bool:
        """Whether an entry of that moment does."""
        since = self.counted_from
        return self.budget is not None and (since is None or seoul_date(at) >= since)

    def is_locked(self, moment: datetime, on: date, periods: Iterable[ElectionPeriod]) -> bool:
        """Whether an election forbids it to give on that day. What came with a county's first data
        is given by the ordinance that its settings name."""
        terms = self.terms_at(moment)
        if terms is None or terms.gives_in_elections:
            return False
        return any(period.holds_on(on) for period in periods)


def spread(amount: int, mileage: int) -> dict[int, int]:
    """Points of a budget by shard, each a multiple of the mileage but the first, which has the rest
    too: so nothing is left over that is too little for anybody."""
    shares, rest = divmod(amount // mileage, CAMPAIGN_SHARDS) if mileage else (0, 0)
    parts = {n: (shares + (n < rest)) * mileage for n in range(CAMPAIGN_SHARDS)}
    parts[0] += amount - sum(parts.values())
    return parts
