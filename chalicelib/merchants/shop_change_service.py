"""What a shop changes of itself at once, and what it asks the county to change. While another
account is asked for, nothing is paid out: whoever asks may be a thief at the shop's phone."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct, to_builtins

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.joining.throttling import DAY, Throttle
from chalicelib.ledger.idempotency import fingerprint
from chalicelib.merchants import banks
from chalicelib.merchants.applications import Decision
from chalicelib.merchants.changing import Changes, Kept
from chalicelib.merchants.errors import (
    AccountNumberInvalidError,
    ChangeNotFoundError,
    ChangeOpenError,
    NothingToChangeError,
    ShopEndedError,
    TradeBarredError,
)
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registration_service import Registrations
from chalicelib.merchants.registry_ports import ShopChangeStore, TextMessages
from chalicelib.merchants.sealing import Cipher, seal
from chalicelib.merchants.shop_change_words import asked_words, asking_record, ending_record
from chalicelib.merchants.shop_changes import ChangeStatus, ShopChange, Wished
from chalicelib.merchants.trades import is_barred
from chalicelib.staff.person import Person

TRIES_MAX = 5
PER_SHOP_DAY_MAX = 10
PAGES_MAX = 10
PAGE_ROWS = 100


class Wish(Struct, frozen=True, kw_only=True):
    """What the shop filled in, as it was typed; `account`: bank code, number, holder."""

    wished: Wished
    contact_phone: str | None = None
    account: tuple[str, str, str] | None = None
    note: str = ""


class Contacts(Struct, frozen=True):
    """Where word of the county goes to a shop."""

    messages: TextMessages
    cipher: Cipher

    def send(self, registration: Registration, words: str) -> bool:
        """Whether it went out: a shop's page says the same in any case."""
        phone = registration.sealed.open(self.cipher, "contact_phone")
        if not phone:
            return False
        try:
            self.messages.send(phone, words)
        except TryAgainError:
            return False
        return True


