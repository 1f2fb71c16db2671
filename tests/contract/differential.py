"""The same random requests to two DynamoDB clients, and where their answers differ.

Requests are drawn so that keys meet, conditions fail and hold, indexes gain and lose items, and one
in a few is refused. A known deviation of an implementation stands in `DEVIATIONS` with the
documentation that says who is right; anything else that differs is a finding.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

Request = tuple[str, dict[str, Any]]

PARTITIONS = ("gangjin#A", "gangjin#B")
SORT_KEYS = ("ENTRY#1", "ENTRY#2", "ENTRY#3", "PROFILE", "한글")
DAYS = ("d1", "d2")


@dataclass(frozen=True)
class Observed:
    """An answer, or a refusal's code and message; both in a form that can be compared."""

    answer: Any = None
    code: str = ""
    message: str = ""
    item: Any = None
    reasons: Any = None


def ask(client: Any, table_name: str, request: Request) -> Observed:
    operation, parameters = request
    named = _named(parameters, table_name)
    try:
        answer = getattr(client, operation)(**named)
    except ClientError as exc:
        response = exc.response
        error = response["Error"]
        return Observed(
            code=error["Code"],
            message=error["Message"],
            item=plain(response.get("Item")),
            reasons=[_reason(r) for r in response.get("CancellationReasons", [])],
        )
    answer.pop("ResponseMetadata", None)
    return Observed(answer=plain(answer))


def _named(parameters: dict[str, Any], table_name: str) -> dict[str, Any]:
    if "TransactItems" not in parameters:
        return {"TableName": table_name, **parameters}
    items = [
        {kind: {"TableName": table_name, **part} for kind, part in action.items()}
        for action in parameters["TransactItems"]
    ]
    return parameters | {"TransactItems": items}


def _reason(reason: dict[str, Any]) -> Any:
    return {name: plain(reason[name]) for name in ("Code", "Item") if reason.get(name)}


def plain(value: Any) -> Any:
    """Binary as bytes, maps in one order."""
    if isinstance(value, Binary):
        return value.value
    if isinstance(value, dict):
        return {k: plain(v) for k, v in sorted(value.items())}
    return [plain(element) for element in value] if isinstance(value, list) else value


