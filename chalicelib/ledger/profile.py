"""What is kept of a member, in the partition of the wallet."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.actors import MemberActor, MovedActorError
from chalicelib.core.errors import TokenExpiredError
from chalicelib.core.values import SEOUL
from chalicelib.ledger.errors import (
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
)

Relation = Literal["expatriate", "tourist", "athlete", "worker", "resident", "other"]


class Consents(Struct, frozen=True):
    """The version of the text agreed to, or `None`; all at the moment of signing up."""

    terms: str | None
    privacy: str | None
    marketing: str | None


ConsentKind = Literal["terms", "privacy", "marketing", "marketing_night"]
"""`marketing_night`: advertising messages from 21:00 to 08:00 too, which needs a consent of its own
(Act on Promotion of Information and Communications Network Utilization art. 50, para. 3)."""
MARKETING: tuple[ConsentKind, ...] = ("marketing", "marketing_night")
NIGHT_FROM, NIGHT_TO = 21, 8
"""Hours of Seoul."""
CONSENT_CHANGES_MAX = 50


class Consent(Struct, frozen=True):
    """What is agreed to (`version`) or not (`None`), and since when."""

    kind: ConsentKind
    version: str | None
    at: datetime


class SealedPerson(Struct, frozen=True, kw_only=True):
    """Personal data, each field encrypted for `signup_id` (AES-GCM under a KMS data key)."""

    data_key: bytes
    phone: bytes
    name: bytes
    birth_on: bytes


class NameKeys(Struct, frozen=True):
    """By what a member is found whose name is known: keyed hashes of the name, and of the birth
    date among those of that name."""

    name: str
    born: str


GuardianRelation = Literal["parent", "legal_guardian"]


class GuardianConsent(Struct, frozen=True, kw_only=True):
    """Who consented for a child under 14, to which version of the texts, and when (Personal
    Information Protection Act art. 22-2; its decree, art. 17-2, lets no more than name and number
    be asked of a guardian). Both are encrypted for `signup_id`, under a data key of their own."""

    data_key: bytes
    phone: bytes
    name: bytes
    relation: GuardianRelation
    version: str
    at: datetime


class Witness(Struct, frozen=True):
    """Who of staff took the consents on paper, and when: of who joined at a desk."""

    subject: str
    username: str
    at: datetime


class Card(Struct, frozen=True):
    """A printed card that pays with a PIN, for who has no smartphone. Code and PIN are kept as
    keyed hashes alone; a new card takes the place of the one before."""

    number: str
    code_hash: str
    pin_hash: str
    issued_at: datetime


class WithheldGrant(Struct, frozen=True):
    """The sign-up mileage that a member was not granted: the number had been granted it before, or
    a member of the same name and birth date: `granted_to`, if that is known."""

    granted_to: str | None
    mileage: int


class Profile(Struct, frozen=True, kw_only=True):
    """The one item with personal data, in the partition of the member's wallet.

    `name_masked` is all that a till sees. `signup_id` is what the fields were encrypted for.
    `generation`: of sessions; tokens of an earlier one are signed out, as is every proof of the
    number from before `signed_out_at`. `identity_key` is the keyed hash by which the person is
    known since `identified_at`, from then on and after leaving too. A membership whose person had
    left another wallet goes on there: `continues_in`, with sessions of that wallet's
    `continued_generation`; there `came_from` names each wallet that ended in it. `guardian`: of who
    was under 14 when they joined. `name_keys`: none of who has left, nor of who joined before there
    were any and was not filled in since. `witness`: of who joined at a desk, and `card`: of who has
    one; neither of who has left.
    """

    county_id: str
    member_id: str
    signup_id: str
    person_key: str
    status: Literal["active", "suspended", "left"]
    name_masked: str
    region_code: str
    relation: Relation
    consents: Consents
    joined_at: datetime
    person: SealedPerson
    consent_changes: tuple[Consent, ...] = ()
    left_at: datetime | None = None
    generation: int = 1
    signed_out_at: datetime | None = None
    identity_key: str | None = None
    identified_at: datetime | None = None
    withheld: WithheldGrant | None = None
    continues_in: str | None = None
    continued_generation: int = 1
    came_from: tuple[str, ...] = ()
    guardian: GuardianConsent | None = None
    name_keys: NameKeys | None = None
    witness: Witness | None = None
    card: Card | None = None
    version: int = 1

    @property
    def known_as(self) -> tuple[str, ...]:
        """The wallet, the number that it has now and, once that is known, the person."""
        known = (self.member_id, self.person_key, self.identity_key)
        return tuple(who for who in known if who is not None)

    @property
    def wallets(self) -> tuple[str, ...]:
        """The one wallet that the person has, and those that ended in it: what was begun in one of
        these is the person's still."""
        return (self.member_id, *self.came_from)

    def current_consents(self) -> tuple[Consent, ...]:
        """Each kind as it stands: as given at sign-up, or as changed last."""
        first = (
            Consent("terms", self.consents.terms, self.joined_at),
            Consent("privacy", self.consents.privacy, self.joined_at),
            Consent("marketing", self.consents.marketing, self.joined_at),
            Consent("marketing_night", None, self.joined_at),
        )
        by_kind = {consent.kind: consent for consent in (*first, *self.consent_changes)}
        return tuple(by_kind.values())

    def with_consent(self, consent: Consent) -> "Profile":
        """The history stays; only its oldest changes go when it grows too long, never the last of
        a kind: without it the consent of the sign-up would stand again."""
        changes = _kept((*self.consent_changes, consent))
        return replace(self, consent_changes=changes, version=self.version + 1)

    @property
    def marketing(self) -> Consent | None:
        """The consent to advertising messages of a member who may be sent any; `None` without."""
        given = {one.kind: one for one in self.current_consents() if one.version is not None}
        is_here = self.status == "active" and self.continues_in is None
        return given.get("marketing") if is_here else None

    def takes_marketing(self, now: datetime) -> bool:
        """Whether an advertising message may be sent at this moment, by day or by night."""
        if self.marketing is None or not is_night(now):
            return self.marketing is not None
        given = {one.kind for one in self.current_consents() if one.version is not None}
        return "marketing_night" in given

    def without_marketing(self, now: datetime) -> "Profile":
        """Both consents to it withdrawn; as it is, if there are none."""
        given = {one.kind for one in self.current_consents() if one.version is not None}
        changes = tuple(Consent(kind, None, now) for kind in MARKETING if kind in given)
        if not changes:
            return self
        kept = _kept((*self.consent_changes, *changes))
        return replace(self, consent_changes=kept, version=self.version + 1)

    def erased(self, now: datetime) -> "Profile":
        """Without any personal data but the keyed hashes of number and identity, by which an entry
        of the ledger is told from a stranger's (Personal Information Protection Act arts. 21, 37)
        and the same person finds it again."""
        return replace(
            self,
            status="left",
            name_masked="*",
            region_code="",
            relation="other",
            person=SealedPerson(data_key=b"", phone=b"", name=b"", birth_on=b""),
            guardian=None,
            name_keys=None,
            witness=None,
            card=None,
            left_at=now,
            version=self.version + 1,
        )

    def suspended(self, now: datetime) -> "Profile":
        """With no session left, so that none of before lives again when it is re-opened."""
        return replace(self.signed_out(now), status="suspended")

    def reopened(self) -> "Profile":
        return replace(self, status="active", version=self.version + 1)

    def signed_out(self, now: datetime) -> "Profile":
        """With no session left, on any device."""
        return replace(
            self,
            generation=self.generation + 1,
            signed_out_at=now,
            version=self.version + 1,
        )


