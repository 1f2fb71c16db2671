"""A function is one declaration, beside its code.

`worker.worker` and `routes.py` declare. At packaging time `infra/deploy/functions.py` makes of it
all that the function needs: Chalice's configuration, policy, log group, queues, alarms and outputs.
A function that declares nothing is not packaged.
"""

from typing import NamedTuple

from chalicelib.aws.rights import Right


class Requests(NamedTuple):
    """Called by API Gateway, for every route."""


class Schedule(NamedTuple):
    """Called by the clock. Six fields, in UTC: Seoul is nine hours ahead."""

    cron: str
    missed: str
    """What an alarm says when the function was not called for `missed_hours`."""
    missed_hours: int = 26
    """A day, and two hours for a night that is a little late."""


class Messages(NamedTuple):
    """Called with messages of the queue that is its own, and of no other function.

    `queue` is what one message is, in the singular: `grant` makes the queue `grants`, its
    dead-letter queue `grant-dead-letters` and the variable `GRANT_QUEUE_URL`.
    """

    queue: str
    batch_size: int
    """One, where a slow message must not use up its neighbours' time."""
    concurrency: int
    local_concurrency: int
    """A laptop has fewer cores than twenty functions want."""
    late_after_seconds: int
    """An alarm rings when a message has waited so long."""
    is_in_order: bool = False
    """A FIFO queue: within a group one after the other, groups side by side."""


class NewItems(NamedTuple):
    """Called with items of one type as they are put into the table, some seconds later: by its
    stream, so that whoever puts them neither waits nor pays for it.

    What fails comes again, in halves, until it was tried `tries` more times or is older than
    `age_seconds_max`; then it is passed over. So it is for what may be missed."""

    of_type: str
    kinds: tuple[str, ...]
    """Of the items' field `kind`; others wake nobody."""
    batch_size: int
    window_seconds: int
    """For so long a batch is gathered."""
    tries: int
    age_seconds_max: int


class Counted(NamedTuple):
    """Rings when the code counts one or more of `metric` (`observability.count`)."""

    metric: str
    what: str


class Function(NamedTuple):
    """Errors, dead letters, late messages and missed schedules ring without being asked; `alarms`
    are more."""

    trigger: Requests | Schedule | Messages | NewItems
    timeout_seconds: int
    memory_mb: int
    may: tuple[Right, ...]
    """Beside writing its own log, sending traces, and taking its queue's messages."""
    alarms: tuple[Counted, ...] = ()
    from_snapshot: bool = False
    """Somebody waits for its first answer, so Lambda starts it from a snapshot of a process that
    has loaded everything (SnapStart, aws/snapshot.py): two dollars a month for 512 MB."""


FUNCTIONS: dict[str, Function] = {}
"""By name, as their modules are imported."""


def declare(name: str, function: Function) -> None:
    if name in FUNCTIONS:
        raise ValueError(f"two functions are called {name}")
    FUNCTIONS[name] = function
