"""The copy of everything that is held about a member, as the member gets it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydantic import Field

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef, EntryRef
from chalicelib.ledger.answers import EntryAnswer
from chalicelib.ledger.profile import Card, GuardianRelation
from chalicelib.members.answers import ConsentAnswer, MeAnswer, consent_answer
from chalicelib.photos.answers import PhotoAnswer
from chalicelib.trips.answers import TripAnswer

if TYPE_CHECKING:
    from chalicelib.festivals.store import Had
    from chalicelib.festivals.touring import Stamp
    from chalicelib.members.service import OpenGuardian, OpenProfile
    from chalicelib.notifications.subscriptions import Subscription


class GuardianAnswer(Shape):
    """Who consented for a member who was under 14, to which version of the texts."""

    name: str
    """The guardian's name."""
    phone: str
    """The guardian's mobile number."""
    relation: GuardianRelation
    """What the guardian is to the member."""
    version: str
    """Which version of the texts was consented to."""
    consented_at: Time
    """When."""


class ExportedCardAnswer(Shape):
    """Of code and PIN only keyed hashes are kept, which say nothing of them."""

    card_number: str
    """The number on the card."""
    issued_at: Time
    """When it was printed."""


class NotifiedBrowserAnswer(Shape):
    """`endpoint` and keys are what a push service and the browser gave for it."""

    browser: str
    """What its owner knows it by."""
    endpoint: str
    """Where its push service takes messages."""
    p256dh: str
    """Its public key."""
    language: str
    """In which language it is notified."""
    created_at: Time
    """Since when."""


class RewardHadAnswer(Shape):
    """That something was had once: of a campaign, or for an activity. It stays after leaving, under
    the wallet's id and keyed hashes, so that nobody has it twice."""

    what: str
    """Of what and which turn: of a campaign's visits, its stamp card, a friend, a day's log-in, a
    post."""
    place: str | None
    """The code of the booth where a visit was proved, or the first place of a stamp card; null of
    what has no place."""
    entry_id: EntryRef
    """The entry that gave it, or took it back."""
    at: Time
    """When."""


class StampHadAnswer(Shape):
    """Kept for a year after the campaign's end, also of who has left."""

    campaign_id: CampaignRef
    place: str
    """The code of the booth, or the id of the sight."""
    at: Time
    """When it was stamped."""


class ExportAnswer(Shape):
    profile: MeAnswer
    """The profile."""
    signed_up_by: str | None = None
    """The account of staff who took the consents on paper; null for who joined alone."""
    card: ExportedCardAnswer | None = None
    """The printed card; null without one."""
    guardian: GuardianAnswer | None
    """Who consented for a member under 14; null for everybody else."""
    consents: list[ConsentAnswer]
    """Each consent as it stands."""
    consent_changes: list[ConsentAnswer]
    """Every change of a consent."""
    entries: list[EntryAnswer]
    """Every entry of the wallet, the newest first."""
    earlier_entries: list[EntryAnswer] = Field(default_factory=list)
    """Every entry of each earlier wallet that ended in this one, the newest of each first."""
    push_subscriptions: list[NotifiedBrowserAnswer]
    """The browsers that are notified."""
    rewards: list[RewardHadAnswer]
    """What was had once for visits, stamp cards, friends, log-ins and posts."""
    stamps: list[StampHadAnswer]
    """The stamps of each card."""
    photo_entries: list[PhotoAnswer]
    """The photos that were entered, the newest first."""
    trips: list[TripAnswer]
    """Half-price trips, the newest first."""


def export_answer(
    profile: MeAnswer,
    own: "OpenProfile",
    *,
    guardian: "OpenGuardian | None",
    entries: list[EntryAnswer],
    earlier_entries: list[EntryAnswer],
    browsers: "Iterable[Subscription]",
    rewards: "Iterable[Had]",
    stamps: "Iterable[tuple[str, Stamp]]",
    photos: list[PhotoAnswer],
    trips: list[TripAnswer],
) -> ExportAnswer:
    witness = own.profile.witness
    return ExportAnswer(
        profile=profile,
        signed_up_by=witness.username if witness else None,
        card=_card(own.profile.card),
        guardian=_guardian(guardian),
        consents=[consent_answer(c) for c in own.profile.current_consents()],
        consent_changes=[consent_answer(c) for c in own.profile.consent_changes],
        entries=entries,
        earlier_entries=earlier_entries,
        push_subscriptions=[
            NotifiedBrowserAnswer(
                browser=one.browser,
                endpoint=one.endpoint,
                p256dh=one.p256dh,
                language=one.language,
                created_at=one.created_at,
            )
            for one in browsers
        ],
        rewards=[
            RewardHadAnswer(
                what=one.mark, place=one.place or None, entry_id=one.entry_id, at=one.at
            )
            for one in rewards
        ],
        stamps=[
            StampHadAnswer(campaign_id=campaign_id, place=stamp.place, at=stamp.at)
            for campaign_id, stamp in stamps
        ],
        photo_entries=photos,
        trips=trips,
    )


def _guardian(guardian: "OpenGuardian | None") -> GuardianAnswer | None:
    if guardian is None:
        return None
    consent = guardian.consent
    return GuardianAnswer(
        name=guardian.name,
        phone=guardian.phone,
        relation=consent.relation,
        version=consent.version,
        consented_at=consent.at,
    )


def _card(card: Card | None) -> ExportedCardAnswer | None:
    if card is None:
        return None
    return ExportedCardAnswer(card_number=card.number, issued_at=card.issued_at)
