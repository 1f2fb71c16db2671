"""What identified persons were granted, and what was carried from wallet to wallet: of the whole
ledger, by none of the code that identifies.

A person has the sign-up mileage once; what is carried out of one wallet is what comes into another,
what is owed and what is being paid too, and what was bought in the one that ends counts to the
limits of the other; there it is taken back by the way it was paid (`CarriedOnline`). The one that
ends is no known person's, its profile says where it goes on, and who is there is known.
"""

from collections import defaultdict
from collections.abc import Iterator
from operator import sub
from typing import Any, NamedTuple

from infra.verifier.carried_online import CarriedOnline
from infra.verifier.ledger_audit import Record, moment
from infra.verifier.typed_values import Attributes

Rows = list[list[object]]
Counters = list[Any]
"""`[month, won, year, won]`."""
NOTHING: Counters = ["", 0, "", 0]


class Side(NamedTuple):
    """What one of the two entries moved, and the wallet's counters before and after it. `what`: its
    moment, and what of a debt went along. `held`: what is being paid, that went or came by it."""

    member_id: str
    what: tuple[str, int]
    rows: Rows
    before: Counters
    after: Counters
    day: str
    held: dict[str, Any]


class IdentityBook:
    """Of one county."""

    def __init__(self) -> None:
        self._carried: dict[str, list[Side]] = defaultdict(list)
        self._counters: tuple[str, Counters] = ("", NOTHING)
        """Of the wallet that is read, as its last entry states them."""
        self._held: tuple[str, dict[str, Any]] = ("", {})
        """Being paid by it, as that entry states it."""
        self._online = CarriedOnline()
        self._granted: dict[str, str] = {}
        """By wallet, the entry that granted the mileage of an identified person."""
        self._continues: dict[str, str] = {}
        """By wallet that ended, the one in which it goes on: as its profile says, and as is
        listed."""
        self._listed: dict[str, str] = {}
        self._identities: dict[str, tuple[str, bool]] = {}

    def add(self, record: Record) -> None:
        if record["kind"] == "carry_over":
            member_id, after = record["member_id"], record.get("purchases", NOTHING)
            rows = [list(row) for row in record.get("allocations", ())]
            day, (of, before) = moment(record["at"])[1], self._counters
            before = before if of == member_id else NOTHING
            what = record["at"], abs(record.get("receivable", ("", 0))[1])
            stated, (of, held) = record.get("reservations", {}), self._held
            held = held if of == member_id else {}
            moved = {each: (held | stated)[each] for each in held.keys() ^ stated.keys()}
            side = Side(member_id, what, rows, before, after, day, moved)
            self._carried[record["reference"]].append(side)
        elif record["kind"] == "identity_grant":
            self._granted[record["member_id"]] = record["entry_id"]

    def follow(self, record: Record) -> None:
        """After `add`, of every entry, wallet by wallet, the oldest first."""
        if "purchases" in record:
            self._counters = record["member_id"], record["purchases"]
            self._held = record["member_id"], record.get("reservations", {})
        self._online.follow(record)

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, whose = part.partition("#")
        if name == "IDENTITY":
            granted = item.get("has_grant") is True
            self._identities[whose] = (str(item.get("member_id")), granted)
        elif name == "WALLET" and "continues_in" in item:
            self._continues[whose] = str(item["continues_in"][0])
        elif part == "ENDEDWALLETS":
            self._listed[str(item["sk"])] = str(item.get("continues_in"))

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        yield from self._carried_wrongly()
        yield from self._carried_to_another()
        yield from self._online.problems(self._continues)
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

    def _carried_wrongly(self) -> Iterator[tuple[str, str]]:
        for reference, sides in sorted(self._carried.items()):
            if not _is_one_move(reference, sides):
                yield reference, f"{reference}: what left one wallet did not come into the other"
        ended: set[str] = set()
        for reference, sides in sorted(self._carried.items(), key=lambda one: _place(one[0])):
            source = _place(reference)[0]
            if not _counts_together(source, sides, is_first=source not in ended):
                yield reference, f"{reference}: the limits are not of what both wallets bought"
            ended.add(source)

    def _carried_to_another(self) -> Iterator[tuple[str, str]]:
        """From who is somebody else, or to whom nobody is."""
        known = {member_id for member_id, _ in self._identities.values()}
        for reference in sorted(self._carried):
            _, source, target, *_ = [*reference.split("/"), "", "", ""]
            if self._continues.get(source) != target or source in known or target not in known:
                yield reference, f"{reference}: {source} and {target} are not one person's"
        for source, target in sorted(self._listed.items()):
            if self._continues.get(source) != target:
                yield (
                    source,
                    f"{source}: listed as ended in {target}, which its profile does not say",
                )


def _place(reference: str) -> tuple[str, int]:
    """The wallet that something left, and by which of its entries."""
    _, source, _, seq, *_ = [*reference.split("/"), "", "", "", ""]
    return source, int(seq) if seq.isdecimal() else 0


def _counts_together(source: str, sides: list[Side], *, is_first: bool) -> bool:
    """By the first of its entries that carry over, a wallet's purchases count where it goes on."""
    bought = [_on(s.after, s.day) for s in sides if s.member_id == source and is_first]
    added = [
        tuple(map(sub, _on(s.after, s.day), _on(s.before, s.day)))
        for s in sides
        if s.member_id != source
    ]
    return added == (bought if is_first else [(0, 0)] * len(added))


def _on(counters: Counters, day: str) -> tuple[int, int]:
    month, in_month, year, in_year = counters
    return in_month if month == day[:7] else 0, in_year if year == day[:4] else 0


def _is_one_move(reference: str, sides: list[Side]) -> bool:
    _, source, target, *_ = [*reference.split("/"), "", "", ""]
    by_wallet = {side.member_id: side.rows for side in sides}
    if len(sides) != 2 or set(by_wallet) != {source, target}:
        return False
    if (sides[0].what, sides[0].held) != (sides[1].what, sides[1].held):
        return False
    put = [[*row[:4], -_amount(row), *row[5:]] for row in by_wallet[source]]
    return sorted(put, key=str) == sorted(by_wallet[target], key=str)


def _amount(row: list[object]) -> int:
    amount = row[4]
    return amount if isinstance(amount, int) else 0
