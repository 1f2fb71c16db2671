"""DynamoDB's calls by a short way, as long as nothing goes wrong.

Seven tenths of a payment's CPU were botocore's. Most of that is there for what is rare: it is asked
for here when it happens, and not before. At a call botocore asks `before-call` whether somebody has
the answer already (its own `Stubber` is one who has). So the first attempt is made there: written,
signed and sent by our own code, read, and given back if it is a plain success.

Whatever else comes of it is botocore's: an error of the service, a connection that broke, a body
that its check sum does not fit. It goes its own way as if we did not exist, and when it comes to
sending, `before-send`, it is given the outcome that there was. So it decides by its own rules, with
its quota and its pauses, what is sent again, and that it signs and we send.
"""

from binascii import crc32
from collections.abc import Mapping
from typing import Any

import msgspec
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.utils import get_environ_proxies

from chalicelib.aws.answer_parser import SHAPES, AnswerParser
from chalicelib.aws.signatures import signed_headers, signed_host
from chalicelib.aws.transport import Transport

_OUTCOME = "onmin-outcome"
_PARAMETERS = "onmin-parameters"
_ONE_TABLE = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")
"""Their parameters are JSON as they are, but for bytes, and no more than the table's name of them
is looked at on the way."""


def take(
    client: Any, parser: AnswerParser, *, ca_bundle: str | None, checks_parameters: bool
) -> None:
    """Have the client's calls go this way; not where a proxy stands between, which botocore knows
    how to speak to. Whose parameters botocore checks, it writes."""
    if get_environ_proxies(client.meta.endpoint_url):
        return
    way = ShortWay(Transport(client.meta.config, ca_bundle=ca_bundle), parser)
    events = client.meta.events
    if not checks_parameters:
        for operation in _ONE_TABLE:
            events.register(f"provide-client-params.dynamodb.{operation}", way.set_aside)
    # After those of botocore that complete the request, which are registered for every service.
    events.register_last("before-call", way.call)
    events.register("before-send.dynamodb", way.send)


class ShortWay:
    def __init__(self, transport: Transport, parser: AnswerParser) -> None:
        self._transport = transport
        self._parser = parser

    def set_aside(
        self, params: Mapping[str, Any], context: dict[str, Any], **_: Any
    ) -> dict[str, Any]:
        """Of the parameters botocore's writer gets the table alone: it would look up the shape of
        each value in them."""
        context[_PARAMETERS] = params
        return {"TableName": params["TableName"]}

    def call(
        self,
        model: Any,
        params: dict[str, Any],
        request_signer: Any,
        context: dict[str, Any],
        **_: Any,
    ) -> tuple[AWSResponse, dict[str, Any]] | None:
        """The answer, if it is a plain success."""
        parameters = context.pop(_PARAMETERS, None)
        if parameters is not None:
            params["body"] = msgspec.json.encode(parameters)
        if model.output_shape.name not in SHAPES:
            return None
        headers = signed_headers(params, context, request_signer)
        if headers is None:
            return None
        body = params["body"]
        headers["Content-Length"] = str(len(body))
        try:
            answer = self._transport.send(params["url"], headers, body)
        except Exception as error:
            # All of them, as botocore does where it sends: it knows which to try again.
            context[_OUTCOME] = error
            return None
        if answer.status_code == 200 and _is_whole(answer):
            parsed = self._parser.read(answer.headers, answer.content, model.output_shape)
            if parsed is not None:
                parsed["ResponseMetadata"]["RetryAttempts"] = 0
                return answer, parsed
        context[_OUTCOME] = answer
        return None

    def send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """In place of botocore's own transport. Raises what that would raise."""
        outcome = request.context.pop(_OUTCOME, None)
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is not None:
            return outcome
        headers = {name: _text(value) for name, value in request.headers.items()}
        headers.setdefault("Host", signed_host(request.url))
        return self._transport.send(request.url, headers, request.body)


def _is_whole(answer: AWSResponse) -> bool:
    stated = answer.headers.get("x-amz-crc32")
    return stated is None or stated == str(crc32(answer.content))


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
