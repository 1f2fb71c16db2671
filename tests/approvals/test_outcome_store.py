"""How the writing of an entry with its outcome is told to the chain."""

from typing import Any

import pytest

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore


def appended(wrote: OutcomeWrite) -> bool:
    wallets: Any = None
    entry: Any = None
    return OutcomeStore(wallets, lambda entry: wrote).append(entry)


def test_a_taken_place_is_a_lost_race() -> None:
    assert appended("written") is True
    assert appended("place_taken") is False


def test_an_outcome_that_exists_ends_the_request_and_is_not_tried_again() -> None:
    with pytest.raises(OutcomeExistsError):
        appended("outcome_exists")
