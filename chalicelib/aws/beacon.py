"""The values of drand's rounds, from several relays by HTTPS.

No relay is believed alone: two of different operators must give the same signature, and none
another one. Whether the league has signed it is checked in every reader's browser, not here; why:
docs/decisions/0037.
"""

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec import Struct

from chalicelib.core.errors import TryAgainError

RELAYS = (
    "https://api.drand.sh",
    "https://api2.drand.sh",
    "https://api3.drand.sh",
    "https://drand.cloudflare.com",
)
AGREEING_MIN = 2
CONNECT_SECONDS = 3
READ_SECONDS = 5
ANSWER_BYTES_MAX = 4096

_SIGNATURE = re.compile(r"[0-9a-f]{96}", re.ASCII)


class BeaconDisagreesError(Exception):
    """Relays give different values of one round. Nothing is drawn by either; people must look."""


class RelayAnswer(Struct, frozen=True):
    """`signature` of the round, in hex; or the relay says that there `is_missing` such a round; or
    neither, if it said nothing that can be used."""

    signature: str = ""
    is_missing: bool = False


class DrandRelays:
    """`relays` are addresses, of two operators at least."""

    def __init__(self, relays: Sequence[str] = RELAYS) -> None:
        if not _agree(relays):
            raise ValueError("relays of one operator alone")
        self._relays = relays

    def signature(self, chain_hash: str, number: int) -> str | None:
        """Of a round of the chain, in hex; `None` if no relay gives one, and as many say that
        there is none as must agree on one.

        Raises `TryAgainError` while too few answer, `BeaconDisagreesError` when two differ.
        """
        with ThreadPoolExecutor(len(self._relays)) as pool:
            answers = list(pool.map(lambda relay: _ask(relay, chain_hash, number), self._relays))
        by_relay = dict(zip(self._relays, answers, strict=True))
        given = {relay: each.signature for relay, each in by_relay.items() if each.signature}
        if len(set(given.values())) > 1:
            raise BeaconDisagreesError(f"round {number}: {given}")
        if _agree(given):
            return next(iter(given.values()))
        if not given and _agree([relay for relay, each in by_relay.items() if each.is_missing]):
            return None
        raise TryAgainError(retry_after_seconds=60)


def _ask(relay: str, chain_hash: str, number: int) -> RelayAnswer:
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    url = f"{relay}/{chain_hash}/public/{number}"
    with urllib3.PoolManager(timeout=timeout, retries=urllib3.Retry(1, redirect=0)) as pool:
        try:
            answer = pool.request("GET", url, preload_content=False)
            content = answer.read(ANSWER_BYTES_MAX)
            answer.release_conn()
        except urllib3.exceptions.HTTPError:
            return RelayAnswer()
    if answer.status == 404:
        return RelayAnswer(is_missing=True)
    return _read(content, number) if answer.status == 200 else RelayAnswer()


def _read(content: bytes, number: int) -> RelayAnswer:
    try:
        told: Any = json.loads(content)
    except ValueError:
        return RelayAnswer()
    if not isinstance(told, dict) or told.get("round") != number:
        return RelayAnswer()
    signature = told.get("signature")
    if not isinstance(signature, str) or not _SIGNATURE.fullmatch(signature):
        return RelayAnswer()
    return RelayAnswer(signature)


def _agree(relays: Sequence[str] | dict[str, str]) -> bool:
    """Whether they are enough, and not all of one operator."""
    return len({_operator(relay) for relay in relays}) >= AGREEING_MIN


def _operator(relay: str) -> str:
    """Whose relay it is: the last two parts of its host's name; those of the local cloud, which
    have a port, are each their own."""
    host = relay.partition("://")[2].partition("/")[0]
    return relay if ":" in host else ".".join(host.split(".")[-2:])
