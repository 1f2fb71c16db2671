"""A DynamoDB client over one table in memory: what boto3's client answers, call for call.

It is held to two real implementations by `tests/contract/test_simulator*.py`. What it does not
know, it refuses with `NotImplementedError`: an answer that was guessed would prove nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from tests.simulator import capacity, errors
from tests.simulator.checks import check_placeholders, checked_key, checked_row
from tests.simulator.clock import SimulatedClock
from tests.simulator.errors import InvalidError, client_error, invalid
from tests.simulator.expressions import Compiled, compile_condition
from tests.simulator.queries import compile_key_condition, read_slice
from tests.simulator.store import PrimaryKey, Row, Rows, Schema, Store
from tests.simulator.transactions import Transactions
from tests.simulator.updates import Update, compile_update
from tests.simulator.values import Attributes, item_bytes

Request = dict[str, Any]
Answer = dict[str, Any]

_READ = {"ConsistentRead", "ReturnConsumedCapacity"}
_EXPRESSIONS = {"ExpressionAttributeNames", "ExpressionAttributeValues"}
_WRITE = {
    "ConditionExpression",
    "ReturnConsumedCapacity",
    "ReturnValues",
    "ReturnValuesOnConditionCheckFailure",
    *_EXPRESSIONS,
}
_QUERY = {"KeyConditionExpression", "FilterExpression", "IndexName", "Limit", "Select"}


def _operation(name: str, known: set[str]) -> Callable[[Any], Any]:
    """Refuse what is not known, and give a refusal the operation's name."""

    def wrap(method: Any) -> Any:
        @wraps(method)
        def run(self: "DynamoDB", **request: Any) -> Answer:
            unknown = set(request) - known - {"TableName"}
            if unknown:
                raise NotImplementedError(f"{name} with {', '.join(sorted(unknown))}")
            if request["TableName"] != self.table_name:
                raise client_error(
                    "ResourceNotFoundException", "Requested resource not found", name
                )
            try:
                return method(self, request)
            except InvalidError as exc:
                raise client_error("ValidationException", str(exc), name) from None

        return run

    return wrap


