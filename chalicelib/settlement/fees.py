"""The fee of what a shop is paid: by the rate that held on the day of the payment.

Each row of a settlement takes what is left of a payment from one sum to another: a payment from
nothing to its amount, a cancel from what was left to what is left then. Its fee is that of the sum
after less that of the sum before, each rounded down; so a payment that was taken back whole costs
nothing, in however many parts.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.county.settings import SettingVersion
from chalicelib.county.settings_of_days import settings_on

FeeBearer = Literal["merchant", "county"]
_BEARERS: tuple[FeeBearer, ...] = ("merchant", "county")
RATE_KEY = "settlement.fee_basis_points"
_WHOLE = 10_000


class FeeTerms(Struct, frozen=True):
    """`basis_points`: of ten thousand won. `since`: the first day of the version of the setting
    that says so; `None` before a county's first one. `bearer` is who pays it."""

    basis_points: int
    bearer: FeeBearer
    since: date | None

    def of(self, amount: int) -> int:
        """Won, rounded down."""
        return amount * self.basis_points // _WHOLE

    def between(self, before: int, after: int) -> int:
        """Of a row that takes what is left of a payment from one sum to another."""
        return self.of(after) - self.of(before)


def fee_terms(versions: Sequence[SettingVersion], on: date) -> FeeTerms:
    """What held on the day of a payment."""
    settings = settings_on(versions, on)
    since = [v.effective_on for v in versions if v.key == RATE_KEY and v.effective_on <= on]
    return FeeTerms(
        settings.settlement_fee_basis_points,
        _BEARERS[settings.settlement_fee_bearer],
        max(since, default=None),
    )
