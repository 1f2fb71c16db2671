"""Our signatures beside botocore's, byte for byte; and what is left to botocore."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from botocore.auth import AUTH_TYPE_MAPS, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials, RefreshableCredentials
from botocore.exceptions import CredentialRetrievalError
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws import signatures

CONTEXT = {"auth_type": None, "unsigned_payload": None}
MOMENT = datetime(2026, 2, 28, 23, 59, 59, 999_999)  # noqa: DTZ001 (as botocore has it)
EVENTS = HierarchicalEmitter()

plain = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
addresses = st.sampled_from(
    [
        "https://dynamodb.ap-northeast-2.amazonaws.com/",
        "https://DynamoDB.ap-northeast-2.amazonaws.com:443/",
        "http://127.0.0.1:8000",
        "http://localhost:80/",
        "https://localhost:80/",
        "http://[::1]:8000/",
        "https://123456789012.ddb.ap-northeast-2.api.aws/",
    ]
)


def signer(credentials: Any, region: str = "ap-northeast-2", version: str = "v4") -> RequestSigner:
    return RequestSigner(ServiceId("DynamoDB"), region, "dynamodb", version, credentials, EVENTS)


def credentials(access: str, secret: str, token: str | None) -> Any:
    """Each time that they are asked for, the ones of now: as botocore's own."""
    return SimpleNamespace(
        get_frozen_credentials=lambda: ReadOnlyCredentials(access, secret, token)
    )


ANY = credentials("AKID", "secret", None)


def a_request(**more: Any) -> dict[str, Any]:
    return {
        "method": "POST",
        "url": "https://dynamodb.ap-northeast-2.amazonaws.com/",
        "url_path": "/",
        "query_string": "",
        "headers": {
            "X-Amz-Target": "DynamoDB_20120810.PutItem",
            "Content-Type": "application/x-amz-json-1.0",
            "User-Agent": "onmin",
        },
        "body": b"{}",
        **more,
    }


def by_botocore(request: dict[str, Any], with_credentials: Any) -> dict[str, str]:
    signed = AWSRequest("POST", request["url"], dict(request["headers"]), request["body"])
    SigV4Auth(with_credentials.get_frozen_credentials(), "dynamodb", "ap-northeast-2").add_auth(
        signed
    )
    return dict(signed.headers.items())


@settings(max_examples=200, deadline=None)
@given(
    plain, plain, st.none() | plain, addresses, st.binary(max_size=64), plain, plain, plain,
    st.none() | plain, st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001
)  # fmt: skip
def test_every_header_and_the_signature_are_botocores(
    access: str, secret: str, token: str | None, url: str, body: bytes, target: str, kind: str,
    agent: str, trace: str | None, moment: datetime,
) -> None:  # fmt: skip
    headers = {"X-Amz-Target": target, "Content-Type": kind, "User-Agent": f"a  {agent} b"}
    if trace is not None:
        headers["X-Amzn-Trace-Id"] = trace
    request, known = a_request(url=url, body=body, headers=headers), credentials(
        access, secret, token
    )  # fmt: skip
    with (
        mock.patch.object(signatures, "get_current_datetime", return_value=moment),
        mock.patch("botocore.auth.get_current_datetime", return_value=moment),
    ):
        ours = signatures.signed_headers(request, CONTEXT, signer(known))
        assert ours is not None
        host = ours.pop("Host")
        assert ours == by_botocore(request, known)
    assert host == signatures.signed_host(url)


@pytest.mark.parametrize(
    ("request_", "context"),
    [
        (a_request(method="GET"), {}),
        (a_request(url_path="/table"), {}),
        (a_request(url="https://dynamodb.example/stage/"), {}),
        (a_request(url="https://dynamodb.example/?a=b"), {}),
        (a_request(url="https://user@dynamodb.example/"), {}),
        (a_request(query_string={"a": "b"}), {}),
        (a_request(body="{}"), {}),
        (a_request(headers={**a_request()["headers"], "X-Amz-Content-SHA256": "0"}), {}),
        (a_request(headers={**a_request()["headers"], "Date": "today"}), {}),
        (a_request(headers={**a_request()["headers"], "X-Amz-Target": "two words"}), {}),
        (a_request(headers={**a_request()["headers"], "Content-Type": "청자"}), {}),
        (a_request(headers={**a_request()["headers"], "User-Agent": "a\r\nb: c"}), {}),
        (a_request(headers={"X-Amz-Target": "t"}), {}),
        (a_request(), {"signing": {"region": "us-east-1"}}),
        (a_request(), {"auth_type": "v4a"}),
        (a_request(), {"auth_type": "none"}),
        (a_request(), {"unsigned_payload": True}),
    ],
)
def test_what_is_not_usual_is_left_to_botocore(request_: Any, context: Any) -> None:
    assert signatures.signed_headers(a_request(), CONTEXT, signer(ANY)) is not None
    assert signatures.signed_headers(request_, CONTEXT | context, signer(ANY)) is None


def test_odd_credentials_and_another_way_of_signing_are_left_to_botocore() -> None:
    for odd in (
        None,
        credentials("AKID", "secret", "to  ken"),
        credentials("AK\r\nID", "secret", None),
        credentials("AKID", "secret", "청자"),
    ):
        assert signatures.signed_headers(a_request(), CONTEXT, signer(odd)) is None
    assert signatures.signed_headers(a_request(), CONTEXT, signer(ANY, version="v4a")) is None

    class Hardware(SigV4Auth):
        """As botocore puts its own in where a library for it is installed."""

    with mock.patch.dict(AUTH_TYPE_MAPS, {"v4": Hardware}):
        assert signatures.signed_headers(a_request(), CONTEXT, signer(ANY)) is None


def test_credentials_that_are_renewed_sign_from_the_next_request_on() -> None:
    """The key of a day is kept, and is another one with another secret, region or day."""
    secrets, now = ["first", "second"], datetime.now(UTC)

    def renewed() -> dict[str, str]:
        secret = secrets.pop(0)
        ends = now + (timedelta(seconds=1) if secret == "first" else timedelta(hours=6))
        return {
            "access_key": secret, "secret_key": secret, "token": secret,
            "expiry_time": ends.isoformat(),
        }  # fmt: skip

    metadata = renewed()
    renewing = RefreshableCredentials.create_from_metadata(metadata, renewed, "test")
    made = signatures.signed_headers(a_request(), CONTEXT, signer(renewing))

    assert made is not None
    assert made["X-Amz-Security-Token"] == "second"
    assert "Credential=second/" in made["Authorization"]
    seen = set()
    for secret, region, moment in (
        ("second", "ap-northeast-2", MOMENT),
        ("third", "ap-northeast-2", MOMENT),
        ("third", "us-east-1", MOMENT),
        ("third", "us-east-1", MOMENT + timedelta(seconds=1)),
    ):
        with mock.patch.object(signatures, "get_current_datetime", lambda moment=moment: moment):
            made = signatures.signed_headers(
                a_request(), CONTEXT, signer(credentials("A", secret, None), region)
            )
        assert made is not None
        seen.add(made["Authorization"].rpartition("Signature=")[2])
    assert len(seen) == 4


def test_credentials_that_cannot_be_had_are_botocores_error() -> None:
    def fails() -> Any:
        raise CredentialRetrievalError(provider="test", error_msg="gone")

    with pytest.raises(CredentialRetrievalError):
        signatures.signed_headers(
            a_request(), CONTEXT, signer(SimpleNamespace(get_frozen_credentials=fails))
        )
