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
_WIDTH, _LEFT, _RIGHT = 760, 64, 24
_PANEL, _GAP, _TOP = 110, 52, 64
_INK, _FAINT, _GRID = "#1f2933", "#52606d", "#d9e2ec"
_BLUE, _GREEN, _RED = "#1d5fa8", "#1b7f4b", "#b42318"


def draw(calm: Outcome, rough: Outcome) -> str:
    """`rough` is the same minute, in which calls of the consumer die."""
    seconds = int(max(rough.finished.values())) + 10
    height = _TOP + 4 * (_PANEL + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" '
        'aria-labelledby="title description">',
        '<title id="title">Ten thousand sign-ups in one minute</title>',
        f'<desc id="description">{escape(_words(calm, rough))}</desc>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="24" font-size="16" font-weight="600" fill="{_INK}">'
        "Ten thousand sign-ups in one minute, simulated</text>",
        f'<text x="{_LEFT}" y="42" fill="{_FAINT}">'
        "Seconds since the first visitor asked for a code</text>",
    ]
    count = len(calm.accepted)
    panel = _Panel(parts, 0, seconds, "Sign-ups", count)
    panel.line(_cumulated(calm.accepted.values(), seconds), _BLUE)
    panel.line(_cumulated(calm.finished.values(), seconds), _GREEN)
    panel.legend([("accepted", _BLUE), ("finished", _GREEN)])
    waiting, waiting_rough = _waiting(calm, seconds), _waiting(rough, seconds)
    most = max(*waiting, *waiting_rough)
    panel = _Panel(parts, 1, seconds, "Accepted and not yet finished", most)
    panel.line(waiting_rough, _RED)
    panel.line(waiting, _GREEN)
    panel.legend([("all goes well", _GREEN), (f"a call in {1 / DEATHS:.0f} dies", _RED)])
    assert calm.api is not None
    assert calm.consumer is not None
    assert calm.table is not None
    panel = _Panel(parts, 2, seconds, "Environments of a function at work", calm.api.most_busy)
    panel.line(_by_second(calm.api.busy_by_second, seconds), _BLUE)
    panel.line(_by_second(calm.consumer.busy_by_second, seconds), _GREEN)
    concurrency = Declared().concurrency
    panel.legend([("API", _BLUE), (f"consumer, at most {concurrency}", _GREEN)])
    limit = int(PARTITIONS_AT_FIRST * WRITES_A_PARTITION)
    panel = _Panel(parts, 3, seconds, "Write units a second, table without its indexes", limit)
    panel.line(_by_second(calm.table.items.written, seconds), _BLUE)
    panel.line([float(limit)] * seconds, _RED)
    panel.legend([("written", _BLUE), ("what a new table takes", _RED)])
    return "\n".join([*parts, "</svg>", ""])


def _words(calm: Outcome, rough: Outcome) -> str:
    return (
        f"{len(calm.accepted):,} accepted, {calm.refused} refused; all finished "
        f"{calm.finished_within:.0f} seconds after the first was accepted, and after "
        f"{rough.finished_within:.0f} seconds when one call of the consumer in {1 / DEATHS:.0f} "
        "dies and its messages come again."
    )


class _Panel:
    def __init__(self, parts: list[str], place: int, seconds: int, title: str, most: float) -> None:
        self._parts = parts
        self._seconds = seconds
        self._most = most
        self._top = _TOP + place * (_PANEL + _GAP)
        parts.append(f'<text x="{_LEFT}" y="{self._top}" fill="{_INK}">{escape(title)}</text>')
        for share in (0.0, 0.5, 1.0):
            y = self._y(most * share)
            parts.append(f'<path d="M{_LEFT} {y:.0f}H{_WIDTH - _RIGHT}" stroke="{_GRID}"/>')
            label = f"{most * share:,.0f}"
            parts.append(
                f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end" fill="{_FAINT}">'
                f"{label}</text>"
            )
        for second in range(0, seconds, 30):
            parts.append(
                f'<text x="{self._x(second):.0f}" y="{self._y(0) + 16:.0f}" text-anchor="middle" '
                f'fill="{_FAINT}">{second}</text>'
            )

    def line(self, values: Sequence[float], colour: str) -> None:
        points = " ".join(f"{self._x(at):.1f},{self._y(v):.1f}" for at, v in enumerate(values))
        self._parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        x = _WIDTH - _RIGHT
        for words, colour in reversed(entries):
            self._parts.append(
                f'<text x="{x}" y="{self._top}" text-anchor="end" fill="{colour}" '
                f'font-weight="600">{escape(words)}</text>'
            )
            x -= 16 + 7 * len(words)

    def _x(self, second: float) -> float:
        return _LEFT + second / self._seconds * (_WIDTH - _LEFT - _RIGHT)

    def _y(self, value: float) -> float:
        return self._top + 10 + _PANEL * (1 - value / self._most)


def _cumulated(moments: Iterable[float], seconds: int) -> list[float]:
    ordered = sorted(moments)
    return [float(bisect_right(ordered, second)) for second in range(seconds)]


def _waiting(outcome: Outcome, seconds: int) -> list[float]:
    accepted = _cumulated(outcome.accepted.values(), seconds)
    finished = _cumulated(outcome.finished.values(), seconds)
    return [a - f for a, f in zip(accepted, finished, strict=True)]


def _by_second(values: Mapping[int, float], seconds: int) -> list[float]:
    return [float(values.get(second, 0)) for second in range(seconds)]


def main() -> None:
    calm, rough = simulate(Spike()), simulate(Spike(deaths=DEATHS))
    FILE.write_text(draw(calm, rough))
    print(_words(calm, rough))


if __name__ == "__main__":
    main()
