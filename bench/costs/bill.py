"""A month's bill of a county, a province or a nation."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bench.costs import operations, prices
from bench.costs.habits import Habits
from bench.costs.operations import Operation
from bench.spike.limits import MEGABYTES_A_PROCESSOR

GIGABYTE = 1e9
MEMORY_MB = 512
CALL_SECONDS = 0.008
"""Of AWS, from a function in the same region."""
MONTH_SECONDS = 730 * 3600
FUNCTIONS = 8


@dataclass(frozen=True)
class Place:
    name: str
    members: int
    habits: Habits = field(default_factory=Habits)


PLACES = (
    Place("county", 30_000),
    Place("province", 2_000_000, Habits(counties=22)),
    Place("nation", 50_000_000, Habits(counties=226)),
)


class Line(NamedTuple):
    name: str
    dollars: float


class _Month:
    """How often each operation happens."""

    def __init__(self, place: Place) -> None:
        members, habits = place.members, place.habits
        signups = members * habits.joined
        proofs = signups + members * habits.logins
        payments = members * habits.payments
        shops = members / habits.members_a_shop
        seen = payments * habits.standing_qr
        self.messages = proofs * habits.messages_a_proof
        self.signups = signups
        at_shops = payments * (1 + habits.cancels)
        self.told = at_shops + members * habits.purchases
        """Entries that a member with a notified browser hears of."""
        self.entries = signups + at_shops + members * (habits.conversions + habits.purchases)
        self.stored_entries = 2 * self.entries + at_shops
        """With those of the indexes: every entry is in `by_day`, what a shop took in two."""
        self.requests: dict[str, list[tuple[Operation, float]]] = {
            "Payments": [
                (operations.REDEEM, payments),
                (operations.SHOW_CODE, payments - seen),
                (operations.CANCEL, payments * habits.cancels),
            ],
            "Conversions and purchases": [
                (operations.CONVERT, members * (habits.conversions + habits.purchases))
            ],
            "Sign-ups and log-ins": [
                (operations.ACCEPT, signups),
                # Proving a phone is two requests, and logging in one more.
                (operations.PROVE, proofs),
                (operations.OTHER, proofs + members * habits.logins + signups * 3),
            ],
            "Looking": [
                (operations.SEE_WALLET, members * habits.wallet_looks),
                (operations.OTHER, members * habits.pages),
            ],
            "Shops that wait for payments": [
                (operations.ARRIVALS, shops * habits.shop_days * habits.idle_asks_a_day),
                (operations.ARRIVALS_SEEN, seen * habits.asks_a_payment),
            ],
        }
        self.count = sum(n for each in self.requests.values() for _, n in each)


def lines(place: Place) -> list[Line]:
    """The dearest first."""
    return sorted(_lines(place), key=lambda line: -line.dollars)


def total(place: Place) -> float:
    return sum(line.dollars for line in lines(place))


def a_thousand_payments() -> float:
    """DynamoDB, functions and API Gateway of a payment by code, the code's own showing included."""
    of = ((operations.REDEEM, 1_000.0), (operations.SHOW_CODE, 1_000.0))
    return sum(_requests(operation, count) for operation, count in of)


def without(place: Place, **other_habits: float) -> float:
    """The total, if these habits were others."""
    return total(replace(place, habits=place.habits._replace(**other_habits)))


