"""Sales at the counter against what is kept of them, and of those beyond a seller's day, against
what another person approved. Worked out anew from what is stored, by none of the code that sells.

Held in memory: counter sales alone, some hundreds of bytes each. Sales from before there were
records have none.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from infra.verifier.approval_book import are_two
from infra.verifier.ledger_audit import Record
from infra.verifier.numbers import SEOUL
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class _Sale(NamedTuple):
    member_id: str
    seller: str
    face: int
    price: int


class _Cancel(NamedTuple):
    on: str
    member_id: str
    sale_id: str
    face: int
    price: int


class CounterBook:
    """Of one county; won."""

    def __init__(self) -> None:
        self._sales: dict[str, _Sale] = {}
        self._cancelled: dict[str, _Cancel] = {}
        self._cancels: dict[str, tuple[str, Attributes]] = {}
        self._records: list[tuple[str, Attributes]] = []
        self._steps: dict[str, dict[str, Attributes]] = defaultdict(dict)

    def add(self, record: Record) -> None:
        """Of a purchase that says at whose counter it was paid."""
        self._sales[record["entry_id"]] = _Sale(
            record["member_id"],
            record["reason"],
            record["voucher_amount"] + sum(record["purchase"][4:]),
            record["purchase"][2],
        )

    def add_cancel(self, record: Record) -> None:
        """Of a sale at the counter that was taken back."""
        purchase = record["purchase"]
        self._cancelled[record["entry_id"]] = _Cancel(
            datetime.fromisoformat(record["at"]).astimezone(SEOUL).date().isoformat(),
            record["member_id"],
            "ent" + purchase[0][3:],
            -record["voucher_amount"],
            -purchase[2],
        )

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, day = part.partition("#")
        if name == "COUNTERSALES":
            self._records.append((day, item))
        elif name == "COUNTERCANCELS":
            self._cancels[str(item["sk"])] = (day, item)
        elif part == "COUNTERREQUESTS":
            request_id, _, number = str(item["sk"]).partition("#")
            self._steps[request_id][number] = item

    def problems(self) -> Iterator[str]:
        sold = {}
        for day, record in self._records:
            where = f"counter sale {day} {record['sk']}"
            try:
                sold[str(record.get("request_id"))] = record
                faults = list(self._record_faults(record))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                yield f"{where}: not as the ledger has it ({', '.join(faults)})"
        yield from self._cancel_faults()
        for request_id, steps in self._steps.items():
            applied = steps.get("3", {}).get("step") == "applied"
            if applied and request_id not in sold:
                yield f"{request_id}: sold, but there is no such sale"

    def _cancel_faults(self) -> Iterator[str]:
        """Cancels of before there were records have none: ids are in the order of time."""
        first = min(self._cancels, default=None)
        for entry_id, cancel in self._cancelled.items():
            if first is not None and entry_id >= first and entry_id not in self._cancels:
                yield f"counter cancel {cancel.on} {entry_id}: no record of it"
        for entry_id, (day, item) in self._cancels.items():
            names = ("member_id", "sale_entry_id", "face_amount", "price_amount")
            if self._cancelled.get(entry_id) != (day, *(item.get(name) for name in names)):
                yield f"counter cancel {day} {entry_id}: not as the ledger has it"

    def _record_faults(self, record: Attributes) -> Iterator[str]:
        sale = self._sales.get(record["entry_id"])
        if sale is None:
            yield "entry"
            return
        if record["member_id"] != sale.member_id:
            yield "member"
        if record["by"][0] != sale.seller:
            yield "seller"
        if [record["face_amount"], record["price_amount"]] != [sale.face, sale.price]:
            yield "amount"
        receipt = record.get("receipt")
        place = f"ENTRY#{record['entry_id']}" if receipt is None else f"RECEIPT#{receipt}"
        if record["sk"] != place:
            yield "receipt"
        if "request_id" in record:
            yield from self._approval_faults(record, self._steps[record["request_id"]])

    def _approval_faults(self, record: Attributes, steps: dict[str, Attributes]) -> Iterator[str]:
        if [steps.get(n, {}).get("step") for n in "123"] != ["proposed", "approved", "applied"]:
            yield "approval"
            return
        asked = steps["1"]
        if not are_two(asked["by"], steps["2"]["by"]) or asked["by"][0] != record["by"][0]:
            yield "approver"
        if [asked["member_id"], asked["amount"], asked.get("receipt")] != [
            record["member_id"],
            record["face_amount"],
            record.get("receipt"),
        ]:
            yield "request"
        if steps["3"].get("entry_id") != record["entry_id"]:
            yield "outcome"
