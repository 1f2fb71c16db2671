"""Vouchers bought at a discount: the month's and the year's limit, buying, taking a purchase back,
and paying back the rest of a nearly spent lot. Months and years are Seoul's."""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import (
    AMOUNT_MAX,
    add_months,
    day_start,
    id_time,
    seoul_date,
    sibling_id,
)
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import AmountOutOfRangeError, VoucherExpiredError
from chalicelib.ledger.give_back import given_back_to_limits
from chalicelib.ledger.kinds import EntryKind
from chalicelib.ledger.lots import Lot, SaleTerms
from chalicelib.ledger.purchase_facts import BudgetSource, PurchaseCounters, PurchaseFact
from chalicelib.ledger.receivables import check_nothing_owed
from chalicelib.ledger.vouchers import check_holding_cap, voucher_expiry
from chalicelib.sales.errors import (
    ChangeRefundNotReachedError,
    PurchaseCancelWindowClosedError,
    PurchaseLimitExceededError,
    PurchaseNotAMultipleError,
    PurchaseNotFoundError,
    PurchaseUsedError,
    VoucherNotFoundError,
    VoucherNotRefundableError,
)
from chalicelib.sales.rounds import Round
from chalicelib.staff.person import Person


class LimitUse(Struct, frozen=True):
    """In won of face value; `limit` and `remaining` are `None` where there is no limit."""

    limit: int | None
    used: int
    resets_at: datetime

    @property
    def remaining(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.used)


def month(counters: PurchaseCounters, settings: CountySettings, today: date) -> LimitUse:
    resets_at = day_start(add_months(today.replace(day=1), 1))
    return LimitUse(settings.purchase_month_cap, on(counters, today).month_amount, resets_at)


def year(counters: PurchaseCounters, settings: CountySettings, today: date) -> LimitUse:
    resets_at = day_start(date(today.year + 1, 1, 1))
    return LimitUse(settings.purchase_year_cap, on(counters, today).year_amount, resets_at)


def on(counters: PurchaseCounters, today: date) -> PurchaseCounters:
    """The counters as they stand on `today`: a new month or year begins at zero."""
    this_month, this_year = today.strftime("%Y-%m"), today.strftime("%Y")
    return PurchaseCounters(
        this_month,
        counters.month_amount if counters.month == this_month else 0,
        this_year,
        counters.year_amount if counters.year == this_year else 0,
    )


def decide_purchase(
    head: Entry,
    *,
    face: int,
    round_: Round,
    parts: dict[int, int],
    settings: CountySettings,
    now: datetime,
) -> Draft:
    """Buy `face` won in `round_`, out of the budget shards in `parts` (minus for taken).

    Whether the round sells it is judged before. Raises `AmountOutOfRangeError`,
    `PurchaseNotAMultipleError`, `PurchaseLimitExceededError`, `HoldingCapExceededError`,
    `ReceivableOpenError`.
    """
    today = seoul_date(now)
    check_bounds(head, face, settings, today)
    entry_id = new_entry_id(now)
    lot = Lot(
        lot_id=sibling_id("vch", entry_id),
        kind="sale",
        source=round_.round_id,
        face=face,
        remaining=face,
        expires_on=voucher_expiry("sale", today, settings),
        terms=SaleTerms(round_.price(face), settings.sale_refund_percent),
    )
    return Draft(
        kind="purchase",
        allocations=(lot_rules.put_in(lot),),
        purchase=PurchaseFact(
            sibling_id("pur", entry_id), round_.round_id, round_.price(face), "round"
        ),
        purchases=plus(on(head.purchases, today), month=face, year=face),
        budget=BudgetChange(round_.round_id, parts),
        entry_id=entry_id,
    )


def decide_cancel(
    head: Entry,
    purchase_id: str,
    *,
    round_: Round,
    shard: int,
    settings: CountySettings,
    now: datetime,
    kind: Literal["purchase_cancel", "online_purchase_cancel"] = "purchase_cancel",
) -> Draft:
    """Take an unused purchase back whole: docs/give-back.md says what goes where. `settings` are
    those of the day of the purchase: the window that its buyer was shown. `kind`: by the way that
    its money goes back.

    Raises `PurchaseNotFoundError`, `PurchaseUsedError`, `PurchaseCancelWindowClosedError`,
    `VoucherExpiredError`.
    """
    today = seoul_date(now)
    lot = find_lot(head, sibling_id("vch", purchase_id))
    # The id goes into the ledger: a text that only ends like it is not the purchase's.
    if lot is None or lot.terms is None or purchase_id != sibling_id("pur", lot.lot_id):
        raise PurchaseNotFoundError
    check_can_cancel(lot, settings, today)
    bought_on = bought_day(lot)
    counters = on(head.purchases, today)
    to_month, to_year = given_back_to_limits(lot.face, bought_on, today)
    to, budget = budget_back(round_, shard, lot.face, now)
    return Draft(
        kind=kind,
        allocations=(lot_rules.close(lot),),
        purchase=PurchaseFact(purchase_id, round_.round_id, -lot.terms.price, to),
        purchases=plus(counters, month=-to_month, year=-to_year),
        budget=budget,
    )


def budget_back(
    round_: Round, shard: int, face: int, now: datetime
) -> tuple[BudgetSource, BudgetChange]:
    """Where `face` won go that nobody has any more. Whoever comes later may buy them while the
    round is open; then nobody can."""
    if round_.is_open(now):
        return "round", BudgetChange(round_.round_id, {shard: face})
    return "carry_over", BudgetChange(None, {0: face})