def _lines(place: Place) -> Iterator[Line]:
    habits, month = place.habits, _Month(place)
    for name, requests in month.requests.items():
        yield Line(name, sum(_requests(operation, count) for operation, count in requests))
    yield Line("Text messages", month.messages * prices.TEXT_MESSAGE.dollars)
    # A send, a receive and a delete for each, though batches make it less.
    queued = month.signups * 3 * prices.QUEUE_REQUEST.dollars
    # Empty receives of three queues: five pollers that wait twenty seconds each.
    queued += 3 * 5 * MONTH_SECONDS / 20 * prices.QUEUE_REQUEST.dollars
    yield Line("Finishing sign-ups", queued + _work(operations.COMPLETE, month.signups))
    yield Line("Notices", _notices(habits, month))
    yield Line("Nightly work and reports", _nights(habits, month))
    months, members = habits.years_kept * 12, place.members * operations.MEMBER_BYTES
    stored = (members + months * month.stored_entries * operations.ENTRY_BYTES) / GIGABYTE
    yield Line("Table and indexes kept", stored * prices.TABLE_STORAGE.dollars)
    backup = (members + months * month.entries * operations.ENTRY_BYTES) / GIGABYTE
    yield Line("Continuous backup", backup * prices.CONTINUOUS_BACKUP.dollars)
    written = month.count * habits.log_bytes / GIGABYTE
    yield Line("Logs written", written * prices.LOG_WRITTEN.dollars)
    kept = written * habits.log_months * habits.log_packed
    yield Line("Logs kept", kept * prices.LOG_KEPT.dollars)
    yield Line("Traces", month.count * habits.traced * prices.TRACE.dollars)
    sent = month.count * habits.answer_bytes / GIGABYTE
    yield Line("Sent to phones", sent * prices.SENT_OUT.dollars)
    yield Line("Keys, secrets, alarms, metrics, files", _standing(habits, month))
    snapshots = FUNCTIONS * MEMORY_MB / 1024 * MONTH_SECONDS
    yield Line("Snapshots of functions (SnapStart)", snapshots * prices.SNAPSHOT_SECOND.dollars)


def _requests(operation: Operation, count: float) -> float:
    """Through API Gateway."""
    return count * prices.API_REQUEST.dollars + _work(operation, count)


def _work(operation: Operation, count: float) -> float:
    processor = MEMORY_MB / MEGABYTES_A_PROCESSOR
    seconds = operation.cpu_ms / 1000 / processor + operation.calls * CALL_SECONDS
    one = (
        operation.reads * prices.READ.dollars
        + operation.writes * prices.WRITE.dollars
        + seconds * MEMORY_MB / 1024 * prices.FUNCTION_SECOND.dollars
        + prices.FUNCTION_CALL.dollars
    )
    return one * count


def _notices(habits: Habits, month: _Month) -> float:
    """Each entry wakes a function, at the worst alone; each that is sent takes a message of the
    queue (a send, a receive, a delete) and opens a personal key."""
    sent = month.told * habits.notified
    return (
        _work(operations.NOTE, month.told)
        + _work(operations.NOTIFY, sent)
        + sent * (3 * prices.QUEUE_REQUEST.dollars + prices.KEY_REQUEST.dollars)
    )


def _nights(habits: Habits, month: _Month) -> float:
    """Reports, publishing, expiry and reconciliation: reconciling/ledger_reading.py says what that
    reads; the others read each entry of the day once more each, by the page."""
    reads = month.entries * (1 / 8 + 1 / 8 + 1 + 1 / 2 + 3 / 8)
    # GB-seconds: 4 ms for each entry in all, and five workers of four seconds in each night.
    seconds = month.entries * 0.004 + habits.counties * 30 * 5 * 4.0
    mails = habits.counties * 31 * 3
    return (
        reads * prices.READ.dollars
        + seconds * prices.FUNCTION_SECOND.dollars
        + mails * prices.MAIL.dollars
    )


def _standing(habits: Habits, month: _Month) -> float:
    files = habits.counties * 31 * 12
    stored = (month.entries * 12 * habits.years_kept * 100 + files * 12 * 50_000) / GIGABYTE
    return (
        2 * prices.KEY.dollars
        + prices.SECRET.dollars
        # A data key for each person, and opening it for one look at the desk in ten.
        + month.signups * 1.1 * prices.KEY_REQUEST.dollars
        + 34 * prices.ALARM.dollars
        + 11 * prices.METRIC.dollars
        + files * prices.FILE_WRITTEN.dollars
        + stored * prices.FILE_STORAGE.dollars
    )
