"""The county's rules as dated versions: what held on a day follows from that day's versions."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from chalicelib.domain.values import AMOUNT_MAX

CANCEL_DAYS_MAX = 90
"""Wallets remember cancelled redemptions this long, so no cancel window may be longer."""


@dataclass(frozen=True, slots=True)
class SettingVersion:
    """`key` is a field of `CountySettings` with a dot for its first underscore; `source` names
    the law, ordinance or notice."""

    key: str
    effective_on: date
    value: int | None
    source: str


class SettingInvalidError(ValueError):
    """A value with which the county could not be run. Seeding refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySettings:
    """Amounts in won or points; `None` means that there is no such limit."""

    mileage_signup: int
    mileage_won_per_point: int
    mileage_valid_months: int | None
    conversion_minimum: int
    conversion_multiple: int
    voucher_valid_years: int
    voucher_holding_cap: int | None
    purchase_month_cap: int
    purchase_year_cap: int | None
    redemption_minimum: int
    redemption_maximum: int
    redemption_cancel_days: int
    report_small_cell: int

    def __post_init__(self) -> None:
        for name, (low, high) in _BOUNDS.items():
            value = getattr(self, name)
            if value is None and name in _OPTIONAL:
                continue
            if value is None or not low <= value <= high:
                raise SettingInvalidError(f"{setting_key(name)} must be within {low}..{high}")
        if self.redemption_minimum > self.redemption_maximum:
            raise SettingInvalidError("redemption.minimum is above redemption.maximum")


_BOUNDS = {
    "mileage_signup": (0, AMOUNT_MAX),
    "mileage_won_per_point": (1, 1000),
    "mileage_valid_months": (1, 1200),
    "conversion_minimum": (1, AMOUNT_MAX),
    "conversion_multiple": (1, AMOUNT_MAX),
    "voucher_valid_years": (1, 100),
    "voucher_holding_cap": (1, AMOUNT_MAX),
    "purchase_month_cap": (0, AMOUNT_MAX),
    "purchase_year_cap": (0, AMOUNT_MAX),
    "redemption_minimum": (1, AMOUNT_MAX),
    "redemption_maximum": (1, AMOUNT_MAX),
    "redemption_cancel_days": (0, CANCEL_DAYS_MAX),
    "report_small_cell": (1, 1000),
}
_OPTIONAL = {"mileage_valid_months", "voucher_holding_cap", "purchase_year_cap"}


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
