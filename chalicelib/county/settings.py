"""The county's rules as dated versions: what held on a day follows from that day's versions."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from chalicelib.core.values import AMOUNT_MAX

VoucherKind = Literal["sale", "policy"]
RecordOutcome = Literal["written", "exists", "others_turn"]
"""What came of recording a version. `others_turn`: someone else recorded one since the versions
were read, so the new one must be judged again, beside that."""

CANCEL_DAYS_MAX = 90
"""Wallets remember cancelled redemptions this long, so no cancel window may be longer."""


@dataclass(frozen=True, slots=True)
class SettingVersion:
    """`key` is a field of `CountySettings` with a dot for its first underscore; `source` names
    the law or ordinance, `notice` the county's public notice, by number and title. The first
    versions came with the county's data: they have no notice, and nobody recorded them."""

    key: str
    effective_on: date
    value: int | None
    source: str
    notice: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VoucherRules:
    """What the county decided for one kind of voucher lot: `valid_months` from the day of issue
    (Act on local gift certificates art. 4 (2)); whether merchants above the sales cap take it."""

    valid_months: int
    is_barred_over_cap: bool


class SettingInvalidError(ValueError):
    """A value with which the county could not be run. Seeding refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySettings:
    """Amounts in won or points; `None` means that there is no such limit.

    `sale_refund_percent`: how much of a bought lot must be spent before its rest is paid back, in
    percent of its face: 60 to 80, fixed by ordinance (the Act's art. 10 (2), its decree's art. 3).
    """

    mileage_signup: int
    mileage_won_per_point: int
    mileage_valid_months: int | None
    conversion_minimum: int
    conversion_multiple: int
    voucher_holding_cap: int | None
    sale_valid_months: int
    sale_barred_over_cap: int
    sale_refund_percent: int
    policy_valid_months: int
    policy_barred_over_cap: int
    purchase_minimum: int
    purchase_multiple: int
    purchase_month_cap: int
    purchase_year_cap: int | None
    purchase_cancel_days: int
    discount_maximum_percent: int
    redemption_minimum: int
    redemption_maximum: int
    redemption_cancel_days: int
    adjustment_maximum: int
    report_small_cell: int

    def __post_init__(self) -> None:
        for name, (low, high) in BOUNDS.items():
            value = getattr(self, name)
            if value is None and name in OPTIONAL:
                continue
            if value is None or not low <= value <= high:
                raise SettingInvalidError(f"{setting_key(name)} must be within {low}..{high}")
        if self.redemption_minimum > self.redemption_maximum:
            raise SettingInvalidError("redemption.minimum is above redemption.maximum")

    def voucher(self, kind: VoucherKind) -> VoucherRules:
        """The rules of one kind of lot."""
        return VoucherRules(
            valid_months=getattr(self, f"{kind}_valid_months"),
            is_barred_over_cap=bool(getattr(self, f"{kind}_barred_over_cap")),
        )


BOUNDS = {
    "mileage_signup": (0, AMOUNT_MAX),
    "mileage_won_per_point": (1, 1000),
    "mileage_valid_months": (1, 1200),
    "conversion_minimum": (1, AMOUNT_MAX),
    "conversion_multiple": (1, AMOUNT_MAX),
    "voucher_holding_cap": (1, AMOUNT_MAX),
    "sale_valid_months": (1, 1200),
    "sale_barred_over_cap": (0, 1),
    "sale_refund_percent": (60, 80),
    "policy_valid_months": (1, 1200),
    "policy_barred_over_cap": (0, 1),
    "purchase_minimum": (1, AMOUNT_MAX),
    "purchase_multiple": (1, AMOUNT_MAX),
    "purchase_month_cap": (0, AMOUNT_MAX),
    "purchase_year_cap": (0, AMOUNT_MAX),
    "purchase_cancel_days": (0, 366),
    "discount_maximum_percent": (0, 99),
    "redemption_minimum": (1, AMOUNT_MAX),
    "redemption_maximum": (1, AMOUNT_MAX),
    "redemption_cancel_days": (0, CANCEL_DAYS_MAX),
    "adjustment_maximum": (1, AMOUNT_MAX),
    "report_small_cell": (1, 1000),
}
OPTIONAL = {
    "mileage_valid_months",
    "voucher_holding_cap",
    "purchase_year_cap",
}


class SettingMissingError(LookupError):
    """A county has no version of a setting for a day: it was seeded incompletely."""


def settings_on(versions: Iterable[SettingVersion], day: date) -> CountySettings:
    """The settings in force on `day`: of each key, the version with the latest effective day."""
    value_by_key: dict[str, int | None] = {}
    for version in sorted(versions, key=lambda v: v.effective_on):
        if version.effective_on <= day:
            value_by_key[version.key] = version.value
    try:
        return CountySettings(
            **{f.name: value_by_key[setting_key(f.name)] for f in fields(CountySettings)}  # type: ignore[arg-type]
        )
    except KeyError as exc:
        raise SettingMissingError(f"no version of {exc.args[0]} on {day}") from exc


def setting_key(field_name: str) -> str:
    """`mileage_signup` → `mileage.signup`."""
    return field_name.replace("_", ".", 1)
