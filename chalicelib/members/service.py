"""A member's own record: look, change, take a copy, leave."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.text import mask_name
from chalicelib.core.values import add_months, day_start, seoul_date, sibling_id, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.lots import total
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import (
    MARKETING,
    Consent,
    ConsentKind,
    GuardianConsent,
    Profile,
    Relation,
    SealedPerson,
    check_is_active,
)
from chalicelib.members.errors import (
    BoughtVouchersHeldError,
    ConsentRequiredError,
    RegionUnknownError,
)
from chalicelib.members.left_wallet import LeftWallet
from chalicelib.members.names import name_keys_of
from chalicelib.members.pass_revocation import PassRevocation
from chalicelib.members.ports import FieldCipher, MemberStore

EXPORT_ENTRIES_MAX = 10_000
REFUSAL_TRIES_MAX = 8
_EXPORT_PAGE_ENTRIES = 500
KEPT_BEYOND = timedelta(days=31)
"""How long a wallet that was left is found after the last day of what was bought before: a payment
out of it may be canceled late."""


class OpenProfile(Struct, frozen=True):
    """A profile with its personal data, for the person alone."""

    profile: Profile
    name: str
    phone: str
    birth_on: date


class OpenGuardian(Struct, frozen=True):
    """A guardian's consent with the guardian's data, for the member alone."""

    consent: GuardianConsent
    name: str
    phone: str


class Farewell(Struct, frozen=True):
    """What was left in the wallet, in points and won."""

    left_at: datetime
    mileage: int
    vouchers: int


class Members(Struct, frozen=True):
    store: MemberStore
    wallets: WalletStore
    counties: Counties
    cipher: FieldCipher
    signer: Signer
    is_known_region: Callable[[str], bool]
    clock: Clock
    hush: Callable[[str, str], None]
    """(county, member): no browser of theirs is notified any more."""

    def own(self, actor: MemberActor) -> OpenProfile:
        return self.opened(self._active(actor))

    def opened(self, profile: Profile) -> OpenProfile:
        """With the personal data in clear, for the member or for staff who said why."""
        return OpenProfile(
            profile,
            name=self._open(profile, "name", profile.person.name),
            phone=self._open(profile, "phone", profile.person.phone),
            birth_on=self.birth_on(profile),
        )

    def birth_on(self, profile: Profile) -> date:
        """This alone in clear."""
        return date.fromisoformat(self._open(profile, "birth_on", profile.person.birth_on))

    def phone(self, profile: Profile) -> str:
        """This alone in clear, in E.164."""
        return self._open(profile, "phone", profile.person.phone)

    def change(
        self,
        actor: MemberActor,
        *,
        name: str | None,
        region_code: str | None,
        relation: Relation | None,
    ) -> OpenProfile:
        """Only what is given changes. The number: `number_change`."""
        own = self.own(actor)
        if region_code is not None and not self.is_known_region(region_code):
            raise RegionUnknownError(param="region_code")
        profile = own.profile
        if name is not None and name != own.name:
            person = self.sealed(replace(own, name=name))
            keys = name_keys_of(self.signer, actor.county_id, name, own.birth_on)
            profile = replace(profile, person=person, name_masked=mask_name(name), name_keys=keys)
        profile = replace(
            profile,
            region_code=region_code or profile.region_code,
            relation=relation or profile.relation,
            version=profile.version + 1,
        )
        self.store.replace_profile(profile)
        return replace(own, profile=profile, name=name or own.name)

    def sealed(self, own: OpenProfile) -> SealedPerson:
        fields = {"phone": own.phone, "name": own.name, "birth_on": own.birth_on.isoformat()}
        data_key, sealed = self.cipher.seal(_context(own.profile), fields)
        return SealedPerson(data_key=data_key, **sealed)

    def guardian(self, profile: Profile) -> OpenGuardian | None:
        """Who consented for the member; `None` for who was 14 or older."""
        consent = profile.guardian
        if consent is None:
            return None
        context = _context(profile)
        return OpenGuardian(
            consent,
            name=self.cipher.open(context, consent.data_key, "name", consent.name),
            phone=self.cipher.open(context, consent.data_key, "phone", consent.phone),
        )

    def consents(self, actor: MemberActor) -> tuple[Consent, ...]:
        return self._active(actor).current_consents()

    def set_consent(
        self, actor: MemberActor, kind: ConsentKind, *, is_given: bool
    ) -> tuple[Consent, ...]:
        """Terms and privacy are what membership stands on: to withdraw them is to leave."""
        if kind not in MARKETING and not is_given:
            raise ConsentRequiredError(param=kind)
        profile = self._active(actor)
        county = self.counties.county(actor.county_id)
        version = county.terms_version if kind == "terms" else county.privacy_version
        if kind == "marketing" and not is_given:
            # What is allowed at night goes with what is allowed by day.
            changed = profile.without_marketing(self.clock())
        else:
            consent = Consent(kind, version if is_given else None, self.clock())
            changed = profile.with_consent(consent)
        if changed is not profile:
            self.store.replace_profile(changed)
        return changed.current_consents()

    def refuse_marketing(self, county_id: str, member_id: str) -> Consent | None:
        """Withdraw the consent to advertising messages for whoever has the link of one, without a
        log-in: the consent as it stands then; `None` of who has left. Again, it changes nothing.

        Raises `VersionConflictError` if it is changed all the time.
        """
        for _ in range(REFUSAL_TRIES_MAX):
            profile = self.store.profile(county_id, member_id, consistent=True)
            if profile is not None and profile.continues_in:
                # The same person, in another wallet since the message: it is meant for that one.
                profile = self.store.profile(county_id, profile.continues_in, consistent=True)
            if profile is None or profile.status == "left":
                return None
            refused = profile.without_marketing(self.clock())
            try:
                if refused is not profile:
                    self.store.replace_profile(refused)
            except VersionConflictError:
                continue
            return next(one for one in refused.current_consents() if one.kind == "marketing")
        raise VersionConflictError

    def entries(self, county_id: str, member_id: str) -> list[Entry]:
        """Everything in a wallet, newest first, for a copy of its person's data."""
        found: list[Entry] = []
        before_seq = None
        while len(found) < EXPORT_ENTRIES_MAX:
            page = self.wallets.list_entries(
                county_id,
                member_id,
                limit=_EXPORT_PAGE_ENTRIES,
                before_seq=before_seq,
            )
            found += page.entries
            if not page.older or not page.entries:
                break
            before_seq = page.entries[-1].seq
        return found

    def leave(self, actor: MemberActor, *, is_confirmed: bool = False) -> Farewell:
        """Erase the person at once. The ledger stays, under a member id that names nobody any
        more, and the balance with it: nobody who has the number later comes near it.

        Raises `BoughtVouchersHeldError` while bought vouchers are not spent, unless that
        `is_confirmed`: then the desk pays them back, to whoever knows the number and birth date.
        """
        page = self.wallets.read(actor.county_id, actor.member_id)
        profile = check_is_active(page.profile, actor)
        if not page.entries:
            raise MemberNotFoundError
        now = self.clock()
        head, today = page.entries[0], seoul_date(now)
        if not is_confirmed:
            _check_nothing_bought(head, today)
        self.store.put_left_wallet(self._left_wallet(profile, today))
        erased = profile.erased(now)
        stopped = PassRevocation(
            county_id=erased.county_id,
            member_id=erased.member_id,
            version=erased.version,
            at=to_milliseconds(now),
            is_revoked=True,
        )
        self.store.end(erased, stopped)
        self.hush(actor.county_id, actor.member_id)
        return Farewell(now, head.live_mileage(today), head.live_vouchers(today))

    def _left_wallet(self, profile: Profile, today: date) -> LeftWallet:
        """What was bought has the validity of its own day, which may be longer than today's."""
        versions = self.counties.versions(profile.county_id)
        months = max(
            self.counties.on(profile.county_id, today).voucher("sale").valid_months,
            *(v.value or 0 for v in versions if v.key == "sale.valid_months"),
        )
        return LeftWallet(
            county_id=profile.county_id,
            person_key=profile.person_key,
            member_id=profile.member_id,
            birth_key=self._birth_key(profile),
            kept_until=day_start(add_months(today, months) + KEPT_BEYOND),
        )

    def _birth_key(self, profile: Profile) -> str:
        holder = self.store.holder_of(profile.county_id, profile.person_key)
        if holder is not None and holder.member_id == profile.member_id:
            return holder.birth_key
        # The number was taken by whom an agency says it belongs to.
        return self.signer.birth_key(profile.person_key, self.birth_on(profile))

    def sign_out(self, actor: MemberActor) -> None:
        """End every session of the member, on all devices."""
        profile = self._active(actor, consistent=True)
        self.store.replace_profile(profile.signed_out(self.clock()))
        self.hush(actor.county_id, actor.member_id)

    def _active(self, actor: MemberActor, *, consistent: bool = False) -> Profile:
        """`consistent` for what changes it: of a stale one nothing can be written."""
        profile = self.store.profile(actor.county_id, actor.member_id, consistent=consistent)
        return check_is_active(profile, actor)

    def _open(self, profile: Profile, name: str, sealed: bytes) -> str:
        return self.cipher.open(_context(profile), profile.person.data_key, name, sealed)


def _check_nothing_bought(head: Entry, today: date) -> None:
    bought = [lot for lot in head.live_lots(today) if lot.terms is not None]
    if bought:
        raise BoughtVouchersHeldError(
            remaining=total(bought),
            vouchers=[
                {
                    "voucher_id": lot.lot_id,
                    "purchase_id": sibling_id("pur", lot.lot_id),
                    "face_amount": lot.face,
                    "remaining_amount": lot.remaining,
                    "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
                }
                for lot in bought
            ],
        )


def _context(profile: Profile) -> str:
    return f"{profile.county_id}/{profile.signup_id}"
