"""KMS: the root of all signatures, and the encryption of personal data field by field."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.core.errors import TryAgainError

DATA_KEY_USES_MAX = 10_000
DATA_KEY_SECONDS_MAX = 3600
DECRYPTED_KEYS_MAX = 200


def root_key(client: Any, mac_key_id: str) -> bytes:
    """32 bytes that only KMS can derive; the key itself never leaves it. One call per process."""
    answer = _call(
        client.generate_mac,
        KeyId=mac_key_id,
        MacAlgorithm="HMAC_SHA_256",
        Message=b"onmin root key 1",
    )
    mac: bytes = answer["Mac"]
    return mac


class FieldCipher:
    """Envelope encryption: AES-256-GCM under data keys that KMS makes and alone can open.

    A data key serves many fields, so a warm process needs no call. Each field is bound to its
    name and context: one cannot be moved to another person or another field unnoticed.
    """

    def __init__(
        self, client: Any, key_id: str, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._key_id = key_id
        self._seconds = seconds
        self._current: tuple[bytes, AESGCM] | None = None
        self._uses_left = 0
        self._made_at = 0.0
        self._opened: dict[bytes, AESGCM] = {}

    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]:
        """(the encrypted data key, the encrypted fields)."""
        data_key, cipher = self._data_key()
        sealed = {}
        for name, text in fields.items():
            nonce = secrets.token_bytes(12)
            bound_to = f"{context}/{name}".encode()
            sealed[name] = nonce + cipher.encrypt(nonce, text.encode(), bound_to)
        return data_key, sealed

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str:
        cipher = self._opened.get(data_key)
        if cipher is None:
            answer = _call(self._client.decrypt, CiphertextBlob=data_key, KeyId=self._key_id)
            cipher = AESGCM(answer["Plaintext"])
            if len(self._opened) >= DECRYPTED_KEYS_MAX:
                self._opened.clear()
            self._opened[data_key] = cipher
        bound_to = f"{context}/{name}".encode()
        return cipher.decrypt(sealed[:12], sealed[12:], bound_to).decode()

    def _data_key(self) -> tuple[bytes, AESGCM]:
        is_old = self._seconds() - self._made_at > DATA_KEY_SECONDS_MAX
        if self._current is None or self._uses_left == 0 or is_old:
            answer = _call(self._client.generate_data_key, KeyId=self._key_id, KeySpec="AES_256")
            self._current = (answer["CiphertextBlob"], AESGCM(answer["Plaintext"]))
            self._uses_left = DATA_KEY_USES_MAX
            self._made_at = self._seconds()
        self._uses_left -= 1
        return self._current


def _call(operation: Callable[..., Any], **parameters: Any) -> Any:
    """Many cold starts at once are throttled by KMS: that passes."""
    try:
        return operation(**parameters)
    except (BotoCoreError, ClientError) as exc:
        raise TryAgainError(retry_after_seconds=1) from exc
