"""What each store keeps comes back as it was, on every implementation."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import VersionConflictError
from chalicelib.county.facility_store import FacilityStore
from chalicelib.county.picture_store import PictureStore
from chalicelib.county.pictures import Picture
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.signups import reference_of
from chalicelib.joining.verification_store import ThrottleStore, VerificationStore
from chalicelib.joining.verifications import Verification
from chalicelib.ledger.ports import PlaceTaken
from chalicelib.ledger.store import WalletStore
from chalicelib.merchants.merchants import MerchantKey
from chalicelib.merchants.store import MerchantStore
from chalicelib.paying.store import TypedPayCodeStore
from chalicelib.staff.subscriber_store import SubscriberStore
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import NO_FLOWS
from chalicelib.totals.store import DayTotalsStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.ledger_checks import check_chain
from tests.worlds import World


@pytest.fixture
def world(table: Any) -> World:
    builders.seed(table)
    return World(table)


def test_a_county_its_settings_and_its_sites_come_back(world: World) -> None:
    counties = CountyStore(world.table)

    assert counties.county(COUNTY) == builders.a_county()
    assert counties.county("jinju") is None
    by_key = sorted(builders.setting_versions(), key=lambda v: v.key)
    assert counties.setting_versions(COUNTY) == by_key
    assert counties.setting_versions("jinju") == []
    assert [f.name for f in FacilityStore(world.table).all(COUNTY)] == ["고려청자박물관"]


def test_a_picture_comes_back_byte_by_byte(world: World) -> None:
    store, made = PictureStore(world.table), Picture("00ff00ff00ff00ff-1x1.png", bytes(range(256)))
    store.put(COUNTY, made)
    store.put(COUNTY, made)
    assert store.find(COUNTY, made.name) == made
    assert store.find("jinju", made.name) is None


def test_a_later_version_of_a_setting_stands_beside_the_earlier(world: World) -> None:
    counties = CountyStore(world.table)
    later = replace(
        builders.setting_versions()[0], effective_on=date(2027, 1, 1), value=None, source="개정"
    )

    counties.put_setting(COUNTY, later)

    versions = [v for v in counties.setting_versions(COUNTY) if v.key == later.key]
    assert versions == [builders.setting_versions()[0], later]


def test_a_campaign_is_found_by_its_code_and_its_booths_codes(world: World) -> None:
    campaigns = CampaignStore(world.table)

    for code in ("celadon", "celadon-a", "celadon-b"):
        assert campaigns.by_code(COUNTY, code) == builders.a_campaign()
    assert campaigns.by_code(COUNTY, "celadon-c") is None
    assert campaigns.by_code("jinju", "celadon") is None
    assert campaigns.all(COUNTY) == [builders.a_campaign()]


def test_a_merchant_is_found_by_id_code_and_key(world: World) -> None:
    merchants = MerchantStore(world.table)
    shop = builders.a_merchant()

    assert merchants.by_id(COUNTY, shop.merchant_id) == shop
    assert merchants.by_code(COUNTY, "M0001") == shop
    assert merchants.by_code(COUNTY, "M9999") is None
    assert merchants.by_id("jinju", shop.merchant_id) is None
    key = merchants.key(COUNTY, shop.key_hashes[1])
    assert key == MerchantKey(
        county_id=COUNTY,
        key_hash=shop.key_hashes[1],
        merchant_id=shop.merchant_id,
        scopes=("read",),
        hint=builders.READ_KEY[-4:],
    )
    assert merchants.keys_of(shop) == [merchants.key(COUNTY, h) for h in shop.key_hashes]


def test_a_key_comes_with_its_merchants_list_or_not_at_all(world: World) -> None:
    merchants = MerchantStore(world.table)
    shop = builders.a_merchant()
    made = MerchantKey(
        county_id=COUNTY,
        key_hash="f" * 40,
        merchant_id=shop.merchant_id,
        scopes=("read",),
        hint="abcd",
        made_at=builders.NOON,
        made_by=shop.key_hashes[0],
    )
    changed = shop.with_keys(*shop.key_hashes, made.key_hash)

    assert not merchants.add_key(replace(changed, version=7), made)
    assert merchants.key(COUNTY, made.key_hash) is None
    assert merchants.add_key(changed, made)

    assert merchants.key(COUNTY, made.key_hash) == made
    assert merchants.by_id(COUNTY, shop.merchant_id, consistent=True) == changed
    assert not merchants.add_key(changed.with_keys(*changed.key_hashes), made)


def test_creating_a_merchant_again_does_not_undo_later_changes(world: World) -> None:
    merchants = MerchantStore(world.table)
    shop = builders.a_merchant()
    merchants.replace(replace(shop, status="suspended", version=2))

    merchants.create(shop)

    assert merchants.by_id(COUNTY, shop.merchant_id) == replace(shop, status="suspended", version=2)
    with pytest.raises(VersionConflictError):
        merchants.replace(replace(shop, version=2))


def test_the_directory_pages_without_loss(world: World) -> None:
    merchants = MerchantStore(world.table)
    wanted = {builders.a_merchant().merchant_id, builders.a_mart().merchant_id}
    for n in range(3, 10):
        merchant_id = f"mch_{n:016}"
        merchants.create(builders.a_merchant(merchant_id=merchant_id, merchant_code=f"M{n}"))
        wanted.add(merchant_id)

    found: list[str] = []
    after_id = None
    while True:
        page, after_id = merchants.page(COUNTY, limit=2, after_id=after_id)
        found += [m.merchant_id for m in page]
        if after_id is None:
            break

    assert found == sorted(wanted)


def test_nine_digits_stand_for_one_pay_code(table: Any) -> None:
    codes = TypedPayCodeStore(table)

    assert codes.create(COUNTY, "123456789", "CODE-A", ttl=1)
    assert not codes.create(COUNTY, "123456789", "CODE-B", ttl=1)
    assert codes.create("jinju", "123456789", "CODE-C", ttl=1)

    assert codes.pay_code(COUNTY, "123456789") == "CODE-A"
    assert codes.pay_code(COUNTY, "000000000") is None


def test_a_verification_counts_its_tries(table: Any) -> None:
    store = VerificationStore(table)
    verification = Verification(
        county_id=COUNTY,
        verification_id="ver_1",
        purpose="login",
        person_key="p",
        sealed_phone="s",
        code_hash="h",
        expires_at=NOON,
        tries=0,
    )
    assert store.count_try(COUNTY, "ver_1") is None

    store.create(verification)

    assert store.count_try(COUNTY, "ver_1") == replace(verification, tries=1)
    assert store.count_try(COUNTY, "ver_1") == replace(verification, tries=2)
    assert store.count_try("jinju", "ver_1") is None


def test_a_throttle_counts_within_its_window(table: Any) -> None:
    throttles = ThrottleStore(table)
    minute = timedelta(minutes=1)

    def count(subject: str, seconds: int, county_id: str = COUNTY) -> int:
        now = NOON + timedelta(seconds=seconds)
        return throttles.count(county_id, subject, now=now, window=minute)

    assert [count("a", s) for s in (0, 1, 59)] == [1, 2, 3]
    assert count("b", 0) == 1
    assert count("a", 0, "jinju") == 1
    assert count("a", 60) == 1


def test_a_wallet_reads_its_newest_entries_and_its_profile(world: World) -> None:
    member = world.join(vouchers=3000)
    for n in range(4):
        code = member.pay_code(NOON, seconds_ago=n)
        world.redeem(code, 100, order_id=f"order-{n}", key=f"k{n}")
    store = WalletStore(world.table)

    page = store.read(COUNTY, member.member_id)

    chain = check_chain(world.table, member.member_id)
    assert page.entries == chain[:-4:-1]
    assert page.profile is not None
    assert page.profile.member_id == member.member_id
    assert page.older is not None
    older = store.read_older(COUNTY, member.member_id, page.older, 100)
    assert older.entries == chain[-4::-1]
    first = store.first_entry(COUNTY, member.member_id)
    assert first == chain[0]
    assert reference_of("sgn_x") != chain[0].reference
    assert store.first_entry(COUNTY, "mem_0000000000000000") is None


def test_an_entry_is_appended_once_at_its_place(world: World) -> None:
    member = world.join()
    store = WalletStore(world.table)
    entry = store.read(COUNTY, member.member_id).entries[0]

    assert store.append(entry) == PlaceTaken(entry)
    assert not store.append(entry)
    assert check_chain(world.table, member.member_id) == [entry]


def test_a_business_day_holds_all_its_entries_in_order_of_time(world: World) -> None:
    members = [world.join(person=f"p{n}") for n in range(6)]
    world.now += timedelta(hours=1)
    for member in members[:3]:
        world.wallets.convert(member.actor, mileage=1000, idempotency_key="c")
    world.now += timedelta(days=1)
    world.wallets.convert(members[0].actor, mileage=1000, idempotency_key="d")
    store = WalletStore(world.table)

    first_day = list(store.entries_on(COUNTY, date(2026, 11, 22)))

    assert [e.kind for e in first_day] == ["signup"] * 6 + ["conversion"] * 3
    assert [e.kind for e in store.entries_on(COUNTY, date(2026, 11, 23))] == ["conversion"]
    assert list(store.entries_on("jinju", date(2026, 11, 22))) == []


def test_a_merchants_day_pages_newest_first_with_the_cancels(world: World) -> None:
    member = world.join(vouchers=5000)
    ids = []
    for n in range(7):
        code = member.pay_code(world.now)
        paid = world.redeem(code, 300, order_id=f"order-{n}", key=f"k{n}")
        ids.append(paid.redemption.entry.redemption_id)
        world.now += timedelta(seconds=1)
    for n, (amount, left) in enumerate(((100, 300), (50, 200), (150, 150))):
        world.cancel(ids[3], amount, expected=left, key=f"c{n}")
    world.cancel(ids[0], None, expected=300, key="c")
    store = WalletStore(world.table)
    shop_id = world.shop().merchant_id
    day = date(2026, 11, 22)

    for limit in (1, 2, 3, 7, 50):
        rows, before = [], None
        while True:
            page, before = store.redemptions_on(COUNTY, shop_id, day, limit=limit, before=before)
            assert len(page) <= limit
            rows += page
            if before is None:
                break
        assert [row[0].redemption_id for row in rows] == ids[::-1]
        assert [len(row) for row in rows] == [1, 1, 1, 4, 1, 1, 2]
        assert [c.voucher_amount for c in rows[3][1:]] == [100, 50, 150]

    entries = store.redemption_entries(COUNTY, shop_id, day, ids[3])
    assert [e.kind for e in entries] == ["redemption"] + ["cancellation"] * 3
    mart_id = builders.a_mart().merchant_id
    assert store.redemption_entries(COUNTY, mart_id, day, ids[3]) == []
    assert store.redemptions_on(COUNTY, mart_id, day, limit=5, before=None) == ([], None)


def test_totals_and_subscribers_come_back(table: Any) -> None:
    subscribers = SubscriberStore(table)
    subscribers.put(COUNTY, "a@example.kr", ["daily", "weekly"])
    subscribers.put(COUNTY, "b@example.kr", ["daily"])

    assert list(subscribers.emails(COUNTY, "daily")) == ["a@example.kr", "b@example.kr"]
    assert list(subscribers.emails(COUNTY, "weekly")) == ["a@example.kr"]
    assert list(subscribers.emails("jinju", "daily")) == []
    totals = DayTotals(COUNTY, date(2026, 11, 22), ClosingTotals(1, 2, 3), NO_FLOWS)
    assert DayTotalsStore(table).get(COUNTY, totals.on) is None
    DayTotalsStore(table).put(totals)
    assert DayTotalsStore(table).get(COUNTY, totals.on) == totals
