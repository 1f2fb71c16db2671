"""Of all that can be signed, an ID token of our own pool alone lets a member of staff in."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.aws.staff_tokens import StaffTokens
from chalicelib.core.actors import StaffActor
from chalicelib.core.errors import NotAuthenticatedError, TokenExpiredError, TryAgainError

ISSUER = "https://staff.example/pool"
CLIENT = "client"
KEY_ID = "key-1"
POOL_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
HOUR = 3600


def claims(**changes: Any) -> dict[str, Any]:
    """What Cognito puts into an ID token; a claim that is changed to `None` is left out."""
    now = int(time.time())
    facts = {
        "iss": ISSUER,
        "aud": CLIENT,
        "token_use": "id",
        "sub": "5f0c-subject",
        "cognito:username": "kim",
        "cognito:groups": ["manager", "auditor"],
        "custom:county": "gangjin",
        "iat": now - 60,
        "exp": now + HOUR,
    }
    return {name: value for name, value in (facts | changes).items() if value is not None}


def signed(
    facts: dict[str, Any], *, key: Any = POOL_KEY, algorithm: str = "RS256", key_id: str = KEY_ID
) -> str:
    return jwt.encode(facts, key, algorithm=algorithm, headers={"kid": key_id})


class Pool(jwt.PyJWKClient):
    """A pool's keys, without a network; `None` if it does not answer."""

    def __init__(self, published: Any) -> None:
        super().__init__(f"{ISSUER}/jwks.json")
        self._published = published

    def fetch_data(self) -> Any:
        if self._published is None:
            raise jwt.PyJWKClientConnectionError("no route")
        return self._published


def tokens_of(published: Any) -> StaffTokens:
    return StaffTokens(keys_url="", issuer=ISSUER, client_id=CLIENT, keys=Pool(published))


@pytest.fixture
def tokens() -> StaffTokens:
    """Its pool publishes one key."""
    return tokens_of({"keys": [public_part(POOL_KEY, KEY_ID)]})


def test_an_id_token_of_the_pool_says_who_it_is(tokens: StaffTokens) -> None:
    expected = StaffActor("gangjin", "kim", frozenset({"manager", "auditor"}), "5f0c-subject")

    assert tokens.read(signed(claims())) == expected


def test_whoever_is_in_no_group_has_no_role(tokens: StaffTokens) -> None:
    assert tokens.read(signed(claims(**{"cognito:groups": None}))).roles == frozenset()


@pytest.mark.parametrize(
    "changes",
    [
        {"token_use": "access"},
        {"token_use": "refresh"},
        {"token_use": None},
        {"iss": "https://staff.example/another-pool"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": None},
        {"sub": None},
        {"exp": None},
        {"nbf": int(time.time()) + HOUR},
        {"iat": int(time.time()) + HOUR},
        {"cognito:username": None},
        {"custom:county": None},
        {"custom:county": ""},
    ],
    ids=str,
)
def test_a_token_with_one_claim_that_is_wrong_or_gone_lets_nobody_in(
    tokens: StaffTokens, changes: dict[str, Any]
) -> None:
    with pytest.raises(NotAuthenticatedError):
        tokens.read(signed(claims(**changes)))


@pytest.mark.parametrize("seconds_ago", [1, HOUR])
def test_a_token_that_has_ended_says_so(tokens: StaffTokens, seconds_ago: int) -> None:
    with pytest.raises(TokenExpiredError):
        tokens.read(signed(claims(exp=int(time.time()) - seconds_ago)))


def signed_with_what_is_public() -> str:
    """As with a secret, which is what HS256 means. PyJWT itself would not make such a token."""
    public = POOL_KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    body, _, _ = signed(claims(), key="k" * 32, algorithm="HS256").rpartition(".")
    digest = hmac.digest(public, body.encode(), "sha256")
    return f"{body}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def with_key_of_its_own(header: str) -> str:
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key())) | {"kid": KEY_ID}
    value = own if header == "jwk" else "https://staff.example.evil/jwks.json"
    headers = {"kid": KEY_ID, header: value}
    return jwt.encode(claims(), OTHER_KEY, algorithm="RS256", headers=headers)


