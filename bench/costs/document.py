"""Writes docs/costs.md.

Usage: python -m bench.costs.document
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.costs import bill, operations, prices
from bench.costs.bill import PLACES, Place
from bench.costs.habits import WORDS, Habits

FILE = Path(__file__).resolve().parents[2] / "docs" / "costs.md"
PAGE = Path(__file__).with_name("page.md")
LOGINS = 0.1
"""Without a text message for most."""
IDLE_ASKS = 600.0
"""Every minute in place of every 15 s."""


def text() -> str:
    county, nation = PLACES[0], PLACES[-1]
    now = bill.total(county)
    return PAGE.read_text().format(
        bill=_table(["", *map(_head, PLACES)], "l", _bill()),
        payments=f"{bill.a_thousand_payments() * 100:.2f}",
        messages_county=_share(county, "Text messages"),
        messages_nation=_share(nation, "Text messages"),
        logins=LOGINS,
        logins_now=county.habits.logins,
        with_logins=_dollars(bill.without(county, logins=LOGINS)),
        now=_dollars(now),
        slower=_dollars(now - bill.without(county, idle_asks_a_day=IDLE_ASKS)),
        habits=_table(["", "of a month"], "lr", _habits()),
        operations=_table(
            ["", "read units", "write units, with indexes", "CPU ms", "calls of AWS"],
            "l",
            _operations(),
        ),
        entry_bytes=f"{operations.ENTRY_BYTES:,}",
        member_bytes=f"{operations.MEMBER_BYTES:,}",
        prices=_table(["US dollars", "for a", "source"], "rll", _prices()),
    )


def _bill() -> Iterator[list[str]]:
    by_place = [{line.name: line.dollars for line in bill.lines(place)} for place in PLACES]
    for line in bill.lines(PLACES[-1]):
        yield [line.name, *(_dollars(each[line.name]) for each in by_place)]
    yield ["**In all**", *(f"**{_dollars(bill.total(place))}**" for place in PLACES)]
    years = [bill.total(place) / place.members * prices.WON_A_DOLLAR * 12 for place in PLACES]
    yield ["A member's year, in won", *(f"{won:.0f}" for won in years)]


def _habits() -> Iterator[list[str]]:
    for name, words in WORDS.items():
        yield [words, f"{getattr(Habits(), name):,g}"]


def _operations() -> Iterator[list[str]]:
    for name, operation in vars(operations).items():
        if isinstance(operation, operations.Operation):
            yield [name.replace("_", " ").lower(), *(f"{number:g}" for number in operation)]


def _prices() -> Iterator[list[str]]:
    for price in prices.ALL:
        yield [_price(price.dollars), price.unit, price.source]


def _price(dollars: float) -> str:
    if dollars >= 0.001:
        return f"{dollars:.4g}"
    return f"{dollars * prices.MILLION:.4g} a million"


def _head(place: Place) -> str:
    return f"{place.name}, {place.members:,} members"


def _share(place: Place, name: str) -> str:
    dollars = {line.name: line.dollars for line in bill.lines(place)}
    return f"{dollars[name] / bill.total(place):.0%}"


def _dollars(dollars: float) -> str:
    return f"{dollars:,.2f}" if dollars < 10 else f"{dollars:,.0f}"


def _table(head: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> str:
    """`sides`: left or right, by column; the last ones are right."""
    marks = [{"l": "---", "r": "--:"}[side] for side in sides.ljust(len(head), "r")]
    lines = [" | ".join(head), "|".join(marks), *(" | ".join(row) for row in rows)]
    return "\n".join(
        f"|{line}|" if place == 1 else f"| {line} |" for place, line in enumerate(lines)
    )


if __name__ == "__main__":
    FILE.write_text(text())
