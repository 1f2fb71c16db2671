"""What an entry was decided by: the versions of the settings that held on its day."""

from collections.abc import Iterable
from datetime import date

from chalicelib.county.setting_history import timelines_on
from chalicelib.county.settings import SettingVersion
from chalicelib.ledger.entries import EntryKind

READ_BY: dict[EntryKind, tuple[str, ...]] = {
    "signup": ("mileage.signup", "mileage.valid_months"),
    "conversion": (
        "conversion.minimum",
        "conversion.multiple",
        "mileage.won_per_point",
        "voucher.holding_cap",
        "policy.valid_months",
    ),
    "redemption": (
        "redemption.minimum",
        "redemption.maximum",
        "sale.barred_over_cap",
        "policy.barred_over_cap",
    ),
    "cancellation": ("redemption.cancel_days",),
    "net_cancel": (),
    "adjustment": (
        "adjustment.maximum",
        "mileage.valid_months",
        "voucher.holding_cap",
        "policy.valid_months",
    ),
    "expiration": (),
    "purchase": (
        "purchase.minimum",
        "purchase.multiple",
        "purchase.month_cap",
        "purchase.year_cap",
        "voucher.holding_cap",
        "sale.valid_months",
        "sale.refund_percent",
    ),
    "purchase_cancel": ("purchase.cancel_days",),
    "change_refund": (),
}
"""The settings that the rule of each kind of entry reads. Expiry and change refund read none: what
holds for a lot was stamped on it when it was issued. A net-cancel that took back a payment is an
entry of the kind `cancellation`; one that only forbids it needs no setting."""


def in_force_for(
    kind: EntryKind, versions: Iterable[SettingVersion], day: date
) -> list[SettingVersion]:
    """The versions that an entry of this kind was decided by on that day."""
    wanted = READ_BY[kind]
    return [s.current for s in timelines_on(versions, day) if s.key in wanted and s.current]
