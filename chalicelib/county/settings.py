"""The county's rules as dated versions: what held on a day follows from that day's versions.

A setting is declared once, on its field of `CountySettings`; all else that is said of settings is
read off that declaration.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Struct

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.county import activity_settings as of_activity
from chalicelib.county import card_settings as of_cards
from chalicelib.county import desk_settings as of_desk
from chalicelib.county import identity_settings as of_identity
from chalicelib.county import marketing_settings as of_marketing
from chalicelib.county import merchant_settings as of_merchants
from chalicelib.county import message_settings as of_messages
from chalicelib.county import purchase_settings as of_purchases
from chalicelib.county import settlement_settings as of_settlement
from chalicelib.county import trip_settings as of_trips
from chalicelib.county.declarations import (
    BARRED,
    COUNT,
    DAYS,
    MONTHS,
    PEOPLE,
    PERCENT,
    POINTS,
    REQUIRED,
    WON,
    Money,
    Setting,
    Words,
    declared_settings,
)

VoucherKind = Literal["sale", "policy"]
RecordOutcome = Literal["written", "exists", "others_turn"]
"""What came of recording a version. `others_turn`: someone else recorded one since the versions
were read, so the new one must be judged again, beside that."""

CANCEL_DAYS_MAX = 90
"""Wallets remember cancelled redemptions this long, so no cancel window may be longer."""


class SettingVersion(Struct, frozen=True):
    """`key` is a field of `CountySettings` with a dot for its first underscore; `source` names
    the law or ordinance, `notice` the county's public notice. The first versions came with the
    county's data: nobody recorded them. One that moves money was approved by another."""

    key: str
    effective_on: date
    value: int | None
    source: str
    notice: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    approved_by: str = ""
    proposal_id: str = ""


class VoucherRules(Struct, frozen=True):
    """Of a kind of lot: `valid_months` since its issue (the Act's art. 4 (2)), and who takes it."""

    valid_months: int
    is_barred_over_cap: bool


class SettingInvalidError(ValueError):
    """A value with which the county could not be run. Seeding refuses it."""


