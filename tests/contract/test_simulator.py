"""The simulator against two real implementations: the same requests, the same answers.

Where an implementation is known to answer otherwise, it says so here, as narrowly as can be, with
what the documentation says. Everything else must be equal: items, pages, refusals' codes, reasons,
the items that come with them, and the consumed capacity to the half unit.

Texts of a `ValidationException` are not compared: they are the service's prose, and the three word
it differently. All other refusals' texts are.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.aws.keys import Key
from chalicelib.aws.table import Count, Table
from chalicelib.core.errors import VersionConflictError
from infra.deploy.template import table_definition
from tests import builders
from tests.contract.conftest import Storage
from tests.contract.differential import Observed, Request, Requests, ask
from tests.contract.wrong_requests import wrong_requests
from tests.simulator.capacity import READ_BYTES
from tests.simulator.clock import SimulatedClock
from tests.simulator.dynamodb import DynamoDB
from tests.simulator.values import item_bytes

SEEDS = (1, 2, 3)
REQUESTS = {"ministack": 700, "dynoxide": 1500}
TABLE_CALLS = 1000


def simulated(name: str) -> DynamoDB:
    return DynamoDB(table_definition(), name, SimulatedClock(builders.NOON))


# What an implementation makes of an answer, undone on both sides before they are compared.


def _without_transaction_split(outcome: Observed, request: Request) -> Observed:
    """A transaction's `ConsumedCapacity` has `WriteCapacityUnits` beside `CapacityUnits`. Whether
    the indexes' units are in it, and whether the table's stand apart, the API reference leaves
    open, and MiniStack differs there. The sums are compared."""
    if request[0] != "transact_write_items" or not outcome.answer:
        return outcome
    kept = [
        {
            "CapacityUnits": used["CapacityUnits"],
            "GlobalSecondaryIndexes": used.get("GlobalSecondaryIndexes"),
        }
        for used in outcome.answer.get("ConsumedCapacity", [])
    ]
    return replace(outcome, answer={"ConsumedCapacity": kept})


def _without_empty_attributes(outcome: Observed, request: Request) -> Observed:
    """`UpdateItem` with nothing to return: no `Attributes` ("Attributes [...] is only present if
    the response's item collection isn't empty"). MiniStack sends an empty map."""
    if outcome.answer and outcome.answer.get("Attributes") == {}:
        return replace(outcome, answer={k: v for k, v in outcome.answer.items() if v != {}})
    return outcome


def _without_read_units_of_large_reads(outcome: Observed, request: Request) -> Observed:
    """A read of more than 4 KB is more than one unit (Developer Guide, read consumption). MiniStack
    asks for one whatever the size. What a filter left out was read too, but is not seen here."""
    if request[0] not in ("get_item", "query") or not outcome.answer:
        return outcome
    items = outcome.answer.get("Items") or [outcome.answer.get("Item", {})]
    is_hidden = outcome.answer.get("ScannedCount", 0) != outcome.answer.get("Count", 0)
    if not is_hidden and sum(item_bytes(item) for item in items) <= READ_BYTES:
        return outcome
    return replace(
        outcome, answer={k: v for k, v in outcome.answer.items() if k != "ConsumedCapacity"}
    )


def _without_old_keys(outcome: Observed, request: Request) -> Observed:
    """`ALL_OLD` gives the item "as it appeared before", and there was none. dynoxide gives the key
    of the item that the update made."""
    if request[0] != "update_item" or not outcome.answer:
        return outcome
    if request[1].get("ReturnValues") == "ALL_OLD":
        attributes = outcome.answer.get("Attributes")
        if attributes is not None and set(attributes) == {"pk", "sk"}:
            return replace(
                outcome, answer={k: v for k, v in outcome.answer.items() if k != "Attributes"}
            )
    return outcome


def _without_the_row_that_did_not_fit(outcome: Observed, request: Request) -> Observed:
    """ "If you did not use a filter in the request, then ScannedCount is the same as Count" (API
    reference). dynoxide also counts the row that would have made the page too large."""
    if request[0] != "query" or not outcome.answer or "FilterExpression" in request[1]:
        return outcome
    is_cut = "LastEvaluatedKey" in outcome.answer and "Limit" not in request[1]
    if not is_cut:
        return outcome
    return replace(outcome, answer=outcome.answer | {"ScannedCount": outcome.answer["Count"]})


Undo = Callable[[Observed, Request], Observed]

DEVIATIONS: dict[str, tuple[Undo, ...]] = {
    "ministack": (
        _without_transaction_split,
        _without_empty_attributes,
        _without_read_units_of_large_reads,
    ),
    "dynoxide": (_without_old_keys, _without_the_row_that_did_not_fit),
}

NOT_REFUSED: dict[str, set[str]] = {
    # "Two document paths overlap", "can only be used once": Developer Guide, update expressions.
    # "You cannot use UpdateItem to update any primary key attributes": API reference.
    "ministack": {
        "SET a = :v, a = :v",
        "SET a = :v SET b = :v",
        "transaction: SET pk = :v",
        "transaction: no sort key",
    },
    # Unused placeholders are looked for after the condition; keys of a query are not looked at.
    "dynoxide": {
        "unused value",
        "unused name",
        "query: pk is a number",
        "query: pk is empty",
        "transaction: SET pk = :v",
        "transaction: no sort key",
    },
}
"""Wrong requests for which the implementation's code differs from the documented one."""


def comparable(outcome: Observed, request: Request, name: str) -> Observed:
    for undo in DEVIATIONS[name]:
        outcome = undo(outcome, request)
    if outcome.code == "ValidationException":
        return Observed(code=outcome.code)
    return outcome


@pytest.mark.parametrize("seed", SEEDS)
def test_random_requests_get_the_same_answers(real_storage: Storage, seed: int) -> None:
    name = real_storage.table_name
    double = simulated(name)
    refused = 0
    for number, request in enumerate(Requests(seed).many(REQUESTS[real_storage.name])):
        expected = ask(real_storage.client, name, request)
        made = ask(double, name, request)
        place = f"seed {seed}, request {number}: {request}"
        assert comparable(made, request, real_storage.name) == comparable(
            expected, request, real_storage.name
        ), place
        refused += bool(made.code)
    assert refused > 100


@pytest.mark.parametrize(("what", "request_"), wrong_requests().items())
def test_wrong_requests_are_refused_alike(
    real_storage: Storage, what: str, request_: Request
) -> None:
    name = real_storage.table_name
    double = simulated(name)

    made = ask(double, name, request_)

    assert made.code
    expected = ask(real_storage.client, name, request_)
    is_alike = (made.code, made.reasons) == (expected.code, expected.reasons)
    assert is_alike != (what in NOT_REFUSED[real_storage.name])


@pytest.mark.parametrize("options", [{}, {"ScanIndexForward": False}, {"Limit": 7}])
def test_pages_end_at_a_megabyte_or_at_the_limit_alike(
    real_storage: Storage, options: dict[str, Any]
) -> None:
    name = real_storage.table_name
    double = simulated(name)
    for client in (double, real_storage.client):
        for n in range(30):
            text = "x" * (90_000 + 1_000 * (n % 5))
            item = {"pk": {"S": "a"}, "sk": {"S": f"{n:03}"}, "text": {"S": text}}
            client.put_item(TableName=name, Item=item)
    request: dict[str, Any] = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "a"}},
        "ReturnConsumedCapacity": "TOTAL",
        **options,
    }
    pages = 0
    while True:
        expected = ask(real_storage.client, name, ("query", request))
        made = ask(double, name, ("query", request))
        undone = [comparable(o, ("query", request), real_storage.name) for o in (made, expected)]
        assert undone[0] == undone[1]
        pages += 1
        if "LastEvaluatedKey" not in made.answer:
            break
        request["ExclusiveStartKey"] = made.answer["LastEvaluatedKey"]
    assert pages >= 3


