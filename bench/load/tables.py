"""The load run's figures beside their targets."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bench import targets

if TYPE_CHECKING:
    from bench.load.run import Run

_SIDE = "  {side:<8}{rate:<18}{p50:>7} {p99:>7} {most:>7}   {cpu:<48}{others}"
_CPU_SHOWN_FROM = 0.005


def lines(
    runs: Sequence["Run"],
    signups: Sequence[Mapping[str, Any]],
    memory: Mapping[str, Mapping[str, int]],
    machine: Mapping[str, Any],
) -> Iterator[str]:
    yield f"Load over HTTP, {machine['cores']} cores, {machine['at']}"
    cases = list(dict.fromkeys((run.case, run.connections) for run in runs))
    for case, connections in cases:
        wallets = "one same wallet" if case == "same" else "distinct wallets"
        yield f"\nPayments, {wallets}, {connections} connections"
        yield _SIDE.format(
            side="",
            rate="answers/s",
            p50="p50 ms",
            p99="p99",
            most="most",
            cpu="CPU ms an answer",
            others="stolen, others",
        )
        of_case = [run for run in runs if (run.case, run.connections) == (case, connections)]
        sides = {
            name: [run for run in of_case if run.side == name]
            for name in dict.fromkeys(run.side for run in of_case)
        }
        for name, of_side in sides.items():
            yield _side(name, of_side)
        yield from _verdicts(case, connections, list(sides.values()))
    yield from _signups(signups)
    yield "\nMemory, MB"
    for side, used in memory.items():
        yield f"  {side:<8}" + ", ".join(f"{name} {mb}" for name, mb in used.items())
    before, after = machine["load_before"][0], machine["load_after"][0]
    yield f"\nLoad of the machine before and after: {before:.1f}, {after:.1f}"


def percentile(runs: Sequence["Run"], share: float) -> float:
    """Of the answers of all rounds together, in milliseconds."""
    times = sorted(each for run in runs for each in run.milliseconds)
    return times[min(len(times) - 1, int(share * len(times)))]


def _side(name: str, runs: Sequence["Run"]) -> str:
    used = {process: _median(run.cpu[process] for run in runs) for process in runs[0].cpu}
    shown = [f"{process} {ms:.2f}" for process, ms in used.items() if ms >= _CPU_SHOWN_FROM]
    return _SIDE.format(
        side=name,
        rate=_spread([run.per_second for run in runs]),
        p50=f"{percentile(runs, 0.5):.0f}",
        p99=f"{percentile(runs, 0.99):.0f}",
        most=f"{percentile(runs, 1):.0f}",
        cpu=" + ".join(shown),
        others=f"{_median(run.stolen for run in runs):.0%}, "
        f"{_median(run.others for run in runs):.0%}",
    )


def _verdicts(case: str, connections: int, sides: Sequence[Sequence["Run"]]) -> Iterator[str]:
    ours = sides[0]
    most = percentile(ours, 1) / 1000
    limit = targets.LOAD_SECONDS_MAX
    yield f"  longest answer {most:.2f} s, ≤ {limit:g} {_verdict(most <= limit)}"
    for peer in sides[1:]:
        pairs = zip(ours, peer, strict=True)
        times = _median(own.per_second / other.per_second for own, other in pairs)
        cpu = _median(sum(run.cpu.values()) for run in peer) / _median(
            sum(run.cpu.values()) for run in ours
        )
        least = targets.LOAD_TIMES_PEER[case]
        p99, limit = percentile(ours, 0.99), percentile(peer, 0.99)
        yield f"  {times:.2f} × the peer's rate, ≥ {least:g} {_verdict(times >= least)}"
        yield f"  p99 {p99:.0f} ms, < the peer's {limit:.0f} {_verdict(p99 < limit)}"
        yield f"  the peer takes {cpu:.1f} × the CPU for an answer"


def _signups(signups: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for connections in dict.fromkeys(each["connections"] for each in signups):
        of = [each for each in signups if each["connections"] == connections]
        accepted = [len(e["accepted"]["milliseconds"]) / e["accepted"]["seconds"] for e in of]
        functions = _median(each["accepted"]["cpu"]["functions"] for each in of)
        consumed = {name: [each["consumed"][name] for each in of] for name in of[0]["consumed"]}
        yield f"\nSign-ups, {connections} connections"
        yield f"  accepted/s {_spread(accepted)}, CPU ms each {functions:.2f}"
        yield (
            f"  consumed/s {_spread(consumed['per_second'])}, CPU ms each "
            f"{_median(consumed['functions']):.2f} + storage {_median(consumed['storage']):.2f}"
        )


def _spread(values: Sequence[float]) -> str:
    return f"{_median(values):.0f} ({min(values):.0f}…{max(values):.0f})"


def _median(values: Any) -> float:
    return float(statistics.median(values))


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"
