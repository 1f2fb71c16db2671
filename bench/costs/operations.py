"""What one operation takes. tests/test_costs.py measures units and bytes again."""

from typing import NamedTuple


class Operation(NamedTuple):
    """`writes` are those of the table with its indexes; milliseconds of CPU in a warm
    process, half of what a busy machine took; `calls` of AWS, one after another."""

    reads: float
    writes: float
    cpu_ms: float
    calls: int


ACCEPT = Operation(reads=0, writes=0, cpu_ms=4.0, calls=1)
COMPLETE = Operation(reads=0, writes=5, cpu_ms=5.0, calls=3)
CONVERT = Operation(reads=1, writes=2, cpu_ms=4.0, calls=2)
REDEEM = Operation(reads=1, writes=3, cpu_ms=4.0, calls=2)
CANCEL = Operation(reads=1.5, writes=3, cpu_ms=5.0, calls=3)
SEE_WALLET = Operation(reads=1, writes=0, cpu_ms=2.5, calls=1)
SHOW_CODE = Operation(reads=0.5, writes=0, cpu_ms=2.5, calls=1)
ARRIVALS = Operation(reads=0.5, writes=0, cpu_ms=2.0, calls=1)
"""A shop's page asks for new payments and there are none."""
ARRIVALS_SEEN = Operation(reads=1.5, writes=0, cpu_ms=2.5, calls=1)
PROVE = Operation(reads=0.5, writes=7, cpu_ms=9.0, calls=7)
"""Asking for a text message, and typing its digits: the counters of joining/message_budgets.py."""
NOTE = Operation(reads=0.5, writes=0, cpu_ms=2.0, calls=2)
"""Looking whether a member has a notified browser, and the message of the queue if so."""
NOTIFY = Operation(reads=1, writes=0, cpu_ms=4.0, calls=15)
"""A notice; the push service's answer, a tenth of a second, is counted as a dozen calls."""
OTHER = Operation(reads=0.5, writes=0, cpu_ms=2.0, calls=1)
"""A page, a script, a status."""

ENTRY_BYTES = 700
"""Of a payment's, in a wallet that pays now and then; every index has it once more."""
MEMBER_BYTES = 1_600
"""Person, profile and entry 1, the last of them in one index too."""