def _kept(changes: tuple[Consent, ...]) -> tuple[Consent, ...]:
    last = {one.kind: number for number, one in enumerate(changes)}
    first = len(changes) - CONSENT_CHANGES_MAX
    return tuple(
        one for number, one in enumerate(changes) if number >= first or last[one.kind] == number
    )


def is_night(now: datetime) -> bool:
    """From 21:00 to 08:00 in Seoul (the same article)."""
    hour = now.astimezone(SEOUL).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def check_is_active(profile: Profile | None, actor: MemberActor | None = None) -> Profile:
    """The profile, of a member who may act; `actor`: by a token whose session has not ended.

    Raises `MemberNotFoundError`, `MemberSuspendedError`, `TokenExpiredError`; `MovedActorError`
    for an actor whose membership goes on in another wallet.
    """
    if actor and profile and profile.continues_in and actor.generation == profile.generation:
        raise MovedActorError(
            MemberActor(profile.county_id, profile.continues_in, profile.continued_generation)
        )
    if profile is None or profile.status == "left":
        raise MemberNotFoundError
    # Before the session, which ends with it: who is suspended is told so.
    if profile.status == "suspended":
        raise MemberSuspendedError
    if actor and actor.generation not in (None, profile.generation):
        raise TokenExpiredError
    return profile


def check_is_identified(profile: Profile | None, *, is_needed: bool) -> None:
    """`is_needed`: what the county's setting says of the thing that is asked for. Raises
    `IdentityRequiredError`."""
    if is_needed and (profile is None or profile.identity_key is None):
        raise IdentityRequiredError
