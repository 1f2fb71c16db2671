"""The one door to DynamoDB: `aws.table.Table` over botocore's client.

Every error of the service is translated here, once: what may be tried again becomes
`TryAgainError`, and the rest is a bug that surfaces as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.attributes import pack, serialize, unpack
from chalicelib.aws.keys import Key
from chalicelib.aws.table import Count, Item, Page, TransactionOutcome
from chalicelib.core.errors import TryAgainError, VersionConflictError

_INDEX_KEYS = {None: ("pk", "sk")} | {
    name: (f"{name}_pk", f"{name}_sk") for name in ("by_day", "by_merchant")
}
_KEY_IS_FREE = "attribute_not_exists(pk)"
_PASSING_CODES = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionConflictException",
    "TransactionInProgressException",
}


class DynamoDBTable:
    """A table with the keys `pk` and `sk`, and the indexes `by_day` and `by_merchant`."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        answer = self._call("get_item", Key=pack(key._asdict()), ConsistentRead=consistent)
        return unpack(answer["Item"]) if "Item" in answer else None

    def put(self, item: Item) -> None:
        self._call("put_item", Item=pack(item))

    def put_new(self, item: Item) -> Item | None:
        try:
            self._call(
                "put_item",
                Item=pack(item),
                ConditionExpression=_KEY_IS_FREE,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except _ConditionFailedError as exc:
            return exc.item
        return None

    def replace(self, item: Item) -> None:
        try:
            self._call("put_item", Item=pack(item), **_nobody_wrote_since(item))
        except _ConditionFailedError as exc:
            raise VersionConflictError from exc

    def count_up(self, key: Key, attribute: str, *, ttl: int | None = None) -> Item:
        names = {"#n": attribute}
        values = {":one": {"N": "1"}}
        expression = "ADD #n :one"
        if ttl is not None:
            expression += " SET #t = if_not_exists(#t, :ttl)"
            names["#t"] = "ttl"
            values[":ttl"] = {"N": str(ttl)}
        return self._update(key, expression, names, values)

    def count_up_existing(self, key: Key, attribute: str) -> Item | None:
        try:
            return self._update(
                key, "ADD #n :one", {"#n": attribute}, {":one": {"N": "1"}}, "attribute_exists(pk)"
            )
        except _ConditionFailedError:
            return None

    def add(self, key: Key, changes: Mapping[str, int]) -> Item:
        numbered = list(enumerate(changes.items()))
        return self._update(
            key,
            "ADD " + ", ".join(f"#n{place} :c{place}" for place, _ in numbered),
            {f"#n{place}": name for place, (name, _) in numbered},
            {f":c{place}": serialize(change) for place, (_, change) in numbered},
        )

    def put_new_with_counts(
        self,
        item: Item,
        counts: Sequence[Count],
        beside: Sequence[Item] = (),
        replaced: Sequence[Item] = (),
    ) -> TransactionOutcome:
        updates = map(self._update_of, counts)
        others = [self._put_of_new(each) for each in beside]
        others += [self._put_over(each) for each in replaced]
        return self._transact([self._put_of_new(item), *updates, *others])

    def put_all_new(self, items: Sequence[Item]) -> TransactionOutcome:
        outcome = self._transact([self._put_of_new(item) for item in items])
        return "other_taken" if outcome == "too_little" else outcome

    def put_together(
        self, new: Sequence[Item], replaced: Sequence[Item], counts: Sequence[Count] = ()
    ) -> bool:
        puts = [self._put_of_new(item) for item in new]
        puts += [self._put_over(item) for item in replaced]
        puts += map(self._update_of, counts)
        return self._transact(puts) == "written"

    def _update_of(self, count: Count) -> dict[str, Any]:
        update: dict[str, Any] = {
            "TableName": self._name,
            "Key": pack(count.key._asdict()),
            "UpdateExpression": "ADD #n :change",
            "ExpressionAttributeNames": {"#n": count.attribute},
            "ExpressionAttributeValues": {":change": serialize(count.change)},
        }
        if count.change < 0:
            update["ConditionExpression"] = "#n >= :least"
            update["ExpressionAttributeValues"][":least"] = serialize(-count.change)
        return {"Update": update}

    def delete(self, key: Key) -> None:
        self._call("delete_item", Key=pack(key._asdict()))

    def query(
        self,
        pk: str,
        *,
        index: str | None = None,
        prefix: str | None = None,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        start: dict[str, Any] | None = None,
        consistent: bool = False,
    ) -> Page:
        if between is not None and between[0] > between[1]:
            # Nothing is there, and the service would refuse the question.
            return Page([], None)
        pk_name, sk_name = _INDEX_KEYS[index]
        condition = "#pk = :pk"
        names = {"#pk": pk_name}
        values = {":pk": {"S": pk}}
        if prefix is not None:
            condition += " AND begins_with(#sk, :prefix)"
            names["#sk"] = sk_name
            values[":prefix"] = {"S": prefix}
        if between is not None:
            condition += " AND #sk BETWEEN :low AND :high"
            names["#sk"] = sk_name
            values |= {":low": {"S": between[0]}, ":high": {"S": between[1]}}
        options: dict[str, Any] = {
            "IndexName": index,
            "Limit": limit,
            "ExclusiveStartKey": pack(start) if start else None,
            "ConsistentRead": consistent or None,
        }
        answer = self._call(
            "query",
            KeyConditionExpression=condition,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ScanIndexForward=not newest_first,
            **{name: value for name, value in options.items() if value is not None},
        )
        next_key = answer.get("LastEvaluatedKey")
        return Page([unpack(i) for i in answer["Items"]], unpack(next_key) if next_key else None)

    def query_all(self, pk: str, **options: Any) -> Iterator[Item]:
        page = self.query(pk, **options)
        yield from page.items
        while page.next_key:
            page = self.query(pk, start=page.next_key, **options)
            yield from page.items

    def _put_of_new(self, item: Item) -> dict[str, Any]:
        put = {"TableName": self._name, "Item": pack(item), "ConditionExpression": _KEY_IS_FREE}
        return {"Put": put}

    def _put_over(self, item: Item) -> dict[str, Any]:
        nobody_wrote_since = "version = :before"
        put = {
            "TableName": self._name,
            "Item": pack(item),
            "ConditionExpression": nobody_wrote_since,
            "ExpressionAttributeValues": {":before": serialize(item["version"] - 1)},
        }
        return {"Put": put}

    def _transact(self, writes: list[dict[str, Any]]) -> TransactionOutcome:
        try:
            self._send("transact_write_items", TransactItems=writes)
        except _TransactionCanceledError as exc:
            return exc.outcome
        return "written"

    def _update(
        self,
        key: Key,
        expression: str,
        names: dict[str, str],
        values: dict[str, Any],
        condition: str | None = None,
    ) -> Item:
        options = {"ConditionExpression": condition} if condition else {}
        answer = self._call(
            "update_item",
            Key=pack(key._asdict()),
            UpdateExpression=expression,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ReturnValues="ALL_NEW",
            **options,
        )
        return unpack(answer["Attributes"])

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self._send(operation, TableName=self._name, **parameters)

    def _send(self, operation: str, **parameters: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = getattr(self._client, operation)(**parameters)
        except ClientError as exc:
            code = exc.response["Error"]["Code"]
            if code == "ConditionalCheckFailedException":
                raise _ConditionFailedError(unpack(exc.response.get("Item", {}))) from exc
            if code == "TransactionCanceledException":
                raise _canceled(exc) from exc
            if code in _PASSING_CODES:
                raise TryAgainError(retry_after_seconds=1) from exc
            raise
        except BotoCoreError as exc:
            # A connection that broke or timed out: whether the call took effect is unknown, and
            # every write above can be sent again without a second effect.
            raise TryAgainError(retry_after_seconds=1) from exc
        return answer


def _nobody_wrote_since(item: Item) -> dict[str, Any]:
    return {
        "ConditionExpression": "version = :before",
        "ExpressionAttributeValues": {":before": serialize(item["version"] - 1)},
    }


def _canceled(error: ClientError) -> Exception:
    """Why a transaction was refused: the first reason is the new item's, or the first one's.

    A taken key comes first: whoever wrote there may have been this very command, a moment ago.
    """
    codes = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
    failed = "ConditionalCheckFailed"
    if codes and codes[0] == failed:
        return _TransactionCanceledError("key_taken")
    if failed in codes:
        return _TransactionCanceledError("too_little")
    if "TransactionConflict" in codes:
        return _TransactionCanceledError("conflict")
    if set(codes) & {"ThrottlingError", "ProvisionedThroughputExceeded"}:
        return TryAgainError(retry_after_seconds=1)
    unexpected: Exception = error
    return unexpected


class _TransactionCanceledError(Exception):
    def __init__(self, outcome: TransactionOutcome) -> None:
        super().__init__()
        self.outcome = outcome


class _ConditionFailedError(Exception):
    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
