"""Plays the relays of drand."""

import hashlib


class FakeBeacon:
    """Plays the relays of public randomness: a signature for each round, made up unless the test
    says which; none of a round that is `missing`."""

    def __init__(self) -> None:
        self.signatures: dict[int, str] = {}
        self.missing: set[int] = set()
        self.error: Exception | None = None
        self.asked: list[int] = []

    def signature(self, chain_hash: str, number: int) -> str | None:
        self.asked.append(number)
        if self.error:
            raise self.error
        if number in self.missing:
            return None
        made_up = hashlib.sha384(f"{chain_hash}/{number}".encode()).hexdigest()
        return self.signatures.get(number, made_up)
