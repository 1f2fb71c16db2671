"""Whether a payment or its cancel is a rehearsal. Everybody's payment runs the same way: what is
none begins and ends with nothing."""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from chalicelib.core.settings import Settings
from chalicelib.paying.redemptions import TEST_CODE


class Rehearsal(Protocol):
    @property
    def pay_code(self) -> str:
        """The customer's own."""

    def begin(self, amount: int) -> None:
        """Raises the refusal that is rehearsed, if one is."""

    def begin_net_cancel(self, order_id: str) -> None:
        """Raises the refusal that is rehearsed, if one is."""

    def end(self, pause: Callable[[float], None], *, was_paid_before: bool) -> None:
        """What becomes of the answer to a payment that was taken."""


class InEarnest(Struct, frozen=True):
    pay_code: str

    def begin(self, amount: int) -> None:
        """Nothing is refused for its amount alone."""

    def begin_net_cancel(self, order_id: str) -> None:
        """Nothing is refused for its order alone."""

    def end(self, pause: Callable[[float], None], *, was_paid_before: bool) -> None:
        """It is answered at once."""


def rehearsal_of(settings: Settings, pay_code: str, amount: int = 0) -> Rehearsal:
    """What a test customer's pay code asks for. Everybody else's is in earnest, and in the stage of
    live keys all are."""
    if settings.is_live or not pay_code.lstrip().lower().startswith(TEST_CODE):
        return InEarnest(pay_code)
    # Not at the top: nobody's payment must wait for it.
    from chalicelib.paying import lessons

    return lessons.lesson(pay_code, amount)


def rehearse_cancel(settings: Settings, reason: str) -> None:
    """Raises the refusal that the reason of a cancel names. In the stage of live keys none does."""
    if not settings.is_live and reason.startswith(TEST_CODE):
        from chalicelib.paying import lessons

        lessons.begin_cancel(reason)
