"""Requests that the service refuses, each for one reason."""

from typing import Any

Request = tuple[str, dict[str, Any]]

_KEY = {"pk": {"S": "gangjin#A"}, "sk": {"S": "ENTRY#1"}}


def _put(**attributes: Any) -> Request:
    return "put_item", {"Item": _KEY | attributes}


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
        "over 400 KB": _put(text={"S": "x" * (400 * 1024)}),
        "index key is a number": _put(by_day_pk=number, by_day_sk=text),
        "index key is empty": _put(by_day_pk=nothing, by_day_sk=text),
        "pk over 2048 bytes": _put(pk={"S": "x" * 2049}),
        "sk over 1024 bytes": _put(sk={"S": "x" * 1025}),
        "get: no sort key": ("get_item", {"Key": {"pk": text}}),
        "get: a third key": ("get_item", {"Key": _KEY | {"other": text}}),
        "get: pk is a number": ("get_item", {"Key": {"pk": number, "sk": text}}),
        "get: pk is empty": ("get_item", {"Key": {"pk": nothing, "sk": text}}),
        "delete: sk is a number": ("delete_item", {"Key": {"pk": text, "sk": number}}),
        "undefined value": ("put_item", condition),
        "undefined name": (
            "put_item",
            {"Item": _KEY, "ConditionExpression": "attribute_exists(#n)"},
        ),
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
        "query: pk is a number": _query("pk = :p", {":p": number}),
        "query: not a key": _query("n = :p", pk),
        "query: not the index": _query("pk = :p", pk, IndexName="by_day"),
        "ADD to a text": (
            "update_item",
            {
                "Key": _KEY,
                "UpdateExpression": "ADD #t :t",
                "ExpressionAttributeNames": {"#t": "t"},
                "ExpressionAttributeValues": {":t": text},
                "ReturnValues": "ALL_NEW",
            },
        ),
        "query: pk is empty": _query("pk = :p", {":p": nothing}),
        "query: bounds reversed": _query("pk = :p AND sk BETWEEN :b AND :a", pk | a | b),
        "query: no such index": _query("pk = :p", pk, IndexName="no_such"),
        "query: consistent index": _query(
            "by_day_pk = :p", pk, IndexName="by_day", ConsistentRead=True
        ),
        "query: half a start": _query("pk = :p", pk, ExclusiveStartKey={"pk": text}),
        "transaction: one item twice": _transact(put, put),
        "transaction: 101 actions": _transact(
            *({"Put": {"Item": _KEY | {"sk": {"S": f"many-{n}"}}}} for n in range(101)),
        ),
        "transaction: no sort key": _transact({"Put": {"Item": {"pk": text}}}),
    }
