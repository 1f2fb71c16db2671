"""Time that moves when the simulation says so."""

from datetime import datetime, timedelta


class SimulatedClock:
    """`now` is what a process reads; `skew` is by how much that process's clock is wrong."""

    def __init__(self, start: datetime) -> None:
        self.true_now = start
        self.skew = timedelta(0)

    def __call__(self) -> datetime:
        return self.true_now + self.skew

    @property
    def seconds(self) -> float:
        """The service's own time, which is never wrong."""
        return self.true_now.timestamp()

    def advance(self, seconds: float) -> None:
        """Also what stands for `time.sleep`."""
        self.true_now += timedelta(seconds=seconds)
