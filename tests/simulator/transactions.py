"""DynamoDB's transactions: all of the actions, or none."""

from typing import TYPE_CHECKING, Any

from tests.simulator import errors
from tests.simulator.checks import check_placeholders, checked_key, checked_row
from tests.simulator.errors import InvalidError, client_error, invalid
from tests.simulator.expressions import condition_of, update_of
from tests.simulator.store import Row

if TYPE_CHECKING:
    from tests.simulator.dynamodb import Answer, DynamoDB, Request

ACTIONS_MAX = 100
TOKEN_SECONDS = 600
_EXPRESSIONS = {
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
}
_ACTIONS = {
    "Put": {"TableName", "Item", *_EXPRESSIONS},
    "Update": {"TableName", "Key", "UpdateExpression", *_EXPRESSIONS},
}
_OPERATION = "TransactWriteItems"


class Transactions:
    def __init__(self, table: "DynamoDB") -> None:
        self._table = table
        self._done: dict[str, tuple[float, Any]] = {}

    def write(self, request: "Request") -> "Answer":
        actions = request["TransactItems"]
        token = request.get("ClientRequestToken")
        try:
            if not 1 <= len(actions) <= ACTIONS_MAX:
                invalid(f"Member must have length between 1 and {ACTIONS_MAX}")
            if token is None or not self._was_done(token, actions):
                self._run(actions, token)
        except InvalidError as exc:
            raise client_error("ValidationException", str(exc), _OPERATION) from None
        return {}

    def _was_done(self, token: str, actions: Any) -> bool:
        at, before = self._done.get(token, (0.0, None))
        if before is None or self._table.clock.seconds - at > TOKEN_SECONDS:
            return False
        if before != actions:
            raise client_error(
                "IdempotentParameterMismatchException",
                "The request uses the same client token as a previous, but non-identical request.",
                _OPERATION,
            )
        return True

    def _run(self, actions: list[Any], token: str | None) -> None:
        planned = [_Action(self._table, action) for action in actions]
        if len({action.key for action in planned}) != len(planned):
            invalid("Transaction request cannot include multiple operations on one item")
        reasons = [action.judge() for action in planned]
        if any(reason["Code"] != "None" for reason in reasons):
            raise errors.canceled(reasons, _OPERATION)
        now = self._table.clock.seconds
        for action in planned:
            self._table.store.write(action.key, action.row, at=now)
        if token is not None:
            self._done[token] = (now, actions)


class _Action:
    """One action of a transaction: first understood, then judged."""

    def __init__(self, table: "DynamoDB", action: dict[str, Any]) -> None:
        ((kind, part),) = action.items()
        unknown = set(part) - _ACTIONS.get(kind, set())
        if unknown:
            raise NotImplementedError(f"{_OPERATION} with {kind}, {sorted(unknown)}")
        self._table = table
        self._part = part
        self.row: Row | None = None
        names = part.get("ExpressionAttributeNames") or {}
        text = part.get("ConditionExpression")
        self._update = update_of(part["UpdateExpression"], names) if kind == "Update" else None
        self._condition = condition_of(text, names) if text else None
        self._values = check_placeholders(part, self._update, self._condition)
        key = part["Key"] if self._update else self._key_of(part["Item"])
        self.key, self._key_item = checked_key(table.schema, key)

    def _key_of(self, item: Any) -> Any:
        return {name: item[name] for name in self._table.schema.keys if name in item}

    def judge(self) -> dict[str, Any]:
        """Why it cannot be, or that nothing is against it; `row` is what will stand there then."""
        before = self._table.store.table.get(self.key)
        condition = self._condition
        if condition and not condition.test(before.item if before else {}, self._values):
            return {"Code": "ConditionalCheckFailed", "Message": errors.CONDITION_FAILED}
        try:
            if self._update is not None:
                self.row = self._table.updated(self._update, self._values, self._key_item, before)
            else:
                schemas = self._table.index_schemas.values()
                self.row = checked_row(self._table.schema, schemas, self._part["Item"])
        except InvalidError as exc:
            return {"Code": "ValidationError", "Message": str(exc)}
        return {"Code": "None"}
