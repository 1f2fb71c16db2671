"""Works a draw out again from what the API says to anybody: `python -m infra.verifier.draw_check
https://onmin.example drw_…`.

Shares no code with what draws: the rule is written anew from its description. What it needs is the
draw, its list and SHA-256. The league's signature over the round is checked where there is a
library for it: in the browser, on the draw's page.
"""

import hashlib
import json
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

GENESIS, PERIOD = 1_692_803_367, 3
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
LEAD_SECONDS = 600
PAGE = 5_000
PAGES_MAX = 100

Ask = Callable[[str], Mapping[str, Any]]
"""Gives the answer of a path, `v1/draws/…`."""


def read_entrants(ask: Ask, draw_id: str) -> list[str]:
    """The whole list, page by page."""
    ids: list[str] = []
    cursor = ""
    for _ in range(PAGES_MAX):
        page = ask(f"v1/draws/{draw_id}/entrants?limit={PAGE}{cursor}")
        ids += [row["entrant_id"] for row in page["data"]]
        if not page["next_cursor"]:
            return ids
        cursor = f"&cursor={quote(page['next_cursor'])}"
    raise ValueError("the list does not end")


def order(draw_id: str, entrants: Sequence[str], randomness: str) -> list[str]:
    """All of them, as the round's value (in hex) orders them."""
    prefix = bytes.fromhex(randomness) + draw_id.encode()
    by_hash = {hashlib.sha256(prefix + entrant.encode()).digest(): entrant for entrant in entrants}
    return [by_hash[one] for one in sorted(by_hash)]


def findings(draw: Mapping[str, Any], entrants: Sequence[str]) -> Iterator[str]:
    """What does not fit, in words; nothing if the draw is as it should be."""
    if draw["status"] != "drawn":
        yield f"not drawn: {draw['status']}"
        return
    yield from _of_list(draw, entrants)
    yield from _of_round(draw)
    yield from _of_winners(draw, entrants)
    yield from _of_offers(draw) if draw["round_id"] else _of_reserves(draw)


def _of_list(draw: Mapping[str, Any], entrants: Sequence[str]) -> Iterator[str]:
    digest = hashlib.sha256()
    for entrant in entrants:
        digest.update(entrant.encode() + b"\n")
    if digest.hexdigest() != draw["list_hash"]:
        yield "the list is not the one whose hash was published"
    if len(entrants) != draw["entrant_count"]:
        yield f"the list has {len(entrants)} entrants, not {draw['entrant_count']}"
    if list(entrants) != sorted(set(entrants)):
        yield "the list is not sorted, or names somebody twice"


def _of_round(draw: Mapping[str, Any]) -> Iterator[str]:
    chain = draw["chain"]
    if (chain["chain_hash"], chain["genesis_at"], chain["period_seconds"]) != (
        CHAIN,
        GENESIS,
        PERIOD,
    ):
        yield "not drand's chain quicknet"
    named = (draw["round"], draw["fallback_round"])
    if draw["frozen_round"] not in named or draw["drawn_round"] not in named:
        yield "drawn by a round that was not named before"
    if draw["frozen_round"] == named[1] and draw["drawn_round"] != named[1]:
        yield "drawn by another round than the list was frozen for"
    frozen_at = _seconds(draw["frozen_at"])
    if frozen_at + LEAD_SECONDS > GENESIS + (draw["frozen_round"] - 1) * PERIOD:
        yield "frozen less than ten minutes before the round"
    if frozen_at < _seconds(draw["closes_at"]):
        yield "frozen before the entries closed"
    signature = bytes.fromhex(draw["signature"])
    if len(signature) != 48 or hashlib.sha256(signature).hexdigest() != draw["randomness"]:
        yield "the randomness is not the SHA-256 of the signature"


def _of_winners(draw: Mapping[str, Any], entrants: Sequence[str]) -> Iterator[str]:
    ordered = order(draw["draw_id"], entrants, draw["randomness"])
    end = draw["prize_count"] + draw["reserve_count"]
    for name, expected in (
        ("winner", ordered[: draw["prize_count"]]),
        ("reserve", ordered[draw["prize_count"] : end]),
    ):
        given = [place["entrant_id"] for place in draw[f"{name}s"]]
        if given != expected:
            number = next(
                (
                    n
                    for n, pair in enumerate(zip(given, expected, strict=False), 1)
                    if len({*pair}) > 1
                ),
                min(len(given), len(expected)) + 1,
            )
            yield f"{name} {number} is not who the order gives"
    numbers = [place["number"] for place in (*draw["winners"], *draw["reserves"])]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "the places are not counted through"


def _of_reserves(draw: Mapping[str, Any]) -> Iterator[str]:
    """Whoever holds a prize won it, or it was passed on by one who passed, to one reserve each."""
    state = {place["number"]: place for place in (*draw["winners"], *draw["reserves"])}
    after = [place["after"] for place in draw["reserves"] if place["prize"]]
    if len(after) != len(set(after)):
        yield "a prize was passed on twice"
    for place in draw["reserves"]:
        if not place["prize"]:
            continue
        before = state.get(place["after"])
        if before is None or before["state"] != "passed" or before["prize"] != place["prize"]:
            yield f"place {place['number']} has a prize that nobody passed on"
    names = [prize["name"] for prize in draw["prizes"] for _ in range(prize["count"])]
    if [place["prize"] for place in draw["winners"]] != names[: len(draw["winners"])]:
        yield "the prizes are not in their order"


def _of_offers(draw: Mapping[str, Any]) -> Iterator[str]:
    """Of a sale round: places are offered in their order, none is passed over, and none has its
    time before another that comes first."""
    places = [*draw["winners"], *draw["reserves"]]
    offered = [place for place in places if place["state"] == "offered"]
    if offered != places[: len(offered)]:
        yield "a place was offered before one that comes first"
    times = [_seconds(place["answer_by"]) for place in offered]
    if times != sorted(times):
        yield "the times to buy are not in the order of the places"
    if offered and len(offered) < len(draw["winners"]):
        yield "not all who won were offered their place"


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def main(arguments: Sequence[str]) -> int:
    """Says what was found. 0 if nothing was."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    address, draw_id = arguments

    def ask(path: str) -> Mapping[str, Any]:
        with urllib.request.urlopen(f"{address.rstrip('/')}/{path}", timeout=30) as answer:
            found: Mapping[str, Any] = json.load(answer)
            return found

    entrants = read_entrants(ask, draw_id)
    found = list(findings(ask(f"v1/draws/{draw_id}"), entrants))
    for line in found:
        print(f"✕ {line}")
    if not found:
        print(f"✓ {len(entrants)} entrants: list, round and order are as they were published")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
