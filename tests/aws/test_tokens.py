"""Our own tokens: what PyJWT would make of the same claims, and nothing else is read."""

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws import tokens
from chalicelib.core.errors import NotAuthenticatedError

KEY = bytes(range(32))
CLAIMS = {"sub": "mem_1", "cty": "gangjin", "gen": 3, "aud": "member", "exp": 2_000_000_000}
OURS = {"alg": "HS256", "typ": "JWT"}


def signed(claims: Any, header: Any = OURS, key: bytes = KEY, hash_name: str = "sha256") -> str:
    """Of any header and payload, under a signature that is right for it."""
    parts = [
        part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
        for part in (header, claims)
    ]
    text = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    mac = hmac.digest(key, text.encode(), hash_name)
    return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def read(token: str, audience: str = "member") -> dict[str, Any]:
    return tokens.read(token, KEY, audience=audience)


@given(
    st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.none(), max_size=6)
)
def test_a_token_is_the_one_that_pyjwt_makes_and_each_reads_the_others(more: Any) -> None:
    claims = {**more, **CLAIMS}

    token = tokens.sign(claims, KEY)

    unchecked = {"verify_nbf": False, "verify_iat": False, "verify_jti": False}
    assert token == jwt.encode(claims, KEY, algorithm="HS256") == signed(claims)
    assert jwt.decode(token, KEY, ["HS256"], audience="member", options=unchecked) == claims
    assert read(token) == claims


def test_no_changed_token_is_read() -> None:
    token = tokens.sign(CLAIMS, KEY)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

    for n, character in enumerate(token):
        # The next one: in the last character of a signature only bits that mean nothing change.
        other = alphabet[(alphabet.index(character) + 1) % len(alphabet)]
        for changed in (token[:n] + other + token[n + 1 :], token[:n] + token[n + 1 :], token[:n]):
            with pytest.raises(NotAuthenticatedError):
                read(changed)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "JWT"},
        {"alg": "None", "typ": "JWT"},
        {"alg": "HS384", "typ": "JWT"},
        {"alg": "HS512", "typ": "JWT"},
        {"alg": "RS256", "typ": "JWT"},
        {"alg": "HS256"},
        {"typ": "JWT", "alg": "HS256"},
        {**OURS, "kid": "1"},
        {**OURS, "crit": ["b64"], "b64": False},
        {**OURS, "zip": "DEF"},
        {},
        [],
        b"",
        b"\xff",
    ],
)
def test_a_token_says_nothing_of_how_it_is_checked(header: Any) -> None:
    """Even under our own key."""
    for hash_name in ("sha256", "sha384", "sha512"):
        with pytest.raises(NotAuthenticatedError):
            read(signed(CLAIMS, header, hash_name=hash_name))


def test_no_unsigned_token_and_none_under_a_public_key_is_read() -> None:
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    for made in (
        jwt.encode(CLAIMS, None, algorithm="none"),
        signed(CLAIMS, {"alg": "none", "typ": "JWT"}).rpartition(".")[0] + ".",
        signed(CLAIMS).rpartition(".")[0] + ".",
        signed(CLAIMS).rpartition(".")[0],
        signed(CLAIMS, key=b""),
        signed(CLAIMS, key=str(public.public_numbers().n).encode()),
        signed(CLAIMS, key=hashlib.sha256(KEY).digest()),
    ):
        with pytest.raises(NotAuthenticatedError):
            read(made)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"\xff\xfe",
        [],
        "member",
        {**CLAIMS, "aud": "verification"},
        {**CLAIMS, "aud": ["member"]},
        {**CLAIMS, "aud": None},
        {**CLAIMS, "exp": "2000000000"},
        {**CLAIMS, "exp": 2e9},
        {**CLAIMS, "exp": True},
        {**CLAIMS, "exp": None},
        {**CLAIMS, "sub": 1},
        {name: value for name, value in CLAIMS.items() if name != "exp"},
        {name: value for name, value in CLAIMS.items() if name != "sub"},
        {name: value for name, value in CLAIMS.items() if name != "aud"},
    ],
)
def test_claims_that_lack_something_are_refused_though_signed(payload: Any) -> None:
    with pytest.raises(NotAuthenticatedError):
        read(signed(payload))


def test_a_token_can_be_written_in_one_way_only() -> None:
    token = tokens.sign(CLAIMS, KEY)
    spare_bits = (
        token[:-1]
        + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(token[-1]) ^ 1
        ]
    )
    for other in (
        spare_bits,
        token + "=",
        token + "\n",
        " " + token,
        token + ".",
        "." + token,
        token.replace(".", "..", 1),
        token.replace(".", "=.", 1),
        token[:-4] + "!" + token[-4:],
        "٣" + token,
        token + "\ud800",
    ):
        with pytest.raises(NotAuthenticatedError):
            read(other)


def test_what_is_longer_than_any_token_of_ours_is_not_even_hashed() -> None:
    room = tokens.CHARACTERS_MAX - len(tokens.sign({**CLAIMS, "more": ""}, KEY))
    fits = tokens.sign({**CLAIMS, "more": "x" * (room * 3 // 4)}, KEY)
    longer = tokens.sign({**CLAIMS, "more": "x" * (room * 3 // 4 + 3)}, KEY)

    assert len(fits) <= tokens.CHARACTERS_MAX < len(longer)
    assert read(fits)["sub"] == "mem_1"
    with pytest.raises(NotAuthenticatedError):
        read(longer)
