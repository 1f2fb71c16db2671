"""The copy of everything that is held about a member, as the member gets it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.ledger.answers import EntryAnswer
from chalicelib.ledger.profile import Card, Consent, ConsentKind, GuardianRelation
from chalicelib.members.answers import MeAnswer

if TYPE_CHECKING:
    from chalicelib.members.service import OpenGuardian, OpenProfile
    from chalicelib.notifications.subscriptions import Subscription


class ConsentAnswer(Shape):
    kind: ConsentKind
    """To what."""
    given: bool
    """Whether it is given."""
    version: str | None
    """To which version of the text; null if it was never given."""
    at: Time
    """Since when it stands so."""


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
    """Every entry of the wallet."""
    push_subscriptions: list[NotifiedBrowserAnswer]
    """The browsers that are notified."""


def export_answer(
    profile: MeAnswer,
    own: "OpenProfile",
    *,
    guardian: "OpenGuardian | None",
    entries: list[EntryAnswer],
    browsers: "Iterable[Subscription]",
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


def consent_answer(consent: Consent) -> ConsentAnswer:
    return ConsentAnswer(
        kind=consent.kind,
        given=consent.version is not None,
        version=consent.version,
        at=consent.at,
    )
