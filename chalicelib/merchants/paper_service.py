"""What a shop prints: its certificate and its poster; and a new poster in place of the old ones."""

from typing import Literal

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.changing import Kept
from chalicelib.merchants.errors import PapersEndedError
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registration_service import Registrations
from chalicelib.merchants.registry_ports import RegistryStore
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person

TRIES_MAX = 5
PosterReason = Literal["swapped", "lost", "worn"]


class ShopPapers(Struct, frozen=True):
    registrations: Registrations
    store: RegistryStore
    clock: Clock

    def of(self, county_id: str, merchant_id: str) -> Kept:
        """What papers are made of. Raises `MerchantNotFoundError`, `RegistrationNotFoundError`,
        `PapersEndedError`."""
        merchant, registration = self.registrations.of(county_id, merchant_id)
        has_ended = merchant.status_on(seoul_date(self.clock())) == "closed"
        if has_ended or registration.canceled_on is not None:
            raise PapersEndedError
        return merchant, registration

    def renew_poster(
        self, county_id: str, person: Person, merchant_id: str, *, replaces: int, reason: str
    ) -> tuple[Registration, bool]:
        """Another poster in place of the one of the number `replaces`; and whether that was done
        before, by this request or another: one sent again must not make the new one old.

        Raises `MerchantNotFoundError`, `RegistrationNotFoundError`, `PapersEndedError`,
        `VersionConflictError`.
        """
        for _ in range(TRIES_MAX):
            merchant, registration = self.of(county_id, merchant_id)
            if registration.poster_number == replaces + 1:
                return registration, True
            if registration.poster_number != replaces:
                raise VersionConflictError
            now = to_milliseconds(self.clock())
            renewed = registration.with_poster(seoul_date(now))
            record = AuditRecord.made(
                county_id=county_id,
                at=now,
                by=person,
                action="merchant_poster_renewed",
                target_id=merchant.merchant_id,
                reason=reason,
                before={"poster_number": replaces},
                after={"poster_number": renewed.poster_number},
            )
            if self.store.change(renewed, record):
                return renewed, False
        raise VersionConflictError


def person_of_shop(actor: MerchantActor) -> Person:
    """Who did it, of a shop: a person at one of its phones."""
    at_work = actor.at_work
    person_id = at_work.person_id if at_work else ""
    merchant = actor.merchant
    return Person(
        f"{merchant.merchant_id}/{person_id}", f"{merchant.merchant_code}/{person_id}".rstrip("/")
    )
