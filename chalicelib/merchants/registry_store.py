"""Applications, registrations and businesses: what changes together is written together."""

from collections.abc import Iterator

from chalicelib.aws.table import Item, Table
from chalicelib.merchants import keys
from chalicelib.merchants.applications import Application
from chalicelib.merchants.businesses import Business
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.store import item_from_code, item_from_merchant
from chalicelib.merchants.stored_forms import (
    application_from_item,
    business_from_item,
    item_from_application,
    item_from_business,
    item_from_registration,
    registration_from_item,
)
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class RegistryStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    # Applications

    def application(
        self, county_id: str, application_id: str, *, consistent: bool = False
    ) -> Application | None:
        """Access pattern 138."""
        key = keys.application(county_id, application_id)
        item = self._table.get(key, consistent=consistent)
        return application_from_item(county_id, item) if item else None

    def applications(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Application], str | None]:
        """Access pattern 139: newest first, and the id to go on before."""
        start = keys.application(county_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            keys.application(county_id, "").pk, newest_first=True, limit=limit, start=start
        )
        next_id = page.next_key["sk"] if page.next_key else None
        return [application_from_item(county_id, item) for item in page.items], next_id

    def apply(self, application: Application, business: Business) -> bool:
        """Access pattern 140: the application, and that its business has one; `False` if somebody
        else's came first."""
        return self._together([item_from_application(application)], business=business)

    def replace_application(self, application: Application) -> None:
        """Raises `VersionConflictError`."""
        self._table.replace(item_from_application(application))

    def decide(
        self,
        application: Application,
        business: Business,
        record: AuditRecord,
        merchant: Merchant | None = None,
        registration: Registration | None = None,
    ) -> bool:
        """Access pattern 141: the decision with its record and what comes of it; `False` if
        somebody was first, or the merchant's code is taken."""
        new = [item_from_record(record)]
        if merchant is not None:
            new += [item_from_code(merchant), item_from_merchant(merchant)]
        if registration is not None:
            new.append(item_from_registration(registration))
        return self._together(new, item_from_application(application), business=business)

    # Registrations

    def registration(
        self, county_id: str, merchant_id: str, *, consistent: bool = False
    ) -> Registration | None:
        """Access pattern 142."""
        key = keys.registration(county_id, merchant_id)
        item = self._table.get(key, consistent=consistent)
        return registration_from_item(county_id, item) if item else None

    def registrations(self, county_id: str, *, consistent: bool = False) -> Iterator[Registration]:
        """Access pattern 143: all of them, by id."""
        pk = keys.registration(county_id, "").pk
        for item in self._table.query_all(pk, consistent=consistent):
            yield registration_from_item(county_id, item)

    def registration_page(
        self, county_id: str, *, limit: int, after_id: str | None
    ) -> tuple[list[Registration], str | None]:
        """Access pattern 325: by id, and the id to go on after; seconds late."""
        start = keys.registration(county_id, after_id)._asdict() if after_id else None
        pk = keys.registration(county_id, "").pk
        page = self._table.query(pk, limit=limit, start=start)
        next_id = page.next_key["sk"] if page.next_key else None
        return [registration_from_item(county_id, item) for item in page.items], next_id

    def replace_registration(self, registration: Registration) -> None:
        """Raises `VersionConflictError`."""
        self._table.replace(item_from_registration(registration))

    def change(
        self,
        registration: Registration,
        record: AuditRecord,
        merchant: Merchant | None = None,
        business: Business | None = None,
    ) -> bool:
        """A change of what is kept of a merchant with its record, and of the merchant and its
        business where it touches them; `False` if somebody was first."""
        replaced = [item_from_registration(registration)]
        if merchant is not None:
            replaced.append(item_from_merchant(merchant))
        return self._together([item_from_record(record)], *replaced, business=business)

    def register(self, merchant: Merchant, registration: Registration, business: Business) -> bool:
        """Access pattern 144: a merchant of an existing register; `False` if somebody was first or
        its code is taken."""
        new = [
            item_from_merchant(merchant),
            item_from_code(merchant),
            item_from_registration(registration),
        ]
        return self._together(new, business=business)

    # Businesses

    def business(self, county_id: str, business_key: str) -> Business:
        """Access pattern 145: what is known of a business, read consistently; a new one if none
        is."""
        item = self._table.get(keys.business(county_id, business_key), consistent=True)
        if item is None:
            return Business(county_id=county_id, business_key=business_key)
        return business_from_item(county_id, business_key, item)

    def _together(self, new: list[Item], *replaced: Item, business: Business | None) -> bool:
        changed = list(replaced)
        if business is not None:
            (changed if business.version > 1 else new).append(item_from_business(business))
        return self._table.put_together(new, changed)
