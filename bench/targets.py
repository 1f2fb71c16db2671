"""What each figure is to reach, and whether it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Units:
    """At most: calls of AWS, read units, write units of the table and with its indexes."""

    round_trips: int
    read_units: float
    table_write_units: int
    all_write_units: int

    def is_met(self, counted: Mapping[str, Any]) -> bool:
        return bool(
            counted["round_trips"] <= self.round_trips
            and counted["read_units"] <= self.read_units
            and counted["table_write_units"] <= self.table_write_units
            and counted["all_write_units"] <= self.all_write_units
        )


UNITS = {
    "sign-up, accept": Units(1, 0, 0, 0),
    "sign-up, consumer": Units(3, 1, 3, 5),
    "conversion": Units(2, 2, 1, 2),
    "redemption, till": Units(2, 2, 1, 3),
    "redemption, standing QR": Units(2, 2, 1, 3),
    "redemption, replayed": Units(1, 2, 0, 0),
    "cancel": Units(3, 3, 1, 3),
    "purchase at the counter": Units(4, 4, 9, 10),
    "net-cancel": Units(2, 2, 1, 3),
    "wallet read": Units(1, 1, 0, 0),
    "pay code": Units(1, 1, 0, 0),
    "admission": Units(2, 1, 1, 1),
}
PURCHASE = Units(3, 3, 4, 5)
"""By itself. At the counter the claim of the seller's key, the sale's record and the seller's sum
of the day come on top, and a look at whose number the seller's is."""
REPORT_READ_UNITS_PER_ENTRY = 0.1

CPU_MILLISECONDS = {
    "redemption, till": 2.2,
    "redemption, standing QR": 2.2,
    "sign-up, accept and consumer": 4.0,
    "admission": 4.5,
}
IMPORT_TIMES_BARE = {
    "api_handler": 42.0,
    "complete_signup": 27.0,
    "run_report, make_reports": 27.0,
    "expire_lots": 27.0,
    "finish_referrals": 27.0,
    "tend_trips": 27.0,
}
PACKAGE_MB = 11.5
PEAK_MB = 70.0

LOAD_TIMES_PEER = {"distinct": 4.0, "same": 2.0}
"""Answers a second, against the peer's on the same machine in the same run."""
LOAD_SECONDS_MAX = 2.0
"""No answer takes longer, whoever else asks."""
