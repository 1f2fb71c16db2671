"""Every command and worker, broken at every call to storage, queues and mail, in fourteen ways;
those that move money twice, at pairs of calls drawn by chance.

After retries the end is the one of a run without a fault, and whoever asked again got the first
answer. `ONMIN_FAULT_DEPTH=3` tries three at a time, whatever moves; see docs/trials.md.
"""

import time
from collections import Counter

import pytest

from tests.faults.conftest import DEPTH, SEED, Tally
from tests.simulator.command import ViolationError
from tests.simulator.commands import COMMANDS
from tests.simulator.faults import FAULTS, Kind
from tests.simulator.schedules import Explorer
from tests.simulator.trial import Trial
from tests.simulator.universe import chance_of, inside, new_universe

MOVES_NO_MONEY = {
    "adjustment, propose",
    "adjustment, reject",
    "advert, approve",
    "advert, measure",
    "advert, propose",
    "advert, refuse by a link",
    "advert, reject",
    "advert, send",
    "agent, add a counter",
    "agent, open",
    "bulk grant, upload",
    "campaign, propose",
    "card, print",
    "cashback, approve",
    "cashback, ask for a campaign",
    "cashback, ask to close",
    "cashback, close",
    "cashback, reject",
    "close days",
    "consent",
    "consent, remind",
    "counter request, ask",
    "daily report",
    "facility terms, approve",
    "fees, explain a difference",
    "fees, pay in",
    "fund, publish",
    "gate, count people",
    "gates, report the earlier scan",
    "gates, report the later scan",
    "identify",
    "interest, confirm",
    "interest, confirm too late",
    "interest, propose",
    "interest, reject",
    "key rotation",
    "lottery, apply",
    "lottery, buy by a place",
    "lottery, buy by a place of before",
    "lottery, freeze",
    "lottery, offer",
    "lottery, offer to a reserve",
    "lottery, tell",
    "member changes",
    "member leaves",
    "member, re-open",
    "member, suspend",
    "merchant, apply",
    "merchant, approve",
    "merchant, approve a change",
    "merchant, ask for a change",
    "merchant, cancel",
    "merchant, renew the poster",
    "merchant, change",
    "merchant, refuse",
    "merchant, release the account",
    "merchant, take a change back",
    "merchant, verify the account",
    "number changes",
    "online purchase, ask",
    "paper, deliver",
    "paper, receive",
    "paper, send",
    "paper, void stock",
    "pass, admit",
    "pay code to type",
    "payouts, approve",
    "payouts, make the bank's file",
    "invoices, record a payment",
    "invoices, ask to withdraw",
    "invoices, withdraw",
    "payouts, propose",
    "payouts, reject",
    "phone, confirm",
    "phone, send a code",
    "prize, pass on",
    "prize, take",
    "publish roots",
    "reconcile the ledger",
    "setting, approve",
    "setting, propose",
    "setting, reject",
    "shop, a phone comes in",
    "shop, a second phone comes in",
    "shop, change a key's scopes",
    "shop, close",
    "shop, close an own phone",
    "shop, issue a key",
    "shop, invite a phone",
    "shop, revoke a key",
    "shop, the county closes a phone",
    "shop, the owner invites a phone",
    "sign out",
    "trip, approve",
    "trip, claim",
    "photo, enter",
    "photo, refuse",
    "photo, take down",
    "photo, withdraw",
    "trip, consent",
    "trip, give back",
    "trip, refuse",
    "trip, review",
    "waiver, ask",
    "waiver, reject",
}
"""By what they write: no entry, no payout, nothing of a budget."""
PAIRS_ELSEWHERE = {
    "sign-up, complete a batch": "sign-up, complete",
    "sign-up on a number whose holder left": "sign-up, complete",
    "sign-up by identity, complete": "identify",
    "adjustment, approve a correction": "adjustment, approve",
    "purchase from all shards": "purchase",
    "bulk grant, vouchers": "bulk grant, work off",
    "counter request, approve": "counter sale",
}
"""Each makes the calls of another command, once more or of another wallet: two faults at a time are
tried in that one, and of these by `make trials`."""
PAIRS_MAX = 8
"""Of one command, drawn by the seed; `make trials` tries them all."""


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_fails_it_happens_once_and_the_answer_is_the_first(
    name: str, tally: Tally
) -> None:
    command = COMMANDS[name]
    started = time.process_time()
    explorer = Explorer(command, new_universe(), SEED)

    depth = 1 if DEPTH is None and name in PAIRS_ELSEWHERE else DEPTH
    plans = list(
        explorer.explore(
            depth,
            everywhere=DEPTH is not None,
            pairs_max=PAIRS_MAX if DEPTH is None else None,
        )
    )

    explored = explorer.explored
    planned = Counter(FAULTS[fault].kind for plan in plans for _, fault in plan)
    # The first of two may end the run before the second's call, so not all that is planned happens.
    assert len(plans) <= explored.faults.total() <= planned.total(), (
        "a planned fault never happened"
    )
    assert len(set(plans)) == len(plans), "a schedule was tried twice"
    assert {plan[0][0] for plan in plans} == set(range(explored.calls)), "a call was never broken"
    assert DEPTH is None or explored.known == explored.left_out == 0
    assert explored.moves_money == (name not in MOVES_NO_MONEY)
    tally.explored.append(explored)
    tally.seconds[name] = time.process_time() - started


@pytest.mark.parametrize("name", COMMANDS)
def test_storage_that_refuses_everything_moves_nothing(name: str) -> None:
    universe = new_universe()
    command = COMMANDS[name]
    with chance_of(SEED), inside(universe):
        trial = Trial(command, universe, command.prepare(universe))
        before = {id(row) for row in universe.db.store.table.all()}
        universe.network.is_armed = True
        universe.network.choose = lambda call: "throttle"
        try:
            trial.until_done(command.run)
        except ViolationError:
            pass  # Given up, as a client does.
        else:
            # A queue gives a message up by laying it aside.
            assert any(q.messages for n, q in universe.queues.queues.items() if "dead" in n)

    assert {id(row) for row in universe.db.store.table.all()} == before


def test_all_fourteen_kinds_hit(tally: Tally) -> None:
    if len(tally.explored) < len(COMMANDS):
        pytest.skip("only a part of the commands ran")
    assert len(Kind) == 14
    hit = {kind for explored in tally.explored for kind, n in explored.faults.items() if n}
    assert hit == set(Kind)