def check_bounds(head: Entry, face: int, settings: CountySettings, today: date) -> None:
    """Whether the member may buy `face` won more. Limit per person and month: Gangjin ordinance
    2785 art. 11.

    Raises `ReceivableOpenError`, `AmountOutOfRangeError`, `PurchaseNotAMultipleError`,
    `PurchaseLimitExceededError`, `HoldingCapExceededError`.
    """
    check_limits(head, face, settings, today)
    check_holding_cap(head.held_vouchers(today), face, settings.voucher_holding_cap)


def check_limits(head: Entry, face: int, settings: CountySettings, today: date) -> None:
    """What holds for every purchase, of vouchers that stay in the wallet or not. Raises
    `ReceivableOpenError`, `AmountOutOfRangeError`, `PurchaseNotAMultipleError`,
    `PurchaseLimitExceededError`."""
    check_nothing_owed(head)
    check_face(face, settings)
    for use in (
        month(head.purchases, settings, today),
        year(head.purchases, settings, today),
    ):
        if use.remaining is not None and face > use.remaining:
            raise PurchaseLimitExceededError(
                param="amount",
                limit=use.limit,
                used=use.used,
                remaining=use.remaining,
                resets_at=use.resets_at,
            )


def bought_day(lot: Lot) -> date:
    """The day in Seoul on which a lot was bought."""
    return seoul_date(id_time(lot.lot_id))


def check_can_cancel(lot: Lot, settings: CountySettings, today: date) -> None:
    """Raises `PurchaseCancelWindowClosedError`, `VoucherExpiredError`, `PurchaseUsedError`."""
    check_window(bought_day(lot), settings, today)
    if not lot.is_live(today):
        raise VoucherExpiredError(balance=0)
    if lot.remaining != lot.face:
        raise PurchaseUsedError(remaining=lot.remaining)


def check_window(bought_on: date, settings: CountySettings, today: date) -> None:
    """`settings` of the day of the purchase. Raises `PurchaseCancelWindowClosedError`."""
    if today > bought_on + timedelta(days=settings.purchase_cancel_days):
        raise PurchaseCancelWindowClosedError(limit=settings.purchase_cancel_days)


def decide_change_refund(head: Entry, voucher_id: str, *, now: datetime) -> Draft:
    """Pay back the rest of a lot of which the promised share is spent, less its discount.

    Act on local gift certificates art. 10 (2); the share by ordinance (Gangjin 2785 art. 8: 80 %,
    Jinju 2154 art. 8: 70 %). Judged lot by lot and by the terms stamped on the lot; what was paid
    back of it before is not spent. A fraction of a won is left. Raises `VoucherNotFoundError`,
    `VoucherNotRefundableError`, `VoucherExpiredError`, `ChangeRefundNotReachedError`.
    """
    lot, terms = _bought_lot(head, voucher_id, now)
    refunded = head.refunds[voucher_id].amount if voucher_id in head.refunds else 0
    spent = lot.face - lot.remaining - refunded
    if spent * 100 < lot.face * terms.refund_percent:
        threshold = -(-lot.face * terms.refund_percent // 100)
        raise ChangeRefundNotReachedError(limit=threshold, used=spent, remaining=threshold - spent)
    return _rest_paid_back("change_refund", lot, terms)


def decide_leaving_refund(
    head: Entry, voucher_id: str, *, recorded_by: Person, now: datetime
) -> Draft:
    """Pay back the rest of a bought lot of someone who has left, less its discount, however little
    of it is spent: nobody can spend the rest any more.

    Raises `VoucherNotFoundError`, `VoucherNotRefundableError`, `VoucherExpiredError`.
    """
    lot, terms = _bought_lot(head, voucher_id, now)
    return replace(
        _rest_paid_back("leaving_refund", lot, terms),
        reason=f"{recorded_by.subject} {recorded_by.username}",
    )


def _bought_lot(head: Entry, voucher_id: str, now: datetime) -> tuple[Lot, SaleTerms]:
    lot = find_lot(head, voucher_id)
    if lot is None:
        raise VoucherNotFoundError
    if lot.terms is None:
        raise VoucherNotRefundableError
    if not lot.is_live(seoul_date(now)):
        raise VoucherExpiredError(balance=0)
    return lot, lot.terms


def worth(lot: Lot, terms: SaleTerms) -> int:
    """What the rest of a lot was bought for, in won; a fraction of a won is left."""
    return lot.remaining * terms.price // lot.face


def _rest_paid_back(kind: EntryKind, lot: Lot, terms: SaleTerms) -> Draft:
    return Draft(
        kind=kind,
        allocations=(lot_rules.close(lot),),
        purchase=PurchaseFact(
            sibling_id("pur", lot.lot_id), lot.source, -worth(lot, terms), budget=None
        ),
    )


def check_face(face: int, settings: CountySettings) -> None:
    """Raises `AmountOutOfRangeError`, `PurchaseNotAMultipleError`."""
    if not settings.purchase_minimum <= face <= AMOUNT_MAX:
        raise AmountOutOfRangeError(
            param="amount", minimum=settings.purchase_minimum, maximum=AMOUNT_MAX
        )
    if face % settings.purchase_multiple:
        raise PurchaseNotAMultipleError(param="amount", limit=settings.purchase_multiple)


def find_lot(head: Entry, lot_id: str) -> Lot | None:
    """An open lot of vouchers."""
    return next((x for x in head.lots if x.lot_id == lot_id and x.kind != "mileage"), None)


def plus(counters: PurchaseCounters, *, month: int, year: int) -> PurchaseCounters:
    """The counters with so much more of this month and this year."""
    return PurchaseCounters(
        counters.month, counters.month_amount + month, counters.year, counters.year_amount + year
    )
