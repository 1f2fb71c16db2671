"""The service's refusals, in the shape in which botocore raises them."""

from typing import Any, NoReturn

from botocore.exceptions import ClientError

CONDITION_FAILED = "The conditional request failed"


def client_error(code: str, message: str, operation: str, **more: Any) -> ClientError:
    status = 500 if code == "InternalServerError" else 400
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": 0},
            **more,
        },
        operation,
    )


class InvalidError(Exception):
    """What becomes a `ValidationException` of the operation that is running."""


def invalid(message: str) -> NoReturn:
    raise InvalidError(message)


def throttled(operation: str) -> ClientError:
    return client_error(
        "ThrottlingException", "Throughput exceeds the current capacity of your table", operation
    )


def internal(operation: str) -> ClientError:
    return client_error("InternalServerError", "Internal server error", operation)


def conflict(operation: str) -> ClientError:
    """As another transaction on the same item makes it."""
    if operation == "TransactWriteItems":
        return canceled(
            [
                {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"},
            ],
            operation,
        )
    return client_error(
        "TransactionConflictException", "Transaction is ongoing for the item", operation
    )


def canceled(reasons: list[dict[str, Any]], operation: str) -> ClientError:
    codes = ", ".join(reason["Code"] for reason in reasons)
    return client_error(
        "TransactionCanceledException",
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
        operation,
        CancellationReasons=reasons,
    )
