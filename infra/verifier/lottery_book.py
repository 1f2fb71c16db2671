"""Rounds whose buyers were drawn: who bought against which places were offered.

Who stands at a place is known to nobody here: a pseudonym's salt is sealed, and erased in time.
That the places are those of the draw is what `draw_check` works out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from infra.verifier.ids import id_ms
from infra.verifier.ledger_audit import Record, moment
from infra.verifier.typed_values import Attributes


class _Later(NamedTuple):
    """What a wallet bought after another of the same person had ended in it."""

    source: str
    round_id: str
    entry_id: str


class LotteryBook:
    """Held: a number for each round, and of the wallet that is read just now its rounds; of a
    wallet that ended in another, all its rounds."""

    def __init__(self) -> None:
        self._face: dict[str, int] = {}
        self._offers: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._sold: dict[str, int] = defaultdict(int)
        self._odd: dict[str, dict[int, str]] = defaultdict(dict)
        """By round and face value, the first entry."""
        self._twice: dict[str, str] = {}
        self._wallet = ""
        self._of_wallet: set[str] = set()
        self._held: set[str] = set()
        """What it reserved itself, and `_held_before` what one reserved that ended in it."""
        self._held_before: set[str] = set()
        self._came_in: dict[str, int] = {}
        """When wallets ended in the one that is read just now, in milliseconds."""
        self._ended: dict[str, set[str]] = {}
        """By wallet that ended, the rounds of what it bought."""
        self._later: list[_Later] = []

    def add(self, record: Record) -> None:
        """Of one wallet after the other, the oldest entry first: what is bought online, and what
        goes from a wallet into the one where its person goes on."""
        member_id = record["member_id"]
        if member_id != self._wallet:
            self._wallet, self._of_wallet, self._came_in = member_id, set(), {}
            self._held, self._held_before = set(), set()
        if record["kind"] == "carry_over":
            source = record["reference"].split("/")[1]
            if source == member_id:
                # The same set: what is paid for later is known too.
                self._ended.setdefault(source, self._of_wallet)
            else:
                self._came_in.setdefault(source, moment(record["at"])[0])
                self._held_before |= record.get("reservations", {}).keys() - self._held
            return
        if record["kind"] == "reservation":
            self._held.add(record["purchase"][0])
        if record["kind"] != "online_purchase":
            return
        purchase_id, round_id = record["purchase"][:2]
        self._later += (
            _Later(source, round_id, record["entry_id"])
            for source, ended_at in self._came_in.items()
            if ended_at < id_ms(purchase_id, "pur")
        )
        # What another wallet had reserved was a second person's, as far as anybody could tell.
        if round_id in self._of_wallet and purchase_id not in self._held_before:
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
            for later in self._later:
                # Who was not known to be one person bought as two: only what came after counts.
                if later.round_id == round_id and round_id in self._ended.get(later.source, ()):
                    yield f"round {round_id}: {later.entry_id} bought again by one person"
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
