"""A provider's key that was changed counts within a minute, without a deployment."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.aws.secret import Secret
from chalicelib.core.cache import SECONDS_MAX, TtlCache
from chalicelib.core.errors import TryAgainError


@dataclass
class PlayedSecrets:
    """Secrets Manager, and a clock."""

    key: str = "first"
    asked: list[str] = field(default_factory=list)
    is_down: bool = False
    seconds: float = 0.0

    def get_secret_value(self, *, SecretId: str) -> Any:  # noqa: N803
        if self.is_down:
            raise EndpointConnectionError(endpoint_url="https://secretsmanager")
        self.asked.append(SecretId)
        return {"SecretString": json.dumps({"gangjin": {"api_secret": self.key}})}

    def secret(self) -> Secret:
        return Secret(self, "onmin-prod-identity", TtlCache(lambda: self.seconds))


def test_it_is_remembered_and_asked_for_again_within_a_minute() -> None:
    played = PlayedSecrets()
    secret = played.secret()
    assert secret.value() == secret.value() == {"gangjin": {"api_secret": "first"}}
    assert played.asked == ["onmin-prod-identity"]
    played.key = "second"
    played.seconds = SECONDS_MAX
    assert secret.value() == {"gangjin": {"api_secret": "second"}}
    assert SECONDS_MAX <= 60


def test_forgotten_it_is_asked_for_at_once() -> None:
    played = PlayedSecrets()
    secret = played.secret()
    secret.value()
    played.key = "second"
    secret.forget()
    assert secret.value() == {"gangjin": {"api_secret": "second"}}


def test_a_store_that_does_not_answer_is_try_again() -> None:
    with pytest.raises(TryAgainError):
        PlayedSecrets(is_down=True).secret().value()
