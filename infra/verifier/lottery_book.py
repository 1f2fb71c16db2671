"""Rounds whose buyers were drawn: who bought against which places were offered.

Who stands at a place is known to nobody here: a pseudonym's salt is sealed, and erased in time.
That the places are those of the draw is what `draw_check` works out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes


class LotteryBook:
    """Held: a number for each round, and of the wallet that is read just now its rounds."""

    def __init__(self) -> None:
        self._face: dict[str, int] = {}
        self._offers: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._sold: dict[str, int] = defaultdict(int)
        self._odd: dict[str, dict[int, str]] = defaultdict(dict)
        """By round and face value, the first entry."""
        self._twice: dict[str, str] = {}
        self._wallet = ""
        self._of_wallet: set[str] = set()

    def add(self, record: Record) -> None:
        """Of one wallet after the other."""
        if record["kind"] != "online_purchase":
            return
        round_id = record["purchase"][1]
        if record["member_id"] != self._wallet:
            self._wallet, self._of_wallet = record["member_id"], set()
        if round_id in self._of_wallet:
            self._twice.setdefault(round_id, record["entry_id"])
        self._of_wallet.add(round_id)
        self._sold[round_id] += 1
        self._odd[round_id].setdefault(record["voucher_amount"], record["entry_id"])

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        if part == "ROUNDS" and "lottery" in item:
            self._face[str(item["sk"])] = item["denominations"][0]
        elif name == "DRAW" and str(item["sk"]).startswith("OFFER#"):
            self._offers[f"rnd_{rest.removeprefix('drw_')}"].append(item["record"])

    def problems(self) -> Iterator[str]:
        for round_id, face in sorted(self._face.items()):
            offers = sorted(self._offers.get(round_id, []), key=lambda each: each["number"])
            yield from _of_offers(round_id, face, offers)
            offered = sum(each["last_place"] - each["first_place"] + 1 for each in offers)
            if self._sold[round_id] > offered:
                yield (
                    f"round {round_id}: {self._sold[round_id]} bought by lot, "
                    f"and {offered} places were offered"
                )
            if round_id in self._twice:
                yield f"round {round_id}: {self._twice[round_id]} bought again by one place"
            for sold, entry_id in self._odd[round_id].items():
                if sold != face:
                    yield f"round {round_id}: {entry_id} sold {sold:,} won, not {face:,}"


def _of_offers(round_id: str, face: int, offers: list[Mapping[str, Any]]) -> Iterator[str]:
    before = 0
    for number, offer in enumerate(offers, 1):
        count = offer["last_place"] - offer["first_place"] + 1
        if (offer["number"], offer["first_place"]) != (number, before + 1) or count < 1:
            yield f"round {round_id}: offer {offer['number']} does not follow the one before"
        if count * face > offer["left"]:
            yield f"round {round_id}: offer {offer['number']} is of more than was left"
        before = offer["last_place"]
