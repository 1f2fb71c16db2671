"""Who works at a phone of a shop now."""

import hmac
from datetime import datetime, timedelta

from msgspec import Struct, field

from chalicelib.aws.signer import Signer
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotAuthenticatedError, TokenExpiredError
from chalicelib.merchants.actors import AtWork, MerchantActor
from chalicelib.merchants.merchants import SCOPES, Merchant, MerchantScope
from chalicelib.merchants.ports import MerchantStore
from chalicelib.shops.devices import (
    Device,
    DeviceCredential,
    device_number,
    read_credential,
)
from chalicelib.shops.errors import ShopPersonNotFoundError
from chalicelib.shops.people import ShopPerson, person_number
from chalicelib.shops.pins import Pins
from chalicelib.shops.ports import ShopStore

SESSION_TTL = timedelta(hours=12)
"""A working day: in the morning whoever opens the shop gives the PIN again."""
TOKEN_PREFIX = "ms_"  # noqa: S105
DEVICE_SCOPES: tuple[MerchantScope, ...] = ("device",)
OWNER_SCOPES: tuple[MerchantScope, ...] = (*SCOPES, "device", "owner")
CLERK_SCOPES: tuple[MerchantScope, ...] = (*SCOPES, "device")
"""What a phone may ask by itself, and with an owner or a clerk at it."""


class ShopSession(Struct, frozen=True):
    token: str
    expires_at: datetime
    person: ShopPerson


class _Known(Struct, frozen=True):
    merchant: Merchant
    device: Device
    person: ShopPerson | None


class ShopSessions(Struct, frozen=True):
    store: ShopStore
    merchants: MerchantStore
    pins: Pins
    signer: Signer
    is_live: bool
    clock: Clock
    known: TtlCache[_Known | None] = field(default_factory=TtlCache)

    def begin(self, actor: MerchantActor, person_id: str, pin: str) -> ShopSession:
        """Raises `ShopPersonNotFoundError`, `PinWrongError`, `RateLimitedError`."""
        merchant = actor.merchant
        number = person_number(person_id)
        person = self.store.person(
            merchant.county_id, merchant.merchant_id, number, consistent=True
        )
        if person is None or not person.is_active:
            raise ShopPersonNotFoundError(param="person_id")
        self.pins.check(person, actor.device_id, pin)
        return self.of(person, actor.device_id)

    def of(self, person: ShopPerson, device_id: str) -> ShopSession:
        """A session of who has just proved the PIN."""
        expires_at = self.clock().replace(microsecond=0) + SESSION_TTL
        claims = {
            "sub": person.merchant_id,
            "cty": person.county_id,
            "dev": device_number(device_id),
            "per": person.number,
            "gen": person.generation,
        }
        token = TOKEN_PREFIX + self.signer.shop_token(claims, expires_at)
        return ShopSession(token, expires_at, person)

    def authenticate(self, county_id: str, credentials: str) -> MerchantActor:
        """The phone, or who works at it. Remembered for a minute, as keys are: so long a phone that
        was closed may still work.

        Raises `NotAuthenticatedError`, `TokenExpiredError`.
        """
        if credentials.startswith(TOKEN_PREFIX):
            return self._person(county_id, credentials.removeprefix(TOKEN_PREFIX))
        credential = read_credential(credentials, live=self.is_live)
        if credential is None:
            raise NotAuthenticatedError
        return self._device(county_id, credential)

    def _device(self, county_id: str, credential: DeviceCredential) -> MerchantActor:
        known = self._read(county_id, credential.merchant_id, credential.number, None)
        if known is None or not hmac.compare_digest(
            known.device.secret_hash, credential.secret_hash
        ):
            raise NotAuthenticatedError
        return MerchantActor(known.merchant, DEVICE_SCOPES, device_id=known.device.device_id)

    def _person(self, county_id: str, token: str) -> MerchantActor:
        claims = self.signer.read_shop_token(token, self.clock())
        if claims["cty"] != county_id:
            raise NotAuthenticatedError
        known = self._read(county_id, claims["sub"], claims["dev"], claims["per"])
        if known is not None and known.person and known.person.generation < claims["gen"]:
            # The PIN is newer than what is remembered here.
            self.known.forget((county_id, claims["sub"], claims["dev"], claims["per"]))
            known = self._read(county_id, claims["sub"], claims["dev"], claims["per"])
        person = known.person if known else None
        if known is None or person is None or not person.is_active:
            raise NotAuthenticatedError
        if person.generation != claims["gen"]:
            raise TokenExpiredError
        is_owner = person.role == "owner"
        return MerchantActor(
            known.merchant,
            OWNER_SCOPES if is_owner else CLERK_SCOPES,
            device_id=known.device.device_id,
            at_work=AtWork(person.person_id, is_owner, person.may_cancel, person.sees_settlements),
        )

    def _read(
        self, county_id: str, merchant_id: str, device: int, person: int | None
    ) -> _Known | None:
        """`None` for a phone that is closed, or that there is not."""

        def load() -> _Known | None:
            found = self.store.device(county_id, merchant_id, device)
            if found is None or not found.is_open:
                return None
            merchant = self.merchants.by_id(county_id, merchant_id)
            who = self.store.person(county_id, merchant_id, person) if person else None
            return _Known(merchant, found, who) if merchant else None

        return self.known.get((county_id, merchant_id, device, person), load)
