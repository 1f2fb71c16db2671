"""Letting a phone into a shop."""

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, to_milliseconds
from chalicelib.joining.throttling import HOUR
from chalicelib.merchants.errors import MerchantNotFoundError, MerchantSuspendedError
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.sealing import Cipher
from chalicelib.shops.devices import DEVICES_MAX, Device, DeviceCredential
from chalicelib.shops.errors import (
    DeviceLimitError,
    InvitationEndedError,
    InvitationNotFoundError,
    OwnerMissingError,
)
from chalicelib.shops.invitations import (
    COUNTY_TTL,
    OWNER_TTL,
    Invitation,
    code_of,
    read_invitation_code,
)
from chalicelib.shops.people import FIRST_OWNER, ShopPerson, check_pin, sealed_name
from chalicelib.shops.pins import Pins
from chalicelib.shops.ports import ShopStore, Tries
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person

WRONG_OF_SOURCE_MAX_PER_HOUR = 60
WRONG_MAX_PER_HOUR = 2_000
"""Codes that nobody was given: of one address, which a hall full of shopkeepers may share, and of
all. Twelve digits are guessed after 2,000 an hour once in fifty thousand years; right ones are not
counted, so nobody waits for the mistypings of a neighbour before there are sixty."""
TRIES_MAX = 5


class NewInvitation(Struct, frozen=True):
    """`code` is shown once, and again for the same request."""

    code: str
    invitation: Invitation
    is_repeated: bool


class OpenedDevice(Struct, frozen=True):
    """`credential` is what the phone keeps; `owner`, whose PIN was set by this very request, if it
    was: when it is sent again, the owner logs in by that PIN."""

    credential: str
    device: Device
    owner: ShopPerson | None
    merchant: Merchant
    is_repeated: bool


