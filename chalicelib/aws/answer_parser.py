"""Reads what DynamoDB answers, in place of botocore's parser.

botocore walks each attribute value as a structure of ten members, a hundred of them in the answers
of one payment, which took a sixth of its time. The answers are JSON in the very form that is
wanted, but for bytes, which come in base64.

It is registered as botocore's `response_parser_factory` for DynamoDB's clients alone (`clients`).
What may be wrong or is rare goes to botocore's own: errors (but for their own fields), bodies that
are no JSON (which the check sum then has asked for again), operations that move no items.
"""

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from botocore.parsers import ResponseParserFactory

_SHAPES = {
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
        if shape is None or shape.name not in _SHAPES:
            return self._botocores.parse(response, shape)
        status = response["status_code"]
        # An error comes twice: as the answer of its operation, and by the shape of the error.
        is_error = shape.metadata.get("exception", False)
        if is_error != (status >= 301):
            return self._botocores.parse(response, shape)
        try:
            body = json.loads(response["body"], object_hook=_with_bytes)
        except ValueError:
            return self._botocores.parse(response, shape)
        if not isinstance(body, dict):
            return self._botocores.parse(response, shape)
        fields = {name: body[name] for name in shape.members if body.get(name) is not None}
        if not is_error:
            fields["ResponseMetadata"] = _metadata(status, response["headers"])
        return fields


def _metadata(status: int, headers: Mapping[str, str]) -> dict[str, Any]:
    lowered = {name.lower(): value for name, value in headers.items()}
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": lowered}
    if "x-amzn-requestid" in lowered:
        metadata["RequestId"] = lowered["x-amzn-requestid"]
    return metadata


def _with_bytes(found: dict[str, Any]) -> dict[str, Any]:
    """Only an attribute value has text under `B`: an item's attributes are values themselves."""
    if "B" in found and isinstance(found["B"], str):
        found["B"] = b64decode(found["B"])
    return found
