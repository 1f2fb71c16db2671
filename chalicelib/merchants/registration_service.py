"""What staff change of a registered merchant: data, account, and the end of its registration."""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.merchants.businesses import Breach
from chalicelib.merchants.changing import Changes, Changing, Kept
from chalicelib.merchants.errors import (
    AccountChangerReleasesError,
    MerchantNotFoundError,
    RegistrationCanceledError,
    RegistrationNotFoundError,
)
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registry_ports import RegistryStore
from chalicelib.merchants.sealing import Cipher
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.person import Person

TRIES_MAX = 5
NIGHT = Person("system", "system")
"""Who did what no person did."""


class Registrations(Struct, frozen=True):
    store: RegistryStore
    merchants: MerchantStore
    cipher: Cipher
    identity_key: Callable[[str, str, str], str]
    """Keyed hash of what is told of by nothing else: county, kind, value."""
    clock: Clock

    @property
    def changing(self) -> Changing:
        return Changing(self.cipher, self.identity_key)

    def of(self, county_id: str, merchant_id: str) -> Kept:
        """Raises `MerchantNotFoundError`, `RegistrationNotFoundError`."""
        merchant = self.merchants.by_id(county_id, merchant_id, consistent=True)
        if merchant is None:
            raise MerchantNotFoundError
        registration = self.store.registration(county_id, merchant_id, consistent=True)
        if registration is None:
            raise RegistrationNotFoundError
        return merchant, registration

    def change(
        self, county_id: str, person: Person, merchant_id: str, changes: Changes, *, reason: str
    ) -> Kept:
        """Change data as the merchant asks. A new account is nobody's until the bank says
        whose, and nothing is paid to it until another person released it.

        Raises what `of` does, `AccountNumberInvalidError`, `VersionConflictError`.
        """

        def write(merchant: Merchant, registration: Registration) -> Kept | None:
            today = seoul_date(self.clock())
            after = self.changing.changed(
                merchant, registration, changes, by=person.subject, on=today
            )
            if after == (merchant, registration):
                return after
            was, is_now = self.changing.differences((merchant, registration), after)
            record = self._record(
                merchant, person, "merchant_changed", reason, before=was, after=is_now
            )
            changed, kept = after
            return (changed, kept) if self.store.change(kept, record, changed) else None

        return self._try(county_id, merchant_id, write)

    def release_account(
        self, county_id: str, person: Person, merchant_id: str, *, version: int, reason: str
    ) -> Kept:
        """Let money go to an account that somebody else wrote, as it stood at `version`; one that
        is released stays so. Raises what `of` does, `AccountChangerReleasesError`,
        `VersionConflictError`.
        """

        def write(merchant: Merchant, registration: Registration) -> Kept | None:
            changed_by = registration.account_changed_by
            if changed_by is None:
                return merchant, registration
            if changed_by == person.subject:
                raise AccountChangerReleasesError
            if registration.version != version:
                raise VersionConflictError
            kept = registration.released()
            record = self._record(
                merchant,
                person,
                "merchant_changed",
                reason,
                before={"account_changed_by": changed_by},
                after={"account_changed_by": None, **self.changing.account_facts(kept)},
            )
            changed = replace(merchant, version=merchant.version + 1)
            return (changed, kept) if self.store.change(kept, record, changed) else None

        return self._try(county_id, merchant_id, write)

    def holder_differs(self, merchant: Merchant, registration: Registration) -> bool:
        """Whether the account is in the name of neither the owner nor the shop."""
        return self.changing.holder_differs(merchant, registration)

    def cancel(
        self,
        county_id: str,
        person: Person,
        merchant_id: str,
        breaches: Sequence[Breach],
        *,
        is_halved: bool,
        reason: str,
    ) -> tuple[Kept, date]:
        """Cancel the registration for breaches of the law (제8조), close the shop, and bar its
        business from registering again; the last day of the bar.

        Raises what `of` does, `RegistrationCanceledError`, `VersionConflictError`.
        """
        until: list[date] = []

        def write(merchant: Merchant, registration: Registration) -> Kept | None:
            if registration.canceled_on is not None:
                raise RegistrationCanceledError
            today = seoul_date(self.clock())
            business = self.store.business(county_id, registration.business_key)
            barred = business.without(merchant_id).barred(breaches, today, is_halved=is_halved)
            barred = replace(barred, version=business.version + 1)
            assert barred.barred_until_on is not None
            until[:] = [barred.barred_until_on]
            canceled = registration.canceled(today, tuple(breaches))
            closed = merchant.with_status("closed")
            record = self._record(
                merchant,
                person,
                "merchant_registration_canceled",
                reason,
                before={"status": merchant.status},
                after={
                    "status": "closed",
                    "breaches": list(breaches),
                    "barred_until_on": barred.barred_until_on.isoformat(),
                },
            )
            written = self.store.change(canceled, record, closed, barred)
            return (closed, canceled) if written else None

        return self._try(county_id, merchant_id, write), until[0]

    def end_if_over(self, registration: Registration, today: date) -> bool:
        """Close a temporary merchant after its last day; whether it was closed now. One that is
        suspended stays so, and what it is owed stays held, until people decide."""
        if registration.ends_on is None or today <= registration.ends_on:
            return False
        merchant = self.merchants.by_id(
            registration.county_id, registration.merchant_id, consistent=True
        )
        if merchant is None or merchant.status != "active":
            return False
        business = self.store.business(registration.county_id, registration.business_key)
        record = self._record(
            merchant,
            NIGHT,
            "merchant_closed",
            "임시 가맹점 기간이 끝남",
            before={"status": merchant.status},
            after={"status": "closed"},
        )
        # The registration is written as it is, but for its version: who changes it meets this.
        kept = replace(registration, version=registration.version + 1)
        closed = merchant.with_status("closed")
        return self.store.change(kept, record, closed, business.without(merchant.merchant_id))

    def _try(
        self,
        county_id: str,
        merchant_id: str,
        write: Callable[[Merchant, Registration], Kept | None],
    ) -> Kept:
        for _ in range(TRIES_MAX):
            written = write(*self.of(county_id, merchant_id))
            if written is not None:
                return written
        raise VersionConflictError

    def _record(
        self,
        merchant: Merchant,
        person: Person,
        action: AuditAction,
        reason: str,
        *,
        before: Facts,
        after: Facts,
    ) -> AuditRecord:
        return AuditRecord.made(
            county_id=merchant.county_id,
            at=self.clock(),
            by=person,
            action=action,
            target_id=merchant.merchant_id,
            reason=reason,
            before=before,
            after=after,
        )