class Requests:
    """An endless mixture, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._sort_keys = list(SORT_KEYS)

    def draw(self) -> Request:
        kinds = {
            self._put: 6,
            self._update: 5,
            self._delete: 2,
            self._get: 2,
            self._query: 5,
            self._transact: 3,
        }
        choice = self._rng.choices(list(kinds), list(kinds.values()))[0]
        return choice()

    def many(self, count: int) -> Iterator[Request]:
        for _ in range(count):
            yield self.draw()

    def _key(self) -> dict[str, Any]:
        rng = self._rng
        return {"pk": {"S": rng.choice(PARTITIONS)}, "sk": {"S": rng.choice(self._sort_keys)}}

    def _item(self) -> dict[str, Any]:
        rng = self._rng
        item = self._key() | {"n": {"N": str(rng.randint(-3, 12))}}
        if rng.random() < 0.6:
            # Each item has a place of its own: equal ones come in no order that is promised.
            place = f"{rng.randint(0, 9)}#{item['pk']['S']}#{item['sk']['S']}"
            item |= {"by_day_pk": {"S": rng.choice(DAYS)}, "by_day_sk": {"S": place}}
        if rng.random() < 0.2:
            item |= {"by_merchant_pk": {"S": "m"}, "by_merchant_sk": {"S": item["sk"]["S"]}}
        if rng.random() < 0.3:
            item["version"] = {"N": str(rng.randint(1, 3))}
        if rng.random() < 0.3:
            size = rng.choice((0, 1, 900, 1024, 2000, 4096, 5000))
            item["text"] = {"S": rng.choice("a한") * size}
        if rng.random() < 0.3:
            item["list"] = {"L": [{"N": "1"}, {"S": "x"}, {"M": {"b": {"B": b"\x00\x01"}}}]}
        if rng.random() < 0.2:
            item["flags"] = {"L": [{"BOOL": True}, {"NULL": True}, {"L": []}, {"M": {}}]}
        return item

    def _condition(self) -> dict[str, Any]:
        """A condition and its placeholders, or nothing."""
        rng = self._rng
        n = {":v": {"N": str(rng.randint(-1, 6))}}
        choices: list[tuple[str, dict[str, str], dict[str, Any]]] = [
            ("attribute_not_exists(pk)", {}, {}),
            ("attribute_exists(pk)", {}, {}),
            ("attribute_exists(version)", {}, {}),
            ("version = :v", {}, n),
            ("#n = :v", {"#n": "n"}, n),
            ("#n >= :v", {"#n": "n"}, n),
            ("#n >= :v", {"#n": "text"}, n),
        ]
        text, names, values = rng.choice(choices)
        return _expression("ConditionExpression", text, names, values)

    def _maybe_conditional(self, parameters: dict[str, Any]) -> dict[str, Any]:
        if self._rng.random() < 0.6:
            parameters = merged(parameters, self._condition())
        return parameters

    def _single(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Not in a transaction; a refusal shows the item that stood in the way."""
        made = self._maybe_conditional(parameters)
        if "ConditionExpression" in made and self._rng.random() < 0.5:
            made["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return made

    def _put(self) -> Request:
        return "put_item", self._single({"Item": self._item()})

    def _delete(self) -> Request:
        return "delete_item", {"Key": self._key()}

    def _get(self) -> Request:
        consistent = self._rng.random() < 0.5
        return "get_item", {"Key": self._key(), "ConsistentRead": consistent}

    def _change(self) -> dict[str, Any]:
        rng = self._rng
        n = {":d": {"N": str(rng.randint(-2, 3))}}
        choices: list[tuple[str, dict[str, str], dict[str, Any]]] = [
            ("ADD #c :d", {"#c": rng.choice(("count", "n"))}, n),
            ("ADD #c :d", {"#c": "text"}, n),
            ("ADD #c :d SET #t = if_not_exists(#t, :t)", {"#c": "count", "#t": "ttl"},
             n | {":t": {"N": "99"}}),
        ]  # fmt: skip
        text, names, values = rng.choice(choices)
        return _expression("UpdateExpression", text, names, values)

    def _update(self) -> Request:
        parameters = {"Key": self._key(), "ReturnValues": "ALL_NEW"}
        return "update_item", self._single(merged(parameters, self._change()))

    def _query(self) -> Request:
        rng = self._rng
        index = rng.choice((None, None, "by_day", "by_merchant"))
        prefix = f"{index}_" if index else ""
        names = {"#pk": f"{prefix}pk"}
        pk = rng.choice(PARTITIONS) if not index else rng.choice((*DAYS, "m"))
        values: dict[str, Any] = {":pk": {"S": pk}}
        text = "#pk = :pk"
        sort: list[tuple[str, dict[str, Any]]] = [
            ("", {}),
            (" AND begins_with(#sk, :a)", {":a": {"S": rng.choice(("E", "ENTRY#", "1"))}}),
            (" AND #sk BETWEEN :a AND :b", {":a": {"S": "2"}, ":b": {"S": "ENTRY#2"}}),
            (" AND #sk BETWEEN :a AND :b", {":a": {"S": "ENTRY#2"}, ":b": {"S": "PROFILE"}}),
        ]
        more, more_values = rng.choice(sort)
        if more:
            names["#sk"] = f"{prefix}sk"
        parameters = _expression(
            "KeyConditionExpression", text + more, names, values | more_values
        ) | {"ScanIndexForward": rng.random() < 0.5}
        if index:
            parameters["IndexName"] = index
        elif rng.random() < 0.5:
            parameters["ConsistentRead"] = True
        if rng.random() < 0.5:
            parameters["Limit"] = rng.randint(1, 4)
        return "query", parameters

    def _transact(self) -> Request:
        rng = self._rng
        actions: list[dict[str, Any]] = []
        for _ in range(rng.randint(1, 4)):
            kind = rng.choice(("Put", "Put", "Update"))
            if kind == "Put":
                part = self._maybe_conditional({"Item": self._item()})
            else:
                part = self._maybe_conditional(merged({"Key": self._key()}, self._change()))
            actions.append({kind: part})
        return "transact_write_items", {"TransactItems": actions}


def _expression(
    what: str, text: str, names: dict[str, str], values: dict[str, Any]
) -> dict[str, Any]:
    made: dict[str, Any] = {what: text}
    if names:
        made["ExpressionAttributeNames"] = names
    if values:
        made["ExpressionAttributeValues"] = values
    return made


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both, their placeholders together."""
    made = one | other
    for name in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        both = one.get(name, {}) | other.get(name, {})
        if both:
            made[name] = both
    return made
