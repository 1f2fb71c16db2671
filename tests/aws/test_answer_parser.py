"""DynamoDB's answers read as botocore would read them."""

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import ClientError
from botocore.parsers import create_parser
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws import clients
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

items = st.dictionaries(st.text(min_size=1) | st.just("B"), values, max_size=5).map(pack)


def answer(body: Any, status: int = 200) -> dict[str, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body, default=in_base64).encode()
    return {"body": content, "headers": HEADERS, "status_code": status, "context": {}}


def in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def output(operation: str) -> Any:
    return MODEL.operation_model(operation).output_shape


@given(items, st.lists(items, max_size=2))
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


class TestThroughTheClient:
    """Over answers that are played where the network would be."""

    def client(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        for name, value in {
            "AWS_DEFAULT_REGION": "ap-northeast-2",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }.items():
            monkeypatch.setenv(name, value)
        return clients.client.__wrapped__("dynamodb")

    def played(self, client: Any, *answers: Callable[[], tuple[int, bytes, str]]) -> list[Any]:
        asked: list[Any] = []

        def send(request: Any, **_: Any) -> AWSResponse:
            asked.append(request)
            status, body, checksum = answers[len(asked) - 1]()
            headers = {"x-amzn-requestid": "R", "x-amz-crc32": checksum}
            response = AWSResponse(request.url, status, headers, None)
            response._content = body
            return response

        client.meta.events.register_first("before-send.dynamodb", send)
        return asked

    def test_a_body_that_was_damaged_on_its_way_is_asked_for_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = self.client(monkeypatch)
        whole = b'{"Item": {"pk": {"S": "a"}}}'
        checksum = str(zlib.crc32(whole))
        asked = self.played(
            client,
            lambda: (200, whole[:-1], checksum),
            lambda: (200, whole.replace(b"a", b"b"), checksum),
            lambda: (200, whole, checksum),
        )

        found = client.get_item(TableName="t", Key={"pk": {"S": "a"}})

        assert found["Item"] == {"pk": {"S": "a"}}
        assert found["ResponseMetadata"]["RetryAttempts"] == len(asked) - 1 == 2
        assert found["ResponseMetadata"]["RequestId"] == "R"

    def test_a_refused_condition_brings_the_item_that_stands_there(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = self.client(monkeypatch)
        body = {
            "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
            "message": "The conditional request failed",
            "Item": {"pk": {"S": "a"}, "raw": {"B": "AAE="}},
        }
        content = json.dumps(body).encode()
        self.played(client, lambda: (400, content, str(zlib.crc32(content))))

        with pytest.raises(client.exceptions.ConditionalCheckFailedException) as refused:
            client.put_item(TableName="t", Item={})

        assert isinstance(refused.value, ClientError)
        assert refused.value.response["Item"] == {"pk": {"S": "a"}, "raw": {"B": b"\x00\x01"}}
        assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_only_dynamodbs_clients_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
    for service, ours in (("kms", False), ("dynamodb", True), ("sqs", False)):
        session = clients.session(service)
        factory = session.get_component("response_parser_factory")
        assert isinstance(factory, AnswerParserFactory) is ours, service
