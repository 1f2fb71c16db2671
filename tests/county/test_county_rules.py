"""Settings in warm processes, in a stack that is seeded again, and of two counties on one table."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.core.actors import MemberActor
from chalicelib.county.settings import SETTINGS, SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.county.wiring import CountyWiring
from chalicelib.sales.errors import ChangeRefundNotReachedError, PurchaseLimitExceededError
from infra.deploy import seed
from tests import builders
from tests.adapters import FakeAdapters
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.county.test_setting_versions import record
from tests.fakes import FakeTable
from tests.worlds import SIGNER, World, a_signup


def test_what_a_warm_process_remembers_is_right_until_its_day_is_over(stack: Stack) -> None:
    stack.now = datetime(2026, 11, 22, 14, 54, 59, tzinfo=UTC)
    remembered = stack.wired(CountyWiring).counties.on(COUNTY, date(2026, 11, 22))
    assert record(stack, key="redemption.minimum", value=2).status == 201
    # For as long as today is remembered, and after, it is the same.
    assert stack.wired(CountyWiring).counties.on(COUNTY, date(2026, 11, 22)) == remembered
    another = FakeAdapters(of=stack.adapters).wired(CountyWiring)
    assert another.counties.on(COUNTY, date(2026, 11, 22)) == remembered
    assert another.counties.on(COUNTY, date(2026, 11, 23)).redemption_minimum == 2


def test_seeding_again_adds_what_is_missing_and_changes_nothing() -> None:
    table = FakeTable()
    store = CountyStore(table)
    data = seed.county_data("gangjin")
    changed = SettingVersion("mileage.signup", date(2026, 1, 1), 1, "고침")
    retired = SettingVersion("voucher.valid_years", date(2026, 1, 1), 5, "옛 설정")
    for version in (changed, retired):
        assert store.create_setting("gangjin", version)

    seed._seed_county(store, data, {})

    found = {v.key: v for v in store.setting_versions("gangjin")}
    assert found["mileage.signup"] == changed
    assert found["voucher.valid_years"] == retired
    assert found.keys() == {s["key"] for s in data["settings"]} | {"voucher.valid_years"}
    seeded = {s["key"] for s in data["settings"]}
    assert {key for key, s in SETTINGS.items() if s.is_required} <= seeded <= SETTINGS.keys()


def test_two_counties_on_one_table_each_have_their_own_rules() -> None:
    table = FakeTable()
    builders.seed(table)
    builders.seed(table, "jinju")
    fixture = Path(__file__).parents[1] / "counties" / "jinju.json"
    store = CountyStore(table)
    for row in json.loads(fixture.read_text(encoding="utf-8"))["settings"]:
        day = date.fromisoformat(row["effective_on"])
        store.put_setting("jinju", SettingVersion(row["key"], day, row["value"], row["source"]))
    world = World(table)
    vouchers = {}
    for county in (COUNTY, "jinju"):
        world.rounds.create(builders.a_round(county_id=county))
        world.consumer.complete(a_signup(county, county_id=county, now=world.now))
    members = {
        item["pk"].split("#")[0]: item["pk"].split("#")[2]
        for item in table.items.values()
        if item.get("type") == "profile"
    }
    for county, member_id in members.items():
        bought = world.purchases.buy(
            county, member_id, round_id=builders.a_round().round_id, amount=10_000,
            idempotency_key="k",
        ).entry  # fmt: skip
        vouchers[county] = bought.allocations[0].lot_id
        code = SIGNER.pay_code(MemberActor(county, member_id), world.now)[0]
        shop = builders.a_merchant(county_id=county)
        world.redemptions.redeem(
            shop, pay_code=code, amount=7_000, order_id="order-1", idempotency_key="p"
        )
    with pytest.raises(ChangeRefundNotReachedError):
        world.purchases.refund_change(
            MemberActor(COUNTY, members[COUNTY]), vouchers[COUNTY], idempotency_key="r"
        )
    back = world.purchases.refund_change(
        MemberActor("jinju", members["jinju"]), vouchers["jinju"], idempotency_key="r"
    )
    assert back.entry.voucher_amount == -3_000
    for county, more in ((COUNTY, 690_000), ("jinju", 490_000)):
        with pytest.raises(PurchaseLimitExceededError) as refused:
            world.purchases.buy(
                county, members[county], round_id=builders.a_round().round_id,
                amount=more + 1_000, idempotency_key="too much",
            )  # fmt: skip
        assert refused.value.values["remaining"] == more
