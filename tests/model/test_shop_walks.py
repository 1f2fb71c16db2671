"""Random walks of shops that are settled and paid beside payments and cancels: 0 won apart.

`TRIAL_WALKS=2000` makes many of it; `TRIAL_SEED=…` draws others than CI's.
"""

import os
from collections import Counter
from typing import Any

from tests.model.shop_books import check_end, check_paid
from tests.model.shop_days import ShopWalk
from tests.sample_ledger import typed_json
from tests.tampering import verify

WALKS = int(os.environ.get("TRIAL_WALKS", "6"))
SEED = int(os.environ.get("TRIAL_SEED", "1"))
STEPS = 120
MUST_BE_MET = {
    "paid by a member",
    "taken back",
    "insufficient_balance",
    "night",
    "proposed",
    "payout_batch_open",
    "nothing_to_pay",
    "approved",
    "rejected",
    "file",
    "result",
    "payout_result_differs",
    "payout_file_not_made",
    "carried on",
    "owed too long",
    "owed to the end",
    "invoice paid",
    "invoice part_paid",
    "withdrawal applied",
    "invoice_above_open",
    "invoice_already_paid",
}
"""What the walks must have come to, so that they do not pass by doing nothing."""


def test_the_ledger_is_what_was_settled_and_that_is_what_was_paid_or_is_owed() -> None:
    met: Counter[str] = Counter()
    for seed in range(SEED, SEED + WALKS):
        walk = ShopWalk(seed)
        for _ in range(STEPS):
            walk.step()
            check_paid(walk)
        walk.end()
        check_end(walk)
        check_by_other_code(walk)
        met += walk.met
    assert MUST_BE_MET - set(met) == set(), met


def check_by_other_code(walk: ShopWalk) -> None:
    """As `make verify` does, but for days that nobody published here."""
    items: list[Any] = [typed_json(item) for item in walk.adapters.table.items.values()]
    found = verify(items, dict(walk.adapters.s3.objects))
    assert [problem for problem in found.problems if "settlement" in problem] == []
