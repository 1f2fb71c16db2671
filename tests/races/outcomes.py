"""What commands gave and left behind, in words that are the same for every run and every table:
without ids, hashes and keys. Two runs came out alike if these are equal."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.core.errors import DomainError
from chalicelib.festivals.referring import JOINED
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.entries import Entry
from chalicelib.members.service import Farewell
from chalicelib.paying.service import RedemptionResult
from tests.ledger_checks import check_chain

_NAMES_AN_ID = {"barred", "serial"}


@dataclass(frozen=True, slots=True)
class Answer:
    """`what` its asker learnt. `amounts` are mileage and vouchers moved by the entry that this very
    command wrote; `None` if it wrote none. `can_repeat`: sent again, it must say the same."""

    what: tuple[Any, ...]
    amounts: tuple[int, int] | None = None
    is_replay: bool = False
    can_repeat: bool = False


def answer_of(given: Any) -> Answer:
    """Of whatever a use case returned, or the refusal it raised."""
    if isinstance(given, DomainError):
        values = {k: v for k, v in given.values.items() if k not in _NAMES_AN_ID}
        return Answer(("refused", given.code, *sorted(values.items())))
    if isinstance(given, RedemptionResult):
        return _of_entry(given.redemption.entry, given.replayed)
    if isinstance(given, Outcome):
        return _of_entry(given.entry, given.replayed)
    if isinstance(given, Adjustment):
        return Answer(("adjustment", given.status))
    if isinstance(given, SettingProposal):
        return Answer(("setting", given.status))
    if isinstance(given, Farewell):
        # What it says of the balance may be older than a payment that was under way: told apart
        # from the ledger, which is whole either way.
        return Answer(("left",))
    if isinstance(given, tuple):
        first, replayed = given
        if isinstance(first, int):
            return Answer(("undone", first), _unless(replayed, (0, first)), replayed, True)
        last = first.cancellations[-1]
        what = ("canceled", last.seq, last.voucher_amount, first.remaining_amount, first.status)
        amounts = (last.mileage_amount, last.voucher_amount)
        return Answer(what, _unless(replayed, amounts), replayed, True)
    return Answer(("done", given))


def _of_entry(entry: Entry, replayed: bool) -> Answer:
    amounts = (entry.mileage_amount, entry.voucher_amount)
    balances = (entry.mileage_balance, entry.voucher_balance)
    price = entry.purchase.price_amount if entry.purchase else None
    what = (entry.kind, entry.seq, _order(entry), amounts, balances, price)
    return Answer(what, _unless(replayed, amounts), replayed, True)


def _unless(replayed: bool, amounts: tuple[int, int]) -> tuple[int, int] | None:
    return None if replayed else amounts


def wallet_state(table: Any, member_id: str) -> tuple[Any, ...]:
    """The whole chain, checked link by link."""
    return tuple(_entry_state(entry) for entry in check_chain(table, member_id))


def _entry_state(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.seq,
        entry.kind,
        _order(entry),
        entry.mileage_amount,
        entry.voucher_amount,
        tuple((a.kind, a.face, a.amount, a.expires_on, a.terms) for a in entry.allocations),
        # Lots of one millisecond and one expiry have no order among themselves.
        tuple(
            sorted(
                ((x.kind, x.face, x.remaining, x.expires_on, x.terms) for x in entry.lots), key=str
            )
        ),
        entry.purchases,
        tuple(sorted(entry.cancels.values())),
        sum(map(len, entry.recent.days)),
        entry.merchant.merchant_id if entry.merchant else None,
        entry.pay_code_id is not None,
        entry.reason,
        (entry.purchase.price_amount, entry.purchase.budget) if entry.purchase else None,
    )


def _order(entry: Entry) -> str | None:
    """The shop's number; one made of the member's key is another for each member."""
    return "made" if (entry.order_id or "").startswith("qr-") else entry.order_id


def check_money(
    before: Sequence[Sequence[Entry]], after: Sequence[Sequence[Entry]], answers: Sequence[Answer]
) -> None:
    """Each new entry was told to just one asker as new, and all won is where the answers say."""
    new: list[Entry] = []
    for old, now in zip(before, after, strict=True):
        assert list(now[: len(old)]) == list(old)
        new += now[len(old) :]
    told = Counter(a.amounts for a in answers if a.amounts is not None)
    moved = Counter((e.mileage_amount, e.voucher_amount) for e in new if _is_told(e))
    assert moved == told


def _is_told(entry: Entry) -> bool:
    """Whether an asker learns of it: of a referral, the one who joined asks, and not whose link it
    was; and nobody of what workers give."""
    if entry.kind == "referral_grant":
        return entry.reference.endswith(f"/{JOINED}")
    return entry.kind not in (
        "expiration", "adjustment", "receivable", "receivable_settled",
        "cashback", "cashback_return", "referral_return", "fee_share",
    )  # fmt: skip
