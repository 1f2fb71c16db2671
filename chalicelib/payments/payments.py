"""How the money of one purchase stands: a machine of few states, written down here.

    open ──► confirming ──► paid ──► completed ──► giving_back ──► given_back
     ▲  │        │  │        │            │             ▲  │
     └──┼────────┘  ▼        └────────────┼─────────────┘  ▼
        │   waiting_for_deposit           ▼         refund_account_needed
        ▼           │                 reversing ──► reversed     give_back_refused
      ended ◄───────┘

`open`: the buyer may pay. `confirming`: one payment of the provider's is being taken, by its key,
and no other until that is known. `waiting_for_deposit`: a virtual account was opened. `paid`: the
money came, and the purchase is told. `completed`: the purchase has it. `ended`: no money came, or
may no more; what comes all the same is `paid` and goes back. `reversing`: the provider took money
back without us; what is sent anew after it (a deposit that its bank undid) goes back too. Each step
is one conditional write; after a crash the next run goes on from there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.provider_payments import DepositAccount, PaymentMethod

State = Literal[
    "open",
    "confirming",
    "waiting_for_deposit",
    "paid",
    "completed",
    "giving_back",
    "refund_account_needed",
    "give_back_refused",
    "given_back",
    "reversing",
    "reversed",
    "ended",
]
GiveBackReason = Literal["late", "wrong_amount", "canceled"]
"""`late`: the purchase was over when the money came; `canceled`: its buyer took it back."""

MOVES: Mapping[State, frozenset[State]] = {
    "open": frozenset({"confirming", "ended"}),
    "confirming": frozenset({"open", "waiting_for_deposit", "paid", "giving_back", "ended"}),
    "waiting_for_deposit": frozenset({"paid", "giving_back", "ended"}),
    "paid": frozenset({"completed", "giving_back"}),
    "completed": frozenset({"giving_back", "reversing"}),
    "giving_back": frozenset({"given_back", "refund_account_needed", "give_back_refused"}),
    "refund_account_needed": frozenset({"giving_back"}),
    "give_back_refused": frozenset({"giving_back", "given_back"}),
    "given_back": frozenset(),
    "reversing": frozenset({"completed", "reversed"}),
    "reversed": frozenset({"giving_back"}),
    "ended": frozenset({"paid", "giving_back"}),
}
MOVING: frozenset[State] = frozenset(
    {"confirming", "waiting_for_deposit", "paid", "giving_back", "reversing"}
)
"""In these somebody waits for an outcome: they are looked at until there is one."""

FIRST_LOOK = timedelta(seconds=180)
LOOK_MAX = timedelta(hours=6)
DEPOSIT_LOOK = timedelta(minutes=30)
END_GRACE = timedelta(minutes=12)
"""The provider takes no payment longer than ten minutes after the buyer agreed to it."""
LOOKS_MAX = 10_000


class MoveError(Exception):
    """A step that the machine does not have: a bug; nothing is written."""


class SealedAccount(Struct, frozen=True, kw_only=True):
    """A refund account, field by field under KMS; only while the money is on its way back."""

    data_key: bytes
    bank_code: bytes
    account_number: bytes
    holder: bytes


class Payment(Struct, frozen=True, kw_only=True):
    """The money of one purchase. `amount` is its price in won. `pay_by_at`: until then the purchase
    is held. `payment_key` is the provider's; `failure`, why the last attempt came to nothing.
    `looks`: how often the provider was asked in this state. `reversed_amount` in won."""

    county_id: str
    purchase_id: str
    member_id: str
    amount: int
    order_name: str
    started_at: datetime
    pay_by_at: datetime
    state: State = "open"
    payment_key: str = ""
    method: PaymentMethod | None = None
    account: DepositAccount | None = None
    paid_at: datetime | None = None
    failure: str = ""
    back_reason: GiveBackReason | None = None
    back_words: str = ""
    refund_account: SealedAccount | None = None
    given_back_at: datetime | None = None
    reversed_amount: int = 0
    reversing_amount: int = 0
    told: tuple[str, ...] = ()
    looks: int = 0
    looked_at: datetime | None = None
    version: int = 1

    @property
    def has_wish(self) -> bool:
        """Whether somebody asked for what a step of the worker is to do yet."""
        if self.state in ("open", "completed"):
            return self.back_reason is not None
        needs_account = self.state in ("refund_account_needed", "give_back_refused")
        return needs_account and self.refund_account is not None

    @property
    def hears_notices(self) -> bool:
        """Whether what changed at the provider's can change anything here: not before a key of it
        is known, nor after all went back."""
        return bool(self.payment_key) and self.state not in ("open", "given_back")

    def has_told(self, what: str) -> bool:
        return what in self.told


def moved(payment: Payment, to: State, now: datetime, **changes: Any) -> Payment:
    """The next state. Raises `MoveError` for a step that there is not."""
    if to not in MOVES[payment.state]:
        raise MoveError(f"{payment.purchase_id}: {payment.state} does not become {to}")
    return replace(
        payment, state=to, looks=0, looked_at=now, version=payment.version + 1, **changes
    )


def noted(payment: Payment, **changes: Any) -> Payment:
    """Something more is known, in the same state."""
    return replace(payment, version=payment.version + 1, **changes)


def looked(payment: Payment, now: datetime) -> Payment:
    """Asked about, and not known yet."""
    return noted(payment, looks=min(payment.looks + 1, LOOKS_MAX), looked_at=now)


def next_look(payment: Payment, now: datetime) -> datetime | None:
    """When the schedule looks at it again, whatever becomes of messages; `None`: never."""
    if payment.has_wish:
        return now + _widening(payment.looks)
    if payment.state == "open":
        return max(payment.pay_by_at, now) + END_GRACE
    if payment.state == "waiting_for_deposit":
        if now < payment.pay_by_at:
            # In time it is still worth a voucher, though nobody should tell of it.
            return now + FIRST_LOOK
        return now + _widening(payment.looks)
    if payment.state in MOVING:
        return now + _widening(payment.looks)
    if payment.state in ("completed", "ended") and payment.looks:
        return now + _widening(payment.looks)
    if payment.state == "ended" and payment.payment_key:
        # An answer that was on its way when it ended.
        return now + DEPOSIT_LOOK
    return None


def message_delay(payment: Payment) -> int | None:
    """Seconds after which a message asks again; `None` once the schedule does it soon enough."""
    delays = (2, 5, 10, 20, 40, 60, 120)
    return delays[payment.looks - 1] if 1 <= payment.looks <= len(delays) else None


def _widening(looks: int) -> timedelta:
    widened: timedelta = FIRST_LOOK * (1 << min(looks, 10))
    return min(widened, LOOK_MAX)
