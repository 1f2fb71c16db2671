"""Requests that the service refuses, each for one reason."""

from typing import Any

Request = tuple[str, dict[str, Any]]

_KEY = {"pk": {"S": "gangjin#A"}, "sk": {"S": "ENTRY#1"}}


def _put(**attributes: Any) -> Request:
    return "put_item", {"Item": _KEY | attributes}


def _update(text: str, **more: Any) -> Request:
    return "update_item", {"Key": _KEY, "UpdateExpression": text, **more}


def _query(text: str, values: dict[str, Any], **more: Any) -> Request:
    return "query", {
        "KeyConditionExpression": text, "ExpressionAttributeValues": values, **more,
    }  # fmt: skip


def _transact(*actions: dict[str, Any]) -> Request:
    return "transact_write_items", {"TransactItems": list(actions)}


def wrong_requests() -> dict[str, Request]:
    one = {":v": {"N": "1"}}
    pk = {":p": {"S": "gangjin#A"}}
    put = {"Put": {"Item": _KEY}}
    text, number, nothing = {"S": "x"}, {"N": "1"}, {"S": ""}
    condition = {"Item": _KEY, "ConditionExpression": "n = :v"}
    a, b = {":a": {"S": "a"}}, {":b": {"S": "b"}}
    return {
        "pk is empty": _put(pk=nothing),
        "sk is empty": _put(sk=nothing),
        "pk is a number": _put(pk=number),
        "no sort key": ("put_item", {"Item": {"pk": text}}),
        "39 digits": _put(n={"N": "1" * 39}),
        "a number too large": _put(n={"N": "1e126"}),
        "a number too small": _put(n={"N": "1e-131"}),
        "no number": _put(n={"N": "abc"}),
        "over 400 KB": _put(text={"S": "x" * (400 * 1024)}),
        "index key is a number": _put(by_day_pk=number, by_day_sk=text),
        "index key is empty": _put(by_day_pk=nothing, by_day_sk=text),
        "an empty set": _put(tags={"SS": []}),
        "a set with doubles": _put(tags={"SS": ["a", "a"]}),
        "pk over 2048 bytes": _put(pk={"S": "x" * 2049}),
        "sk over 1024 bytes": _put(sk={"S": "x" * 1025}),
        "get: no sort key": ("get_item", {"Key": {"pk": text}}),
        "get: a third key": ("get_item", {"Key": _KEY | {"other": text}}),
        "get: pk is a number": ("get_item", {"Key": {"pk": number, "sk": text}}),
        "get: pk is empty": ("get_item", {"Key": {"pk": nothing, "sk": text}}),
        "delete: sk is a number": ("delete_item", {"Key": {"pk": text, "sk": number}}),
        "undefined value": ("put_item", condition),
        "undefined name": ("put_item", {"Item": _KEY, "ConditionExpression": "#n = n"}),
        "unused value": (
            "put_item",
            condition | {"ExpressionAttributeValues": one | {":w": number}},
        ),
        "unused name": (
            "put_item",
            {
                "Item": _KEY,
                "ConditionExpression": "attribute_exists(pk)",
                "ExpressionAttributeNames": {"#n": "n"},
            },
        ),
        "names without an expression": (
            "put_item",
            {"Item": _KEY, "ExpressionAttributeNames": {"#n": "n"}},
        ),
        "half a comparison": ("put_item", {"Item": _KEY, "ConditionExpression": "n ="}),
        "an empty condition": ("put_item", {"Item": _KEY, "ConditionExpression": ""}),
        "a reserved word": (
            "put_item",
            {"Item": _KEY, "ConditionExpression": "attribute_exists(count)"},
        ),
        "SET pk = :v": _update("SET pk = :v", ExpressionAttributeValues=one),
        "SET from nothing": _update("SET a = missing_one"),
        "SET from nothing and one": _update(
            "SET a = missing_one + :v", ExpressionAttributeValues=one
        ),
        "SET a = :v, a = :v": _update("SET a = :v, a = :v", ExpressionAttributeValues=one),
        "SET a = :v SET b = :v": _update("SET a = :v SET b = :v", ExpressionAttributeValues=one),
        "ADD of a text": _update("ADD a :v", ExpressionAttributeValues={":v": text}),
        "SET below nothing": _update("SET no_such.a = :v", ExpressionAttributeValues=one),
        "SET of a reserved word": _update("SET ttl = :v", ExpressionAttributeValues=one),
        "an empty update": _update("", ExpressionAttributeValues=one),
        "query: pk is a number": _query("pk = :p", {":p": number}),
        "query: no pk": _query("sk = :p", pk),
        "query: pk is compared": _query("pk > :p", pk),
        "query: not a key": _query("pk = :p AND n = :p", pk),
        "query: pk is empty": _query("pk = :p", {":p": nothing}),
        "query: bounds reversed": _query("pk = :p AND sk BETWEEN :b AND :a", pk | a | b),
        "query: no such index": _query("pk = :p", pk, IndexName="no_such"),
        "query: consistent index": _query(
            "by_day_pk = :p", pk, IndexName="by_day", ConsistentRead=True
        ),
        "query: half a start": _query("pk = :p", pk, ExclusiveStartKey={"pk": text}),
        "transaction: one item twice": _transact(put, put),
        "transaction: put and delete": _transact(put, {"Delete": {"Key": _KEY}}),
        "transaction: 101 actions": _transact(
            *({"Put": {"Item": _KEY | {"sk": {"S": f"many-{n}"}}}} for n in range(101)),
        ),
        "transaction: no sort key": _transact({"Put": {"Item": {"pk": text}}}),
        "transaction: SET pk = :v": _transact(
            {
                "Update": {
                    "Key": _KEY,
                    "UpdateExpression": "SET pk = :v",
                    "ExpressionAttributeValues": one,
                }
            },
        ),
        "transaction: SET from nothing": _transact(
            {"Update": {"Key": _KEY, "UpdateExpression": "SET a = missing_one"}},
        ),
    }
