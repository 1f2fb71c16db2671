"""What is known of a claim beside what its member says: our shops, our payments, our gates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.core.values import sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.entries import Entry
from chalicelib.merchants.businesses import Business
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.records import Redemption
from chalicelib.trips import claims as rules
from chalicelib.trips.persons import wallets_of
from chalicelib.trips.ports import KeyedHashes, Profiles
from chalicelib.trips.receipts import Claim, Payment, Sight
from chalicelib.trips.trips import Trip
from chalicelib.visits.admissions import Admission
from chalicelib.visits.facility_service import KnownFacility

ADMISSIONS_READ_MAX = 400
"""Sights times days of one trip that are looked at: a fortnight of all that a county has."""


class Wallets(Protocol):
    def entry(self, county_id: str, member_id: str, entry_id: str) -> Entry | None: ...

    def redemption_entries(
        self, county_id: str, merchant_id: str, redemption_on: date, redemption_id: str
    ) -> list[Entry]: ...


class Registry(Protocol):
    def business(self, county_id: str, business_key: str) -> Business: ...


class Merchants(Protocol):
    def by_id(self, county_id: str, merchant_id: str) -> Merchant | None: ...


class Facilities(Protocol):
    def all(self, county_id: str) -> list[KnownFacility]: ...


class Admissions(Protocol):
    def of_member(
        self, county_id: str, facility_id: str, on: date, member_id: str
    ) -> Admission | None: ...


class Evidence(Struct, frozen=True):
    wallets: Wallets
    members: Profiles
    registry: Registry
    merchants: Merchants
    facilities: Facilities
    admissions: Admissions
    hashes: KeyedHashes

    def shops(self, county_id: str, business_number: str) -> list[Merchant]:
        """Our shops under a business number: none, if it has not registered."""
        business_key = self.hashes.identity_key(county_id, "business", business_number)
        places = self.registry.business(county_id, business_key).places
        found = (self.merchants.by_id(county_id, place.merchant_id) for place in places)
        return [shop for shop in found if shop is not None]

    def payment(self, trip: Trip, redemption_id: str, settings: CountySettings) -> Payment | None:
        """The member's own payment, with what is left of it; `None` if there is none, or nothing is
        left."""
        known = self._redemption(trip.county_id, wallets_of(self.members, trip), redemption_id)
        if known is None or known.entry.merchant is None or not known.remaining_amount:
            return None
        shop = self.merchants.by_id(trip.county_id, known.entry.merchant.merchant_id)
        return Payment(
            redemption_id=redemption_id,
            merchant_id=known.entry.merchant.merchant_id,
            shop_name=known.entry.merchant.name,
            paid_at=known.entry.at,
            amount=known.remaining_amount,
            bar=rules.bar_of([shop] if shop else [], settings),
        )

    def amounts(self, trip: Trip, claim: Claim) -> dict[str, int]:
        """Won of each line as it stands now: of a payment, what is left of it."""
        standing = {name: line.amount for name, line in claim.lines.items()}
        own = wallets_of(self.members, trip) if claim.payments else ()
        for number, payment in enumerate(claim.payments):
            known = self._redemption(trip.county_id, own, payment.redemption_id)
            left = known.remaining_amount if known else payment.amount
            standing[f"payments.{number}"] = min(left, payment.amount)
        return standing

    def sights(self, trip: Trip) -> tuple[Sight, ...]:
        """Where our gates let the member in during the trip."""
        own = wallets_of(self.members, trip)
        found: list[Sight] = []
        looks = 0
        days = (trip.ends_on - trip.starts_on).days + 1
        for known in self.facilities.all(trip.county_id):
            for number in range(days):
                if looks == ADMISSIONS_READ_MAX:
                    return tuple(found)
                looks += 1
                on = trip.starts_on + timedelta(days=number)
                facility = known.facility
                place = (trip.county_id, facility.facility_id, on)
                if any(self.admissions.of_member(*place, member_id) for member_id in own):
                    found.append(Sight(facility.facility_id, facility.name, on))
        return tuple(found)

    def _redemption(
        self, county_id: str, member_ids: Sequence[str], redemption_id: str
    ) -> Redemption | None:
        try:
            entry_id = sibling_id("ent", redemption_id)
            found = (self.wallets.entry(county_id, each, entry_id) for each in member_ids)
            entry = next((each for each in found if each is not None), None)
        except (ValueError, OverflowError):
            return None  # Not an id of ours.
        if entry is None or entry.kind != "redemption" or entry.merchant is None:
            return None
        # The index may show a payment without its cancels for a moment; the night looks again.
        entries = self.wallets.redemption_entries(
            county_id, entry.merchant.merchant_id, entry.on, redemption_id
        )
        return Redemption(entry, tuple(each for each in entries if each.kind == "cancellation"))
