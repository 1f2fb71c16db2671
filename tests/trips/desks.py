"""The use cases of trips over any table, without HTTP."""

from collections.abc import Mapping
from typing import Any

from chalicelib.county.facility_store import FacilityStore
from chalicelib.ledger.store import WalletStore
from chalicelib.merchants.registry_store import RegistryStore
from chalicelib.merchants.store import MerchantStore
from chalicelib.settlement.holiday_store import HolidayStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.trips.claim_service import Claims
from chalicelib.trips.claim_store import ClaimStore
from chalicelib.trips.companion_service import Companions
from chalicelib.trips.decision_service import TripDecisions
from chalicelib.trips.evidence import Evidence
from chalicelib.trips.grant_service import Grants
from chalicelib.trips.review_service import Reviews
from chalicelib.trips.service import Trips
from chalicelib.trips.store import TripStore
from chalicelib.trips.withdrawal_service import Withdrawals
from chalicelib.visits.admission_store import AdmissionStore
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.terms_store import TermsStore
from tests.worlds import SIGNER, World


class Plain:
    """Seals nothing."""

    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]:
        return b"key", {name: text.encode() for name, text in fields.items()}

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str:
        return bytes(sealed).decode()


class NoImages:
    def erase(self, name: str) -> None:
        """There is none."""


class Desks:
    """What trips are decided with, as one process has it."""

    def __init__(self, world: World) -> None:
        table, clock, counties = world.table, world.clock, world.counties
        store, claims, wallets = TripStore(table), ClaimStore(table), WalletStore(table)
        keys = IdempotencyStore(table)
        evidence = Evidence(
            wallets=wallets,
            members=world.members,
            registry=RegistryStore(table),
            merchants=MerchantStore(table),
            facilities=Facilities(
                FacilityStore(table), TermsStore(table), HolidayStore(table), clock
            ),
            admissions=AdmissionStore(table),
            hashes=SIGNER,
        )
        no_images: Any = NoImages()

        def pause(seconds: float) -> None:
            """The others go on at once."""

        self.store = store
        self.trips = Trips(
            store,
            world.members,
            counties,
            keys,
            None,
            SIGNER,
            no_images,
            clock,
            pause,  # type: ignore[arg-type]
        )
        self.withdrawals = Withdrawals(store, world.members, no_images, clock, pause)
        self.companions = Companions(store, world.members, counties, Plain(), SIGNER, clock, pause)
        self.decisions = TripDecisions(
            store,
            world.members,
            world.own_wallets,
            None,
            no_images,
            clock,
            pause,  # type: ignore[arg-type]
        )
        self.claims = Claims(
            claims, store, world.members, counties, evidence, no_images, SIGNER,
            IdempotencyKeys(keys, clock), clock, pause,
        )  # fmt: skip
        self.reviews = Reviews(
            store, claims, evidence, no_images, counties, world.own_wallets, clock, pause
        )
        self.grants = Grants(
            store, claims, evidence, world.members, counties, wallets, world.chain,
            world.receivables, world.own_wallets, clock,
        )  # fmt: skip
