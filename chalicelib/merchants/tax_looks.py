"""Asking the tax office: its answer, or that there was none."""

from datetime import date

from msgspec import Struct

from chalicelib.aws.tax_office import TaxState
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import to_milliseconds
from chalicelib.merchants.applications import Look
from chalicelib.merchants.registry_ports import TaxOffice


class TaxLooks(Struct, frozen=True):
    tax_office: TaxOffice
    clock: Clock

    def at(self, county_id: str, number: str, *, opened_on: date, owner_name: str) -> Look:
        """State and authenticity of one business; both unknown if nobody answered."""
        now = to_milliseconds(self.clock())
        try:
            authenticity, state = self.tax_office.authenticity(
                county_id, number, opened_on=opened_on, owner_name=owner_name
            )
        except TryAgainError:
            return Look(at=now)
        if state.status == "unknown":
            # Without a state beside the answer, the plain question may have one.
            state = self._state(county_id, number)
        return Look.of(state, authenticity=authenticity, at=now)

    def _state(self, county_id: str, number: str) -> TaxState:
        try:
            state = self.tax_office.states(county_id, [number]).get(number)
        except TryAgainError:
            state = None
        return state or TaxState(status="unknown")
