"""Cards at the desk: printed, printed anew, closed."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.aws.signer import Signer
from chalicelib.cards.cards import CardCode, CardUse, check_pin
from chalicelib.cards.errors import CardNotFoundError, CardOfOthersError
from chalicelib.cards.ports import CardStore
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.profile import Card, Profile
from chalicelib.members.service import Members
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person

TRIES_MAX = 5


class PrintedCard(Struct, frozen=True):
    """`code` is shown once, and again for the same request: it is kept nowhere."""

    code: str
    profile: Profile
    card: Card
    is_repeated: bool


class KnownCard(Struct, frozen=True):
    """A member's card and how it is used; `None`: there is none. `day_maximum` in won."""

    card: Card | None
    use: CardUse | None
    used_today: int
    day_maximum: int


class Cards(Struct, frozen=True):
    store: CardStore
    members: Members
    own_wallets: OwnWallets
    keys: IdempotencyKeys
    counties: Counties
    signer: Signer
    clock: Clock

    def of(self, county_id: str, member_id: str) -> KnownCard:
        """Raises `MemberNotFoundError`."""
        card = self._profile(county_id, member_id).card
        today = seoul_date(self.clock())
        use = self.store.use(county_id, member_id, card.number) if card else None
        return KnownCard(
            card=card,
            use=use,
            used_today=use.used_on(today) if use else 0,
            day_maximum=self.counties.on(county_id, today).card_day_maximum,
        )

    def issue(
        self,
        county_id: str,
        person: Person,
        member_id: str,
        *,
        pin: str,
        replaces: str | None,
        reason: str,
        only_own_joins: bool,
        idempotency_key: str,
    ) -> PrintedCard:
        """A card in the place of the one that was seen, `replaces`, which is closed by it; the same
        request again gives the same card. `only_own_joins`: of who has no other right, as at a
        booth.

        Raises `MemberNotFoundError`, `CardOfOthersError`, `CardPinTooEasyError`, `OwnWalletError`,
        `VersionConflictError`.
        """
        subject = f"card/{county_id}/{member_id}"
        pin_hash = self.signer.code_hash(subject, pin)
        asked = {"member_id": member_id, "pin": pin_hash, "replaces": replaces, "reason": reason}
        self.keys.bind(county_id, "card", person.subject, idempotency_key, asked)
        self.own_wallets.check(county_id, person, [member_id])
        secret = self.signer.card_secret(county_id, member_id, person.subject, idempotency_key)
        # Of the secret, so that the same request has the same number; sixteen digits would pass for
        # a bank's card.
        digits = int(self.signer.code_hash(f"{subject}/number", secret), 16) % 10**8
        number = f"{digits:08d}"
        code_hash = self.signer.code_hash(f"{subject}/code", secret)
        code = CardCode(member_id, secret).text
        for _ in range(TRIES_MAX):
            profile = self._profile(county_id, member_id)
            if profile.card is not None and profile.card.code_hash == code_hash:
                return PrintedCard(code, profile, profile.card, True)
            if (profile.card.number if profile.card else None) != replaces:
                raise VersionConflictError
            if only_own_joins:
                self._check_is_own_join(profile, person)
            check_pin(pin, self.members.opened(profile).birth_on)
            now = to_milliseconds(self.clock())
            card = Card(number, code_hash, self.signer.code_hash(f"{subject}/{number}", pin), now)
            changed = replace(profile, card=card, version=profile.version + 1)
            record = self._record(person, "card_issued", reason, profile, changed)
            if self.store.change(changed, record):
                return PrintedCard(code, changed, card, False)
        raise TryAgainError(retry_after_seconds=1)

    def close(
        self, county_id: str, person: Person, member_id: str, *, number: str, reason: str
    ) -> None:
        """At once; of a card that is closed already nothing happens.

        Raises `MemberNotFoundError`, and `CardNotFoundError` of a card that the member has not.
        """
        for _ in range(TRIES_MAX):
            profile = self._profile(county_id, member_id)
            if profile.card is None:
                return
            if profile.card.number != number:
                raise CardNotFoundError
            changed = replace(profile, card=None, version=profile.version + 1)
            record = self._record(person, "card_closed", reason, profile, changed)
            if self.store.change(changed, record):
                return
        raise TryAgainError(retry_after_seconds=1)

    def _profile(self, county_id: str, member_id: str) -> Profile:
        profile = self.members.store.profile(county_id, member_id, consistent=True)
        if profile is None or profile.status == "left":
            raise MemberNotFoundError
        return profile

    def _check_is_own_join(self, profile: Profile, person: Person) -> None:
        witness = profile.witness
        is_own = witness is not None and witness.subject == person.subject
        is_today = seoul_date(profile.joined_at) == seoul_date(self.clock())
        if not (is_own and is_today and profile.card is None):
            raise CardOfOthersError

    def _record(
        self, person: Person, action: AuditAction, reason: str, before: Profile, after: Profile
    ) -> AuditRecord:
        return AuditRecord.made(
            county_id=after.county_id,
            at=self.clock(),
            by=person,
            action=action,
            target_id=after.member_id,
            reason=reason,
            before={"card": before.card.number if before.card else None},
            after={"card": after.card.number if after.card else None},
        )