class Invitations(Struct, frozen=True):
    store: ShopStore
    merchants: MerchantStore
    tries: Tries
    pins: Pins
    signer: Signer
    cipher: Cipher
    is_live: bool
    clock: Clock

    def by_county(
        self, county_id: str, person: Person, merchant_id: str, *, reason: str, idempotency_key: str
    ) -> NewInvitation:
        """For the owner's phone; whichever the county made before for this shop is over by it.

        Raises `MerchantNotFoundError`.
        """
        merchant = self._merchant(county_id, merchant_id)
        now = self.clock()
        record = AuditRecord.made(
            county_id=county_id,
            at=now,
            by=person,
            action="shop_invited",
            target_id=merchant.merchant_id,
            reason=reason,
            before={},
            after={"expires_at": format_time(now + COUNTY_TTL)},
        )
        made_for = (county_id, merchant_id, person.subject, idempotency_key)
        return self._invite(merchant, made_for, None, record)

    def by_owner(self, owner: ShopPerson, *, idempotency_key: str) -> NewInvitation:
        """For one more phone of the shop. Raises `MerchantNotFoundError`."""
        merchant = self._merchant(owner.county_id, owner.merchant_id)
        made_for = (owner.county_id, owner.merchant_id, owner.person_id, idempotency_key)
        return self._invite(merchant, made_for, owner.person_id, None)

    def find(self, county_id: str, text: str, *, source: str) -> tuple[Invitation, Merchant]:
        """The one that a phone may come in by, and whose it is.

        Raises `InvitationNotFoundError`, `InvitationEndedError`, `RateLimitedError`, and
        `MerchantSuspendedError` for a shop that closed.
        """
        invitation = self._known(county_id, text, source)
        if invitation.opened_as is not None:
            raise InvitationEndedError(param="code")
        return invitation, self._shop_of(invitation)

    def open(
        self,
        county_id: str,
        text: str,
        *,
        device_name: str,
        owner_name: str | None,
        pin: str | None,
        source: str,
        idempotency_key: str,
    ) -> OpenedDevice:
        """Make the phone one of the shop's. The same request again, after a lost answer, gives the
        same phone, if the PIN is the same.

        Raises what `find` does, `OwnerMissingError`, `PinTooEasyError`, `DeviceLimitError`, and
        `VersionConflictError`.
        """
        invitation = self._known(county_id, text, source)
        secret = self.signer.merchant_key_secret(
            "device", invitation.code_hash, idempotency_key, pin or ""
        )
        if invitation.opened_as is not None:
            return self._again(invitation, secret)
        merchant = self._shop_of(invitation)
        if invitation.is_for_owner and not (owner_name and pin):
            raise OwnerMissingError(param="pin")
        if pin is not None:
            check_pin(pin)
        for _ in range(TRIES_MAX):
            devices = self.store.devices(county_id, merchant.merchant_id)
            if sum(one.is_open for one in devices) >= DEVICES_MAX:
                raise DeviceLimitError(limit=DEVICES_MAX)
            number = devices[-1].number + 1 if devices else 1
            credential = DeviceCredential(merchant.merchant_id, number, secret)
            device = Device(
                county_id=county_id,
                merchant_id=merchant.merchant_id,
                number=number,
                name=device_name,
                secret_hash=credential.secret_hash,
                opened_at=to_milliseconds(self.clock()),
                invited_by=invitation.invited_by,
            )
            owner = self._owner(invitation, owner_name, pin)
            if self.store.open(invitation.opened(number), device, owner):
                shown = credential.text(live=self.is_live)
                return OpenedDevice(shown, device, owner, merchant, False)
            invitation = self._known(county_id, text, source)
            if invitation.opened_as is not None:
                return self._again(invitation, secret)
        raise VersionConflictError

    def _invite(
        self,
        merchant: Merchant,
        made_for: tuple[str, ...],
        invited_by: str | None,
        record: AuditRecord | None,
    ) -> NewInvitation:
        code = code_of(self.signer.merchant_key_secret("invitation", *made_for))
        ttl = COUNTY_TTL if invited_by is None else OWNER_TTL
        invitation = Invitation(
            county_id=merchant.county_id,
            merchant_id=merchant.merchant_id,
            code_hash=self._hash(merchant.county_id, code),
            expires_at=to_milliseconds(self.clock() + ttl),
            invited_by=invited_by,
        )
        known = self.store.invitation(merchant.county_id, invitation.code_hash)
        if known is None and not self.store.invite(invitation, record):
            known = self.store.invitation(merchant.county_id, invitation.code_hash)
        return NewInvitation(code, known or invitation, known is not None)

    def _known(self, county_id: str, text: str, source: str) -> Invitation:
        """One that there is and that is not over, used or not."""
        counted = (
            (f"invitation/{source}", WRONG_OF_SOURCE_MAX_PER_HOUR),
            ("invitation", WRONG_MAX_PER_HOUR),
        )
        for subject, maximum in counted:
            self.tries.check_room(county_id, subject, maximum=maximum, window=HOUR)
        code_hash = self._hash(county_id, read_invitation_code(text))
        invitation = self.store.invitation(county_id, code_hash)
        if invitation is None:
            for subject, _ in counted:
                self.tries.count(county_id, subject, HOUR)
            raise InvitationNotFoundError(param="code")
        is_replaced = invitation.is_for_owner and code_hash != self.store.newest_invitation(
            county_id, invitation.merchant_id
        )
        if is_replaced or self.clock() >= invitation.expires_at:
            raise InvitationEndedError(param="code")
        return invitation

    def _again(self, invitation: Invitation, secret: str) -> OpenedDevice:
        number = invitation.opened_as or 0
        merchant_id = invitation.merchant_id
        credential = DeviceCredential(merchant_id, number, secret)
        device = self.store.device(invitation.county_id, merchant_id, number, consistent=True)
        if device is None or not device.is_open or device.secret_hash != credential.secret_hash:
            raise InvitationEndedError(param="code")
        text = credential.text(live=self.is_live)
        return OpenedDevice(text, device, None, self._shop_of(invitation), True)

    def _owner(
        self, invitation: Invitation, name: str | None, pin: str | None
    ) -> ShopPerson | None:
        """Who the county's invitation is for, with the PIN that was chosen; active again if the
        shop had ended the first owner."""
        if not invitation.is_for_owner or name is None or pin is None:
            return None
        county_id, merchant_id = invitation.county_id, invitation.merchant_id
        known = self.store.person(county_id, merchant_id, FIRST_OWNER, consistent=True)
        pin_hash = self.pins.hash_of(county_id, merchant_id, FIRST_OWNER, pin)
        sealed = sealed_name(self.cipher, county_id, merchant_id, FIRST_OWNER, name)
        if known is not None:
            return known.changed(
                sealed=sealed,
                role="owner",
                may_cancel=True,
                is_active=True,
                pin_hash=pin_hash,
            )
        return ShopPerson(
            county_id=county_id,
            merchant_id=merchant_id,
            number=FIRST_OWNER,
            sealed=sealed,
            role="owner",
            may_cancel=True,
            pin_hash=pin_hash,
        )

    def _merchant(self, county_id: str, merchant_id: str) -> Merchant:
        merchant = self.merchants.by_id(county_id, merchant_id, consistent=True)
        if merchant is None:
            raise MerchantNotFoundError
        return merchant

    def _shop_of(self, invitation: Invitation) -> Merchant:
        merchant = self._merchant(invitation.county_id, invitation.merchant_id)
        if merchant.status == "closed":
            raise MerchantSuspendedError(merchant_status=merchant.status)
        return merchant

    def _hash(self, county_id: str, code: str) -> str:
        return self.signer.code_hash(f"invitation/{county_id}", code)
