"""Budgets, carry-over and prices that do not fit what was sold are named, round by round."""

from typing import Any

import pytest

from chalicelib.aws import keys
from chalicelib.ledger import keys as ledger_keys
from chalicelib.sales import keys as sales_keys
from infra.verifier import ledger_check
from infra.verifier.ledger_check import LedgerCheck
from tests import sample_ledger
from tests.builders import COUNTY
from tests.sample_ledger import CLOSED_ROUND, SampleLedger, typed_json
from tests.tampering import Items
from tests.worlds import ROUND_ID

Item = dict[str, Any]


@pytest.fixture
def sample() -> SampleLedger:
    return sample_ledger.build()


def verify(sample: SampleLedger) -> LedgerCheck:
    return ledger_check.check(Items([typed_json(item) for item in sample.items]), None)


def stored(sample: SampleLedger, key: keys.Key) -> Item:
    return sample.table.items[tuple(key)]


def test_a_budget_that_does_not_fit_what_was_sold_is_named_by_its_round(
    sample: SampleLedger,
) -> None:
    shard = stored(sample, ledger_keys.round_budget(COUNTY, ROUND_ID, 3))
    shard["left"] += 1
    budget = stored(sample, sales_keys.round_(COUNTY, ROUND_ID))["budget_amount"]

    [problem] = verify(sample).problems

    assert problem.startswith(f"{COUNTY}: round {ROUND_ID}: ")
    assert problem.endswith(f"are not its budget of {budget:,}")


def test_a_shard_that_is_gone_is_named(sample: SampleLedger) -> None:
    del sample.table.items[tuple(ledger_keys.round_budget(COUNTY, ROUND_ID, 3))]

    first, second = verify(sample).problems

    assert first == f"{COUNTY}: round {ROUND_ID}: shards 03 are missing or too many"
    assert second.startswith(f"{COUNTY}: round {ROUND_ID}: ")


def test_a_budget_raised_by_nobody_is_named(sample: SampleLedger) -> None:
    stored(sample, sales_keys.round_(COUNTY, CLOSED_ROUND))["budget_amount"] += 10_000

    [problem] = verify(sample).problems

    assert f"round {CLOSED_ROUND}: " in problem


def test_a_carry_over_account_that_does_not_fit_what_came_back_is_named(
    sample: SampleLedger,
) -> None:
    account = stored(sample, ledger_keys.carry_over(COUNTY))
    before = account["left"]
    account["left"] -= 500

    assert before == 7_000
    assert verify(sample).problems == [
        f"{COUNTY}: carry-over account: holds 6,500 won, and 7,000 came back"
    ]


def test_a_price_that_is_not_the_rounds_is_named(sample: SampleLedger) -> None:
    stored(sample, sales_keys.round_(COUNTY, CLOSED_ROUND))["discount_percent"] += 5

    [problem] = verify(sample).problems

    assert f"round {CLOSED_ROUND}: ent_" in problem
    assert " sold 7,000 won for " in problem


def test_a_round_that_was_sold_and_is_gone_is_named(sample: SampleLedger) -> None:
    del sample.table.items[tuple(sales_keys.round_(COUNTY, CLOSED_ROUND))]

    assert verify(sample).problems == [
        f"{COUNTY}: round {CLOSED_ROUND}: it was sold, or has a budget, and does not exist"
    ]


@pytest.mark.parametrize("value", [None, "x", "5"])
def test_a_budget_that_cannot_be_read_is_told(sample: SampleLedger, value: Any) -> None:
    stored(sample, ledger_keys.round_budget(COUNTY, ROUND_ID, 3))["left"] = value

    assert f"{COUNTY}: budget {ROUND_ID}#03: {value!r} left" in verify(sample).problems


class InUse(Items):
    """A table in which the purchase is seen, and its budget only when it is read again."""

    is_live = True

    def __init__(self, *readings: list[Item]) -> None:
        super().__init__([])
        self._readings = list(readings)

    def entries(self, other: Any) -> Any:
        self._items = self._readings.pop(0)
        return super().entries(other)


def test_of_a_table_in_use_only_what_shows_twice_is_a_difference(sample: SampleLedger) -> None:
    shard = stored(sample, ledger_keys.round_budget(COUNTY, ROUND_ID, 3))
    right = [typed_json(item) for item in sample.items]
    shard["left"] += 5_000
    wrong = [typed_json(item) for item in sample.items]

    assert ledger_check.check(InUse(wrong, right), None).is_sound
    assert len(ledger_check.check(InUse(wrong, wrong), None).problems) == 1


def test_what_holds_entries_alone_is_checked_without_the_rest(sample: SampleLedger) -> None:
    items = [typed_json(item) for item in sample.entries]

    assert ledger_check.check(Items(items, holds_all=False), None).is_sound
    assert not ledger_check.check(Items(items), None).is_sound
