"""Reads what DynamoDB answers, in place of botocore's parser.

botocore walks each attribute value as a structure of ten members, a hundred of them in the answers
of one payment, which took a sixth of its time. The answers are JSON in the very form that is
wanted, but for bytes, which come in base64: `msgspec` reads both at once.

It is registered as botocore's `response_parser_factory` for DynamoDB's clients alone (`clients`).
What may be wrong or is rare goes to botocore's own: errors (but for their own fields), bodies that
are no JSON (which the check sum then has asked for again), operations that move no items.
"""

from collections.abc import Mapping
from typing import Any, TypedDict

import msgspec
from botocore.parsers import ResponseParserFactory

SHAPES = {
    f"{operation}Output"
    for operation in (
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "TransactWriteItems",
    )
} | {"ConditionalCheckFailedException", "TransactionCanceledException"}
"""Of these, no member but an attribute value is anything that JSON is not."""


class _Value(TypedDict, total=False):
    """One attribute of an item."""

    S: str
    N: str
    B: bytes
    BOOL: bool
    NULL: bool
    L: "list[_Value]"
    M: "dict[str, _Value]"
    SS: list[str]
    NS: list[str]
    BS: list[bytes]


_Item = dict[str, _Value]


class _Reason(TypedDict, total=False):
    Code: str
    Message: str
    Item: _Item


class _Body(TypedDict, total=False):
    """What those answers have, and the two errors."""

    Item: _Item | None
    Items: list[_Item] | None
    Attributes: _Item | None
    LastEvaluatedKey: _Item | None
    Count: int
    ScannedCount: int
    ConsumedCapacity: Any
    ItemCollectionMetrics: Any
    CancellationReasons: list[_Reason]
    message: str
    Message: str


_decode = msgspec.json.Decoder(_Body).decode


class AnswerParserFactory:
    """botocore asks it for a parser at each answer."""

    def __init__(self) -> None:
        self._botocores = ResponseParserFactory()
        self._of_json = AnswerParser(self._botocores.create_parser("json"))

    def create_parser(self, protocol: str) -> Any:
        return self._of_json if protocol == "json" else self._botocores.create_parser(protocol)


class AnswerParser:
    """`botocores` is its own parser, for everything that is not the usual."""

    def __init__(self, botocores: Any) -> None:
        self._botocores = botocores

    def parse(self, response: Mapping[str, Any], shape: Any) -> Any:
        """As botocore's parser gives it. An answer's status, request id and headers come along."""
        if shape is None or shape.name not in SHAPES:
            return self._botocores.parse(response, shape)
        status = response["status_code"]
        # An error comes twice: as the answer of its operation, and by the shape of the error.
        is_error = shape.metadata.get("exception", False)
        if is_error != (status >= 301):
            return self._botocores.parse(response, shape)
        fields = _fields(response["body"], shape)
        if fields is None:
            return self._botocores.parse(response, shape)
        if not is_error:
            fields["ResponseMetadata"] = _metadata(status, response["headers"])
        return fields

    def read(self, headers: Mapping[str, str], content: bytes, shape: Any) -> Any:
        """The same of an answer that is no error; `None` if botocore is to read it."""
        fields = _fields(content, shape)
        if fields is not None:
            fields["ResponseMetadata"] = _metadata(200, headers)
        return fields


def _fields(content: bytes, shape: Any) -> dict[str, Any] | None:
    try:
        body: dict[str, Any] = _decode(content)  # type: ignore[assignment]
    except msgspec.DecodeError:
        return None
    return {name: body[name] for name in shape.members if body.get(name) is not None}


def _metadata(status: int, headers: Mapping[str, str]) -> dict[str, Any]:
    lowered = {name.lower(): value for name, value in headers.items()}
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": lowered}
    if "x-amzn-requestid" in lowered:
        metadata["RequestId"] = lowered["x-amzn-requestid"]
    return metadata
