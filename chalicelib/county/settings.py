"""The county's rules as dated versions: what held on a day follows from that day's versions.

A setting is declared once, on its field of `CountySettings`; all else that is said of settings is
read off that declaration.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple, get_args

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


Words = tuple[str, str]
"""Korean, English."""

_NO_LIMIT: Words = ("한도 없음", "No limit")
_NO_EXPIRY: Words = ("기한 없음", "No expiry")


class Unit(NamedTuple):
    """How a value is written: `texts` has its number for `{}`; of a choice, the words of 0 and of 1
    one after the other. `none`: the words for no value."""

    texts: tuple[Words, ...]
    none: Words = _NO_LIMIT


POINTS = Unit((("{}점", "{} points"),))
WON = Unit((("{}원", "{} won"),))
MONTHS = Unit((("{}개월", "{} months"),), _NO_EXPIRY)
DAYS = Unit((("{}일", "{} days"),))
PERCENT = Unit((("{}%", "{}%"),))
PEOPLE = Unit((("{}명", "{} people"),))
COUNT = Unit((("{}", "{}"),))
MESSAGES = Unit((("{}통", "{} messages"),))
BARRED = Unit((("0: 받음", "0: taken"), ("1: 받지 않음", "1: not taken")))

ASKED = Unit((("0: 묻지 않음", "0: not asked"), ("1: 물음", "1: asked")))
PERSON_KEY = Unit((("0: DI", "0: DI"), ("1: CI", "1: CI")))

FEATURES = ("sale_round", "report", "text_messages", "identity")
"""What reads settings besides the rules of the kinds of entries."""


class Setting(NamedTuple):
    """What is said of a setting: its name, Korean and English, for the staff page; the unit and
    the bounds, both included, of its values; and `read_by`: each kind of entry whose rule reads it
    (`ledger.kinds` holds that there are such kinds), and each of the `FEATURES` that does.

    `field`, `is_optional` (whether `None`, for no limit, is a value) and `is_required` (whether a
    county must have a version of it) follow from the field.
    """

    ko: str
    en: str
    unit: Unit
    bounds: tuple[int, int]
    read_by: tuple[str, ...]
    field: str = ""
    is_optional: bool = False
    is_required: bool = True

    def allows(self, value: int | None) -> bool:
        if value is None:
            return self.is_optional
        low, high = self.bounds
        return low <= value <= high


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySettings:
    """Amounts in won or points; `None` means that there is no such limit. In the order of the
    staff page. A default is what holds before a county's first version: give one to a setting that
    comes after the first release, under which all stays as it was without it.

    `identity_person_key`: which of the agency's two keys. It must not change once people are
    identified: by the other key they would be strangers.

    `messages_hour_cap`: of the messages for signing up, and as many for logging in.
    `sale_refund_percent`: how much of a bought lot must be spent before its rest is paid back, in
    percent of its face: 60 to 80, fixed by ordinance (the Act's art. 10 (2), its decree's art. 3).
    """

    # fmt: off
    mileage_signup: Annotated[int, Setting(
        "가입 마일리지", "Sign-up mileage", POINTS, (0, AMOUNT_MAX), ("signup",),
    )]
    mileage_won_per_point: Annotated[int, Setting(
        "마일리지 1점의 값", "Worth of one point", WON, (1, 1000), ("conversion",),
    )]
    mileage_valid_months: Annotated[int | None, Setting(
        "마일리지 유효기간", "Validity of mileage", MONTHS, (1, 1200), ("signup", "adjustment"),
    )]
    conversion_minimum: Annotated[int, Setting(
        "상품권으로 바꾸는 최소 마일리지", "Least mileage to turn into vouchers",
        POINTS, (1, AMOUNT_MAX), ("conversion",),
    )]
    conversion_multiple: Annotated[int, Setting(
        "상품권으로 바꾸는 단위", "Step for turning into vouchers",
        POINTS, (1, AMOUNT_MAX), ("conversion",),
    )]
    voucher_holding_cap: Annotated[int | None, Setting(
        "상품권 보유 한도", "Most vouchers one can hold",
        WON, (1, AMOUNT_MAX), ("conversion", "adjustment", "purchase"),
    )]
    sale_valid_months: Annotated[int, Setting(
        "산 상품권의 유효기간", "Validity of bought vouchers", MONTHS, (1, 1200), ("purchase",),
    )]
    sale_barred_over_cap: Annotated[int, Setting(
        "산 상품권을 매출 30억원 넘는 가게에서", "Bought vouchers at shops above 3 billion won",
        BARRED, (0, 1), ("redemption",),
    )]
    sale_refund_percent: Annotated[int, Setting(
        "잔액을 환불하는 사용 비율", "Share to spend before the rest is paid back",
        PERCENT, (60, 80), ("purchase",),
    )]
    policy_valid_months: Annotated[int, Setting(
        "받은 상품권의 유효기간", "Validity of given vouchers",
        MONTHS, (1, 1200), ("conversion", "adjustment"),
    )]
    policy_barred_over_cap: Annotated[int, Setting(
        "받은 상품권을 매출 30억원 넘는 가게에서", "Given vouchers at shops above 3 billion won",
        BARRED, (0, 1), ("redemption",),
    )]
    purchase_minimum: Annotated[int, Setting(
        "최소 구매 금액", "Least purchase", WON, (1, AMOUNT_MAX), ("purchase",),
    )]
    purchase_multiple: Annotated[int, Setting(
        "구매 단위", "Step of purchases", WON, (1, AMOUNT_MAX), ("purchase", "sale_round"),
    )]
    purchase_month_cap: Annotated[int, Setting(
        "한 사람의 월 구매 한도", "Purchase limit of a month",
        WON, (0, AMOUNT_MAX), ("purchase",),
    )]
    purchase_year_cap: Annotated[int | None, Setting(
        "한 사람의 연 구매 한도", "Purchase limit of a year",
        WON, (0, AMOUNT_MAX), ("purchase",),
    )]
    purchase_cancel_days: Annotated[int, Setting(
        "구매를 취소할 수 있는 날", "Days to cancel a purchase",
        DAYS, (0, 366), ("purchase_cancel",),
    )]
    discount_maximum_percent: Annotated[int, Setting(
        "할인율의 최대", "Highest discount", PERCENT, (0, 99), ("sale_round",),
    )]
    redemption_minimum: Annotated[int, Setting(
        "최소 결제 금액", "Least payment", WON, (1, AMOUNT_MAX), ("redemption",),
    )]
    redemption_maximum: Annotated[int, Setting(
        "최대 결제 금액", "Largest payment", WON, (1, AMOUNT_MAX), ("redemption",),
    )]
    redemption_cancel_days: Annotated[int, Setting(
        "결제를 취소할 수 있는 날", "Days to cancel a payment",
        DAYS, (0, CANCEL_DAYS_MAX), ("cancellation",),
    )]
    adjustment_maximum: Annotated[int, Setting(
        "한 번에 조정할 수 있는 최대", "Largest adjustment",
        COUNT, (1, AMOUNT_MAX), ("adjustment",),
    )]
    report_small_cell: Annotated[int, Setting(
        "통계에서 가리는 인원", "Groups hidden in statistics", PEOPLE, (1, 1000), ("report",),
    )]
    identity_joining: Annotated[int, Setting(
        "가입할 때 본인확인", "Identity verification for joining", ASKED, (0, 1), ("identity",),
    )] = 0
    identity_conversion: Annotated[int, Setting(
        "마일리지를 상품권으로 바꿀 때 본인확인",
        "Identity verification for turning mileage into vouchers", ASKED, (0, 1), ("conversion",),
    )] = 0
    identity_purchase: Annotated[int, Setting(
        "상품권을 살 때 본인확인", "Identity verification for buying", ASKED, (0, 1), ("purchase",),
    )] = 0
    identity_person_key: Annotated[int, Setting(
        "한 사람을 알아보는 값", "What tells one person from another",
        PERSON_KEY, (0, 1), ("identity",),
    )] = 0
    messages_hour_cap: Annotated[int, Setting(
        "한 시간에 보내는 인증 문자", "Text messages of an hour",
        MESSAGES, (100, 1_000_000), ("text_messages",),
    )] = 6_000
    messages_abroad_hour_cap: Annotated[int, Setting(
        "그 가운데 해외 번호로", "Of these, to numbers abroad",
        MESSAGES, (0, 1_000_000), ("text_messages",),
    )] = 300
    # fmt: on

    def __post_init__(self) -> None:
        for key, setting in SETTINGS.items():
            if not setting.allows(getattr(self, setting.field)):
                low, high = setting.bounds
                raise SettingInvalidError(f"{key} must be within {low}..{high}")
        if self.redemption_minimum > self.redemption_maximum:
            raise SettingInvalidError("redemption.minimum is above redemption.maximum")

    def voucher(self, kind: VoucherKind) -> VoucherRules:
        """The rules of one kind of lot."""
        return VoucherRules(
            valid_months=getattr(self, f"{kind}_valid_months"),
            is_barred_over_cap=bool(getattr(self, f"{kind}_barred_over_cap")),
        )


def setting_key(field_name: str) -> str:
    """`mileage_signup` → `mileage.signup`."""
    return field_name.replace("_", ".", 1)


def declared_settings(settings_class: type) -> dict[str, Setting]:
    """The declarations of a class of settings by key. `TypeError` for a field without one."""
    found = {}
    for field in fields(settings_class):
        match get_args(field.type):
            case (value_type, Setting() as setting):
                is_optional = type(None) in get_args(value_type)
                found[setting_key(field.name)] = setting._replace(
                    field=field.name,
                    is_optional=is_optional,
                    is_required=field.default is MISSING,
                )
            case _:
                raise TypeError(f"{field.name} is not declared as a setting")
    return found


SETTINGS: Mapping[str, Setting] = declared_settings(CountySettings)
"""By key, in the order of the staff page."""
SETTING_WORDS: Mapping[str, Words] = {key: (s.ko, s.en) for key, s in SETTINGS.items()}


class SettingMissingError(LookupError):
    """A county has no version of a setting for a day: it was seeded incompletely."""


def settings_on(versions: Iterable[SettingVersion], day: date) -> CountySettings:
    """The settings in force on `day`: of each key, the version with the latest effective day."""
    value_by_key: dict[str, int | None] = {}
    for version in sorted(versions, key=lambda v: v.effective_on):
        if version.effective_on <= day:
            value_by_key[version.key] = version.value
    try:
        found = {
            s.field: value_by_key[key]
            for key, s in SETTINGS.items()
            if s.is_required or key in value_by_key
        }
        return CountySettings(**found)  # type: ignore[arg-type]
    except KeyError as exc:
        raise SettingMissingError(f"no version of {exc.args[0]} on {day}") from exc
