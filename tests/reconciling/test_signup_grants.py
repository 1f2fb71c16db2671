"""A sign-up that was granted another sum than its campaign or county grants is named, by the
reconciliation of its day and by the verifier."""

from datetime import timedelta

import pytest

from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining.granting import decide_signup
from chalicelib.ledger.appending import append
from chalicelib.ledger.entries import Entry, Origin
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.store import WalletStore
from infra.verifier import ledger_check
from tests import builders
from tests.reconciling.reconciliation_world import COUNTY, TODAY, Ledger, named
from tests.sample_ledger import typed_json
from tests.tampering import Items

CAMPAIGN = builders.a_campaign().campaign_id
SETTING = "mileage.signup"


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.a_day()
    return made


def written(ledger: Ledger, mileage: int, campaign_id: str | None) -> Entry:
    """A newcomer's first entry, written by nobody who would look up what is granted."""
    now = ledger.world.now
    draft = decide_signup(
        mileage=mileage,
        origin=Origin("11110", "tourist", campaign_id, None),
        settings=builders.SETTINGS,
        now=now,
    )
    entry = append(
        None,
        draft,
        county_id=COUNTY,
        member_id="mem_06H02CHZG0946785",
        keys=CommandKeys(reference="signup/sgn_06H02CHZG0946785", fingerprint="1"),
        now=now,
    )
    assert WalletStore(ledger.table).append(entry)
    return entry


def problems(ledger: Ledger) -> list[str]:
    items = [typed_json(item) for item in ledger.table.items.values()]
    return ledger_check.check(Items(items), None).problems


@pytest.mark.parametrize(
    ("mileage", "campaign_id"),
    [(5_000_000, CAMPAIGN), (4_999, CAMPAIGN), (5_000, "cmp_invented"), (7_000, None)],
)
def test_another_sum_than_was_promised_is_named(
    ledger: Ledger, mileage: int, campaign_id: str | None
) -> None:
    entry = written(ledger, mileage, campaign_id)
    ledger.publish()

    made = ledger.reconcile()

    assert named(made) == [("signup_grant", entry.entry_id)]
    assert made.differences[0].detail == str(mileage)
    [problem] = problems(ledger)
    assert f"{entry.entry_id} granted {mileage:,} points to a newcomer, not " in problem


@pytest.mark.parametrize(
    ("mileage", "campaign_id"), [(5_000, CAMPAIGN), (5_000, None), (0, CAMPAIGN), (0, None)]
)
def test_what_was_promised_or_nothing_is_sound(
    ledger: Ledger, mileage: int, campaign_id: str | None
) -> None:
    written(ledger, mileage, campaign_id)
    ledger.publish()

    assert named(ledger.reconcile()) == []
    assert problems(ledger) == []


@pytest.mark.parametrize(
    ("days_ago", "is_old_sound"), [(-1, True), (0, True), (13, True), (14, False)]
)
def test_a_sum_of_before_is_sound_while_a_signup_may_have_waited_in_its_queue(
    ledger: Ledger, days_ago: int, is_old_sound: bool
) -> None:
    changed = TODAY - timedelta(days=days_ago)
    CountyStore(ledger.table).put_setting(COUNTY, SettingVersion(SETTING, changed, 8_000, "시험"))
    written(ledger, 5_000, None)
    ledger.publish()

    assert (named(ledger.reconcile()) == []) == is_old_sound
    assert (problems(ledger) == []) == is_old_sound


@pytest.mark.parametrize(("days_ago", "is_new_sound"), [(-1, False), (0, True), (20, True)])
def test_a_sum_of_days_to_come_is_not(ledger: Ledger, days_ago: int, is_new_sound: bool) -> None:
    changed = TODAY - timedelta(days=days_ago)
    CountyStore(ledger.table).put_setting(COUNTY, SettingVersion(SETTING, changed, 8_000, "시험"))
    written(ledger, 8_000, None)
    ledger.publish()

    assert (named(ledger.reconcile()) == []) == is_new_sound
    assert (problems(ledger) == []) == is_new_sound
