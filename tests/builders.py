"""A small county, valid by default: each test changes the one thing that it is about."""

from datetime import UTC, date, datetime, time

from chalicelib.approvals.approvals import Step
from chalicelib.aws.table import Table
from chalicelib.cashbacks.campaigns import CashbackCampaign
from chalicelib.county.counties import County
from chalicelib.county.declarations import setting_key
from chalicelib.county.facilities import Facility
from chalicelib.county.facility_store import FacilityStore
from chalicelib.county.settings import CountySettings, SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.merchants.merchant_keys import merchant_key_hash
from chalicelib.merchants.merchants import Merchant, MerchantKey
from chalicelib.merchants.store import MerchantStore
from chalicelib.sales.rounds import Round
from chalicelib.staff.person import Person
from chalicelib.visits.facility_terms import Benefit, FacilityTerms, Fee
from chalicelib.visits.terms_store import TermsStore

COUNTY = "gangjin"
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
"""Twelve o'clock in Seoul."""

SETTINGS = CountySettings(
    mileage_signup=5000,
    mileage_won_per_point=1,
    mileage_valid_months=None,
    conversion_minimum=1000,
    conversion_multiple=1000,
    voucher_holding_cap=1_500_000,
    sale_valid_months=60,
    sale_barred_over_cap=1,
    sale_refund_percent=80,
    policy_valid_months=60,
    policy_barred_over_cap=0,
    purchase_minimum=1000,
    purchase_multiple=1000,
    purchase_month_cap=700_000,
    purchase_year_cap=None,
    purchase_cancel_days=7,
    discount_maximum_percent=10,
    redemption_minimum=1,
    redemption_maximum=2_000_000,
    redemption_cancel_days=7,
    adjustment_maximum=1_000_000,
    report_small_cell=5,
    trip_budget=1_000_000,
)
SHOP_KEY = "mk_test_shop_key_for_the_tests"
MART_KEY = "mk_test_mart_key_for_the_tests"
READ_KEY = "mk_test_read_key_for_the_tests"
HOLDERS = {"110222333444": "김청자"}
"""Whose an account is, as the bank says: by its number."""


def a_county(county_id: str = COUNTY) -> County:
    return County(
        county_id=county_id,
        name="강진군",
        name_en="Gangjin-gun",
        region_code="46810",
        programme="강진품애 온 군민",
        programme_en="Gangjin online residents",
        contact="061-430-3114",
        opened_on=date(2026, 2, 5),
        terms_version="2026-01",
        privacy_version="2026-01",
    )


def a_campaign(county_id: str = COUNTY, **changes: object) -> Campaign:
    facts: dict[str, object] = {
        "county_id": county_id,
        "campaign_id": "cmp_0000000000000001",
        "code": "celadon",
        "name": "강진청자축제",
        "name_en": "Gangjin Celadon Festival",
        "signup_mileage": 5000,
        "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
        "closes_at": datetime(2027, 12, 31, tzinfo=UTC),
        "booths": (Booth("celadon-a", "정문 부스"), Booth("celadon-b", "무대 옆 부스")),
    }
    return Campaign(**(facts | changes))  # type: ignore[arg-type]


def a_merchant(**changes: object) -> Merchant:
    facts: dict[str, object] = {
        "county_id": COUNTY,
        "merchant_id": "mch_0000000000000001",
        "merchant_code": "M0001",
        "name": "청자식당",
        "category": "음식점",
        "status": "active",
        "over_sales_cap": False,
        "key_hashes": (merchant_key_hash(SHOP_KEY), merchant_key_hash(READ_KEY)),
    }
    return Merchant(**(facts | changes))  # type: ignore[arg-type]


def a_mart() -> Merchant:
    """Above the 3-billion-won line."""
    return a_merchant(
        merchant_id="mch_0000000000000002",
        merchant_code="M0002",
        name="큰마트",
        category="마트",
        over_sales_cap=True,
        key_hashes=(merchant_key_hash(MART_KEY),),
    )


