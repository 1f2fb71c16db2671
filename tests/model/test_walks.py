"""Trial 1: random walks through everything that can happen to wallets, rounds and tills.

`TRIAL_STEPS=300000` makes a long one of it; `TRIAL_SEED=…` draws others than CI's.
"""

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.model import scene
from tests.model.machine import DONE, MET
from tests.model.walks import Walks

STEPS_MIN = 8_000
STEPS_OF_A_WALK = 120
DONE_WORDS = ("done", "done/round", "done/carry_over", "done/phone_in_use")


def run(steps: int, seed: int | None) -> None:
    config = settings(
        max_examples=max(1, -(-steps // STEPS_OF_A_WALK)),
        stateful_step_count=STEPS_OF_A_WALK,
        deadline=None,
        report_multiple_bugs=False,
        derandomize=seed is None,
        database=None,
        # Shrinking takes minutes; a failure is as clear from the walk as it was.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    walks = Walks if seed is None else seeded(seed)(Walks)
    run_state_machine_as_test(walks, settings=config)


def test_random_walks_end_as_the_model_says(capsys: Any) -> None:
    steps = int(os.environ.get("TRIAL_STEPS", STEPS_MIN * 5 // 4))
    seed = os.environ.get("TRIAL_SEED")
    DONE.clear()
    MET.clear()
    try:
        run(steps, int(seed) if seed else None)
    finally:
        with capsys.disabled():
            print(f"\nrandom walks, seed {seed or 'fixed'}: {summary()}")
            if os.environ.get("TRIAL_MET"):
                print(*sorted(MET.items()), sep="\n")
    if steps >= STEPS_MIN:
        assert DONE["steps"] >= STEPS_MIN
        wanted = {(do, what) for do, whats in scene.MUST_BE_MET.items() for what in whats}
        assert wanted - set(MET) == set()


def summary() -> str:
    replays = sum(count for (_, what), count in MET.items() if what == "replay")
    refusals = sum(count for (_, what), count in MET.items() if what not in ("replay", *DONE_WORDS))
    return (
        f"{DONE['steps']:,} steps in {DONE['walks']:,} walks, {sum(MET.values()):,} messages "
        f"({replays:,} replayed, {refusals:,} refused), "
        f"{DONE['interleavings']:,} interleavings"
    )
