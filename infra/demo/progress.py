"""Says how far a long job is: a bar on a terminal, one line at its end elsewhere."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

T = TypeVar("T")


def shown(name: str, things: Iterable[T], total: int) -> Iterator[T]:
    """Passes `things` on and draws on standard error how many of `total` have passed."""
    columns = (
        BarColumn(bar_width=32),
        TextColumn("{task.description}: {task.completed:,} of {task.total:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield from progress.track(things, total=total, description=name)
