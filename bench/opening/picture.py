"""Draws docs/sale-opening.svg: an opening like Seoul's, second by second.

Usage: python -m bench.opening.picture
"""

from pathlib import Path
from xml.sax.saxutils import escape

from bench.opening.simulation import Opening, Result, simulate
from bench.spike.picture import (
    BLUE,
    FAINT,
    GAP,
    GREEN,
    INK,
    LEFT,
    PANEL,
    RED,
    TOP,
    WIDTH,
    Panel,
    by_second,
    cumulated,
)

FILE = Path(__file__).resolve().parents[2] / "docs" / "sale-opening.svg"
FEWER = 25
"""Half of the shards: what is drawn beside."""
_STEP = 60


def draw(result: Result, fewer: Result, opening: Opening) -> str:
    seconds = int(max(result.last_answer, fewer.last_answer)) + 10
    height = TOP + 4 * (PANEL + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" '
        'aria-labelledby="title description">',
        '<title id="title">150,000 buyers in ten minutes</title>',
        f'<desc id="description">{escape(words(result))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="600" fill="{INK}">'
        "150,000 buyers in ten minutes, simulated</text>",
        f'<text x="{LEFT}" y="42" fill="{FAINT}">Seconds since the round opened</text>',
    ]
    panel = Panel(parts, 0, seconds, "Buyers", opening.buyers, _STEP)
    panel.line(cumulated(result.came, seconds), BLUE)
    panel.line(cumulated(result.answered.values(), seconds), GREEN)
    panel.legend([("came", BLUE), ("have their answer", GREEN)])
    most = max(*result.waiting.values(), *fewer.waiting.values())
    panel = Panel(parts, 1, seconds, "Waiting in the lines", most, _STEP)
    panel.line(by_second(fewer.waiting, seconds), RED)
    panel.line(by_second(result.waiting, seconds), GREEN)
    panel.legend([(f"{opening.shards} lines", GREEN), (f"{FEWER} lines", RED)])
    panel = Panel(parts, 2, seconds, "Requests a second", opening.requests_a_second, _STEP)
    panel.line(by_second(result.requests, seconds), BLUE)
    panel.line([float(opening.requests_a_second)] * seconds, RED)
    panel.legend([("asked", BLUE), ("what the stage lets through", RED)])
    limit = opening.partitions * 1_000
    panel = Panel(parts, 3, seconds, "Write units a second", limit, _STEP)
    panel.line(by_second(result.written, seconds), BLUE)
    panel.line([float(limit)] * seconds, RED)
    panel.legend([("written", BLUE), ("what the table takes", RED)])
    return "\n".join([*parts, "</svg>", ""])


def words(result: Result) -> str:
    return (
        f"{len(result.answered):,} have an answer, {result.winners:,} of them vouchers for "
        f"{result.sold:,} won; a place or a refusal within {result.to_place(1):.1f} s, the answer "
        f"within {result.to_answer(0.99):.0f} s for 99 of 100 and {result.to_answer(1):.0f} s for "
        f"all; at most {max(result.waiting.values()):,} wait."
    )


def main() -> None:
    opening = Opening()
    result, fewer = simulate(opening), simulate(Opening(shards=FEWER))
    FILE.write_text(draw(result, fewer, opening))
    print(words(result))
    print(words(fewer))


if __name__ == "__main__":
    main()
