"""The net catches fish: with a bug planted, some schedule of one fault fails and says which."""

from typing import Any

import pytest

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.ledger import appending, chain
from tests.faults.conftest import SEED
from tests.simulator.command import ViolationError
from tests.simulator.commands import COMMANDS
from tests.simulator.schedules import Explorer
from tests.simulator.universe import new_universe


def _forgets(entries: Any, keys: Any) -> None:
    """No replay is ever recognised."""
    return


def _overwrites(table: DynamoDBTable, item: Any) -> None:
    """A place that is taken is written over."""
    table.put(item)


@pytest.mark.parametrize("name", ["conversion", "redemption", "cancel", "net-cancel"])
@pytest.mark.parametrize(
    ("owner", "attribute", "bug"),
    [(chain, "find_prior", _forgets), (DynamoDBTable, "put_new", _overwrites)],
    ids=["a replay is not recognised", "an entry is written over"],
)
def test_a_planted_bug_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, owner: Any, attribute: str, bug: Any
) -> None:
    explorer = Explorer(COMMANDS[name], new_universe(), SEED)
    monkeypatch.setattr(owner, attribute, bug)

    with pytest.raises(ViolationError, match=r"tests\.simulator\.replay"):
        list(explorer.explore(1))


def test_the_planted_bugs_are_where_the_code_is() -> None:
    assert chain.find_prior is appending.find_prior
