"""KMS, with a key of its own."""

from typing import Any


class FakeKms:
    """Answers as KMS does, with a key of its own."""

    def generate_mac(self, **request: Any) -> dict[str, bytes]:
        return {"Mac": b"r" * 32}

    def generate_data_key(self, **request: Any) -> dict[str, bytes]:
        return {"CiphertextBlob": b"sealed:" + b"d" * 32, "Plaintext": b"d" * 32}

    def decrypt(self, *, CiphertextBlob: bytes, **request: Any) -> dict[str, bytes]:  # noqa: N803
        return {"Plaintext": CiphertextBlob.removeprefix(b"sealed:")}