def forgeries() -> dict[str, str]:
    header, payload, signature = signed(claims()).split(".")
    _, richer, _ = signed(claims(**{"cognito:groups": ["treasurer"]})).split(".")
    return {
        "signed with another key": signed(claims(), key=OTHER_KEY),
        "of a key that is not published": signed(claims(), key_id="key-2"),
        "without a key's name": jwt.encode(claims(), POOL_KEY, algorithm="RS256"),
        "signed with the public key as a secret": signed_with_what_is_public(),
        "not signed, and saying so": signed(claims(), key=None, algorithm="none"),
        "of another algorithm": signed(claims(), algorithm="RS512"),
        "its signature cut off": f"{header}.{payload}.",
        "its groups changed": f"{header}.{richer}.{signature}",
        "of a key of its own, in its header": with_key_of_its_own("jwk"),
        "of a key at an address in its header": with_key_of_its_own("jku"),
        "with something that must be understood": jwt.encode(
            claims(), POOL_KEY, headers={"kid": KEY_ID, "crit": ["x"], "x": 1}, algorithm="RS256"
        ),
        "of a key whose name is no text": jwt.encode(
            claims(), POOL_KEY, algorithm="RS256", headers={"kid": ""}
        ),
        "not of ASCII": f"{header}.{payload}é.{signature}",
        "no token": "x",
        "nothing": "",
    }


@pytest.mark.parametrize("forged", forgeries().values(), ids=forgeries())
def test_no_forged_token_lets_anybody_in(tokens: StaffTokens, forged: str) -> None:
    with pytest.raises(NotAuthenticatedError):
        tokens.read(forged)


def test_a_pool_that_does_not_answer_is_no_refusal() -> None:
    with pytest.raises(TryAgainError):
        tokens_of(None).read(signed(claims()))


@dataclass
class Published:
    """A pool's address on loopback, with the keys that it publishes and how often it was asked."""

    keys: list[dict[str, Any]]
    asked: int = 0
    url: str = ""


def public_part(key: Any, key_id: str) -> dict[str, Any]:
    public: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return public | {"kid": key_id, "use": "sig", "alg": "RS256"}


@pytest.fixture
def published() -> Iterator[Published]:
    pool = Published([public_part(POOL_KEY, KEY_ID)])

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pool.asked += 1
            body = json.dumps({"keys": pool.keys}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    pool.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
    yield pool
    server.shutdown()
    server.server_close()


def at(pool: Published, **changes: Any) -> StaffTokens:
    return StaffTokens(keys_url=pool.url, issuer=ISSUER, client_id=CLIENT, **changes)


def test_made_up_keys_do_not_make_us_ask_the_pool_each_time(published: Published) -> None:
    tokens = at(published)
    assert tokens.read(signed(claims())).username == "kim"

    for number in range(50):
        with pytest.raises(NotAuthenticatedError):
            tokens.read(signed(claims(), key=OTHER_KEY, key_id=f"made-up-{number}"))

    assert tokens.read(signed(claims())).username == "kim"
    assert published.asked == 1


def test_a_new_key_of_the_pool_is_fetched_once_the_pause_is_over(published: Published) -> None:
    client = jwt.PyJWKClient(published.url, cooldown_duration=0.2)
    tokens = at(published, keys=client)
    tokens.read(signed(claims()))
    published.keys.append(public_part(OTHER_KEY, "key-2"))
    rotated = signed(claims(), key=OTHER_KEY, key_id="key-2")
    with pytest.raises(NotAuthenticatedError):
        tokens.read(rotated)
    time.sleep(0.25)

    assert tokens.read(rotated).username == "kim"
    assert tokens.read(signed(claims())).username == "kim"
    assert published.asked == 2


def test_a_key_that_the_pool_withdrew_lets_nobody_in_once_it_is_fetched_anew(
    published: Published,
) -> None:
    tokens = at(published, keys=jwt.PyJWKClient(published.url, lifespan=0.1))
    tokens.read(signed(claims()))
    published.keys[:] = [public_part(OTHER_KEY, "key-2")]
    time.sleep(0.15)

    with pytest.raises(NotAuthenticatedError):
        tokens.read(signed(claims()))


@pytest.mark.parametrize("keys", [[], [{"kty": "oct", "kid": KEY_ID, "k": "c2VjcmV0"}]])
def test_what_is_no_public_key_signs_for_nobody(
    published: Published, keys: list[dict[str, Any]]
) -> None:
    published.keys[:] = keys

    for token in (signed(claims()), signed(claims(), key="secret" * 6, algorithm="HS256")):
        with pytest.raises(NotAuthenticatedError):
            at(published).read(token)
