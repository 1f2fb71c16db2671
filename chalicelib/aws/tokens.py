"""Our own signed tokens: JSON Web Tokens (RFC 7519) under HMAC-SHA256, and no other kind.

Not by PyJWT, which reads the tokens of staff (`aws.staff_tokens`): it brings X.509 and all
public-key algorithms with it, for which a till's payment would wait at a cold start. What makes it
a library is what is not wanted here: the header is one constant, so nothing in a token says how it
is to be checked; the signature is compared as text, so no token can be written in two ways; and
nothing is parsed before it has proved to be ours.
"""

import binascii
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from chalicelib.core.errors import NotAuthenticatedError

CHARACTERS_MAX = 4096
"""Of a token: several times our longest."""


def sign(claims: dict[str, Any], key: bytes) -> str:
    """The token of these claims."""
    payload = json.dumps(claims, separators=(",", ":")).encode()
    signed = _HEADER + b"." + _to_text(payload)
    return (signed + b"." + _signature(signed, key)).decode()


def read(token: str, key: bytes, *, audience: str) -> dict[str, Any]:
    """The claims, `exp` among them, which the caller judges. `NotAuthenticatedError` for anything
    but a token that `sign` made for this audience."""
    if len(token) > CHARACTERS_MAX or not token.isascii():
        raise NotAuthenticatedError
    signed, _, signature = token.encode().rpartition(b".")
    if not hmac.compare_digest(_signature(signed, key), signature):
        raise NotAuthenticatedError
    header, _, payload = signed.partition(b".")
    if header != _HEADER:
        raise NotAuthenticatedError
    try:
        claims = json.loads(_from_text(payload))
    except (binascii.Error, ValueError) as exc:
        raise NotAuthenticatedError from exc
    if not isinstance(claims, dict) or claims.get("aud") != audience:
        raise NotAuthenticatedError
    if type(claims.get("exp")) is not int or type(claims.get("sub")) is not str:
        raise NotAuthenticatedError
    return claims


def _signature(signed: bytes, key: bytes) -> bytes:
    return _to_text(hmac.digest(key, signed, "sha256"))


def _to_text(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")


def _from_text(text: bytes) -> bytes:
    return urlsafe_b64decode(text + b"=" * (-len(text) % 4))


_HEADER = _to_text(b'{"alg":"HS256","typ":"JWT"}')
