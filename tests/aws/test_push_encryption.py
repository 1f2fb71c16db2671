"""Encryption and keys of Web Push, against what the RFCs print."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.aws.push_encryption import PLAIN_BYTES_MAX, encrypt
from chalicelib.aws.push_keys import PushKeys, from_text, to_text
from tests.played_push import PlayedBrowser, read

# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tl"
    "zAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(text)), ec.SECP256R1())


def test_it_encrypts_as_the_rfc_does() -> None:
    made = encrypt(
        PLAIN,
        browser_key=from_text(BROWSER),
        auth_secret=from_text(AUTH),
        own_key=private(SENDER),
        salt=from_text(SALT),
    )
    assert to_text(made) == SENT
    assert read(made, private(BROWSER_PRIVATE), from_text(AUTH)) == PLAIN


def test_no_two_messages_have_one_key_or_salt() -> None:
    browser = PlayedBrowser()
    one, other = (
        encrypt(b"{}", browser_key=browser.public, auth_secret=browser.auth) for _ in range(2)
    )
    assert one[:16] != other[:16]
    assert one[21:86] != other[21:86]
    assert browser.read(one) == browser.read(other) == {}


def test_a_message_fits_what_every_service_takes_or_is_refused() -> None:
    browser = PlayedBrowser()
    keys = {"browser_key": browser.public, "auth_secret": browser.auth}
    assert len(encrypt(b"x" * PLAIN_BYTES_MAX, **keys)) == 4096
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (PLAIN_BYTES_MAX + 1), **keys)


@pytest.mark.parametrize("key", [b"", b"\x04" + b"\x01" * 64, b"\x02" + b"\x01" * 32])
def test_what_is_no_point_of_the_curve_is_no_key(key: bytes) -> None:
    with pytest.raises(ValueError):
        encrypt(b"{}", browser_key=key, auth_secret=b"0" * 16)


def test_a_county_proves_itself_to_one_service_for_half_a_day() -> None:
    """RFC 8292, 2 and 3: audience, expiry, contact, and the key by which it is read."""
    keys = PushKeys(b"s" * 32)
    header = keys.authorization(
        "gangjin", "https://fcm.googleapis.com/fcm/send/x", contact="mailto:a@b.example", now=NOW
    )
    token, _, public = header.removeprefix("vapid t=").partition(", k=")
    assert public == keys.public_key("gangjin") != keys.public_key("jinju")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(public))
    claims = jwt.decode(
        token,
        key,
        algorithms=["ES256"],
        audience="https://fcm.googleapis.com",
        options={"verify_exp": False},
    )
    assert claims["sub"] == "mailto:a@b.example"
    assert claims["exp"] == int((NOW + timedelta(hours=12)).timestamp())


def test_the_key_is_the_same_in_every_process() -> None:
    assert PushKeys(b"s" * 32).public_key("gangjin") == PushKeys(b"s" * 32).public_key("gangjin")
    assert PushKeys(b"s" * 32).public_key("gangjin") != PushKeys(b"t" * 32).public_key("gangjin")
    assert len(from_text(PushKeys(b"s" * 32).public_key("gangjin"))) == 65
