"""What was paid online in a wallet that ended, and how it is taken back in the one that goes on.

By the way it was paid, in the wallet of its person alone: a counter would pay it out once more.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from infra.verifier.ledger_audit import Record

_BACK = ("purchase_cancel", "online_purchase_cancel", "purchase_reversal")


class _Back(NamedTuple):
    kind: str
    purchase_id: str
    member_id: str
    entry_id: str


class CarriedOnline:
    """Held: of the wallet that is read just now what was paid online in it; of each that ended, all
    of that; and what was taken back of other wallets' purchases where one ended in it."""

    def __init__(self) -> None:
        self._wallet = ""
        self._own: set[str] = set()
        self._has_ended = self._has_come = False
        self._of_ended: dict[str, str] = {}
        """By purchase, the wallet that ended."""
        self._back: list[_Back] = []

    def follow(self, record: Record) -> None:
        """Every entry, wallet by wallet, the oldest first."""
        kind: str = record["kind"]
        member_id: str = record["member_id"]
        if member_id != self._wallet:
            self._wallet, self._own = member_id, set()
            self._has_ended = self._has_come = False
        if kind == "carry_over":
            is_end = record["reference"].split("/")[1] == member_id
            self._has_come = self._has_come or not is_end
            if is_end and not self._has_ended:
                self._has_ended = True
                self._of_ended.update((each, member_id) for each in self._own)
        elif kind == "online_purchase":
            self._own.add(record["purchase"][0])
            if self._has_ended:
                self._of_ended[record["purchase"][0]] = member_id
        elif kind in _BACK and self._has_come and record["purchase"][0] not in self._own:
            purchase_id = record["purchase"][0]
            self._back.append(_Back(kind, purchase_id, member_id, record["entry_id"]))

    def problems(self, continues: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """`continues`: by wallet that ended, where it goes on. (what is wrong, the sentence)."""
        for back in self._back:
            source = self._of_ended.get(back.purchase_id)
            what = f"{back.member_id}: {back.entry_id} takes back {back.purchase_id}"
            if back.kind == "purchase_cancel":
                if source is not None:
                    yield back.member_id, f"{what} at a counter, which was paid online"
            elif source is None or continues.get(source) != back.member_id:
                yield back.member_id, f"{what} online, which no wallet paid that ended in it"
