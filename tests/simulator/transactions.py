"""DynamoDB's transactions: all of the actions, or none, at twice the capacity."""

from typing import TYPE_CHECKING, Any

from tests.simulator import capacity, errors
from tests.simulator.checks import check_placeholders, checked_key, checked_row
from tests.simulator.errors import InvalidError, client_error, invalid
from tests.simulator.expressions import compile_condition
from tests.simulator.store import Row
from tests.simulator.updates import compile_update
from tests.simulator.values import Attributes

if TYPE_CHECKING:
    from tests.simulator.dynamodb import Answer, DynamoDB, Request

ACTIONS_MAX = 100
BYTES_MAX = 4 * 1024 * 1024
TOKEN_SECONDS = 600
_KINDS = ("ConditionCheck", "Put", "Delete", "Update")
_ACTION = {
    "TableName",
    "Key",
    "Item",
    "ConditionExpression",
    "UpdateExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ReturnValuesOnConditionCheckFailure",
}
_WRITE, _GET = "TransactWriteItems", "TransactGetItems"


class Transactions:
    def __init__(self, table: "DynamoDB") -> None:
        self._table = table
        self._done: dict[str, tuple[float, Any]] = {}

    def write(self, request: "Request") -> "Answer":
        actions = request["TransactItems"]
        token = request.get("ClientRequestToken")
        try:
            self._check_count(actions, "transactItems")
            if token is not None and self._was_done(token, actions):
                return self._capacity(request, 0.0, {}, "Read")
            return self._run(request, actions, token)
        except InvalidError as exc:
            raise client_error("ValidationException", str(exc), _WRITE) from None

    def _was_done(self, token: str, actions: Any) -> bool:
        at, before = self._done.get(token, (0.0, None))
        if before is None or self._table.clock.seconds - at > TOKEN_SECONDS:
            return False
        if before != actions:
            raise client_error(
                "IdempotentParameterMismatchException",
                "The request uses the same client token as a previous, but non-identical request.",
                _WRITE,
            )
        return True

    def _run(self, request: "Request", actions: list[Any], token: str | None) -> "Answer":
        planned = [_Action(self._table, action) for action in actions]
        keys = [action.key for action in planned]
        if len(set(keys)) != len(keys):
            invalid("Transaction request cannot include multiple operations on one item")
        reasons = [action.judge() for action in planned]
        if any(reason["Code"] != "None" for reason in reasons):
            raise errors.canceled(reasons, _WRITE)
        units, in_indexes = 0.0, dict.fromkeys(self._table.index_schemas, 0.0)
        for action in planned:
            if action.kind == "ConditionCheck":
                units += 2 * capacity.write_units(self._table.size_of(action.key))
                continue
            now = self._table.clock.seconds
            size, index_units = self._table.store.write(action.key, action.row, at=now)
            units += 2 * capacity.write_units(size)
            # An index follows by itself, outside of the transaction: once.
            for name, amount in index_units.items():
                in_indexes[name] += amount
        if token is not None:
            self._done[token] = (self._table.clock.seconds, actions)
        return self._capacity(request, units, in_indexes, "Write")

    def get(self, request: "Request") -> "Answer":
        actions = request["TransactItems"]
        try:
            self._check_count(actions, "transactItems")
            keys = [checked_key(self._table.schema, a["Get"]["Key"])[0] for a in actions]
            if len(set(keys)) != len(keys):
                invalid("Transaction request cannot include multiple operations on one item")
        except InvalidError as exc:
            raise client_error("ValidationException", str(exc), _GET) from None
        if self._table.busy & set(keys):
            raise errors.conflict(_WRITE)
        rows = [self._table.store.table.get(key) for key in keys]
        sizes = [row.size if row else 0 for row in rows]
        units = sum(2 * capacity.read_units(size, consistent=True) for size in sizes)
        answer = self._capacity(request, units, {}, "Read")
        return {"Responses": [{"Item": row.item} if row else {} for row in rows], **answer}

    def _check_count(self, actions: list[Any], name: str) -> None:
        if not 1 <= len(actions) <= ACTIONS_MAX:
            length = (
                f"less than or equal to {ACTIONS_MAX}" if actions else "greater than or equal to 1"
            )
            invalid(
                f"1 validation error detected: Value '{actions}' at '{name}' failed to satisfy "
                f"constraint: Member must have length {length}"
            )

    def _capacity(
        self, request: "Request", units: float, in_indexes: dict[str, float], split: str
    ) -> "Answer":
        used = capacity.consumed(
            request.get("ReturnConsumedCapacity"),
            self._table.table_name,
            units,
            in_indexes,
            split=split,
        )
        return {"ConsumedCapacity": [used]} if used else {}


class _Action:
    """One action of a transaction: first understood, then judged."""

    def __init__(self, table: "DynamoDB", action: dict[str, Any]) -> None:
        ((self.kind, self._part),) = action.items()
        unknown = set(self._part) - _ACTION
        if self.kind not in _KINDS or unknown:
            raise NotImplementedError(f"{_WRITE} with {self.kind}, {sorted(unknown)}")
        part = self._part
        if part["TableName"] != table.table_name:
            raise client_error("ResourceNotFoundException", "Requested resource not found", _WRITE)
        self._table = table
        self.row: Row | None = None
        names = part.get("ExpressionAttributeNames") or {}
        compiled: list[tuple[str, Any]] = []
        self._update = self._condition = None
        if self.kind == "Update":
            self._update = compile_update(part["UpdateExpression"], names)
            table.check_update(self._update)
            compiled.append(("UpdateExpression", self._update))
        if "ConditionExpression" in part:
            what = "ConditionExpression"
            self._condition = compile_condition(part[what], names, what)
            compiled.append((what, self._condition))
        self._values = check_placeholders(part, compiled)
        self._key_item = part["Key"] if "Key" in part else self._key_of(part["Item"])
        self.key, self._key_item = checked_key(table.schema, self._key_item)

    def _key_of(self, item: Attributes) -> Attributes:
        return {name: item[name] for name in self._table.schema.keys if name in item}

    def judge(self) -> dict[str, Any]:
        """Why it cannot be, or that nothing is against it; `row` is what will stand there then."""
        before = self._table.store.table.get(self.key)
        if self.key in self._table.busy:
            return {
                "Code": "TransactionConflict",
                "Message": "Transaction is ongoing for the item",
            }
        condition = self._condition
        if condition and not condition.test(before.item if before else {}, self._values):
            return _failed(self._part, before)
        try:
            if self._update is not None:
                self.row = self._table.updated(self._update, self._values, self._key_item, before)
            elif self.kind == "Put":
                schemas = self._table.index_schemas.values()
                self.row = checked_row(self._table.schema, schemas, self._part["Item"])
        except InvalidError as exc:
            return {"Code": "ValidationError", "Message": str(exc)}
        return {"Code": "None"}


def _failed(part: dict[str, Any], before: Row | None) -> dict[str, Any]:
    reason: dict[str, Any] = {
        "Code": "ConditionalCheckFailed",
        "Message": errors.CONDITION_FAILED,
    }
    if part.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and before:
        reason["Item"] = before.item
    return reason
