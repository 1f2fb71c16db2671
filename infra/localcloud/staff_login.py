"""Logs a seeded account of staff in as the staff page does: by SRP, and with a code of the
authenticator app, whose secret only this stack knows.

SRP is RFC 5054's protocol over its 3072-bit group, as Cognito has it: the password is proved and
never sent.
"""

import base64
import hashlib
import hmac
import json
import secrets
import struct
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
_GENERATOR = 2
_KEY_NAME = b"Caldera Derived Key\x01"
CODE_SECONDS = 30


@dataclass(frozen=True)
class StaffLogin:
    """The user pool of a local cloud, from outside. `totp_secret`: `None` of an account that has no
    authenticator app."""

    endpoint_url: str
    pool_id: str
    client_id: str

    def tokens(self, username: str, password: str, totp_secret: str | None) -> dict[str, str]:
        """What Cognito gives to whoever has logged in."""
        answer = self._prove_password(username, password)
        if answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
            assert totp_secret is not None, (
                "the account has an authenticator app of somebody else's"
            )
            answer = self._ask(
                "RespondToAuthChallenge",
                ClientId=self.client_id,
                ChallengeName="SOFTWARE_TOKEN_MFA",
                Session=answer["Session"],
                ChallengeResponses={
                    "USERNAME": answer["ChallengeParameters"]["USER_ID_FOR_SRP"],
                    "SOFTWARE_TOKEN_MFA_CODE": totp(totp_secret, time.time()),
                },
            )
        result: dict[str, str] = answer["AuthenticationResult"]
        return result

    def new_totp_secret(self, access_token: str) -> str:
        secret: str = self._ask("AssociateSoftwareToken", AccessToken=access_token)["SecretCode"]
        return secret

    def enrol(self, access_token: str, totp_secret: str) -> None:
        """From now on the account logs in with a code of this secret."""
        code = totp(totp_secret, time.time())
        self._ask("VerifySoftwareToken", AccessToken=access_token, UserCode=code)
        settings = {"Enabled": True, "PreferredMfa": True}
        self._ask(
            "SetUserMFAPreference", AccessToken=access_token, SoftwareTokenMfaSettings=settings
        )

    def _prove_password(self, username: str, password: str) -> dict[str, Any]:
        private = secrets.randbelow(_PRIME)
        public = pow(_GENERATOR, private, _PRIME)
        asked = self._ask(
            "InitiateAuth",
            AuthFlow="USER_SRP_AUTH",
            ClientId=self.client_id,
            AuthParameters={"USERNAME": username, "SRP_A": f"{public:x}"},
        )["ChallengeParameters"]
        user_id, block = asked["USER_ID_FOR_SRP"], asked["SECRET_BLOCK"]
        at = srp_time(datetime.now(UTC))
        key = srp_key(
            private,
            public,
            int(asked["SRP_B"], 16),
            int(asked["SALT"], 16),
            f"{self._pool_name}{user_id}:{password}",
        )
        signed = f"{self._pool_name}{user_id}".encode() + base64.b64decode(block) + at.encode()
        return self._ask(
            "RespondToAuthChallenge",
            ClientId=self.client_id,
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses={
                "USERNAME": user_id,
                "TIMESTAMP": at,
                "PASSWORD_CLAIM_SECRET_BLOCK": block,
                "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(
                    hmac.digest(key, signed, "sha256")
                ).decode(),
            },
        )

    @property
    def _pool_name(self) -> str:
        return self.pool_id.partition("_")[2]

    def _ask(self, action: str, **body: Any) -> dict[str, Any]:
        request = urllib.request.Request(
            self.endpoint_url + "/",
            data=json.dumps(body).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}",
            },
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def srp_key(private: int, public: int, server: int, salt: int, identity: str) -> bytes:
    """What signs the proof. `identity`: the pool's name and the user's, a colon, the password."""
    assert server % _PRIME, "the server would know the key without the password"
    scramble = _number(_bytes(public), _bytes(server))
    multiplier = _number(_bytes(_PRIME), _bytes(_GENERATOR))
    secret = _number(_bytes(salt), hashlib.sha256(identity.encode()).digest())
    base = server - multiplier * pow(_GENERATOR, secret, _PRIME)
    shared = pow(base, private + scramble * secret, _PRIME)
    extracted = hmac.digest(_bytes(scramble), _bytes(shared), "sha256")
    return hmac.digest(extracted, _KEY_NAME, "sha256")[:16]


def srp_time(moment: datetime) -> str:
    """In English whatever the machine speaks, its day without a leading zero."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day} {months[moment.month - 1]} {moment.day} {moment:%H:%M:%S} UTC {moment.year}"


def totp(secret: str, seconds: float) -> str:
    """The six digits of a moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(seconds // CODE_SECONDS)), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def _bytes(number: int) -> bytes:
    """Big-endian, and never with the highest bit set: it would be a negative number."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _number(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")
