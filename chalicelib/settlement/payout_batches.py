"""A day's payouts to shops: frozen as lines, confirmed by two people, carried out by the bank.

A day has one batch at a time. What the bank could not pay, and what was held and no longer is, goes
into the day's next one; so no money goes out twice.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import PROPOSAL, Steps
from chalicelib.settlement.outcomes import PayoutResult, Settlement
from chalicelib.settlement.payees import Payee
from chalicelib.staff.person import Person

BatchStatus = Literal["proposed", "approved", "rejected", "completed"]


class PayoutLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One transfer: all that a shop gets on the day. `reference` names it to the bank. `parts` are
    the days that are paid by it, each with its won; `account_id` is which account was meant."""

    reference: str
    merchant_id: str
    name: str
    account_id: str
    amount: int
    parts: tuple[tuple[date, int], ...]


class PayoutLines(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What a batch pays, as it is kept for good; `hash` is SHA-256 over the canonical JSON of the
    others, in hex."""

    county_id: str
    payout_on: date
    number: int
    lines: tuple[PayoutLine, ...]
    hash: str = ""

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def is_sound(self) -> bool:
        return _sealed(self).hash == self.hash


class PayoutBatch(Struct, frozen=True, kw_only=True):
    """`number` counts the batches of a day from 1. `hash` is that of its lines; `amount` in won."""

    county_id: str
    batch_id: str
    payout_on: date
    number: int
    line_count: int
    amount: int
    hash: str
    steps: Steps
    idempotency: str = ""

    @property
    def status(self) -> BatchStatus:
        return self.steps[-1].name  # type: ignore[return-value]

    @property
    def request_id(self) -> str:
        return self.batch_id

    @property
    def is_open(self) -> bool:
        return self.status in ("proposed", "approved")

    def as_proposed(self) -> "PayoutBatch":
        return replace(self, steps=self.steps[:PROPOSAL])


class LineResult(Struct, frozen=True, kw_only=True):
    """What the bank said of a line."""

    reference: str
    result: PayoutResult
    reason: str = ""


class ResultFile(Struct, frozen=True):
    """A bank's result file, by the SHA-256 of its bytes: who brought it in first, and when."""

    sha256: str
    by: Person
    at: datetime


class FollowedBatch(Struct, frozen=True):
    """A batch with its lines, and what the bank said of them so far, by reference."""

    batch: PayoutBatch
    lines: tuple[PayoutLine, ...]
    results: Mapping[str, LineResult]


class DoneLine(Struct, frozen=True):
    """A line of a batch, and what the bank said of it."""

    batch: PayoutBatch
    line: PayoutLine
    result: LineResult
    at: datetime


class Payable(Struct, frozen=True, kw_only=True):
    """A settlement that is to be paid on a day, and why it is not paid now, if it is not."""

    settlement: Settlement
    name: str
    account_id: str
    held_for: str | None

    @property
    def is_due(self) -> bool:
        return self.settlement.status in ("confirmed", "failed")


def batch_id(payout_on: date, number: int) -> str:
    return f"pyt_{payout_on:%Y%m%d}{number:03d}"


def payables(settlements: Iterable[Settlement], payees: Mapping[str, Payee]) -> list[Payable]:
    """By shop, then by day. Of a shop that is not in the register nothing is known."""
    ordered = sorted(settlements, key=lambda s: (s.statement.merchant_id, s.statement.on))
    return [_payable(each, payees.get(each.statement.merchant_id)) for each in ordered]


def _payable(settlement: Settlement, payee: Payee | None) -> Payable:
    if payee is None:
        return Payable(settlement=settlement, name="", account_id="", held_for="not_registered")
    return Payable(
        settlement=settlement,
        name=payee.name,
        account_id=payee.account_id,
        held_for=payee.held_for,
    )


def make_lines(county_id: str, payout_on: date, number: int, due: Iterable[Payable]) -> PayoutLines:
    """A line for each shop with something that is due and not held."""
    by_shop: dict[str, list[Payable]] = {}
    for each in due:
        if each.is_due and each.held_for is None:
            by_shop.setdefault(each.settlement.statement.merchant_id, []).append(each)
    lines = tuple(
        PayoutLine(
            reference=f"{batch_id(payout_on, number)}-{place:05d}",
            merchant_id=merchant_id,
            name=own[0].name,
            account_id=own[0].account_id,
            amount=sum(each.settlement.statement.payout_amount for each in own),
            parts=tuple(
                (each.settlement.statement.on, each.settlement.statement.payout_amount)
                for each in own
            ),
        )
        for place, (merchant_id, own) in enumerate(sorted(by_shop.items()), 1)
    )
    return _sealed(
        PayoutLines(county_id=county_id, payout_on=payout_on, number=number, lines=lines)
    )


def content_of(lines: PayoutLines) -> bytes:
    return msgspec.json.encode(lines, order="sorted")


def read_content(content: bytes) -> PayoutLines:
    """The reverse of `content_of`. Raises `msgspec.ValidationError`."""
    return msgspec.json.decode(content, type=PayoutLines)


def _sealed(lines: PayoutLines) -> PayoutLines:
    content = content_of(replace(lines, hash=""))
    return replace(lines, hash=hashlib.sha256(content).hexdigest())
