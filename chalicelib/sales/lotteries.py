"""Rounds whose buyers are drawn: who wants to buy applies in a window, and lots say who may.

A lottery round sells one value, once to each who may buy. Its draw is announced with the round:
from then on the list, the lots and who may buy until when follow by themselves.
"""

from datetime import datetime

from msgspec import Struct

from chalicelib.core.values import sibling_id

BUY_DAYS_MAX = 14
"""A member's keys are noted for longer than that: nobody buys twice by one place."""


class Lottery(Struct, frozen=True):
    """Members apply from when the round opens until before `applies_until`; lots are drawn by the
    first public value from `draws_at` on; who may buy has the rest of that day and `buy_days`."""

    applies_until: datetime
    draws_at: datetime
    buy_days: int


def draw_id_of(round_id: str) -> str:
    return sibling_id("drw", round_id)
