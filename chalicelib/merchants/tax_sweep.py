"""Every night's look at all merchants: which have closed or rest, by the tax office.

A hundred numbers a call. Blocks without an answer leave their shops as they were; after several in
a row the office is asleep or the day's quota is used up, and the rest waits for the next night.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from chalicelib.aws.tax_office import NUMBERS_MAX, TaxState
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import to_milliseconds
from chalicelib.merchants.applications import Look
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registry_ports import RegistryStore, TaxOffice
from chalicelib.merchants.sealing import Cipher

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
            if registration is None or state.status == registration.look.status:
                return
            authenticity, now = registration.look.authenticity, to_milliseconds(self.clock())
            look = Look.of(state, authenticity=authenticity, at=now)
            changed = registration.looked_at(look)
            try:
                self.store.replace_registration(changed)
            except VersionConflictError:
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
