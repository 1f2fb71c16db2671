"""Stopping a process at one call of the fake table."""

from tests.fakes import FakeTable


class KilledError(BaseException):
    """The process ends here: nothing may catch it."""


def stop_at(table: FakeTable, call: int, *, after: bool, error: BaseException) -> None:
    """Raise `error` at the call of this number, counted from now; nothing at later ones."""
    count = 0

    def hook(name: str) -> None:
        nonlocal count
        count += 1
        if count == call:
            raise error

    if after:
        table.after_call = hook
    else:
        table.before_call = hook


def go_on(table: FakeTable) -> None:
    table.before_call = table.after_call = lambda name: None