class DynamoDB:
    """`lag_seconds` is how far behind an eventually consistent read is, indexes included; `busy`
    the keys that another transaction is at."""

    def __init__(self, definition: dict[str, Any], table_name: str, clock: SimulatedClock) -> None:
        types = {d["AttributeName"]: d["AttributeType"] for d in definition["AttributeDefinitions"]}

        def schema(name: str | None, keys: list[dict[str, str]]) -> Schema:
            names = tuple(key["AttributeName"] for key in keys)
            return Schema(name, names, tuple(types[n] for n in names))

        self.table_name = table_name
        self.clock = clock
        self.schema = schema(None, definition["KeySchema"])
        self.index_schemas = {
            i["IndexName"]: schema(i["IndexName"], i["KeySchema"])
            for i in definition.get("GlobalSecondaryIndexes", [])
        }
        indexes = {name: Rows(s, self.schema) for name, s in self.index_schemas.items()}
        self.store = Store(Rows(self.schema, self.schema), indexes, [])
        self.lag_seconds = 0.0
        self.busy: set[PrimaryKey] = set()
        self.transactions = Transactions(self)

    def copy(self, clock: SimulatedClock) -> "DynamoDB":
        """The same table in another world, with a clock of its own. Costs next to nothing."""
        made = DynamoDB.__new__(DynamoDB)
        made.__dict__ |= self.__dict__
        made.clock, made.store, made.busy = clock, self.store.copy(), set()
        made.transactions = Transactions(made)
        return made

    @_operation("GetItem", {"Key", *_READ})
    def get_item(self, request: Request) -> Answer:
        key, _ = checked_key(self.schema, request["Key"])
        is_consistent = bool(request.get("ConsistentRead"))
        row = self._seen(is_consistent).table.get(key)
        units = capacity.read_units(row.size if row else 0, consistent=is_consistent)
        answer = {"Item": row.item} if row else {}
        return self._with_capacity(request, answer, units)

    @_operation("Query", {"ScanIndexForward", "ExclusiveStartKey", *_QUERY, *_READ, *_EXPRESSIONS})
    def query(self, request: Request) -> Answer:
        names = request.get("ExpressionAttributeNames") or {}
        condition = compile_key_condition(request["KeyConditionExpression"], names)
        compiled: list[tuple[str, Any]] = [("KeyConditionExpression", condition)]
        wanted = _filter(request)
        if wanted:
            compiled.append(("FilterExpression", wanted))
        values = check_placeholders(request, compiled)
        index, limit = request.get("IndexName"), request.get("Limit")
        is_consistent = bool(request.get("ConsistentRead"))
        self._check_query(index, limit, is_consistent)
        start = request.get("ExclusiveStartKey")
        rows = self._seen(is_consistent).rows(index)
        found = read_slice(
            rows,
            condition,
            values,
            forward=request.get("ScanIndexForward", True),
            limit=limit,
            start=self._checked_start(rows.schema, start) if start else None,
        )
        items = [r.item for r in found.rows if not wanted or wanted.test(r.item, values)]
        answer = {"Items": items, "Count": len(items), "ScannedCount": len(found.rows)}
        if request.get("Select", "ALL_ATTRIBUTES") == "COUNT":
            del answer["Items"]
        if found.last is not None:
            keys = {*self.schema.keys, *rows.schema.keys}
            answer["LastEvaluatedKey"] = {name: found.last.item[name] for name in keys}
        units = capacity.read_units(found.size, consistent=is_consistent)
        return self._with_capacity(request, answer, units, read_index=index)

    @_operation("PutItem", {"Item", *_WRITE})
    def put_item(self, request: Request) -> Answer:
        self._check_returns(request, {"NONE", "ALL_OLD"})
        condition, values = self._condition(request)
        row = checked_row(self.schema, self.index_schemas.values(), request["Item"])
        key = self.schema.key_of(row.item)
        before = self._judged(request, key, condition, values, "PutItem")
        answer = {}
        if request.get("ReturnValues") == "ALL_OLD" and before:
            answer["Attributes"] = before.item
        return self._write(request, key, row, answer)

    @_operation("DeleteItem", {"Key", *_WRITE})
    def delete_item(self, request: Request) -> Answer:
        self._check_returns(request, {"NONE", "ALL_OLD"})
        condition, values = self._condition(request)
        key, _ = checked_key(self.schema, request["Key"])
        before = self._judged(request, key, condition, values, "DeleteItem")
        answer = {}
        if request.get("ReturnValues") == "ALL_OLD" and before:
            answer["Attributes"] = before.item
        return self._write(request, key, None, answer)

    @_operation("UpdateItem", {"Key", "UpdateExpression", *_WRITE})
    def update_item(self, request: Request) -> Answer:
        returns = {"NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"}
        self._check_returns(request, returns)
        names = request.get("ExpressionAttributeNames") or {}
        update = compile_update(request["UpdateExpression"], names)
        condition, values = self._condition(request, update)
        key, key_item = checked_key(self.schema, request["Key"])
        self.check_update(update)
        before = self._judged(request, key, condition, values, "UpdateItem")
        row = self.updated(update, values, key_item, before)
        answer = _returned(request.get("ReturnValues", "NONE"), update, before, row)
        return self._write(request, key, row, answer)

    def transact_write_items(self, **request: Any) -> Answer:
        return self.transactions.write(request)

    def transact_get_items(self, **request: Any) -> Answer:
        return self.transactions.get(request)

    # What single operations and transactions share.

    def updated(
        self, update: Update, values: Attributes, key_item: Attributes, before: Row | None
    ) -> Row:
        item = update.apply(before.item if before else key_item, values)
        return checked_row(self.schema, self.index_schemas.values(), item, is_update=True)

    def _condition(
        self, request: Request, update: Update | None = None
    ) -> tuple[Compiled | None, Attributes]:
        names = request.get("ExpressionAttributeNames") or {}
        text = request.get("ConditionExpression")
        compiled: list[tuple[str, Any]] = [("UpdateExpression", update)] if update else []
        condition = None
        if text is not None:
            condition = compile_condition(text, names, "ConditionExpression")
            compiled.append(("ConditionExpression", condition))
        return condition, check_placeholders(request, compiled)

    def check_update(self, update: Update) -> None:
        for name in self.schema.keys:
            if name in update.attributes:
                invalid(
                    "One or more parameter values were invalid: "
                    f"Cannot update attribute {name}. This attribute is part of the key"
                )

    def _judged(
        self,
        request: Request,
        key: PrimaryKey,
        condition: Compiled | None,
        values: Attributes,
        operation: str,
    ) -> Row | None:
        """The item that stands there, if the condition holds of it."""
        if key in self.busy:
            raise errors.conflict(operation)
        before = self.store.table.get(key)
        if condition is None or condition.test(before.item if before else {}, values):
            return before
        more = {}
        if request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and before:
            more["Item"] = before.item
        raise client_error(
            "ConditionalCheckFailedException", errors.CONDITION_FAILED, operation, **more
        )

    def _write(self, request: Request, key: PrimaryKey, row: Row | None, answer: Answer) -> Answer:
        size, index_units = self.store.write(key, row, at=self.clock.seconds)
        how = request.get("ReturnConsumedCapacity")
        used = capacity.consumed(how, self.table_name, capacity.write_units(size), index_units)
        return answer | ({"ConsumedCapacity": used} if used else {})

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
                f"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy "
                "constraint: Member must have value greater than or equal to 1"
            )

    def _checked_start(self, schema: Schema, start: Attributes) -> Attributes:
        wanted = {
            **dict(zip(self.schema.keys, self.schema.types, strict=True)),
            **dict(zip(schema.keys, schema.types, strict=True)),
        }
        if set(start) != set(wanted) or any(kind not in start[n] for n, kind in wanted.items()):
            invalid("The provided starting key is invalid")
        return start

    def _check_returns(self, request: Request, known: set[str]) -> None:
        if request.get("ReturnValues", "NONE") not in known:
            raise NotImplementedError(f"ReturnValues={request['ReturnValues']}")

    def _with_capacity(
        self, request: Request, answer: Answer, units: float, *, read_index: str | None = None
    ) -> Answer:
        how = request.get("ReturnConsumedCapacity")
        in_index = {read_index: units} if read_index else {}
        table_units = 0.0 if read_index else units
        used = capacity.consumed(how, self.table_name, table_units, in_index)
        return answer | ({"ConsumedCapacity": used} if used else {})

    def size_of(self, key: PrimaryKey) -> int:
        row = self.store.table.get(key)
        return item_bytes(row.item) if row else 0


def _filter(request: Request) -> Compiled | None:
    text = request.get("FilterExpression")
    names = request.get("ExpressionAttributeNames") or {}
    return compile_condition(text, names, "FilterExpression") if text is not None else None


def _returned(how: str, update: Update, before: Row | None, after: Row) -> Answer:
    old = before.item if before else {}
    attributes = {
        "NONE": {},
        "ALL_OLD": old,
        "ALL_NEW": after.item,
        "UPDATED_OLD": {n: old[n] for n in update.attributes if n in old},
        "UPDATED_NEW": {n: after.item[n] for n in update.attributes if n in after.item},
    }[how]
    return {"Attributes": attributes} if attributes else {}
