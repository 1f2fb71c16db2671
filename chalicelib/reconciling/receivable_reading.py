"""Whether what members owe adds up, and whether two people agreed on what was let go of it.

In read units: 1/8 for each entry of a kilobyte by which anybody ever owed more or less, and 1 for
each waiver of the day.
"""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.payments.receivable_list import mismatched
from chalicelib.payments.waivers import REFERENCE
from chalicelib.reconciling.approval_check import approval_faults
from chalicelib.reconciling.ports import ReceivableSource
from chalicelib.reconciling.reconciliation import Difference, Place

TRIES_MAX = 3
PAUSE_SECONDS = 1.0
"""The index shows a new entry a moment later than the wallet: what differs is looked at again."""


class ReceivableReading(Struct, frozen=True):
    source: ReceivableSource
    pause: Callable[[float], None]

    def differences(self, county_id: str, on: date, owing: dict[Place, str]) -> list[Difference]:
        """`owing`: the entries of the day by which somebody owes more or less, as the wallets have
        them."""
        found: list[Difference] = []
        for attempt in range(TRIES_MAX):
            if attempt:
                self.pause(PAUSE_SECONDS)
            found = self._differences(county_id, on, owing)
            if not found:
                break
        return found

    def _differences(self, county_id: str, on: date, owing: dict[Place, str]) -> list[Difference]:
        moves = list(self.source.moves(county_id))
        found = [
            Difference(kind="receivable_sum", member_id=member_id, detail=str(amount))
            for member_id, amount in mismatched(moves)
        ]
        of_day = {(entry.member_id, entry.seq): entry for entry in moves if entry.on == on}
        found += [
            Difference(
                kind="receivable_sum",
                entry_id=entry_id,
                member_id=place[0],
                seq=place[1],
                detail="owed",
            )
            for place, entry_id in owing.items()
            if place not in of_day
        ]
        for entry in of_day.values():
            if entry.receivable and entry.receivable.what == "waived":
                faults = self._faults(county_id, entry)
                if faults:
                    found.append(
                        Difference(
                            kind="waiver_not_approved",
                            entry_id=entry.entry_id,
                            member_id=entry.member_id,
                            seq=entry.seq,
                            detail=", ".join(faults),
                        )
                    )
        return found

    def _faults(self, county_id: str, entry: Entry) -> list[str]:
        kind, _, waiver_id = entry.reference.partition("/")
        waiver = self.source.by_id(county_id, waiver_id) if kind == REFERENCE else None
        if waiver is None:
            return ["proposal"]
        faults = approval_faults(waiver.steps)
        if waiver.member_id != entry.member_id:
            faults.append("member")
        if entry.receivable is None or waiver.amount != -entry.receivable.amount:
            faults.append("amount")
        outcome = [(step.name, step.entry_id) for step in waiver.steps[2:]]
        if outcome != [("applied", entry.entry_id)]:
            faults.append("outcome")
        return faults