def test_random_calls_of_the_table_give_the_same(real_storage: Storage) -> None:
    """The code's own expressions, through `Table`, on both."""
    double = DynamoDBTable(simulated(real_storage.table_name), real_storage.table_name)
    real = real_storage.open()
    rng = random.Random(7)
    for number in range(TABLE_CALLS):
        name, args, options = _table_call(rng)
        answers = [_call(table, name, args, options) for table in (double, real)]
        assert answers[0] == answers[1], f"call {number}: {name} {args} {options}"


def _call(table: Table, name: str, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    try:
        return getattr(table, name)(*args, **options)
    except VersionConflictError:
        return "version conflict"


def _table_call(rng: random.Random) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    key = Key(rng.choice("ab"), f"ENTRY#{rng.randint(1, 4)}")
    item: dict[str, Any] = {**key._asdict(), "version": rng.randint(1, 4), "raw": b"\x00\xff"}
    if rng.random() < 0.5:
        item |= {"by_day_pk": "day", "by_day_sk": f"{rng.randint(0, 9)}/{key.pk}/{key.sk}"}
    other = Key("counter", rng.choice("xy"))
    start = {**key._asdict()} if rng.random() < 0.3 else None
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
        ("get", (key,), {"consistent": rng.random() < 0.5}),
        ("put", (item,), {}),
        ("put_new", (item,), {}),
        ("replace", (item,), {}),
        ("count_up", (other, "left"), {"ttl": rng.choice((None, 99))}),
        ("count_up_existing", (key, "tries"), {}),
        ("delete", (key,), {}),
        ("put_new_with_counts", (item, [Count(other, "left", rng.choice((-2, -1, 1)))]), {}),
        ("put_all_new", ([item, {**other._asdict(), "left": 1}],), {}),
        ("query", (key.pk,), {"prefix": "ENTRY", "limit": 2, "start": start}),
        ("query", (key.pk,), {"newest_first": True, "limit": rng.choice((None, 1, 3))}),
        ("query", (key.pk,), {"between": ("ENTRY#2", "ENTRY#3"), "consistent": True}),
        ("query", ("day",), {"index": "by_day", "limit": rng.choice((None, 2))}),
    ]
    return rng.choice(calls)
