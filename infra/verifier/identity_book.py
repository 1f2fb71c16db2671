"""What identified persons were granted, and what was carried from wallet to wallet: of the whole
ledger, by none of the code that identifies.

A person has the sign-up mileage once; what is carried out of one wallet is what comes into another.
"""

from collections import defaultdict
from collections.abc import Iterator

from infra.verifier.ledger_audit import Record
from infra.verifier.stored_values import Attributes

Rows = list[list[object]]


class IdentityBook:
    """Of one county."""

    def __init__(self) -> None:
        self._carried: dict[str, list[tuple[str, Rows]]] = defaultdict(list)
        self._granted: dict[str, str] = {}
        """By wallet, the entry that granted the mileage of an identified person."""
        self._identities: dict[str, tuple[str, bool]] = {}

    def add(self, record: Record) -> None:
        if record["kind"] == "carry_over":
            rows = [list(row) for row in record.get("allocations", ())]
            self._carried[record["reference"]].append((record["member_id"], rows))
        elif record["kind"] == "identity_grant":
            self._granted[record["member_id"]] = record["entry_id"]

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, identity_key = part.partition("#")
        if name == "IDENTITY":
            granted = item.get("has_grant") is True
            self._identities[identity_key] = (str(item.get("member_id")), granted)

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        for reference, sides in sorted(self._carried.items()):
            if not _is_one_move(reference, sides):
                yield reference, f"{reference}: what left one wallet did not come into the other"
        holders: dict[str, list[str]] = defaultdict(list)
        had: set[str] = set()
        for identity_key, (member_id, has_grant) in self._identities.items():
            holders[member_id].append(identity_key)
            if has_grant:
                had.add(member_id)
        for member_id, keys in sorted(holders.items()):
            if len(keys) > 1:
                yield member_id, f"{member_id}: {len(keys)} persons have this one membership"
        for member_id, entry_id in sorted(self._granted.items()):
            if member_id not in had:
                yield member_id, f"{member_id}: {entry_id} was granted to no identified person"


def _is_one_move(reference: str, sides: list[tuple[str, Rows]]) -> bool:
    _, source, target, *_ = [*reference.split("/"), "", "", ""]
    by_wallet = dict(sides)
    if len(sides) != 2 or set(by_wallet) != {source, target}:
        return False
    put = [[*row[:4], -_amount(row), *row[5:]] for row in by_wallet[source]]
    return sorted(put, key=str) == sorted(by_wallet[target], key=str)


def _amount(row: list[object]) -> int:
    amount = row[4]
    return amount if isinstance(amount, int) else 0
