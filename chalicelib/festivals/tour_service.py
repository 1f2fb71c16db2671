"""Stamp cards of members: stamps by codes of places and by gates, and what a full card is worth."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.actors import MemberActor
from chalicelib.core.codes import read_code
from chalicelib.core.values import seoul_date
from chalicelib.county.facilities import Facility
from chalicelib.county.settings import CountySettings
from chalicelib.festivals import touring
from chalicelib.festivals.errors import (
    StampCardNotFullError,
    StampCardRewardedError,
    StampPlaceUnknownError,
    StampTourNotFoundError,
    VisitElectionPeriodError,
)
from chalicelib.festivals.giving import Refusal
from chalicelib.festivals.ports import Admissions, Sights, StampStore
from chalicelib.festivals.rewarding import Reward
from chalicelib.festivals.service import Visits
from chalicelib.festivals.store import RewardTakenError
from chalicelib.festivals.touring import Card, Place, Stamp
from chalicelib.joining.campaigns import Booth, Campaign, StampTour
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.profile import Profile, check_is_active, check_is_identified

GATE_LOOKS_MAX = 200
"""Sights times days that are looked at for one card, the newest days first."""


class Tours(Struct, frozen=True):
    visits: Visits
    stamps: StampStore
    sights: Sights
    admissions: Admissions

    def cards(self, actor: MemberActor) -> list[Card]:
        """Of every tour that is open, the one that ends first at the top. Raises
        `MemberNotFoundError`, `MemberSuspendedError`."""
        profile = self._profile(actor)
        now = self.visits.clock()
        open_now = (
            (campaign, tour)
            for campaign in self.visits.campaigns.all(actor.county_id)
            if (tour := touring.tour_of(campaign, now)) is not None
        )
        return [
            self._card(profile, campaign, tour)
            for campaign, tour in sorted(open_now, key=lambda one: one[0].closes_at)
        ]

    def stamp(self, actor: MemberActor, code: str) -> Card:
        """The card with the stamp of the place that shows this code; what is there stays.

        Raises `VisitCodeInvalidError`, `VisitCodeExpiredError`, `StampPlaceUnknownError`,
        `MemberNotFoundError`, `MemberSuspendedError`.
        """
        profile = self._profile(actor)
        campaign, booth = self.visits.place(actor.county_id, code)
        now = self.visits.clock()
        tour = touring.tour_of(campaign, now)
        if tour is None or not touring.is_on(tour, booth):
            raise StampPlaceUnknownError(param="code")
        self.stamps.put(campaign, actor.member_id, Stamp(read_code(booth.code), now))
        return self._card(profile, campaign, tour)

    def claim(self, actor: MemberActor, campaign_id: str, *, idempotency_key: str) -> Outcome:
        """What the full card is worth; the same key gives it again.

        Raises `CampaignNotFoundError`, `StampTourNotFoundError`, `StampCardNotFullError`,
        `StampCardRewardedError`, `VisitElectionPeriodError`, `VisitBudgetSpentError`,
        `IdentityRequiredError`, `MemberNotFoundError`, `MemberSuspendedError`, `WalletFullError`,
        `TryAgainError`.
        """
        profile = self._profile(actor)
        campaign = self.visits.campaigns.by_id(actor.county_id, campaign_id)
        tour = touring.tour_of(campaign, self.visits.clock())
        reward = self._reward(profile, campaign, tour)
        idempotency = digest("tour", actor.member_id, idempotency_key)
        keys = CommandKeys(
            f"tour_grant/{campaign_id}/{touring.TURN}",
            fingerprint({"campaign_id": campaign_id}),
            idempotency,
        )
        try:
            outcome = self.visits.rewards.give(
                actor.county_id, actor.member_id, reward, keys, check=_check, by=actor
            )
        except RewardTakenError:
            raise StampCardRewardedError from None
        if outcome.replayed and outcome.entry.idempotency != idempotency:
            raise StampCardRewardedError
        return outcome

    def _reward(
        self, profile: Profile, campaign: Campaign, tour: StampTour | None
    ) -> Reward | Refusal:
        if tour is None:
            # Not raised yet: whoever lost the answer of a claim may ask again after the end.
            return StampTourNotFoundError()
        card = self._card(profile, campaign, tour)
        if not card.is_full:
            return StampCardNotFullError(missing=tour.needed - len(card.stamps))
        now = self.visits.clock()
        periods = self.visits.campaigns.election_periods(campaign.county_id)
        if campaign.is_locked(now, seoul_date(now), periods):
            return VisitElectionPeriodError()
        return touring.reward_of(card)

    def _card(self, profile: Profile, campaign: Campaign, tour: StampTour) -> Card:
        sights = {each.facility_id: each for each in self.sights.all(campaign.county_id)}
        places = _places(campaign, tour, sights)
        wanted = {place.key for place in places}
        stamps = self.stamps.of(campaign, profile.member_id)
        stamps = tuple(each for each in stamps if each.place in wanted)
        missing = wanted - {each.place for each in stamps}
        gates = [place.key for place in places if place.is_sight and place.key in missing]
        stamps += self._by_gates(campaign, profile.member_id, gates)
        card = Card(campaign=campaign, tour=tour, places=places, stamps=stamps)
        had = self.visits.store.has_had(campaign.county_id, touring.reward_of(card), profile)
        return replace(card, is_rewarded=had)

    def _by_gates(
        self, campaign: Campaign, member_id: str, facility_ids: list[str]
    ) -> tuple[Stamp, ...]:
        """Where our gates let the member in while the campaign was open: stamps from now on."""
        today = seoul_date(self.visits.clock())
        found = tuple(admitted(self.admissions, campaign, member_id, facility_ids, today))
        for stamp in found:
            self.stamps.put(campaign, member_id, stamp)
        return found

    def _profile(self, actor: MemberActor) -> Profile:
        profile = self.visits.chain.read(actor.county_id, actor.member_id).profile
        return check_is_active(profile, actor)


def admitted(
    admissions: Admissions,
    campaign: Campaign,
    member_id: str,
    facility_ids: Iterable[str],
    today: date,
) -> Iterator[Stamp]:
    """Where gates let a member in while the campaign was open: each sight's last time."""
    open_ids = list(facility_ids)
    looks = 0
    for on in _days_back(campaign, today):
        for facility_id in tuple(open_ids):
            if looks == GATE_LOOKS_MAX:
                return
            looks += 1
            admission = admissions.of_member(campaign.county_id, facility_id, on, member_id)
            if admission is not None and campaign.is_open(admission.scan.scanned_at):
                open_ids.remove(facility_id)
                yield Stamp(facility_id, admission.scan.scanned_at)


def _days_back(campaign: Campaign, today: date) -> Iterable[date]:
    first, on = seoul_date(campaign.opens_at), min(today, seoul_date(campaign.closes_at))
    while on >= first:
        yield on
        on -= timedelta(days=1)


def _places(campaign: Campaign, tour: StampTour, sights: dict[str, Facility]) -> tuple[Place, ...]:
    """In the order of the terms; a sight that is no more is left out."""
    found: list[Place] = []
    for key in map(touring.place_key, tour.places):
        sight, booth = sights.get(key), campaign.booth(key)
        if sight is not None:
            found.append(Place(key, sight.name, sight.name_en, sight.address, is_sight=True))
        elif isinstance(booth, Booth):
            found.append(Place(key, booth.name, booth.name))
    return tuple(found)


def _check(profile: Profile, settings: CountySettings) -> None:
    check_is_identified(profile, is_needed=bool(settings.identity_visit))
