"""What shops owe the county, by their statements, against the invoices that were made of it.

Every won that a statement leaves below nothing is taken off a later one, or is on one invoice, or
is still carried on: what was settled is what is paid out, carried and invoiced. None of the code
that settles is used. What was paid and withdrawn of an invoice is no more than it is for, and what
was withdrawn is what two people agreed on, each of their decisions once. Held: a line for each
statement and each invoice, and the steps of withdrawals.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

from infra.verifier.approval_book import approval_faults
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
        self._withdrawals: dict[str, dict[str, Attributes]] = defaultdict(dict)

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
        elif part == "INVOICEWITHDRAWALS":
            request_id, _, number = sk.partition("#")
            self._withdrawals[request_id][number] = item
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
        for (shop, day), found in sorted(self._invoices.items()):
            try:
                yield from self._became(shop, day, found)
            except _UNUSABLE as exc:
                yield f"settlement of {shop}: the invoice of {day} cannot be read, {exc}"
        withdrawn = {
            found["withdrawn"]["withdrawal_id"]: number
            for number, found in self._invoices.items()
            if found.get("withdrawn")
        }
        for request_id, steps in sorted(self._withdrawals.items()):
            if steps.get("3", {}).get("step") == "applied" and request_id not in withdrawn:
                yield f"settlement: {request_id} is done, but no invoice was withdrawn by it"

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

    def _became(self, shop: str, day: str, found: Attributes) -> Iterator[str]:
        """What was paid and withdrawn of it, if anything was."""
        payments = list(found.get("payments") or ())
        if whole := found.get("payment"):
            # From before there were parts.
            payments.append({"amount": found["amount"], **whole})
        if any(payment["paid_on"] < day for payment in payments):
            yield f"settlement of {shop}: the invoice of {day} was paid before its day"
        withdrawn = found.get("withdrawn")
        let_go = withdrawn["amount"] if withdrawn else 0
        parts = [payment["amount"] for payment in payments]
        left = found["amount"] - sum(parts) - let_go
        if left < 0 or min([*parts, 1]) < 1:
            yield (
                f"settlement of {shop}: of the {found['amount']:,} won invoiced on {day} "
                f"{sum(parts):,} were paid and {let_go:,} withdrawn"
            )
        if withdrawn:
            faults = list(self._withdrawal_faults(shop, day, withdrawn))
            if left or let_go < 1:
                faults.append("not what was open")
            if faults:
                yield (
                    f"settlement of {shop}: the invoice of {day} was not withdrawn by two people "
                    f"({', '.join(faults)})"
                )

    def _withdrawal_faults(self, shop: str, day: str, withdrawn: Attributes) -> Iterator[str]:
        by_number = self._withdrawals.get(withdrawn["withdrawal_id"], {})
        steps = [by_number[number] for number in sorted(by_number)]
        if not steps:
            yield "proposal"
            return
        yield from approval_faults(steps)
        number = f"inv_{day.replace('-', '')}{shop.rpartition('_')[2]}"
        if (steps[0].get("invoice_id"), steps[0].get("amount")) != (number, withdrawn["amount"]):
            yield "amount"
        if [step["step"] for step in steps[2:]] != ["applied"]:
            yield "outcome"

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
