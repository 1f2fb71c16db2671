"""What staff decide of applications. An approval makes the merchant in the same transaction, so
there is never a decision without its shop, its record, or the end of the application."""

import hashlib
from collections.abc import Callable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import seoul_date, sibling_id, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.merchants.applications import Application, ApplicationStatus, Decision
from chalicelib.merchants.businesses import Place, shop_name
from chalicelib.merchants.errors import (
    ApplicationDecidedError,
    ApplicationNotFoundError,
    OwnApplicationError,
    RegistrationBannedError,
    TradeBarredError,
)
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registry_ports import RegistryStore, TextMessages
from chalicelib.merchants.sealing import Cipher
from chalicelib.merchants.tax_classes import with_tax_class
from chalicelib.merchants.tax_looks import TaxLooks
from chalicelib.merchants.trades import TRADES, is_barred
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person

TRIES_MAX = 5
CODE_DIGITS = 6
PAGES_MAX = 10
PAGE_ROWS = 100


class Decisions(Struct, frozen=True):
    store: RegistryStore
    merchants: MerchantStore
    looks: TaxLooks
    counties: Counties
    messages: TextMessages
    cipher: Cipher
    clock: Clock

    def of(self, county_id: str, application_id: str) -> Application:
        """Raises `ApplicationNotFoundError`."""
        found = self.store.application(county_id, application_id, consistent=True)
        if found is None:
            raise ApplicationNotFoundError
        return found

    def page(
        self,
        county_id: str,
        *,
        status: ApplicationStatus | None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Application], str | None]:
        """Newest first, those of a status; and where the next page begins."""
        found: list[Application] = []
        before_id = position
        for _ in range(PAGES_MAX):
            rows, before_id = self.store.applications(
                county_id, limit=PAGE_ROWS if status else limit, before_id=before_id
            )
            for application in rows:
                if status in (None, application.status):
                    found.append(application)
                if len(found) == limit:
                    return found, application.application_id
            if before_id is None:
                return found, None
        return found, before_id

    def undecided(self, county_id: str) -> list[tuple[str, str, date]]:
        """The applications that wait: the id, the shop's name, the day it is decided by."""
        found: list[Application] = []
        position: str | None = None
        for _ in range(PAGES_MAX):
            page, position = self.page(
                county_id, status="received", limit=PAGE_ROWS, position=position
            )
            found += page
            if position is None:
                break
        return [(each.application_id, each.shop.name, each.decide_by_on) for each in found]

    def look_again(self, county_id: str, application_id: str) -> Application:
        """Ask the tax office anew. An answer is never replaced by silence.

        Raises `ApplicationNotFoundError`, `VersionConflictError`.
        """
        application = self.of(county_id, application_id)
        look = self.looks.at(
            county_id,
            application.sealed.open(self.cipher, "business_number"),
            opened_on=application.opened_on,
            owner_name=application.sealed.open(self.cipher, "owner_name"),
        )
        if look.status == "unknown" and application.look.status != "unknown":
            return application
        looked_at = application.looked_at(look)
        self.store.replace_application(looked_at)
        return looked_at

    def approve(
        self, county_id: str, person: Person, application_id: str, *, reason: str
    ) -> Application:
        """Make the applicant a merchant. What is approved already stays as it is.

        Raises `ApplicationNotFoundError`, `ApplicationDecidedError`, `OwnApplicationError`,
        `TradeBarredError`, `RegistrationBannedError`, `VersionConflictError`.
        """

        def write(application: Application) -> Application | None:
            now = to_milliseconds(self.clock())
            today = seoul_date(now)
            if is_barred(application.shop.trade, self.counties.on(county_id, today)):
                raise TradeBarredError(trade=application.shop.trade)
            business = self.store.business(county_id, application.business_key)
            if business.barred_until_on is not None and today <= business.barred_until_on:
                raise RegistrationBannedError(until_on=business.barred_until_on.isoformat())
            merchant = self._merchant(application)
            decided = _approved(application, merchant, Decision(by=person, at=now, reason=reason))
            place = Place(merchant.merchant_id, application.shop.kind, application.shop.outlet)
            written = self.store.decide(
                decided,
                business.decided(place),
                _record(decided, person, "merchant_approved", reason),
                merchant,
                _registration(application, merchant, today),
            )
            return decided if written else None

        return self._decide(county_id, person, application_id, "approved", write)

    def refuse(
        self, county_id: str, person: Person, application_id: str, *, reason: str
    ) -> Application:
        """The applicant is told the reason. What is refused already stays as it is.

        Raises `ApplicationNotFoundError`, `ApplicationDecidedError`, `OwnApplicationError`,
        `VersionConflictError`.
        """

        def write(application: Application) -> Application | None:
            now = to_milliseconds(self.clock())
            business = self.store.business(county_id, application.business_key)
            refused = application.decided("refused", Decision(by=person, at=now, reason=reason))
            written = self.store.decide(
                refused,
                business.decided(None),
                _record(refused, person, "merchant_refused", reason),
            )
            return refused if written else None

        return self._decide(county_id, person, application_id, "refused", write)

    def tell(self, application: Application) -> Application:
        """Send the applicant word of the decision, if nobody did. Sent before it is noted: told
        twice is better than never."""
        decision = application.decision
        if decision is None or decision.told_at is not None:
            return application
        phone = application.sealed.open(self.cipher, "contact_phone")
        self.messages.send(phone, self._message(application, decision))
        told = application.told(to_milliseconds(self.clock()))
        try:
            self.store.replace_application(told)
        except VersionConflictError:
            return self.of(application.county_id, application.application_id)
        return told

    def _decide(
        self,
        county_id: str,
        person: Person,
        application_id: str,
        wanted: ApplicationStatus,
        write: Callable[[Application], Application | None],
    ) -> Application:
        for _ in range(TRIES_MAX):
            application = self.of(county_id, application_id)
            if application.status == wanted:
                # Decided before, and maybe cut off before word of it went out.
                return self._told_if_possible(application)
            if application.status != "received":
                raise ApplicationDecidedError(decided_as=application.status)
            if person.person_key and person.person_key == application.contact_key:
                raise OwnApplicationError
            written = write(application)
            if written is not None:
                return self._told_if_possible(written)
        raise VersionConflictError

    def _told_if_possible(self, application: Application) -> Application:
        """The decision stands in any case: the night's round sends what was not sent."""
        try:
            return self.tell(application)
        except TryAgainError:
            return application

    def _merchant(self, application: Application) -> Merchant:
        shop = application.shop
        return Merchant(
            county_id=application.county_id,
            merchant_id=sibling_id("mch", application.application_id),
            merchant_code=free_code(
                self.merchants, application.county_id, application.application_id
            ),
            name=shop_name(shop.name, shop.outlet),
            category=TRADES[shop.trade][0],
            status="active",
            over_sales_cap=shop.is_over_sales_cap,
            address=shop.address,
            phone=shop.phone,
            latitude_e6=shop.latitude_e6,
            longitude_e6=shop.longitude_e6,
            ends_on=shop.ends_on(),
            # It takes no payment before it is a merchant: what is known holds from its first day.
            tax_classes=with_tax_class((), application.look.tax_class, seoul_date(self.clock())),
        )

    def _message(self, application: Application, decision: Decision) -> str:
        county = self.counties.county(application.county_id)
        if application.status == "approved":
            return (
                f"[{county.name}] {application.shop.name} 가맹점 등록이 승인되었습니다. "
                f"등록증과 QR은 군청에서 드립니다. 문의 {county.phone or county.contact}"
            )
        return (
            f"[{county.name}] {application.shop.name} 가맹점 등록이 되지 않았습니다. "
            f"이유: {decision.reason} 문의 {county.phone or county.contact}"
        )


