"""How the writing of an entry with its outcome is told to the chain."""

from typing import Any

import pytest

from chalicelib.approvals.approvals import Settled
from chalicelib.approvals.settling import AlreadySettledError, SettlingStore


def appended(settled: Settled) -> bool:
    wallets: Any = None
    entry: Any = None
    return SettlingStore(wallets, lambda entry: settled).append(entry)


def test_a_taken_place_is_a_lost_race() -> None:
    assert appended("written") is True
    assert appended("place_taken") is False


def test_what_is_settled_ends_the_matter_and_is_not_tried_again() -> None:
    with pytest.raises(AlreadySettledError):
        appended("settled")
