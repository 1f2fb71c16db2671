"""The trial of payments: some hundreds in every run, PAYMENTS=10000 on demand (docs/trials.md)."""

import os

from tests.payments.payment_trial import Trial

PAYMENTS = int(os.environ.get("PAYMENTS", "400"))
SEED = int(os.environ.get("TRIAL_SEED", "1"))


def test_whatever_goes_wrong_every_payment_is_known_and_every_won_is_where_it_belongs() -> None:
    trial = Trial(SEED)
    trial.run(PAYMENTS)
    counts = trial.check_end()

    print(f"\n{PAYMENTS} payments: {dict(counts)}")
    assert counts["completed"] > PAYMENTS / 2
    assert counts["given_back"] > 0
    assert counts["crashes"] > 0
