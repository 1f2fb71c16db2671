"""What of a shop is personal: sealed field by field, opened where it is needed and nowhere else."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct


class Cipher(Protocol):
    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]: ...

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str: ...


class Sealed(Struct, frozen=True):
    """Fields bound to `context`, the id under which they were written first."""

    context: str
    data_key: bytes
    fields: Mapping[str, bytes]

    def open(self, cipher: Cipher, name: str) -> str:
        """Empty for a field that is not there."""
        sealed = self.fields.get(name)
        return cipher.open(self.context, self.data_key, name, sealed) if sealed else ""

    def stored(self) -> list[object]:
        return [self.context, self.data_key, dict(self.fields)]


def seal(cipher: Cipher, context: str, fields: Mapping[str, str]) -> Sealed:
    """Empty fields are not kept."""
    data_key, sealed = cipher.seal(context, {name: text for name, text in fields.items() if text})
    return Sealed(context, data_key, sealed)


def tail_of(text: str, shown: int = 4) -> str:
    """`3021234567890` → `*********7890`: enough to tell one from another."""
    return "*" * max(len(text) - shown, 0) + text[-shown:]
