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
    return Observed(answer=plain(answer, table_name))


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


def plain(value: Any, table_name: str = "") -> Any:
    """Binary as bytes, sets and maps in one order, the table by no name."""
    if isinstance(value, Binary):
        return value.value
    if isinstance(value, dict):
        made = {k: plain(v, table_name) for k, v in sorted(value.items())}
        for kind in ("SS", "NS", "BS"):
            if set(made) == {kind}:
                made[kind] = sorted(made[kind])
        return made
    if isinstance(value, list):
        return [plain(element, table_name) for element in value]
    return "the table" if table_name and value == table_name else value


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
        operation, parameters = choice()
        how = self._rng.choice(("TOTAL", "INDEXES", None))
        if how and self._rng.random() < 0.7:
            parameters = parameters | {"ReturnConsumedCapacity": how}
        return operation, parameters

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
            ("#n = :v", {"#n": "n"}, n),
            ("#n <> :v", {"#n": "n"}, n),
            ("#n >= :v", {"#n": "n"}, n),
            ("n < :v OR attribute_not_exists(version)", {}, n),
            ("attribute_exists(pk) AND NOT (n = :v)", {}, n),
            ("n BETWEEN :v AND :w", {}, n | {":w": {"N": "9"}}),
            ("n IN (:v, :w)", {}, n | {":w": {"N": "5"}}),
            ("begins_with(sk, :p)", {}, {":p": {"S": "ENTRY"}}),
            ("contains(#l, :cx)", {"#l": "list"}, {":cx": {"S": "x"}}),
            ("size(#t) > :v", {"#t": "text"}, {":v": {"N": "10"}}),
            ("attribute_type(n, :k)", {}, {":k": {"S": rng.choice(("N", "S"))}}),
            ("#l[0] = :v", {"#l": "list"}, {":v": {"N": "1"}}),
        ]
        text, names, values = rng.choice(choices)
        return _expression("ConditionExpression", text, names, values)

    def _maybe_conditional(self, parameters: dict[str, Any]) -> dict[str, Any]:
        if self._rng.random() < 0.6:
            parameters = merged(parameters, self._condition())
            if self._rng.random() < 0.5:
                parameters["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return parameters

    def _put(self) -> Request:
        parameters: dict[str, Any] = {"Item": self._item()}
        if self._rng.random() < 0.3:
            parameters["ReturnValues"] = "ALL_OLD"
        return "put_item", self._maybe_conditional(parameters)

    def _delete(self) -> Request:
        parameters: dict[str, Any] = {"Key": self._key()}
        if self._rng.random() < 0.5:
            parameters["ReturnValues"] = "ALL_OLD"
        return "delete_item", self._maybe_conditional(parameters)

    def _get(self) -> Request:
        consistent = self._rng.random() < 0.5
        return "get_item", {"Key": self._key(), "ConsistentRead": consistent}

    def _change(self) -> dict[str, Any]:
        rng = self._rng
        n = {":d": {"N": str(rng.randint(-2, 3))}}
        place = f"{rng.randint(0, 9)}"
        choices: list[tuple[str, dict[str, str], dict[str, Any]]] = [
            ("ADD #c :d", {"#c": "count"}, n),
            ("ADD #c :d SET #t = if_not_exists(#t, :t)", {"#c": "count", "#t": "ttl"},
             n | {":t": {"N": "99"}}),
            ("SET n = n + :d", {}, n),
            ("SET n = :d - n", {}, n),
            ("SET a = :d, b = if_not_exists(b, :d) REMOVE version", {}, n),
            ("REMOVE by_day_pk, by_day_sk", {}, {}),
            ("SET by_day_pk = :p, by_day_sk = :s", {},
             {":p": {"S": rng.choice(DAYS)}, ":s": {"S": f"u{place}#{rng.random()}"}}),
            ("SET #l = list_append(#l, :x)", {"#l": "list"}, {":x": {"L": [{"N": "2"}]}}),
            ("SET m = :m", {}, {":m": {"M": {"a": {"N": "1"}}}}),
            ("SET m.a = m.a + :d, m.b = :d", {}, n),
            ("ADD tags :s", {}, {":s": {"SS": [rng.choice("abc"), "z"]}}),
            ("DELETE tags :s", {}, {":s": {"SS": [rng.choice("abcz")]}}),
        ]  # fmt: skip
        text, names, values = rng.choice(choices)
        return _expression("UpdateExpression", text, names, values)

    def _update(self) -> Request:
        returns = ("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW")
        parameters = {"Key": self._key(), "ReturnValues": self._rng.choice(returns)}
        return "update_item", self._maybe_conditional(merged(parameters, self._change()))

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
            (" AND #sk = :a", {":a": {"S": "ENTRY#2"}}),
            (" AND #sk > :a", {":a": {"S": "ENTRY#1"}}),
            (" AND #sk >= :a", {":a": {"S": "ENTRY#2"}}),
            (" AND #sk < :a", {":a": {"S": "PROFILE"}}),
            (" AND #sk <= :a", {":a": {"S": "ENTRY#3"}}),
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
        if rng.random() < 0.2:
            parameters = merged(
                parameters, _expression("FilterExpression", "n > :f", {}, {":f": {"N": "3"}})
            )
        return "query", parameters

    def _transact(self) -> Request:
        rng = self._rng
        actions: list[dict[str, Any]] = []
        for _ in range(rng.randint(1, 4)):
            kind = rng.choice(("Put", "Put", "Update", "Delete", "ConditionCheck"))
            if kind == "Put":
                part = self._maybe_conditional({"Item": self._item()})
            elif kind == "Update":
                part = self._maybe_conditional(merged({"Key": self._key()}, self._change()))
            elif kind == "Delete":
                part = self._maybe_conditional({"Key": self._key()})
            else:
                part = merged({"Key": self._key()}, self._condition())
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
