"""A DynamoDB client over one table in memory: what boto3's client answers to the code's calls.

It is held to two real implementations by `tests/contract/test_simulator.py`. What it does not know,
it refuses with `NotImplementedError`: an answer that was guessed would prove nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from tests.simulator import errors
from tests.simulator.checks import check_placeholders, checked_key, checked_row
from tests.simulator.clock import SimulatedClock
from tests.simulator.errors import InvalidError, client_error, invalid
from tests.simulator.expressions import Condition, Update, condition_of, key_condition_of, update_of
from tests.simulator.queries import read_slice
from tests.simulator.store import PrimaryKey, Row, Rows, Schema, Store
from tests.simulator.transactions import Transactions
from tests.simulator.values import Attributes

Request = dict[str, Any]
Answer = dict[str, Any]

_EXPRESSIONS = {"ExpressionAttributeNames", "ExpressionAttributeValues"}
_CONDITIONAL = {"ConditionExpression", "ReturnValuesOnConditionCheckFailure", *_EXPRESSIONS}


def _operation(name: str, known: set[str]) -> Callable[[Any], Any]:
    """Refuse what is not known, and give a refusal the operation's name."""

    def wrap(method: Any) -> Any:
        @wraps(method)
        def run(self: "DynamoDB", **request: Any) -> Any:
            unknown = set(request) - known - {"TableName"}
            if unknown:
                raise NotImplementedError(f"{name} with {', '.join(sorted(unknown))}")
            try:
                return method(self, request)
            except InvalidError as exc:
                raise client_error("ValidationException", str(exc), name) from None

        return run

    return wrap


class DynamoDB:
    """`lag_seconds` is how far behind an eventually consistent read is, indexes included."""

    def __init__(self, definition: dict[str, Any], clock: SimulatedClock) -> None:
        def schema(name: str | None, keys: list[dict[str, str]]) -> Schema:
            return Schema(name, tuple(key["AttributeName"] for key in keys))

        assert {d["AttributeType"] for d in definition["AttributeDefinitions"]} == {"S"}
        self.clock = clock
        self.schema = schema(None, definition["KeySchema"])
        self.index_schemas = {
            i["IndexName"]: schema(i["IndexName"], i["KeySchema"])
            for i in definition.get("GlobalSecondaryIndexes", [])
        }
        indexes = {name: Rows(s, self.schema) for name, s in self.index_schemas.items()}
        self.store = Store(Rows(self.schema, self.schema), indexes, [])
        self.lag_seconds = 0.0
        self.transactions = Transactions(self)

    def copy(self, clock: SimulatedClock) -> "DynamoDB":
        """The same table in another world, with a clock of its own. Costs next to nothing."""
        made = DynamoDB.__new__(DynamoDB)
        made.__dict__ |= self.__dict__
        made.clock, made.store = clock, self.store.copy()
        made.transactions = Transactions(made)
        return made

    @_operation("GetItem", {"Key", "ConsistentRead"})
    def get_item(self, request: Request) -> Answer:
        key, _ = checked_key(self.schema, request["Key"])
        row = self._seen(bool(request.get("ConsistentRead"))).table.get(key)
        return {"Item": row.item} if row else {}

    @_operation(
        "Query",
        {
            "KeyConditionExpression",
            "IndexName",
            "ScanIndexForward",
            "Limit",
            "ExclusiveStartKey",
            "ConsistentRead",
            *_EXPRESSIONS,
        },
    )
    def query(self, request: Request) -> Answer:
        names = request.get("ExpressionAttributeNames") or {}
        condition = key_condition_of(request["KeyConditionExpression"], names)
        values = check_placeholders(request, condition)
        index, limit = request.get("IndexName"), request.get("Limit")
        is_consistent = bool(request.get("ConsistentRead"))
        self._check_query(index, limit, is_consistent)
        start = request.get("ExclusiveStartKey")
        rows = self._seen(is_consistent).rows(index)
        keys = {*self.schema.keys, *rows.schema.keys}
        if start and set(start) != keys:
            invalid("The provided starting key is invalid")
        found = read_slice(
            rows,
            condition,
            values,
            forward=request.get("ScanIndexForward", True),
            limit=limit,
            start=start,
        )
        items = [row.item for row in found.rows]
        answer = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
        if found.last is not None:
            answer["LastEvaluatedKey"] = {name: found.last.item[name] for name in keys}
        return answer

    @_operation("PutItem", {"Item", *_CONDITIONAL})
    def put_item(self, request: Request) -> Answer:
        condition, values = self._condition(request)
        row = checked_row(self.schema, self.index_schemas.values(), request["Item"])
        key = self.schema.key_of(row.item)
        self._judged(request, key, condition, values, "PutItem")
        self.store.write(key, row, at=self.clock.seconds)
        return {}

    @_operation("DeleteItem", {"Key"})
    def delete_item(self, request: Request) -> Answer:
        key, _ = checked_key(self.schema, request["Key"])
        self.store.write(key, None, at=self.clock.seconds)
        return {}

    @_operation("UpdateItem", {"Key", "UpdateExpression", "ReturnValues", *_CONDITIONAL})
    def update_item(self, request: Request) -> Answer:
        names = request.get("ExpressionAttributeNames") or {}
        update = update_of(request["UpdateExpression"], names)
        condition, values = self._condition(request, update)
        key, key_item = checked_key(self.schema, request["Key"])
        before = self._judged(request, key, condition, values, "UpdateItem")
        row = self.updated(update, values, key_item, before)
        self.store.write(key, row, at=self.clock.seconds)
        if request["ReturnValues"] != "ALL_NEW":
            raise NotImplementedError(f"ReturnValues={request['ReturnValues']}")
        return {"Attributes": row.item}

    def transact_write_items(self, **request: Any) -> Answer:
        return self.transactions.write(request)

    # What single operations and transactions share.

    def updated(
        self, update: Update, values: Attributes, key_item: Attributes, before: Row | None
    ) -> Row:
        item = update.apply(before.item if before else key_item, values)
        return checked_row(self.schema, self.index_schemas.values(), item, is_update=True)

    def _condition(
        self, request: Request, update: Update | None = None
    ) -> tuple[Condition | None, Attributes]:
        names = request.get("ExpressionAttributeNames") or {}
        text = request.get("ConditionExpression")
        condition = condition_of(text, names) if text else None
        return condition, check_placeholders(request, update, condition)

    def _judged(
        self,
        request: Request,
        key: PrimaryKey,
        condition: Condition | None,
        values: Attributes,
        operation: str,
    ) -> Row | None:
        """The item that stands there, if the condition holds of it."""
        before = self.store.table.get(key)
        if condition is None or condition.test(before.item if before else {}, values):
            return before
        more = {}
        if request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and before:
            more["Item"] = before.item
        raise client_error(
            "ConditionalCheckFailedException", errors.CONDITION_FAILED, operation, **more
        )

    def _seen(self, is_consistent: bool) -> Store:
        if is_consistent or not self.lag_seconds:
            return self.store
        return self.store.as_of(self.clock.seconds - self.lag_seconds)

    def _check_query(self, index: str | None, limit: int | None, is_consistent: bool) -> None:
        if index is not None and index not in self.index_schemas:
            invalid(f"The table does not have the specified index: {index}")
        if index is not None and is_consistent:
            invalid("Consistent reads are not supported on global secondary indexes")
        if limit is not None and limit < 1:
            invalid(
                "1 validation error detected: Member must have value greater than or equal to 1"
            )
