"""Tokens, codes, ids and cursors: what we signed reads back, and nothing else does."""

import string
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import (
    CursorInvalidError,
    DomainError,
    NotAuthenticatedError,
    PayCodeInvalidError,
    SignupNotFoundError,
    TokenExpiredError,
)
from chalicelib.merchants.merchant_keys import new_merchant_key
from tests.builders import NOON
from tests.worlds import SIGNER

ACTOR = MemberActor("gangjin", "mem_06H02CHZG2WVD3YG")
OTHER = Signer(b"x" * 32)


def one_character_changed(text: str) -> list[str]:
    alphabet = string.digits + string.ascii_uppercase
    return [
        text[:n] + next(c for c in alphabet if c != text[n].upper()) + text[n + 1 :]
        for n in range(len(text))
    ]


def test_a_pay_code_reads_back_and_no_changed_one_does() -> None:
    code, expires_at = SIGNER.pay_code(ACTOR, NOON)

    read = SIGNER.read_pay_code("gangjin", code)

    assert (read.member_id, read.expires_at) == (ACTOR.member_id, NOON + timedelta(seconds=180))
    assert expires_at == read.expires_at
    assert len(code) <= 64
    assert len({SIGNER.pay_code(ACTOR, NOON)[0] for _ in range(50)}) == 50
    for text in one_character_changed(code):
        with pytest.raises(PayCodeInvalidError):
            SIGNER.read_pay_code("gangjin", text)
    for signer, county_id in ((SIGNER, "jinju"), (OTHER, "gangjin")):
        with pytest.raises(PayCodeInvalidError):
            signer.read_pay_code(county_id, code)


@given(st.text(max_size=64))
def test_no_made_up_text_is_a_pay_code_a_cursor_or_a_token(text: str) -> None:
    with pytest.raises(PayCodeInvalidError):
        SIGNER.read_pay_code("gangjin", text)
    with pytest.raises(CursorInvalidError):
        SIGNER.read_cursor("list", text)
    with pytest.raises(NotAuthenticatedError):
        SIGNER.read_member_token(text, NOON)
    with pytest.raises(SignupNotFoundError):
        SIGNER.check_signup_id("gangjin", text)


def test_a_session_lasts_seven_days() -> None:
    token, expires_at = SIGNER.member_token(ACTOR, NOON)

    assert SIGNER.read_member_token(token, expires_at - timedelta(milliseconds=1)) == ACTOR
    with pytest.raises(TokenExpiredError):
        SIGNER.read_member_token(token, expires_at)
    with pytest.raises(NotAuthenticatedError):
        OTHER.read_member_token(token, NOON)


def test_a_token_of_one_purpose_does_not_serve_another() -> None:
    phone = VerifiedPhone("gangjin", "login", "p", "+821012345678", NOON)
    verification = SIGNER.verification_token(phone, NOON + timedelta(minutes=30))
    session = SIGNER.member_token(ACTOR, NOON)[0]

    read = SIGNER.read_verification_token(verification, NOON)
    assert replace(read, token_digest="") == phone
    with pytest.raises(DomainError):
        SIGNER.read_member_token(verification, NOON)
    with pytest.raises(DomainError):
        SIGNER.read_verification_token(session, NOON)


@given(st.text(), st.text())
def test_a_cursor_is_bound_to_its_list(scope: str, position: str) -> None:
    cursor = SIGNER.cursor(scope, position)

    assert SIGNER.read_cursor(scope, cursor) == position
    for signer, other in ((SIGNER, scope + "/"), (OTHER, scope)):
        with pytest.raises(CursorInvalidError):
            signer.read_cursor(other, cursor)


def test_a_sign_up_id_proves_itself() -> None:
    verified = VerifiedPhone("gangjin", "signup", "p", "+821012345678", NOON, "digest")
    signup_id = SIGNER.signup_id(verified, "what was filled in")

    SIGNER.check_signup_id("gangjin", signup_id)
    with pytest.raises(SignupNotFoundError):
        SIGNER.check_signup_id("jinju", signup_id)
    for text in one_character_changed(signup_id):
        with pytest.raises(SignupNotFoundError):
            SIGNER.check_signup_id("gangjin", text)


@given(st.text())
def test_what_is_sealed_opens_for_us_alone(text: str) -> None:
    sealed = SIGNER.seal(text)

    assert SIGNER.unseal(sealed) == text
    assert SIGNER.seal(text) != sealed
    with pytest.raises(NotAuthenticatedError):
        OTHER.unseal(sealed)


def test_a_person_is_another_in_another_county() -> None:
    phone = "+821012345678"

    assert SIGNER.person_key("gangjin", phone) == SIGNER.person_key("gangjin", phone)
    assert SIGNER.person_key("gangjin", phone) != SIGNER.person_key("jinju", phone)
    assert SIGNER.person_key("gangjin", phone) != OTHER.person_key("gangjin", phone)


def test_a_tills_key_is_long_and_never_the_same() -> None:
    keys = {new_merchant_key(live=False) for _ in range(100)}

    assert len(keys) == 100
    assert all(key.startswith("mk_test_") and len(key) >= 30 for key in keys)
    assert new_merchant_key(live=True).startswith("mk_live_")
