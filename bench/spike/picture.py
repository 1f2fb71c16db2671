"""Draws docs/festival-spike.svg: what a festival's minute does, second by second.

Usage: python -m bench.spike.picture
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from bench.spike.limits import PARTITIONS_AT_FIRST, WRITES_A_PARTITION, Declared
from bench.spike.simulation import Outcome, Spike, simulate

FILE = Path(__file__).resolve().parents[2] / "docs" / "festival-spike.svg"
DEATHS = 0.005
WIDTH, LEFT, RIGHT = 760, 64, 24
PANEL, GAP, TOP = 110, 52, 64
INK, FAINT, GRID = "#1f2933", "#52606d", "#d9e2ec"
BLUE, GREEN, RED = "#1d5fa8", "#1b7f4b", "#b42318"


def draw(calm: Outcome, rough: Outcome) -> str:
    """`rough` is the same minute, in which calls of the consumer die."""
    seconds = int(max(rough.finished.values())) + 10
    height = TOP + 4 * (PANEL + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" '
        'aria-labelledby="title description">',
        '<title id="title">Ten thousand sign-ups in one minute</title>',
        f'<desc id="description">{escape(_words(calm, rough))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="600" fill="{INK}">'
        "Ten thousand sign-ups in one minute, simulated</text>",
        f'<text x="{LEFT}" y="42" fill="{FAINT}">'
        "Seconds since the first visitor asked for a code</text>",
    ]
    count = len(calm.accepted)
    panel = Panel(parts, 0, seconds, "Sign-ups", count)
    panel.line(cumulated(calm.accepted.values(), seconds), BLUE)
    panel.line(cumulated(calm.finished.values(), seconds), GREEN)
    panel.legend([("accepted", BLUE), ("finished", GREEN)])
    waiting, waiting_rough = _waiting(calm, seconds), _waiting(rough, seconds)
    most = max(*waiting, *waiting_rough)
    panel = Panel(parts, 1, seconds, "Accepted and not yet finished", most)
    panel.line(waiting_rough, RED)
    panel.line(waiting, GREEN)
    panel.legend([("all goes well", GREEN), (f"a call in {1 / DEATHS:.0f} dies", RED)])
    assert calm.api is not None
    assert calm.consumer is not None
    assert calm.table is not None
    panel = Panel(parts, 2, seconds, "Environments of a function at work", calm.api.most_busy)
    panel.line(by_second(calm.api.busy_by_second, seconds), BLUE)
    panel.line(by_second(calm.consumer.busy_by_second, seconds), GREEN)
    concurrency = Declared().concurrency
    panel.legend([("API", BLUE), (f"consumer, at most {concurrency}", GREEN)])
    limit = int(PARTITIONS_AT_FIRST * WRITES_A_PARTITION)
    panel = Panel(parts, 3, seconds, "Write units a second, table without its indexes", limit)
    panel.line(by_second(calm.table.items.written, seconds), BLUE)
    panel.line([float(limit)] * seconds, RED)
    panel.legend([("written", BLUE), ("what a new table takes", RED)])
    return "\n".join([*parts, "</svg>", ""])


def _words(calm: Outcome, rough: Outcome) -> str:
    return (
        f"{len(calm.accepted):,} accepted, {calm.refused} refused; all finished "
        f"{calm.finished_within:.0f} seconds after the first was accepted, and after "
        f"{rough.finished_within:.0f} seconds when one call of the consumer in {1 / DEATHS:.0f} "
        "dies and its messages come again."
    )


class Panel:
    """One graph below the other; its axis of time is labelled each `step` seconds."""

    def __init__(
        self,
        parts: list[str],
        place: int,
        seconds: int,
        title: str,
        most: float,
        step: int = 30,
    ) -> None:
        self._parts = parts
        self._seconds = seconds
        self._most = most
        self._top = TOP + place * (PANEL + GAP)
        parts.append(f'<text x="{LEFT}" y="{self._top}" fill="{INK}">{escape(title)}</text>')
        for share in (0.0, 0.5, 1.0):
            y = self._y(most * share)
            parts.append(f'<path d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}" stroke="{GRID}"/>')
            label = f"{most * share:,.0f}"
            parts.append(
                f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end" fill="{FAINT}">'
                f"{label}</text>"
            )
        for second in range(0, seconds, step):
            parts.append(
                f'<text x="{self._x(second):.0f}" y="{self._y(0) + 16:.0f}" text-anchor="middle" '
                f'fill="{FAINT}">{second}</text>'
            )

    def line(self, values: Sequence[float], colour: str) -> None:
        points = " ".join(f"{self._x(at):.1f},{self._y(v):.1f}" for at, v in enumerate(values))
        self._parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        x = WIDTH - RIGHT
        for words, colour in reversed(entries):
            self._parts.append(
                f'<text x="{x}" y="{self._top}" text-anchor="end" fill="{colour}" '
                f'font-weight="600">{escape(words)}</text>'
            )
            x -= 16 + 7 * len(words)

    def _x(self, second: float) -> float:
        return LEFT + second / self._seconds * (WIDTH - LEFT - RIGHT)

    def _y(self, value: float) -> float:
        return self._top + 10 + PANEL * (1 - value / self._most)


def cumulated(moments: Iterable[float], seconds: int) -> list[float]:
    ordered = sorted(moments)
    return [float(bisect_right(ordered, second)) for second in range(seconds)]


def _waiting(outcome: Outcome, seconds: int) -> list[float]:
    accepted = cumulated(outcome.accepted.values(), seconds)
    finished = cumulated(outcome.finished.values(), seconds)
    return [a - f for a, f in zip(accepted, finished, strict=True)]


def by_second(values: Mapping[int, float], seconds: int) -> list[float]:
    return [float(values.get(second, 0)) for second in range(seconds)]


def main() -> None:
    calm, rough = simulate(Spike()), simulate(Spike(deaths=DEATHS))
    FILE.write_text(draw(calm, rough))
    print(_words(calm, rough))


if __name__ == "__main__":
    main()
