"""ID tokens that Cognito gave to staff."""

from typing import Any

import jwt

from chalicelib.core.actors import StaffActor
from chalicelib.core.errors import NotAuthenticatedError, TokenExpiredError, TryAgainError

KEYS_SECONDS_MAX = 3600
UNKNOWN_KEY_SECONDS = 30
"""So rarely are the keys fetched again for a token of a key that nobody knows: whoever makes such
tokens up must not make us call the pool each time."""


class StaffTokens:
    """The pool's public keys are fetched once per process and kept for an hour."""

    def __init__(
        self, *, keys_url: str, issuer: str, client_id: str, keys: jwt.PyJWKClient | None = None
    ) -> None:
        self._keys = keys or jwt.PyJWKClient(
            keys_url,
            lifespan=KEYS_SECONDS_MAX,
            timeout=5,
            cooldown_duration=UNKNOWN_KEY_SECONDS,
        )
        self._issuer = issuer
        self._client_id = client_id

    def read(self, token: str) -> StaffActor:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._keys.get_signing_key_from_jwt(token).key,
                algorithms=["RS256"],
                audience=self._client_id,
                issuer=self._issuer,
                options={"require": ["exp", "iss", "aud", "sub", "token_use", "cognito:username"]},
            )
        except jwt.ExpiredSignatureError as exc:
            raise TokenExpiredError from exc
        except jwt.PyJWKClientConnectionError as exc:
            raise TryAgainError(retry_after_seconds=2) from exc
        except jwt.PyJWTError as exc:
            raise NotAuthenticatedError from exc
        is_id_token = claims["token_use"] == "id"  # noqa: S105 (a kind of token, not a secret)
        if not is_id_token or not claims.get("custom:county"):
            raise NotAuthenticatedError
        return StaffActor(
            county_id=claims["custom:county"],
            username=claims["cognito:username"],
            roles=frozenset(claims.get("cognito:groups", ())),
            subject=claims["sub"],
            phone=claims.get("phone_number", ""),
        )
