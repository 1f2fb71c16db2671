"""Notes of paper: each number in one run, each sold by one entry, and ended once. Worked out anew
from what is stored, by none of the code that sells.

Held in memory: a line for each run, for each sale and for each exchange, and a number for each note
that has ended.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
Notes = frozenset[tuple[str, int]]


class _Entry(NamedTuple):
    kind: str
    member_id: str
    by: str
    face: int
    price: int
    round_id: str
    purchase_id: str
    fingerprint: str


class _Run(NamedTuple):
    first: int
    last: int
    state: str
    holder: str
    cause: str


class PaperBook:
    """Of one county."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._series: dict[str, Attributes] = {}
        self._runs: dict[str, list[_Run]] = defaultdict(list)
        self._sales: dict[str, Attributes] = {}
        self._exchanges: dict[str, Attributes] = {}
        self._moves: dict[str, Attributes] = {}
        self._ends: dict[str, dict[str, set[tuple[str, int]]]] = defaultdict(
            lambda: defaultdict(set)
        )
        """The notes that ended, by state and by what ended them."""
        self._sums: dict[tuple[str, str, str], int] = {}

    def add(self, record: Record) -> None:
        """Of a sale on paper, or of a return."""
        purchase_id, round_id, price, _, face = record["purchase"]
        self._entries[record["entry_id"]] = _Entry(
            record["kind"],
            record["member_id"],
            record["reason"],
            face,
            price,
            round_id,
            purchase_id,
            record["fingerprint"],
        )

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        sk = str(item["sk"])
        if name == "PAPERSERIES":
            self._series[sk] = item
        elif name == "PAPERRUNS":
            holder = item.get("agent_id") or "COUNTY"
            run = _Run(int(sk), item["last"], item["state"], holder, item["cause"])
            self._runs[rest].append(run)
        elif name == "PAPERSALES":
            self._sales[sk] = item
        elif name == "PAPEREXCHANGES":
            self._exchanges[sk] = item
        elif name == "PAPERMOVES":
            self._moves[sk] = item
        elif name == "PAPERENDS":
            note = rest.partition("#")[0], int(sk)
            self._ends[item["state"]][item["cause"]].add(note)
        elif name == "PAPERSUM":
            code, _, state = sk.partition("#")
            self._sums[rest, code, state] = item["count"]

    def problems(self) -> Iterator[str]:
        for code in sorted(self._series.keys() | self._runs.keys()):
            yield from self._of_runs(code)
        yield from self._of_sums()
        sold = self._sold_by()
        for entry_id in sorted(self._entries.keys() | self._sales.keys() | sold.keys()):
            try:
                faults = list(self._sale_faults(entry_id, sold))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                yield f"paper sale {entry_id}: not as the ledger has it ({', '.join(faults)})"
        yield from self._of_ends()

    def _of_runs(self, code: str) -> Iterator[str]:
        series = self._series.get(code)
        if series is None:
            yield f"paper {code}: runs of a series that there is not"
            return
        expected = series["first"]
        for run in sorted(self._runs[code]):
            if run.first != expected or run.last < run.first:
                yield f"paper {code}: number {min(run.first, expected)} is in no run, or in two"
            expected = run.last + 1
        if expected != series["last"] + 1:
            yield f"paper {code}: its runs end at {expected - 1}, not at {series['last']}"

    def _of_sums(self) -> Iterator[str]:
        counted: Counter[tuple[str, str, str]] = Counter()
        for code, runs in self._runs.items():
            for run in runs:
                counted[run.holder, code, run.state] += run.last - run.first + 1
        for place in sorted(counted.keys() | self._sums.keys()):
            if counted[place] != self._sums.get(place, 0):
                holder, code, state = place
                yield (
                    f"paper {code}: {holder} has {counted[place]} notes {state}, "
                    f"and its sum is {self._sums.get(place, 0)}"
                )

    def _sold_by(self) -> dict[str, set[tuple[str, int]]]:
        sold: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for code, runs in self._runs.items():
            for run in runs:
                if run.state == "sold":
                    sold[run.cause] |= {(code, n) for n in range(run.first, run.last + 1)}
        return sold

    def _sale_faults(self, entry_id: str, sold: dict[str, set[tuple[str, int]]]) -> Iterator[str]:
        entry, sale = self._entries.get(entry_id), self._sales.get(entry_id)
        if entry is None or sale is None:
            yield "entry" if entry is None else "record"
            return
        stated = [sale["member_id"], sale["by"][0], sale["round_id"]]
        if stated != [entry.member_id, entry.by, entry.round_id]:
            yield "member, seller or round"
        if sale["agent_id"] != _agent_of(entry.by):
            yield "agent"
        if [sale["face_amount"], sale["price_amount"]] != [entry.face, entry.price]:
            yield "amount"
        notes = {(code, n) for code, first, last in sale["notes"] for n in range(first, last + 1)}
        value = sum(self._series[code]["denomination"] for code, _ in notes)
        if entry.kind == "paper_sale":
            if notes != sold.get(entry_id, set()) or value != entry.face:
                yield "notes"
            asked = {"round_id": entry.round_id, "notes": sale["notes"]}
            if _fingerprint(asked) != entry.fingerprint:
                yield "fingerprint"
        else:
            first = self._sales.get(sale.get("of_entry_id", ""), {})
            if notes != self._ends["returned"].get(entry_id, set()) or -value != entry.face:
                yield "notes"
            of_sale = [first.get(name) for name in ("notes", "agent_id", "price_amount")]
            if (
                of_sale != [sale["notes"], sale["agent_id"], -sale["price_amount"]]
                or entry.purchase_id[3:] != (sale["of_entry_id"][3:])
            ):
                yield "sale"

    def _of_ends(self) -> Iterator[str]:
        """Each end has what ended it, of a note that was sold; each exchange its own value."""
        sold = set().union(*self._sold_by().values()) if self._runs else set()
        for state, by_cause in self._ends.items():
            causes: dict[str, Any] = {
                "exchanged": self._exchanges,
                "returned": self._sales,
                "voided": self._moves,
            }.get(state, {})
            for cause, notes in by_cause.items():
                if cause not in causes:
                    yield f"paper: {len(notes)} notes {state} by {cause}, which there is not"
                if not notes <= sold:
                    yield f"paper: {len(notes - sold)} notes {state} by {cause} were never sold"
        for exchange_id, item in sorted(self._exchanges.items()):
            notes = {(code, number) for code, number in item["notes"]}
            value = sum(self._series[c]["denomination"] for c, _ in notes if c in self._series)
            if notes != self._ends["exchanged"].get(exchange_id, set()):
                yield f"paper exchange {exchange_id}: its notes are not those that ended by it"
            if item["agent_id"] != _agent_of(item["by"][0]):
                yield f"paper exchange {exchange_id}: by a teller of another agent"
            if value != item["amount"] or len(notes) != len(item["notes"]):
                yield f"paper exchange {exchange_id}: {item['amount']:,} won for {value:,}"


def _agent_of(subject: str) -> str:
    """A teller's subject begins with the agent's id."""
    return subject.partition("/")[0]


def _fingerprint(asked: dict[str, Any]) -> str:
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