def free_code(merchants: MerchantStore, county_id: str, seed: str) -> str:
    """A merchant code that nobody has: `M` and six digits, which a phone's number pad types."""
    for number in range(100):
        digest = hashlib.sha256(f"{seed}/{number}".encode()).digest()
        code = f"M{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
        if merchants.by_code(county_id, code) is None:
            return code
    raise VersionConflictError


def _approved(application: Application, merchant: Merchant, decision: Decision) -> Application:
    return replace(application.decided("approved", decision), merchant_id=merchant.merchant_id)


def _registration(application: Application, merchant: Merchant, today: date) -> Registration:
    return Registration(
        county_id=application.county_id,
        merchant_id=merchant.merchant_id,
        business_key=application.business_key,
        kind=application.shop.kind,
        outlet=application.shop.outlet,
        sales_class=application.shop.sales_class,
        registered_on=today,
        opened_on=application.opened_on,
        bank_code=application.bank_code,
        sealed=application.sealed,
        ends_on=application.shop.ends_on(),
        look=application.look,
        poster_on=today,
        poster_number=1,
    )


def _record(
    application: Application, person: Person, action: AuditAction, reason: str
) -> AuditRecord:
    assert application.decision is not None
    return AuditRecord.made(
        county_id=application.county_id,
        at=application.decision.at,
        by=person,
        action=action,
        target_id=application.application_id,
        reason=reason,
        before={"status": "received"},
        after={"status": application.status, "merchant_id": application.merchant_id},
    )