class CountySettings(Struct, frozen=True, kw_only=True):
    """Amounts in won or points; `None`: no such limit. In the order of the staff page. A default is
    what holds before a county's first version: a later setting has one that leaves all as it was.
    `identity_person_key`: which of the agency's two keys; not to be changed once people are
    identified. `messages_hour_cap`: for all purposes together, a part of it for log-ins.
    `sale_refund_percent`: how much of a bought lot must be spent before its rest is paid back, in
    percent of its face: 60 to 80, fixed by ordinance (the Act's art. 10 (2), its decree's art. 3).
    """

    # fmt: off
    mileage_signup: Annotated[int, Setting(
        "가입 마일리지", "Sign-up mileage", POINTS, (0, AMOUNT_MAX), ("signup",),
        Money("천 명이 가입하면 드리는 마일리지", "Mileage for a thousand people who join",
              (0, 100_000), times=1000),
    )]
    mileage_won_per_point: Annotated[int, Setting(
        "마일리지 1점의 값", "Worth of one point", WON, (1, 1000),
        ("conversion", "referral_return"),
        Money("마일리지 5,000점으로 받는 상품권", "5,000 points would be vouchers of",
              (1, 10), times=5000),
    )]
    mileage_valid_months: Annotated[int | None, Setting(
        "마일리지 유효기간", "Validity of mileage", MONTHS, (1, 1200),
        ("signup", "adjustment", "visit_grant", "tour_grant", "referral_grant", "activity_grant"),
        Money("새로 받은 마일리지를 쓸 수 있는 동안", "New mileage can be used for", (1, 120)),
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
        WON, (1, AMOUNT_MAX),
        ("fee_share", "conversion", "adjustment", "purchase", "reservation", "trip_grant"),
        Money("한 사람이 가질 수 있는 상품권", "A member could hold vouchers of",
              (10_000, 10_000_000)),
    )]
    sale_valid_months: Annotated[int, Setting(
        "산 상품권의 유효기간", "Validity of bought vouchers",
        MONTHS, (1, 1200), ("purchase", "online_purchase"),
        Money("새로 산 상품권을 쓸 수 있는 동안", "Newly bought vouchers can be used for",
              (12, 120)),
    )]
    sale_barred_over_cap: Annotated[int, Setting(
        "산 상품권을 매출 30억원 넘는 가게에서", "Bought vouchers at shops above 3 billion won",
        BARRED, (0, 1), ("redemption",),
        Money("매출 30억원 넘는 가게에서 산 상품권을",
              "Bought vouchers at shops above 3 billion won",
              (0, 1), factor_max=None),
    )]
    sale_refund_percent: Annotated[int, Setting(
        "잔액을 환불하는 사용 비율", "Share to spend before the rest is paid back",
        PERCENT, (60, 80), ("purchase", "reservation"),
        Money("10,000원을 사서 이만큼 쓰면 나머지를 돈으로 돌려줌",
              "Of 10,000 won bought, the rest is paid back after spending",
              (60, 80), times=100, unit=WON),
    )]
    policy_valid_months: Annotated[int, Setting(
        "받은 상품권의 유효기간", "Validity of given vouchers",
        MONTHS, (1, 1200), ("conversion", "adjustment", "fee_share"),
        Money("새로 받은 상품권을 쓸 수 있는 동안", "Newly given vouchers can be used for",
              (1, 120)),
    )]
    policy_barred_over_cap: Annotated[int, Setting(
        "받은 상품권을 매출 30억원 넘는 가게에서", "Given vouchers at shops above 3 billion won",
        BARRED, (0, 1), ("redemption",),
        Money("매출 30억원 넘는 가게에서 받은 상품권을",
              "Given vouchers at shops above 3 billion won", (0, 1), factor_max=None),
    )]
    purchase_minimum: Annotated[int, Setting(
        "최소 구매 금액", "Least purchase",
        WON, (1, AMOUNT_MAX), ("purchase", "reservation", "paper_sale"),
    )]
    purchase_multiple: Annotated[int, Setting(
        "구매 단위", "Step of purchases",
        WON, (1, AMOUNT_MAX), ("purchase", "sale_round", "reservation", "paper_sale"),
    )]
    purchase_month_cap: Annotated[int, of_purchases.MONTH_CAP]
    purchase_year_cap: Annotated[int | None, of_purchases.YEAR_CAP]
    purchase_cancel_days: Annotated[int, Setting(
        "구매를 취소할 수 있는 날", "Days to cancel a purchase", DAYS, (0, 366),
        ("purchase_cancel", "online_purchase_cancel", "paper_return"),
        Money("쓰지 않은 상품권을 산 날부터 무를 수 있는 날",
              "An unused purchase can be taken back for", (0, 60)),
    )]
    purchase_pay_minutes: Annotated[int, of_purchases.PAY_MINUTES] = 10
    sale_early_warning_days: Annotated[int, of_purchases.EARLY_WARNING_DAYS] = 0
    sale_unsold_warning_percent: Annotated[int, of_purchases.UNSOLD_WARNING_PERCENT] = 0
    discount_maximum_percent: Annotated[int, Setting(
        "할인율의 최대", "Highest discount", PERCENT, (0, 99), ("sale_round",),
        Money("100,000원 상품권을 팔 때 군이 가장 많이 내는 돈",
              "The most that the county pays of vouchers of 100,000 won",
              (0, 30), times=1000, unit=WON),
    )]
    redemption_minimum: Annotated[int, Setting(
        "최소 결제 금액", "Least payment", WON, (1, AMOUNT_MAX), ("redemption",),
    )]
    redemption_maximum: Annotated[int, Setting(
        "최대 결제 금액", "Largest payment", WON, (1, AMOUNT_MAX), ("redemption",),
        Money("한 번에 결제할 수 있는 금액", "The most that one payment can be",
              (1_000, 10_000_000)),
    )]
    redemption_cancel_days: Annotated[int, Setting(
        "결제를 취소할 수 있는 날", "Days to cancel a payment",
        DAYS, (0, CANCEL_DAYS_MAX), ("cancellation",),
        Money("가게가 결제를 취소할 수 있는 날", "A shop can cancel a payment for", (0, 60)),
    )]
    adjustment_maximum: Annotated[int, Setting(
        "한 번에 조정할 수 있는 최대", "Largest adjustment",
        COUNT, (1, AMOUNT_MAX), ("adjustment",),
        Money("두 사람이 한 회원에게 한 번에 주거나 거둘 수 있는 점수나 원",
              "Points or won that two people could give or take at once",
              (1_000, 10_000_000)),
    )]
    grant_person_maximum: Annotated[int | None, Setting(
        "일괄 지급 한 파일에서 한 사람에게 주는 최대", "Most that a file grants one person",
        COUNT, (1, AMOUNT_MAX), ("desk",),
        Money("한 파일로 한 사람에게 줄 수 있는 점수나 원",
              "Points or won a file could give a person", (1_000, 10_000_000)),
    )] = 1_000_000
    grant_file_maximum: Annotated[int | None, Setting(
        "일괄 지급 한 파일의 최대", "Most that a file grants in all",
        COUNT, (1, 1_000_000_000_000), ("desk",),
        Money("한 파일로 줄 수 있는 점수나 원", "Points or won a file could give",
              (10_000, 1_000_000_000)),
    )] = 100_000_000
    counter_receipt_above: Annotated[int | None, Setting(
        "창구에서 영수증 번호를 꼭 적는 금액(넘으면)", "Counter sales above this need a receipt",
        WON, (0, AMOUNT_MAX), ("counter",),
        Money("영수증 번호 없이 팔 수 있는 금액", "Sold at the counter without a receipt's number",
              (0, 10_000_000)),
    )] = 1_000_000
    counter_day_maximum: Annotated[int | None, Setting(
        "담당자 한 사람이 하루에 창구에서 파는 최대",
        "Most that one person sells at the counter a day",
        WON, (0, 1_000_000_000_000), ("counter",),
        Money("한 사람이 승인 없이 하루에 파는 상품권",
              "One person could sell a day without approval", (0, 1_000_000_000)),
    )] = 100_000_000
    staff_number_required: Annotated[int, Setting(
        "담당자 계정의 휴대전화 번호", "A mobile number of staff accounts",
        REQUIRED, (0, 1), ("counter", "desk"),
        Money("돈이 드는 일을 하는 담당자 계정의 번호", "The number of accounts that move money",
              (0, 1), factor_max=None),
    )] = 0
    settlement_fee_basis_points: of_settlement.FeeBasisPoints = 0
    settlement_fee_bearer: of_settlement.FeeBearer = 0
    settlement_payout_days: of_settlement.PayoutDays = 3
    settlement_invoice_days: of_settlement.InvoiceDays = 30
    settlement_invoice_due_days: of_settlement.InvoiceDueDays = 14
    agent_commission_basis_points: of_settlement.CommissionBasisPoints = 0
    report_small_cell: Annotated[int, Setting(
        "통계에서 가리는 인원", "Groups hidden in statistics", PEOPLE, (1, 1000), ("report",),
    )]
    identity_joining: of_identity.Joining = 0
    identity_conversion: of_identity.Conversion = 0
    identity_purchase: of_identity.Purchase = 0
    identity_visit: of_identity.Visit = 0
    identity_person_key: of_identity.PersonKey = 0
    desk_reveals_a_day: Annotated[int, of_desk.REVEALS_A_DAY] = 100
    desk_inbox_mail: Annotated[int, of_desk.INBOX_MAIL] = 0
    messages_hour_cap: Annotated[int, of_messages.HOUR_CAP] = 6_000
    messages_abroad_hour_cap: Annotated[int, of_messages.ABROAD_HOUR_CAP] = 300
    draw_tax_free_maximum: Annotated[int, of_activity.PRIZE_TAX_FREE] = 50_000
    merchant_barred_nightlife: of_merchants.Nightlife = 1
    merchant_barred_gambling: of_merchants.Gambling = 1
    merchant_barred_large_store: of_merchants.LargeStore = 1
    merchant_barred_jewelry: of_merchants.Jewelry = 0
    merchant_barred_outside_branch: of_merchants.OutsideBranch = 0
    trip_budget: Annotated[int, of_trips.BUDGET] = 0
    trip_year_times: Annotated[int, of_trips.YEAR_TIMES] = 4
    trip_apply_days: Annotated[int, of_trips.APPLY_DAYS] = 1
    trip_claim_days: Annotated[int, of_trips.CLAIM_DAYS] = 7
    trip_person_cap: Annotated[int, of_trips.PERSON_CAP] = 100_000
    trip_team_cap: Annotated[int, of_trips.TEAM_CAP] = 200_000
    trip_rate_percent: Annotated[int, of_trips.RATE] = 50
    trip_person_minimum: Annotated[int, of_trips.PERSON_MINIMUM] = 30_000
    trip_team_minimum: Annotated[int, of_trips.TEAM_MINIMUM] = 50_000
    trip_sights: Annotated[int, of_trips.SIGHTS] = 2
    trip_hold_days: Annotated[int, of_trips.HOLD_DAYS] = 7
    trip_companions_counted: Annotated[int, of_trips.COMPANIONS_COUNTED] = 0
    trip_companions_consent: Annotated[int, of_trips.COMPANIONS_CONSENT] = 0
    desk_joins_a_day: Annotated[int, of_cards.JOINS_A_DAY] = 100
    card_day_maximum: Annotated[int, of_cards.DAY_MAXIMUM] = 100_000
    activity_login: Annotated[int, of_activity.LOGIN] = 0
    activity_post: Annotated[int, of_activity.POST] = 0
    activity_posts_a_day: Annotated[int, of_activity.POSTS_A_DAY] = 1
    referral_year_maximum: Annotated[int, of_activity.REFERRALS_A_YEAR] = 10
    marketing_sms_price: Annotated[int, of_marketing.SMS_PRICE] = 30
    marketing_day_maximum: Annotated[int, of_marketing.DAY_MAXIMUM] = 1
    marketing_week_maximum: Annotated[int, of_marketing.WEEK_MAXIMUM] = 2
    marketing_held_out_percent: Annotated[int, of_marketing.HELD_OUT_PERCENT] = 10
    photo_entries: Annotated[int, of_activity.PHOTO_ENTRIES] = 0
    photo_kept_days: Annotated[int, of_activity.PHOTO_KEPT_DAYS] = 90
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


SETTINGS: Mapping[str, Setting] = declared_settings(CountySettings)
"""By key, in the order of the staff page."""
SETTING_WORDS: Mapping[str, Words] = {key: (s.ko, s.en) for key, s in SETTINGS.items()}
