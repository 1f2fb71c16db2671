"""The simulator against two real implementations: the same requests, the same answers.

Where an implementation is known to answer otherwise, it says so here, as narrowly as can be, with
what the documentation says. Everything else must be equal: items, pages, refusals' codes, reasons
and the items that come with them.

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
from tests.simulator.clock import SimulatedClock
from tests.simulator.dynamodb import DynamoDB

SEEDS = (1, 2, 3)
REQUESTS = {"ministack": 400, "dynoxide": 800}
TABLE_CALLS = 1000


def simulated() -> DynamoDB:
    return DynamoDB(table_definition(), SimulatedClock(builders.NOON))


# What an implementation makes of an answer, undone on both sides before they are compared.


def _without_the_row_that_did_not_fit(outcome: Observed, request: Request) -> Observed:
    """ "If you did not use a filter in the request, then ScannedCount is the same as Count" (API
    reference). dynoxide also counts the row that would have made the page too large."""
    if request[0] != "query" or not outcome.answer:
        return outcome
    is_cut = "LastEvaluatedKey" in outcome.answer and "Limit" not in request[1]
    if not is_cut:
        return outcome
    return replace(outcome, answer=outcome.answer | {"ScannedCount": outcome.answer["Count"]})


Undo = Callable[[Observed, Request], Observed]

DEVIATIONS: dict[str, tuple[Undo, ...]] = {
    "ministack": (),
    "dynoxide": (_without_the_row_that_did_not_fit,),
}

NOT_REFUSED: dict[str, set[str]] = {
    "ministack": {"transaction: no sort key"},
    # Unused placeholders are looked for after the condition; keys of a query are not looked at.
    "dynoxide": {
        "unused value",
        "unused name",
        "query: pk is a number",
        "query: pk is empty",
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
    double = simulated()
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
    double = simulated()

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
    double = simulated()
    for client in (double, real_storage.client):
        for n in range(30):
            text = "x" * (90_000 + 1_000 * (n % 5))
            item = {"pk": {"S": "a"}, "sk": {"S": f"{n:03}"}, "text": {"S": text}}
            client.put_item(TableName=name, Item=item)
    request: dict[str, Any] = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "a"}},
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
    double = DynamoDBTable(simulated(), real_storage.table_name)
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
        ("add", (other, {"left": rng.choice((-5, 3)), "taken": 1}), {}),
        ("delete", (key,), {}),
        ("put_new_with_counts", (item, [Count(other, "left", rng.choice((-2, -1, 1)))]), {}),
        ("put_together", ([{**other._asdict(), "left": 1}], [item]), {}),
        ("put_together", ([item], []), {}),
        ("put_all_new", ([item, {**other._asdict(), "left": 1}],), {}),
        ("query", (key.pk,), {"prefix": "ENTRY", "limit": 2, "start": start}),
        ("query", (key.pk,), {"newest_first": True, "limit": rng.choice((None, 1, 3))}),
        ("query", (key.pk,), {"between": ("ENTRY#2", "ENTRY#3"), "consistent": True}),
        ("query", ("day",), {"index": "by_day", "limit": rng.choice((None, 2))}),
    ]
    return rng.choice(calls)
