"""DynamoDB's answers read as botocore would read them."""

import base64
import json
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws.answer_parser import AnswerParser, AnswerParserFactory
from chalicelib.aws.attributes import pack
from tests.aws.test_attributes import values

BOTOCORES = create_parser("json")
MODEL = botocore.session.Session().get_service_model("dynamodb")
HEADERS = HeadersDict({"X-Amzn-RequestId": "REQUEST", "x-amz-crc32": "1", "Date": "today"})
USED = {
    "TableName": "t",
    "CapacityUnits": 1.5,
    "Table": {"CapacityUnits": 0.5, "ReadCapacityUnits": 1.0},
}


class NeverAsked:
    def parse(self, response: Any, shape: Any) -> Any:
        raise AssertionError(shape)


ALONE = AnswerParserFactory().create_parser("json")
OURS = AnswerParser(NeverAsked())

items = st.dictionaries(st.text(min_size=1, max_size=3) | st.just("B"), values, max_size=3).map(
    pack
)


def answer(body: Any, status: int = 200) -> dict[str, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body, default=in_base64).encode()
    return {"body": content, "headers": HEADERS, "status_code": status, "context": {}}


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def output(operation: str) -> Any:
    return MODEL.operation_model(operation).output_shape


@settings(max_examples=40)
@given(items, st.lists(items, max_size=1))
def test_items_are_read_as_botocore_reads_them_and_without_it(item: Any, more: list[Any]) -> None:
    for operation, body in {
        "GetItem": {"Item": item, "ConsumedCapacity": USED},
        "PutItem": {"Attributes": item},
        "UpdateItem": {"Attributes": item, "ConsumedCapacity": USED},
        "DeleteItem": {},
        "Query": {
            "Items": more,
            "Count": len(more),
            "ScannedCount": 3,
            "LastEvaluatedKey": item,
            "ConsumedCapacity": USED,
        },
        "TransactWriteItems": {"ConsumedCapacity": [USED]},
    }.items():
        shape = output(operation)
        assert OURS.parse(answer(body), shape) == BOTOCORES.parse(answer(body), shape)


@settings(max_examples=30)
@given(items)
def test_errors_keep_their_own_fields(item: Any) -> None:
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "m", "Item": item}]
    for code, fields in {
        "ConditionalCheckFailedException": {"message": "The conditional…", "Item": item},
        "TransactionCanceledException": {"Message": "canceled", "CancellationReasons": reasons},
    }.items():
        body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", **fields}
        shape = MODEL.shape_for_error_code(code)
        assert OURS.parse(answer(body, 400), shape) == BOTOCORES.parse(answer(body, 400), shape)
        for each in (output("PutItem"), output("TransactWriteItems")):
            read = ALONE.parse(answer(body, 400), each)
            assert read == BOTOCORES.parse(answer(body, 400), each)
            assert read["Error"]["Code"] == code


def test_what_is_null_or_new_is_left_out_as_botocore_does() -> None:
    body = {"Item": None, "Attributes": {}, "NewInAnotherYear": 1, "__type": "x"}

    assert OURS.parse(answer(body), output("PutItem")) == BOTOCORES.parse(
        answer(body), output("PutItem")
    )


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"Item": {"a": {"S": "b"', b"null{"])
def test_a_cut_body_is_read_as_botocore_reads_it(body: bytes) -> None:
    for status in (200, 400, 500, 503):
        assert ALONE.parse(answer(body, status), output("GetItem")) == BOTOCORES.parse(
            answer(body, status), output("GetItem")
        )


def test_other_operations_and_protocols_are_botocores() -> None:
    body = {"Table": {"TableName": "t", "CreationDateTime": 1.5e9}}
    shape = output("DescribeTable")

    assert ALONE.parse(answer(body), shape) == BOTOCORES.parse(answer(body), shape)
    assert type(AnswerParserFactory().create_parser("rest-xml")) is type(create_parser("rest-xml"))