class ShopChanges(Struct, frozen=True):
    registrations: Registrations
    store: ShopChangeStore
    counties: Counties
    throttle: Throttle
    contacts: Contacts
    cipher: Cipher
    normalize_phone: Callable[[str], str]
    person_key: Callable[[str, str], str]
    """Keyed hash of a phone number: county, number."""
    clock: Clock

    def newest(self, registration: Registration) -> ShopChange | None:
        """What the shop asked for last, open or not."""
        change_id = registration.change_id
        return self.store.get(registration.county_id, change_id) if change_id else None

    def of(self, county_id: str, change_id: str) -> ShopChange:
        """Raises `ChangeNotFoundError`."""
        found = self.store.get(county_id, change_id)
        if found is None:
            raise ChangeNotFoundError
        return found

    def page(
        self, county_id: str, *, status: ChangeStatus | None, limit: int, position: str | None
    ) -> tuple[list[ShopChange], str | None]:
        """Newest first, those of a status; and where the next page begins."""
        found: list[ShopChange] = []
        before_id = position
        for _ in range(PAGES_MAX):
            rows, before_id = self.store.page(
                county_id, limit=PAGE_ROWS if status else limit, before_id=before_id
            )
            for change in rows:
                if status in (None, change.status):
                    found.append(change)
                if len(found) == limit:
                    return found, change.change_id
            if before_id is None:
                return found, None
        return found, before_id

    def ask(
        self, county_id: str, person: Person, merchant_id: str, wish: Wish
    ) -> tuple[ShopChange, bool]:
        """(the change, whether this very form was sent before and still waits). Word of another
        account or contact goes to the contact that is registered, who may know nothing of it.

        Raises `MerchantNotFoundError`, `RegistrationNotFoundError`, `ShopEndedError`,
        `ChangeOpenError`, `NothingToChangeError`, `TradeBarredError`,
        `AccountNumberInvalidError`, `PhoneInvalidError`, `RateLimitedError`,
        `VersionConflictError`.
        """
        now = to_milliseconds(self.clock())
        trade = wish.wished.trade
        if trade and is_barred(trade, self.counties.on(county_id, seoul_date(now))):
            raise TradeBarredError(param="trade", trade=trade)
        self.throttle.check(
            county_id, f"shop_change/{merchant_id}", maximum=PER_SHOP_DAY_MAX, window=DAY
        )
        for _ in range(TRIES_MAX):
            merchant, registration = self._living(county_id, merchant_id)
            change = self._change(person, merchant, wish)
            if registration.open_change is not None:
                open_one = self.newest(registration)
                if open_one is None or open_one.fingerprint != change.fingerprint:
                    raise ChangeOpenError
                return open_one, True
            changing = self.registrations.changing
            kept = merchant, registration
            if (
                changing.changed(
                    merchant, registration, change.changes(self.cipher), by=None, on=seoul_date(now)
                )
                == kept
            ):
                raise NothingToChangeError
            waiting = registration.with_open_change(change.change_id, change.matter)
            if self.store.ask(change, waiting, asking_record(change)):
                words = asked_words(self.counties.county(county_id), merchant, change)
                if words is not None:
                    self.contacts.send(registration, words)
                return change, False
        raise VersionConflictError

    def withdraw(
        self, county_id: str, person: Person, merchant_id: str, change_id: str
    ) -> ShopChange:
        """The shop takes back what waits; what is taken back already stays so.

        Raises `ChangeNotFoundError`, also for another shop's, `ChangeDecidedError`,
        `VersionConflictError`.
        """
        for _ in range(TRIES_MAX):
            change = self.of(county_id, change_id)
            if change.merchant_id != merchant_id:
                raise ChangeNotFoundError
            if change.status == "withdrawn":
                return change
            _, registration = self.registrations.of(county_id, merchant_id)
            decision = Decision(by=person, at=to_milliseconds(self.clock()), reason="")
            taken_back = change.ended("withdrawn", decision)
            record = ending_record(taken_back, "merchant_change_withdrawn")
            if self.store.end(taken_back, registration.without_open_change(), record):
                return taken_back
        raise VersionConflictError

    def set_details(
        self, county_id: str, person: Person, merchant_id: str, changes: Changes
    ) -> Kept:
        """What a shop says of itself and nobody decides: its phone, its hours.

        Raises `MerchantNotFoundError`, `RegistrationNotFoundError`, `ShopEndedError`,
        `VersionConflictError`.
        """
        self._living(county_id, merchant_id)
        return self.registrations.change(
            county_id, person, merchant_id, changes, reason="가게가 직접 바꿈"
        )

    def _living(self, county_id: str, merchant_id: str) -> Kept:
        kept = self.registrations.of(county_id, merchant_id)
        check_lives(kept, seoul_date(self.clock()))
        return kept

    def _change(self, person: Person, merchant: Merchant, wish: Wish) -> ShopChange:
        now, county_id = to_milliseconds(self.clock()), merchant.county_id
        fields: dict[str, str] = {}
        contact_key = ""
        if wish.contact_phone is not None:
            fields["contact_phone"] = self.normalize_phone(wish.contact_phone)
            contact_key = self.person_key(county_id, fields["contact_phone"])
        if wish.account is not None:
            number = banks.read_account_number(wish.account[1])
            if number is None:
                raise AccountNumberInvalidError(param="account.number")
            fields |= {"account_number": number, "account_holder": wish.account[2]}
        bank_code = wish.account[0] if wish.account else None
        change_id = new_id("chg", now)
        asked = fingerprint(
            {
                "wished": to_builtins(wish.wished),
                "note": wish.note,
                "bank": bank_code,
                "sealed": fields,
            }
        )
        return ShopChange(
            county_id=county_id,
            change_id=change_id,
            merchant_id=merchant.merchant_id,
            status="received",
            received_at=now,
            asked_by=person,
            wished=wish.wished,
            bank_code=bank_code,
            sealed=seal(self.cipher, change_id, fields),
            contact_key=contact_key,
            # Keyed: who reads the table could else try all account numbers against it.
            fingerprint=self.registrations.identity_key(county_id, "shop_change", asked),
            note=wish.note,
        )


def check_lives(kept: Kept, today: date) -> None:
    """Raises `ShopEndedError`."""
    merchant, registration = kept
    if merchant.status_on(today) == "closed" or registration.canceled_on is not None:
        raise ShopEndedError
