"""Every night's look at all merchants: which have closed or rest, by the tax office.

A hundred numbers a call. Blocks without an answer leave their shops as they were; after several in
a row the office is asleep or the day's quota is used up, and the rest waits for the next night.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.tax_office import NUMBERS_MAX, TaxState
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.merchants.applications import Look
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registration_service import NIGHT
from chalicelib.merchants.registry_ports import RegistryStore, TaxOffice
from chalicelib.merchants.sealing import Cipher
from chalicelib.merchants.tax_classes import with_tax_class
from chalicelib.staff.audit import AuditRecord

SILENT_BLOCKS_MAX = 3
TRIES_MAX = 5


class Sweep(Struct):
    """How many were asked about and got no answer; which shops are held anew, and let go."""

    asked: int = 0
    unknown: int = 0
    held: list[str] = []
    released: list[str] = []


class TaxSweep(Struct, frozen=True):
    store: RegistryStore
    merchants: MerchantStore
    tax_office: TaxOffice
    cipher: Cipher
    clock: Clock

    def run(self, county_id: str) -> Sweep:
        sweep, silent = Sweep(), 0
        for block in self._blocks(county_id):
            sweep.asked += len(block)
            states = {} if silent >= SILENT_BLOCKS_MAX else self._states(county_id, block)
            silent = 0 if states else silent + 1
            for registration, number in block:
                state = states.get(number)
                if state is None or state.status == "unknown":
                    sweep.unknown += 1
                else:
                    self._note(registration, state, sweep)
        return sweep

    def _states(
        self, county_id: str, block: Sequence[tuple[Registration, str]]
    ) -> dict[str, TaxState]:
        try:
            return dict(self.tax_office.states(county_id, [number for _, number in block]))
        except TryAgainError:
            return {}

    def _blocks(self, county_id: str) -> Iterator[list[tuple[Registration, str]]]:
        """Those that are still registered, with their numbers."""
        block: list[tuple[Registration, str]] = []
        for registration in self.store.registrations(county_id):
            if registration.canceled_on is not None:
                continue
            number = registration.sealed.open(self.cipher, "business_number")
            block.append((registration, number))
            if len(block) == NUMBERS_MAX:
                yield block
                block = []
        if block:
            yield block

    def _note(self, found: Registration, state: TaxState, sweep: Sweep) -> None:
        registration: Registration | None = found
        for _ in range(TRIES_MAX):
            if registration is None or not _says_more(state, registration.look):
                return
            authenticity, now = registration.look.authenticity, to_milliseconds(self.clock())
            look = Look.of(state, authenticity=authenticity, at=now)
            changed = registration.looked_at(look)
            if not self._kept(registration, changed):
                # Somebody is changing it at this moment: what they wrote is looked at anew.
                registration = self.store.registration(
                    registration.county_id, registration.merchant_id, consistent=True
                )
                continue
            if changed.held_for and not registration.held_for:
                sweep.held.append(registration.merchant_id)
            elif registration.held_for and not changed.held_for:
                sweep.released.append(registration.merchant_id)
            return

    def _kept(self, registration: Registration, changed: Registration) -> bool:
        """Written, and with it how the shop is taxed from tomorrow on, if that is new."""
        county_id, merchant_id = registration.county_id, registration.merchant_id
        merchant = self.merchants.by_id(county_id, merchant_id, consistent=True)
        tomorrow = seoul_date(self.clock()) + timedelta(days=1)
        classes = merchant.tax_classes if merchant else ()
        taxed = with_tax_class(classes, changed.look.tax_class, tomorrow)
        if merchant is None or taxed == classes:
            try:
                self.store.replace_registration(changed)
            except VersionConflictError:
                return False
            return True
        was = classes[-1].tax_class if classes else None
        record = AuditRecord.made(
            county_id=county_id,
            at=self.clock(),
            by=NIGHT,
            action="merchant_taxed",
            target_id=merchant_id,
            reason="국세청 과세유형",
            before={"tax_class": was},
            after={"tax_class": taxed[-1].tax_class, "from_on": taxed[-1].on.isoformat()},
        )
        newly = replace(merchant, tax_classes=taxed, version=merchant.version + 1)
        return self.store.change(changed, record, newly)


def _says_more(state: TaxState, look: Look) -> bool:
    """Whether the office says something else than it did, also only of how the shop is taxed."""
    is_classed_anew = state.tax_class is not None and state.tax_class != look.tax_class
    return is_classed_anew or (state.status, state.tax_kind) != (look.status, look.tax_kind)
