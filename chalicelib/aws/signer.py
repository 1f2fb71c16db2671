"""Everything that carries our own signature: tokens, pay codes, sign-up ids, cursors.

All keys here derive from one root that KMS answers for (`aws.kms.root_key`), each for one
purpose. Changing the KMS key ends every session and, since `person_key` derives from it too, would
make every person a stranger: see docs/runbook.md before touching it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.aws import pay_code_form, tokens
from chalicelib.aws.pay_code_form import PayCode
from chalicelib.aws.proofs import VerifiedIdentity, VerifiedPhone
from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import (
    CursorInvalidError,
    NotAuthenticatedError,
    SignupNotFoundError,
    TokenExpiredError,
    VerificationTokenInvalidError,
)
from chalicelib.core.values import ID_CHARACTERS, id_of, id_time, new_id, to_base32

if TYPE_CHECKING:
    from chalicelib.aws.pass_keys import PassKeys
    from chalicelib.aws.push_keys import PushKeys
    from chalicelib.aws.referral_form import ReferralNames

SESSION_TTL = timedelta(days=7)
CURSOR_MAC_BYTES = 9
_PURPOSES = (
    "token", "pay_code", "pay_code_siv", "signup", "message", "challenge", "cursor", "person",
    "birth", "code", "seal", "merchant_key", "identity", "identity_verification", "pass",
    "pass_holder", "gate_key", "name", "born", "card", "push", "poster", "visit",
    "analysis", "channel", "referral", "refusal",
)  # fmt: skip
_IDENTITY_PURPOSES = {"S": "signup", "L": "login", "M": "member"}


class Signer:
    """Makes and reads everything that carries our own signature."""

    def __init__(self, root_key: bytes) -> None:
        self._keys = {
            purpose: hmac.digest(root_key, f"onmin/1/{purpose}".encode(), "sha256")
            for purpose in _PURPOSES
        }

    def person_key(self, county_id: str, phone: str) -> str:
        """A keyed hash of a verified phone (E.164): tells one number from another, no more."""
        return self._mac("person", f"{county_id}/{phone}", size=16).hex()

    def birth_key(self, person_key: str, birth_on: date) -> str:
        """A keyed hash of a birth date, of this number alone."""
        return self._mac("birth", f"{person_key}/{birth_on}", size=16).hex()

    def identity_key(self, county_id: str, kind: str, value: str) -> str:
        """A keyed hash of what names a person for good: by `kind` (`di`, `ci`, a document)."""
        return self._mac("identity", f"{county_id}/{kind}/{value}", size=16).hex()

    def name_key(self, county_id: str, name: str) -> str:
        """A keyed hash of a normalized name (`members.names`), which many may have."""
        return self._mac("name", f"{county_id}/{name}", size=16).hex()

    def born_key(self, name_key: str, birth_on: date) -> str:
        """A keyed hash of a birth date, among those of one name alone."""
        return self._mac("born", f"{name_key}/{birth_on}", size=8).hex()

    def visit_signature(self, place: str) -> str:
        """Of a place at a minute: 40 bits, tried one request at a time within two minutes."""
        return self._signature("visit", place, characters=8)

    def channel_signature(self, channel: str) -> str:
        """Of a way to a campaign: who guesses one of 2^30 is counted under another heading."""
        return self._signature("channel", channel, characters=6)

    def code_hash(self, verification_id: str, code: str) -> str:
        return self._mac("code", f"{verification_id}/{code}", size=16).hex()

    def member_token(self, actor: MemberActor, now: datetime) -> tuple[str, datetime]:
        expires_at = now.replace(microsecond=0) + SESSION_TTL
        claims = {"sub": actor.member_id, "cty": actor.county_id, "gen": actor.generation}
        return self._token("member", claims, expires_at), expires_at

    def read_member_token(self, token: str, now: datetime) -> MemberActor:
        claims = self._claims("member", token, now)
        if "gen" not in claims:
            # Of before sessions had generations: nobody can say whether it was signed out.
            raise TokenExpiredError
        return MemberActor(claims["cty"], claims["sub"], claims["gen"])

    def shop_token(self, claims: dict[str, Any], expires_at: datetime) -> str:
        """Of who works at a phone of a shop, whose id is the claim `sub`."""
        return self._token("shop", claims, expires_at)

    def read_shop_token(self, token: str, now: datetime) -> dict[str, Any]:
        return self._claims("shop", token, now)

    def agent_token(self, claims: dict[str, Any], expires_at: datetime) -> str:
        return self._token("agent", claims, expires_at)

    def read_agent_token(self, token: str, now: datetime) -> dict[str, Any]:
        return self._claims("agent", token, now)

    def verification_token(self, verified: VerifiedPhone, expires_at: datetime) -> str:
        return self._token("verification", verified.claims(self.seal), expires_at)

    def read_verification_token(self, token: str, now: datetime) -> VerifiedPhone:
        try:
            claims = self._claims("verification", token, now)
        except (NotAuthenticatedError, TokenExpiredError) as exc:
            raise VerificationTokenInvalidError(param="verification_token") from exc
        return VerifiedPhone.of_claims(claims, self.unseal, token_digest=_digest(token))

    def identity_token(self, verified: VerifiedIdentity, expires_at: datetime) -> str:
        return self._token("identity", verified.claims(self.seal), expires_at)

    def read_identity_token(self, token: str, now: datetime) -> VerifiedIdentity:
        """Raises `VerificationTokenInvalidError`, also for a token that proves a phone."""
        try:
            claims = self._claims("identity", token, now)
        except (NotAuthenticatedError, TokenExpiredError) as exc:
            raise VerificationTokenInvalidError(param="verification_token") from exc
        return VerifiedIdentity.of_claims(claims, self.unseal, token_digest=_digest(token))

    def read_proof(self, token: str, now: datetime) -> VerifiedPhone | VerifiedIdentity:
        """Whichever of the two it is. Raises `VerificationTokenInvalidError`."""
        try:
            return self.read_identity_token(token, now)
        except VerificationTokenInvalidError:
            return self.read_verification_token(token, now)

    def _token(self, audience: str, claims: dict[str, Any], expires_at: datetime) -> str:
        payload = claims | {"aud": audience, "exp": int(expires_at.timestamp())}
        return tokens.sign(payload, self._keys["token"])

    def _claims(self, audience: str, token: str, now: datetime) -> dict[str, Any]:
        claims = tokens.read(token, self._keys["token"], audience=audience)
        # The expiry is judged by our own clock, which the local stage can simulate.
        if now.timestamp() >= claims["exp"]:
            raise TokenExpiredError
        return claims

    def seal(self, text: str) -> str:
        """Encrypt for ourselves, for minutes: what must pass through other hands unread."""
        nonce = secrets.token_bytes(12)
        return _to_text(nonce + AESGCM(self._keys["seal"]).encrypt(nonce, text.encode(), None))

    def unseal(self, text: str) -> str:
        raw = _from_text(text)
        try:
            return AESGCM(self._keys["seal"]).decrypt(raw[:12], raw[12:], None).decode()
        except InvalidTag as exc:
            raise NotAuthenticatedError from exc

    # Pay codes: 58 base32 characters that tell nothing to anyone but us

    def pay_code(self, actor: MemberActor, now: datetime) -> tuple[str, datetime]:
        """(the code, until when it is good), unlike every other."""
        return pay_code_form.seal(self._pay_code_key, actor, now, secrets.token_bytes(4))

    def card_pay_code(
        self, actor: MemberActor, issued_at: datetime, *, mark: int, amount_max: int
    ) -> tuple[str, datetime]:
        """One that pays `amount_max` won at the most: made for a printed card, and the same again
        for the same moment and `mark` (0 to 255)."""
        chance = bytes([mark]) + amount_max.to_bytes(3)
        return pay_code_form.seal(self._pay_code_key, actor, issued_at, chance, is_of_card=True)

    def read_pay_code(self, county_id: str, text: str) -> PayCode:
        """Whatever its age: the caller decides by `expires_at`, after looking for a replay."""
        return pay_code_form.read(self._pay_code_key, county_id, text)

    @property
    def _pay_code_key(self) -> bytes:
        return self._keys["pay_code"] + self._keys["pay_code_siv"]

    @cached_property
    def pass_keys(self) -> "PassKeys":
        from chalicelib.aws.pass_keys import PassKeys

        return PassKeys(*(self._keys[name] for name in ("pass", "pass_holder", "gate_key")))

    @cached_property
    def push_keys(self) -> "PushKeys":
        from chalicelib.aws.push_keys import PushKeys

        return PushKeys(self._keys["push"])

    @cached_property
    def referral_names(self) -> "ReferralNames":
        from chalicelib.aws.referral_form import ReferralNames

        return ReferralNames(self._keys["referral"])

    # Ids of identity verifications, which say what they are for: nothing is stored of them

    def identity_verification_id(self, county_id: str, purpose: str, now: datetime) -> str:
        letter = next(k for k, v in _IDENTITY_PURPOSES.items() if v == purpose)
        bare = new_id("idv", now) + letter
        return bare + self._signature("identity_verification", f"{county_id}/{bare}", characters=10)

    def read_identity_verification_id(
        self, county_id: str, text: str
    ) -> tuple[str, datetime] | None:
        """For what it was begun, and when; `None` if it is none of ours."""
        bare = text[: 4 + ID_CHARACTERS + 1]
        signature = self._signature("identity_verification", f"{county_id}/{bare}", characters=10)
        if not hmac.compare_digest((bare + signature).encode(), text.encode()):
            return None
        return _IDENTITY_PURPOSES[bare[-1]], id_time(bare[:-1])

    # Sign-up ids, which prove themselves, so that a queued one needs no item to be known

    def signup_id(self, verified: VerifiedPhone, fingerprint: str) -> str:
        """The id of what is signed up for by this token and body: sent again, the same."""
        mac = self._mac("signup", f"{verified.token_digest}/{fingerprint}", size=4)
        bare = id_of("sgn", verified.verified_at, int.from_bytes(mac))
        return bare + self._signature("signup", f"{verified.county_id}/{bare}", characters=10)

    def check_signup_id(self, county_id: str, signup_id: str) -> None:
        bare = signup_id[: 4 + ID_CHARACTERS]
        expected = bare + self._signature("signup", f"{county_id}/{bare}", characters=10)
        if not hmac.compare_digest(expected.encode(), signup_id.encode()):
            raise SignupNotFoundError

    def message_mac(self, text: str) -> str:
        """Of a queued message: nobody who can merely send to the queue can make one."""
        return self._mac("message", text, size=32).hex()

    def challenge_mac(self, text: str) -> str:
        return self._mac("challenge", text, size=16).hex()

    def merchant_key_secret(self, *made_for: str) -> str:
        """The secret part of a till's key: the same for the same request sent again."""
        return _to_text(self._mac("merchant_key", json.dumps(made_for), size=20))

    def card_secret(self, *made_for: str) -> str:
        """The secret part of a printed card's code: the same for the same request sent again."""
        mac = self._mac("card", json.dumps(made_for), size=16)
        return to_base32(int.from_bytes(mac), characters=26)

    def poster_signature(self, county_id: str, merchant_id: str, name: str) -> str:
        """Stands in a shop's standing QR beside the poster's `name`: 50 bits that only we make."""
        return self._signature("poster", f"{county_id}/{merchant_id}/{name}", characters=10)

    def analysis_mac(self, county_id: str, quarter: str, member_id: str) -> bytes:
        """24 bytes of a member in a quarter's extracts: `analysis/extract.py` has what of."""
        return self._mac("analysis", f"{county_id}/{quarter}/{member_id}", size=24)

    def refusal_signature(self, member: str) -> str:
        """Of the link by which a member refuses advertising messages."""
        return self._signature("refusal", member, characters=10)

    def cursor(self, scope: str, position: str) -> str:
        """Good for its scope alone: `http.paging` says what that is."""
        mac = self._mac("cursor", json.dumps([scope, position]), size=CURSOR_MAC_BYTES)
        return _to_text(mac + position.encode())

    def read_cursor(self, scope: str, text: str) -> str:
        try:
            position = _from_text(text)[CURSOR_MAC_BYTES:].decode()
        except ValueError as exc:
            raise CursorInvalidError(param="cursor") from exc
        # The text and not its bytes: base64 leaves out what it does not know.
        if not hmac.compare_digest(self.cursor(scope, position).encode(), text.encode()):
            raise CursorInvalidError(param="cursor")
        return position

    def _mac(self, purpose: str, text: str, *, size: int) -> bytes:
        return hmac.digest(self._keys[purpose], text.encode(), "sha256")[:size]

    def _signature(self, purpose: str, text: str, *, characters: int) -> str:
        number = int.from_bytes(self._mac(purpose, text, size=8))
        return to_base32(number, characters=characters)


def _digest(token: str) -> str:
    """Of what was signed, which says it all: the signature follows from it."""
    signed = token.rpartition(".")[0]
    return hashlib.sha256(signed.encode()).hexdigest()[:32]


def _to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
