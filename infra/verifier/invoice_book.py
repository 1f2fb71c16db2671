"""What shops owe the county, by their statements, against the invoices that were made of it.

Every won that a statement leaves below nothing is taken off a later one, or is on one invoice, or
is still carried on: what was settled is what is paid out, carried and invoiced. None of the code
that settles is used. Held: a line for each statement and each invoice.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

from infra.verifier.typed_values import Attributes

_UNUSABLE = (AttributeError, KeyError, TypeError, ValueError)
_SLICES = 16
_DUE_DAYS = 14
_DAY = timedelta(days=1)


class _Line(NamedTuple):
    """Of a statement: what it settles and what it leaves owed; won, of which the owed is minus."""

    day: str
    net: int
    carried_in: int
    owing_since: str | None
    invoice_on: str | None
    hash: str

    @property
    def owed(self) -> int:
        return min(self.net + self.carried_in, 0)


class InvoiceBook:
    """Of one county."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[str, _Line]] = defaultdict(dict)
        self._invoices: dict[tuple[str, str], Attributes] = {}
        self._through: dict[int, str] = {}
        self._due_days: list[tuple[str, int]] = []

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, shop = part.partition("#")
        sk = str(item["sk"])
        if name == "SETTLEMENT" and sk.startswith("DAY#"):
            day = sk.removeprefix("DAY#")
            self._lines[shop][day] = _line(day, item["record"])
        elif name == "SETTLEMENT" and sk.startswith("INVOICE#"):
            self._invoices[shop, sk.removeprefix("INVOICE#")] = item["record"]
        elif part == "SETTLEMENTSLICES":
            self._through[int(sk)] = item["through"]
        elif part == "SETTINGS" and sk.startswith("settlement.invoice_due_days#"):
            self._due_days.append((sk.partition("#")[2], item["value"]))

    def problems(self) -> Iterator[str]:
        expected: set[tuple[str, str]] = set()
        for shop, by_day in sorted(self._lines.items()):
            lines = [by_day[day] for day in sorted(by_day)]
            try:
                yield from self._of_shop(shop, lines, expected)
            except _UNUSABLE as exc:
                yield f"settlement of {shop}: its invoices cannot be read, {exc}"
        for shop, day in sorted(self._invoices.keys() - expected):
            yield f"settlement of {shop}: the invoice of {day} is for nothing that it owes"

    def _of_shop(
        self, shop: str, lines: list[_Line], expected: set[tuple[str, str]]
    ) -> Iterator[str]:
        through = self._through.get(crc32(shop.encode()) % _SLICES, "")
        invoiced, carried = 0, 0
        for number, line in enumerate(lines):
            day = line.invoice_on
            after = lines[number + 1].day if number + 1 < len(lines) else None
            # A statement of the day or later takes nothing off; one before takes all.
            if not line.owed or day is None or (after is not None and after < day):
                continue
            if after is None and _day_before(day) > through:
                carried = line.owed
                continue
            expected.add((shop, day))
            found = self._invoices.get((shop, day))
            if found is None:
                yield f"settlement of {shop}: {-line.owed:,} won of {line.day} are not invoiced"
                continue
            invoiced += found["amount"]
            yield from self._beside_statement(shop, day, line, found)
        paid = sum(max(line.net + line.carried_in, 0) for line in lines)
        settled = sum(line.net for line in lines)
        if settled != paid + carried - invoiced:
            yield (
                f"settlement of {shop}: {settled:,} won were settled, but {paid:,} are paid out, "
                f"{carried:,} carried on, {-invoiced:,} invoiced"
            )

    def _beside_statement(
        self, shop: str, day: str, line: _Line, found: Attributes
    ) -> Iterator[str]:
        due = date.fromisoformat(day) + self._days_to_pay(day) * _DAY
        wanted = {
            "merchant_id": shop,
            "amount": -line.owed,
            "owing_since": line.owing_since,
            "settled_on": line.day,
            "statement_hash": line.hash,
            "issued_on": day,
            "due_on": due.isoformat(),
        }
        odd = sorted(name for name, value in wanted.items() if found.get(name) != value)
        if odd:
            yield f"settlement of {shop}: the invoice of {day} has another {', '.join(odd)}"
        payment = found.get("payment")
        if payment is not None and payment["paid_on"] < day:
            yield f"settlement of {shop}: the invoice of {day} was paid before its day"

    def _days_to_pay(self, day: str) -> int:
        held = [version for version in self._due_days if version[0] <= day]
        return max(held)[1] if held else _DUE_DAYS


def _line(day: str, record: Attributes) -> _Line:
    return _Line(
        day=day,
        net=record["gross_amount"] - record["fee_amount"],
        carried_in=record["carried_in"],
        owing_since=record.get("owing_since"),
        invoice_on=record.get("invoice_on"),
        hash=record["hash"],
    )


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - _DAY).isoformat()
