"""What holds for every voucher, however it was come by: the holding cap, and its expiry."""

from datetime import date

from chalicelib.core.values import add_months
from chalicelib.county.settings import CountySettings, VoucherKind
from chalicelib.ledger.errors import HoldingCapExceededError


def voucher_expiry(kind: VoucherKind, issued_on: date, settings: CountySettings) -> date:
    """The last day of use. The day of issue does not count (Civil Act art. 157)."""
    return add_months(issued_on, settings.voucher(kind).valid_months)


def check_holding_cap(held: int, amount: int, cap: int | None) -> None:
    """`held` are the vouchers that are live today, of both kinds, and those that are being paid, in
    won."""
    if cap is not None and held + amount > cap:
        raise HoldingCapExceededError(limit=cap, used=held, remaining=max(0, cap - held))