def a_cashback(**changes: object) -> CashbackCampaign:
    """Approved: a tenth of 1,000 won or more, 1,500 won a month, at every shop."""
    opens_at = datetime(2026, 1, 1, tzinfo=UTC)
    facts: dict[str, object] = {
        "county_id": COUNTY,
        "campaign_id": "cbk_0000000000000001",
        "name": "가을 캐시백",
        "name_en": "Autumn cashback",
        "rate_percent": 10,
        "floor_amount": 1_000,
        "ceiling_amount": 1_500,
        "budget_amount": 100_000,
        "opens_at": opens_at,
        "closes_at": datetime(2027, 12, 31, tzinfo=UTC),
        "steps": (
            Step("proposed", opens_at, by=Person("sub-kim", "kim"), reason="군수 방침 12호"),
            Step("approved", opens_at, by=Person("sub-lee", "lee")),
        ),
    }
    return CashbackCampaign(**(facts | changes))  # type: ignore[arg-type]


def a_round(**changes: object) -> Round:
    facts: dict[str, object] = {
        "county_id": COUNTY,
        "round_id": "rnd_0000000000000001",
        "name": "11월 특별 판매",
        "name_en": "November sale",
        "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
        "closes_at": datetime(2027, 12, 31, tzinfo=UTC),
        "budget_amount": 10_000_000,
        "discount_percent": 10,
        "shard_count": 4,
    }
    return Round(**(facts | changes))  # type: ignore[arg-type]


FACILITY = "fac_0000000000000001"


def some_terms(**changes: object) -> FacilityTerms:
    """Of the museum: closed on Mondays, free for members."""
    facts: dict[str, object] = {
        "county_id": COUNTY,
        "facility_id": FACILITY,
        "effective_on": date(2026, 1, 1),
        "opens_at": time(9),
        "closes_at": time(18),
        "closed_weekdays": (0,),
        "closed_dates": ("01-01", "설날", "추석"),
        "fees": (Fee("adult", 2000, 1000), Fee("youth", 1500, 700), Fee("child", 1000, 500)),
        "benefits": (
            Benefit(
                visitor_class="online_resident",
                kind="free",
                proof="온군민 입장권",
                article="제8조제5호",
            ),
            Benefit(visitor_class="senior", kind="free", proof="신분증", article="제8조"),
            Benefit(
                visitor_class="resident", kind="percent", value=50, proof="신분증", article="제8조"
            ),
        ),
        "source": "시험",
    }
    return FacilityTerms(**(facts | changes))  # type: ignore[arg-type]


def setting_versions(settings: CountySettings = SETTINGS) -> list[SettingVersion]:
    names = CountySettings.__struct_fields__
    return [
        SettingVersion(setting_key(n), date(2026, 1, 1), getattr(settings, n), "시험")
        for n in names
    ]


def seed(table: Table, county_id: str = COUNTY) -> None:
    """The county, its settings, one campaign, two merchants with keys, one facility."""
    counties = CountyStore(table)
    counties.put_county(a_county(county_id))
    for version in setting_versions():
        counties.put_setting(county_id, version)
    CampaignStore(table).put(a_campaign(county_id))
    merchants = MerchantStore(table)
    for merchant, key, scopes in (
        (a_merchant(county_id=county_id), SHOP_KEY, ("read", "use", "cancel")),
        (a_merchant(county_id=county_id), READ_KEY, ("read",)),
        (a_mart(), MART_KEY, ("read", "use", "cancel")),
    ):
        merchants.create(merchant)
        merchants.put_key(
            MerchantKey(
                county_id=merchant.county_id,
                key_hash=merchant_key_hash(key),
                merchant_id=merchant.merchant_id,
                scopes=scopes,  # type: ignore[arg-type]
                hint=key[-4:],
            )
        )
    FacilityStore(table).put(
        Facility(
            county_id=county_id,
            facility_id="fac_0000000000000001",
            name="고려청자박물관",
            name_en="Goryeo Celadon Museum",
            address="강진군 대구면",
            fee_amount=2000,
            benefit="free",
        )
    )
    TermsStore(table).put_first(some_terms(county_id=county_id))
