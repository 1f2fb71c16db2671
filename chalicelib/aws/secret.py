"""What AWS Secrets Manager keeps for us, as JSON."""

import json
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import TryAgainError


class SecretSource(Protocol):
    """What those who ask others need of a secret."""

    def value(self) -> dict[str, Any]: ...

    def forget(self) -> None: ...


class Secret:
    """Remembered for a minute: a value that was changed counts from then on, without a deployment;
    sooner for whoever finds that it is refused, and forgets it."""

    def __init__(
        self, client: Any, secret_id: str, known: TtlCache[dict[str, Any]] | None = None
    ) -> None:
        self._client = client
        self._secret_id = secret_id
        self._known = known if known is not None else TtlCache[dict[str, Any]]()

    def value(self) -> dict[str, Any]:
        return self._known.get("value", self._load)

    def forget(self) -> None:
        self._known.forget("value")

    def _load(self) -> dict[str, Any]:
        try:
            answer = self._client.get_secret_value(SecretId=self._secret_id)
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=1) from exc
        found: dict[str, Any] = json.loads(answer["SecretString"])
        return found
