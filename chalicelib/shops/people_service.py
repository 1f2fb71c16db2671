"""The people of a shop, as its owner keeps them, and each one's own PIN."""

from typing import Any

from msgspec import Struct

from chalicelib.core.errors import VersionConflictError
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.sealing import Cipher
from chalicelib.shops.errors import (
    OwnersOnlyError,
    ShopPeopleLimitError,
    ShopPersonNotFoundError,
)
from chalicelib.shops.people import (
    PEOPLE_MAX,
    Role,
    ShopPerson,
    check_has_owner,
    check_pin,
    person_number,
    sealed_name,
)
from chalicelib.shops.pins import Pins
from chalicelib.shops.ports import ShopStore

TRIES_MAX = 5


class ShopPeople(Struct, frozen=True):
    store: ShopStore
    pins: Pins
    cipher: Cipher

    def all(self, actor: MerchantActor) -> list[ShopPerson]:
        """Those who left included, oldest first: payments name them."""
        return self.store.people(actor.merchant.county_id, actor.merchant.merchant_id)

    def me(self, actor: MerchantActor) -> ShopPerson:
        """Who works at the phone, as it is now. Raises `OwnersOnlyError` for a phone at which
        nobody does."""
        if actor.at_work is None:
            raise OwnersOnlyError
        return self._person(actor, actor.at_work.person_id)

    def add(
        self,
        actor: MerchantActor,
        *,
        name: str,
        role: Role,
        may_cancel: bool,
        sees_settlements: bool,
        pin: str,
    ) -> ShopPerson:
        """Raises `PinTooEasyError`, `ShopPeopleLimitError`, `VersionConflictError`."""
        check_pin(pin)
        county_id, merchant_id = actor.merchant.county_id, actor.merchant.merchant_id
        for _ in range(TRIES_MAX):
            people = self.all(actor)
            number = people[-1].number + 1 if people else 1
            if number > PEOPLE_MAX:
                raise ShopPeopleLimitError(limit=PEOPLE_MAX)
            person = ShopPerson(
                county_id=county_id,
                merchant_id=merchant_id,
                number=number,
                sealed=sealed_name(self.cipher, county_id, merchant_id, number, name),
                role=role,
                may_cancel=may_cancel,
                sees_settlements=sees_settlements,
                pin_hash=self.pins.hash_of(county_id, merchant_id, number, pin),
            )
            if self.store.add_person(person):
                return person
        raise VersionConflictError

    def change(
        self,
        actor: MerchantActor,
        person_id: str,
        *,
        name: str,
        role: Role,
        may_cancel: bool,
        sees_settlements: bool | None,
        is_active: bool,
        pin: str | None,
    ) -> ShopPerson:
        """Raises `ShopPersonNotFoundError`, `LastOwnerError`, `PinTooEasyError`,
        `VersionConflictError`."""
        person = self._person(actor, person_id)
        facts: dict[str, Any] = {
            "sealed": sealed_name(
                self.cipher, person.county_id, person.merchant_id, person.number, name
            ),
            "role": role,
            "may_cancel": may_cancel,
            "is_active": is_active,
        }
        if sees_settlements is not None:
            facts["sees_settlements"] = sees_settlements
        if pin is not None:
            check_pin(pin)
            facts["pin_hash"] = self._hash(person, pin)
        changed = person.changed(**facts)
        check_has_owner([changed, *(p for p in self.all(actor) if p.number != person.number)])
        self.store.replace_person(changed)
        return changed

    def change_own_pin(self, actor: MerchantActor, *, pin: str, new_pin: str) -> ShopPerson:
        """Raises `PinWrongError`, `PinTooEasyError`, `RateLimitedError`, `VersionConflictError`."""
        person = self.me(actor)
        self.pins.check(person, actor.device_id, pin)
        check_pin(new_pin)
        changed = person.changed(pin_hash=self._hash(person, new_pin))
        self.store.replace_person(changed)
        return changed

    def _person(self, actor: MerchantActor, person_id: str) -> ShopPerson:
        number = person_number(person_id)
        merchant = actor.merchant
        person = self.store.person(
            merchant.county_id, merchant.merchant_id, number, consistent=True
        )
        if person is None:
            raise ShopPersonNotFoundError(param="person_id")
        return person

    def _hash(self, person: ShopPerson, pin: str) -> str:
        return self.pins.hash_of(person.county_id, person.merchant_id, person.number, pin)
