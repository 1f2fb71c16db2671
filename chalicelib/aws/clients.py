"""AWS's clients, made once per process, with time limits that fit inside a request.

They are botocore's: boto3's session would make the same ones, and load S3's transfers with threads
and processes for it, which nothing here uses.
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.parsers import ResponseParserFactory
from botocore.session import Session

from chalicelib.aws import short_way
from chalicelib.aws.answer_parser import AnswerParserFactory

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    # Our own tests exercise every call; validating each again costs CPU on the hot path.
    parameter_validation=False,
    max_pool_connections=10,
    # botocore's own is put together of thirty parts anew for each call.
    user_agent="onmin",
)


_OF_SERVICE = {
    # Of forms and addresses that are signed for a browser; S3's own default is the older one.
    "s3": _CONFIG.merge(Config(signature_version="s3v4")),
    # Two calls before the work begins: both must fail long before the request's time is over.
    "cognito-idp": _CONFIG.merge(
        Config(
            connect_timeout=1,
            read_timeout=2,
            retries={"mode": "standard", "total_max_attempts": 2},
        )
    ),
    # Asked again after a lost answer, it sends again. Whoever waits for a code asks for another.
    "sns": _CONFIG.merge(
        Config(read_timeout=10, retries={"mode": "standard", "total_max_attempts": 1})
    ),
    # Asked again after a lost answer, it mails again. Workers ask it, who can wait for the answer.
    "sesv2": _CONFIG.merge(
        Config(read_timeout=30, retries={"mode": "standard", "total_max_attempts": 1})
    ),
}


@cache
def client(service: str) -> Any:
    return make(service, config=_OF_SERVICE.get(service, _CONFIG))


def make(service: str, **options: Any) -> Any:
    """A client of the service. DynamoDB's, which every request waits for, sends and reads by our
    own short code.

    One session makes all: each would read botocore's lists of endpoints and find credentials anew.
    A client keeps the parsers that it was made with.
    """
    session = _session()
    is_dynamodb = service == "dynamodb"
    parsers = AnswerParserFactory() if is_dynamodb else ResponseParserFactory()
    session.register_component("response_parser_factory", parsers)
    made = session.create_client(service, **options)
    if is_dynamodb:
        short_way.take(
            made,
            parsers.create_parser("json"),
            ca_bundle=session.get_config_variable("ca_bundle"),
            checks_parameters=options.get("config", _CONFIG).parameter_validation,
        )
    return made


@cache
def _session() -> Session:
    return Session()
