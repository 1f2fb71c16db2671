"""Applying to become a merchant, and hearing how it stands."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VerificationTokenInvalidError, VersionConflictError
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.joining.throttling import DAY, HOUR, Throttle
from chalicelib.ledger.idempotency import fingerprint
from chalicelib.merchants import banks, business_numbers
from chalicelib.merchants.applications import Application, Shop
from chalicelib.merchants.businesses import Business
from chalicelib.merchants.errors import (
    AccountNumberInvalidError,
    ApplicationNotFoundError,
    BusinessNumberInvalidError,
    TradeBarredError,
)
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registry_ports import RegistryStore
from chalicelib.merchants.sealing import Cipher, seal
from chalicelib.merchants.tax_looks import TaxLooks
from chalicelib.merchants.trades import is_barred

TRIES_MAX = 5
PER_SOURCE_HOUR_MAX = 60
"""A library's or a town hall's desk helps many shopkeepers from one address."""
PER_PHONE_DAY_MAX = 10


class Account(Struct, frozen=True):
    bank_code: str
    number: str
    holder: str


class Form(Struct, frozen=True, kw_only=True):
    """What was filled in, as it was typed; `verification_token` proves `contact_phone`, which then
    need not be given."""

    business_number: str
    owner_name: str
    opened_on: date
    shop: Shop
    account: Account
    contact_phone: str = ""
    verification_token: str = ""


class Applications(Struct, frozen=True):
    store: RegistryStore
    merchants: MerchantStore
    looks: TaxLooks
    counties: Counties
    throttle: Throttle
    cipher: Cipher
    signer: Signer
    normalize_phone: Callable[[str], str]
    clock: Clock

    def apply(self, county_id: str, form: Form, *, source: str) -> tuple[Application, bool]:
        """(the application, whether this very form was sent before). What the tax office says is
        asked for afterwards: its silence is no reason to refuse.

        Raises `BusinessNumberInvalidError`, `AccountNumberInvalidError`, `PhoneInvalidError`,
        `OpeningDateInvalidError`, `EventInvalidError`, `TradeBarredError`,
        `ApplicationNotPossibleError`, `VerificationTokenInvalidError`, `RateLimitedError`,
        `VersionConflictError`.
        """
        now = to_milliseconds(self.clock())
        today = seoul_date(now)
        number = business_numbers.read(form.business_number)
        if number is None:
            raise BusinessNumberInvalidError(param="business_number")
        account_number = banks.read_account_number(form.account.number)
        if account_number is None:
            raise AccountNumberInvalidError(param="account.number")
        form.shop.check(form.opened_on, today)
        if is_barred(form.shop.trade, self.counties.on(county_id, today)):
            raise TradeBarredError(param="trade", trade=form.shop.trade)
        phone, contact_key, is_proven = self._contact(county_id, form)
        self.throttle.check(
            county_id, f"application/{source}", maximum=PER_SOURCE_HOUR_MAX, window=HOUR
        )
        self.throttle.check(
            county_id, f"application/{contact_key}", maximum=PER_PHONE_DAY_MAX, window=DAY
        )
        business_key = self.signer.identity_key(county_id, "business", number)
        application_id = new_id("app", now)
        # Keyed: who reads the table could else try all account numbers against it.
        asked = self._fingerprint(
            county_id,
            {
                "shop": to_builtins(form.shop),
                "owner": form.owner_name,
                "opened_on": form.opened_on.isoformat(),
                "account": [form.account.bank_code, account_number, form.account.holder],
                "contact": contact_key,
            },
        )
        application = Application(
            county_id=county_id,
            application_id=application_id,
            status="received",
            received_at=now,
            business_key=business_key,
            shop=form.shop,
            opened_on=form.opened_on,
            bank_code=form.account.bank_code,
            sealed=seal(
                self.cipher,
                application_id,
                {
                    "business_number": number,
                    "owner_name": form.owner_name,
                    "contact_phone": phone,
                    "account_number": account_number,
                    "account_holder": form.account.holder,
                },
            ),
            contact_key=contact_key,
            is_phone_proven=is_proven,
        )
        for _ in range(TRIES_MAX):
            business = self.store.business(county_id, business_key)
            if business.open_application_id and business.open_fingerprint == asked:
                open_one = self.by_id(county_id, business.open_application_id)
                # Cut off before anybody was asked: this time somebody is.
                was_cut = open_one.status == "received" and open_one.look.at is None
                return self._look_at(open_one) if was_cut else open_one, True
            business = self._without_closed(business)
            business.check_may_apply(form.shop.kind, form.shop.outlet, today)
            if self.store.apply(application, business.with_application(application_id, asked)):
                return self._look_at(application), False
        raise VersionConflictError

    def by_id(self, county_id: str, application_id: str) -> Application:
        """Raises `ApplicationNotFoundError`."""
        found = self.store.application(county_id, application_id, consistent=True)
        if found is None:
            raise ApplicationNotFoundError
        return found

    def _fingerprint(self, county_id: str, form: dict[str, object]) -> str:
        return self.signer.identity_key(county_id, "application", fingerprint(form))

    def _contact(self, county_id: str, form: Form) -> tuple[str, str, bool]:
        """(the number in E.164, its keyed hash, whether it is proven)."""
        if form.verification_token:
            verified = self.signer.read_verification_token(form.verification_token, self.clock())
            if verified.county_id != county_id:
                raise VerificationTokenInvalidError(param="verification_token")
            return verified.phone, verified.person_key, True
        phone = self.normalize_phone(form.contact_phone)
        return phone, self.signer.person_key(county_id, phone), False

    def _without_closed(self, business: Business) -> Business:
        """A shop that has closed is in nobody's way."""
        for place in business.places:
            shop = self.merchants.by_id(business.county_id, place.merchant_id, consistent=True)
            if shop is None or shop.status_on(seoul_date(self.clock())) == "closed":
                kept = business.without(place.merchant_id)
                business = replace(kept, version=business.version)
        return business

    def _look_at(self, application: Application) -> Application:
        look = self.looks.at(
            application.county_id,
            application.sealed.open(self.cipher, "business_number"),
            opened_on=application.opened_on,
            owner_name=application.sealed.open(self.cipher, "owner_name"),
        )
        looked_at = application.looked_at(look)
        try:
            self.store.replace_application(looked_at)
        except VersionConflictError:
            # Decided in the meantime, by whoever needed no answer of the tax office.
            return self.by_id(application.county_id, application.application_id)
        return looked_at
