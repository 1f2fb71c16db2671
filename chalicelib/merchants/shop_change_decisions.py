"""What staff decide of the changes that shops ask for: change, registration and shop in one
transaction."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.merchants.applications import Decision
from chalicelib.merchants.changing import Kept
from chalicelib.merchants.errors import OwnApplicationError, TradeBarredError
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registration_service import Registrations
from chalicelib.merchants.registry_ports import ShopChangeStore
from chalicelib.merchants.sealing import Cipher
from chalicelib.merchants.shop_change_service import Contacts, ShopChanges, check_lives
from chalicelib.merchants.shop_change_words import decided_words, ending_record
from chalicelib.merchants.shop_changes import ChangeStatus, ShopChange
from chalicelib.merchants.trades import is_barred
from chalicelib.staff.person import Person

TRIES_MAX = 5


class ShopChangeDecisions(Struct, frozen=True):
    changes: ShopChanges
    registrations: Registrations
    store: ShopChangeStore
    counties: Counties
    contacts: Contacts
    cipher: Cipher
    person_key: Callable[[str, str], str]
    """Keyed hash of a phone number: county, number."""
    clock: Clock

    def approve(self, county_id: str, person: Person, change_id: str, *, reason: str) -> ShopChange:
        """Change the registration as the shop asked. The account is whose the bank says, asked
        anew; what is in a payout file already goes where the file says.

        Raises `ChangeNotFoundError`, `ChangeDecidedError`, `OwnApplicationError`,
        `ShopEndedError`, `TradeBarredError`, `VersionConflictError`.
        """

        def ended(change: ShopChange, kept: Kept, decision: Decision) -> ShopChange | None:
            today = seoul_date(decision.at)
            check_lives(kept, today)
            trade = change.wished.trade
            if trade and is_barred(trade, self.counties.on(county_id, today)):
                raise TradeBarredError(trade=trade)
            changing = self.registrations.changing
            after = changing.changed(*kept, change.changes(self.cipher), by=None, on=today)
            was, is_now = changing.differences(kept, after)
            approved = change.ended("approved", decision)
            record = ending_record(approved, "merchant_changed", before=was, after=is_now)
            merchant, registration = after
            # Both with the versions after those that were read, whatever of them is different.
            merchant = replace(merchant, version=kept[0].version + 1)
            registration = replace(registration.without_open_change(), version=kept[1].version + 1)
            written = self.store.end(approved, registration, record, merchant)
            return approved if written else None

        return self._end(county_id, person, change_id, "approved", reason, ended)

    def refuse(self, county_id: str, person: Person, change_id: str, *, reason: str) -> ShopChange:
        """All stays as it was, and the shop is told why.

        Raises `ChangeNotFoundError`, `ChangeDecidedError`, `OwnApplicationError`,
        `VersionConflictError`.
        """

        def ended(change: ShopChange, kept: Kept, decision: Decision) -> ShopChange | None:
            refused = change.ended("refused", decision)
            record = ending_record(refused, "merchant_change_refused")
            released = kept[1].without_open_change()
            return refused if self.store.end(refused, released, record) else None

        return self._end(county_id, person, change_id, "refused", reason, ended)

    def _end(
        self,
        county_id: str,
        person: Person,
        change_id: str,
        wanted: ChangeStatus,
        reason: str,
        ended: Callable[[ShopChange, Kept, Decision], ShopChange | None],
    ) -> ShopChange:
        for _ in range(TRIES_MAX):
            change = self.changes.of(county_id, change_id)
            if change.status == wanted:
                return self._told(change)
            kept = self.registrations.of(county_id, change.merchant_id)
            self._check_is_anothers(person, change, kept[1])
            decision = Decision(by=person, at=to_milliseconds(self.clock()), reason=reason)
            done = ended(change, kept, decision)
            if done is not None:
                return self._told(done)
        raise VersionConflictError

    def _check_is_anothers(
        self, person: Person, change: ShopChange, registration: Registration
    ) -> None:
        """Raises `OwnApplicationError` for who is the shop's contact, of now or as asked for."""
        if not person.person_key:
            return
        phone = registration.sealed.open(self.cipher, "contact_phone")
        contacts = {change.contact_key, self.person_key(change.county_id, phone) if phone else ""}
        if person.person_key in contacts:
            raise OwnApplicationError

    def _told(self, change: ShopChange) -> ShopChange:
        """Word of the decision, once, if it can be sent now: the shop's page says it too."""
        decision = change.decision
        if decision is None or decision.told_at:
            return change
        merchant, registration = self.registrations.of(change.county_id, change.merchant_id)
        county = self.counties.county(change.county_id)
        if not self.contacts.send(registration, decided_words(county, merchant, change, decision)):
            return change
        told = change.told(to_milliseconds(self.clock()))
        try:
            self.store.replace(told)
        except VersionConflictError:
            return self.changes.of(change.county_id, change.change_id)
        return told
