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

STEPS_MIN = 5_000
STEPS_OF_A_WALK = 120
STEPS_OF_A_ROUND = 1_000
STEPS_SHARE = 0.9
ROUNDS_MAX = 8


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
    """What is drawn also depends on which modules other tests have loaded (Hypothesis collects
    their constants). So it goes on by the next seed until enough was walked and all was met."""
    steps = int(os.environ.get("TRIAL_STEPS", STEPS_MIN))
    seed = int(os.environ.get("TRIAL_SEED", 0))
    DONE.clear()
    MET.clear()
    try:
        run(steps, seed or None)
        for more in range(1, ROUNDS_MAX):
            if not missing(steps):
                break
            run(max(steps - DONE["steps"], STEPS_OF_A_ROUND), seed + more)
    finally:
        with capsys.disabled():
            print(f"\nrandom walks, seed {seed or 'fixed'}: {summary()}")
            if os.environ.get("TRIAL_MET"):
                print(*sorted(MET.items()), sep="\n")
    assert missing(steps) == []


def missing(steps: int) -> list[str]:
    """What the walks have not done yet. A short trial need not meet everything."""
    if steps < STEPS_MIN:
        return []
    wanted = {(do, what) for do, whats in scene.MUST_BE_MET.items() for what in whats}
    few = [f"{DONE['steps']} steps"] if DONE["steps"] < steps * STEPS_SHARE else []
    return few + [f"{do} {what}" for do, what in sorted(wanted - set(MET))]


def summary() -> str:
    replays = sum(count for (_, what), count in MET.items() if what == "replay")
    refusals = sum(count for (_, what), count in MET.items() if _is_refusal(what))
    return (
        f"{DONE['steps']:,} steps in {DONE['walks']:,} walks, {sum(MET.values()):,} messages "
        f"({replays:,} replayed, {refusals:,} refused), "
        f"{DONE['interleavings']:,} interleavings"
    )


def _is_refusal(what: str) -> bool:
    return not what.startswith(("done", "replay", "granted", "already_granted"))
