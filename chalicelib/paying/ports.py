"""What paying needs of the world."""

from typing import Protocol


class TypedPayCodeStore(Protocol):
    def create(self, county_id: str, digits: str, pay_code: str, *, ttl: int) -> bool: ...

    def pay_code(self, county_id: str, digits: str) -> str | None: ...
