"""The whole of onmin over simulated storage and queues, wired by the code's own `bootstrap`."""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from chalicelib import bootstrap
from chalicelib.aws import keys, mail
from chalicelib.aws.table import Table
from chalicelib.core import settings
from chalicelib.core.settings import Settings
from chalicelib.county.service import Counties
from chalicelib.county.store import CountyStore
from chalicelib.ledger.chain import Chain
from chalicelib.paying.records import RedemptionRecords
from chalicelib.reporting import documents as report_documents
from infra.deploy import template
from tests import builders, fakes
from tests.conftest import clear_bootstrap
from tests.simulator.clients import Bucket, FilesClient, QueueClient, TableClient
from tests.simulator.clock import SimulatedClock
from tests.simulator.dynamodb import DynamoDB
from tests.simulator.faults import Network
from tests.simulator.sqs import SQS, Queue
from tests.worlds import SIGNER

TABLE_NAME = "onmin-test"
_MADE_OF_CHANCE = ("randbits", "randbelow", "token_bytes", "token_hex", "token_urlsafe", "choice")


@dataclass
class Universe:
    """One world. `copy` makes another that begins as this one stands."""

    clock: SimulatedClock
    db: DynamoDB
    queues: SQS
    bucket: Bucket
    network: Network
    messages: fakes.FakeMessages = field(default_factory=fakes.FakeMessages)
    mail: fakes.FakeMail = field(default_factory=fakes.FakeMail)

    def __post_init__(self) -> None:
        self._clients = {
            "dynamodb": TableClient(self.db, self.network),
            "sqs": QueueClient(self.queues, self.network),
            "s3": FilesClient(self.bucket, self.network),
        }
        self.network.set_lag = self._set_lag

    def _set_lag(self, seconds: float) -> None:
        self.db.lag_seconds = seconds

    def client(self, service: str) -> Any:
        return self._clients.get(service) or fakes.FakeKms()

    @cached_property
    def counties(self) -> Counties:
        return Counties(CountyStore(Table(self.client("dynamodb"), TABLE_NAME)))

    @property
    def table(self) -> Table:
        """To look with: past the network, and consistent."""
        return Table(self.db, TABLE_NAME)

    def copy(self, plan: dict[int, str]) -> "Universe":
        clock = SimulatedClock(self.clock.true_now)
        queues = SQS(clock, [])
        queues.queues = {name: _copy(queue) for name, queue in self.queues.queues.items()}
        queues._count = self.queues._count
        for queue in queues.queues.values():
            if queue.dead_letters:
                queue.dead_letters = queues.queues[queue.dead_letters.name]
        bucket = Bucket(self.bucket.objects)
        messages = fakes.FakeMessages()
        messages.sent = list(self.messages.sent)
        network = Network(clock, plan)
        return Universe(clock, self.db.copy(clock), queues, bucket, network, messages)


def _copy(queue: Queue) -> Queue:
    messages = [type(m)(**vars(m)) for m in queue.messages]
    return Queue(
        queue.name, queue.visibility_seconds, queue.receives_max, queue.dead_letters, messages
    )


def new_universe(start: datetime = builders.NOON) -> Universe:
    """A seeded county, and the queues of the template."""
    clock = SimulatedClock(start)
    db = DynamoDB(template.table_definition(), TABLE_NAME, clock)
    network = Network(clock, {}, is_armed=False)
    made = Universe(clock, db, SQS(clock, deployed_queues()), Bucket(), network)
    builders.seed(made.table)
    # Long enough ago for every index to show it.
    clock.advance(60.0)
    return made


def deployed_queues() -> list[Queue]:
    """As the template that is deployed defines them, by the names that the settings use here."""
    found = dict(template.of_type(template.ours()["Resources"], "AWS::SQS::Queue"))
    queues = {
        name: Queue(_name(p), int(p.get("VisibilityTimeout", 30))) for name, p in found.items()
    }
    for name, properties in found.items():
        policy = properties.get("RedrivePolicy")
        if policy:
            queues[name].receives_max = int(policy["maxReceiveCount"])
            queues[name].dead_letters = queues[template.referred(policy["deadLetterTargetArn"])]
    return list(queues.values())


def _name(properties: dict[str, Any]) -> str:
    """`onmin-${Stage}-signups` is `signups` in the addresses of tests/conftest.py."""
    return str(properties["QueueName"]["Fn::Sub"]).rpartition("}-")[2]


_current: list[Universe] = []


def current() -> Universe:
    return _current[-1]


@contextmanager
def inside(universe: Universe) -> Iterator[None]:
    """Processes that start now are in this universe."""
    _current.append(universe)
    clear_bootstrap()
    try:
        yield
    finally:
        _current.pop()


def new_process() -> None:
    """Nothing is remembered but the county and its settings, as in a process that is warm; and the
    clock is right. The first process of a universe remembers nothing at all."""
    clear_bootstrap()
    current().clock.skew *= 0


@cache
def _one_county() -> Settings:
    return replace(settings.settings(), host_counties={})


class _PlainDocuments:
    """Reports that take no time to draw: what is tried is where they are kept and sent."""

    def subject(self, report: Any) -> str:
        return "report"

    html = text = subject

    def workbook(self, report: Any) -> bytes:
        return b"workbook"


@contextmanager
def installed() -> Iterator[None]:
    """`bootstrap` wires its services to the current universe: clients, clock, pauses."""

    def pause(seconds: float) -> None:
        current().clock.advance(seconds)

    def table() -> Table:
        return Table(current().client("dynamodb"), TABLE_NAME)

    changed: list[tuple[Any, str, Any]] = [
        # Eight shards of a day are eight times the same read; two show all that can go wrong.
        (keys, "DAY_SHARDS", 2),
        (bootstrap, "table", table),
        (bootstrap, "settings", _one_county),
        (bootstrap, "counties", lambda: current().counties),
        (bootstrap, "now", lambda: current().clock()),
        (bootstrap, "signer", lambda: SIGNER),
        (bootstrap.aws, "client", lambda service: current().client(service)),
        (bootstrap, "TextMessages", lambda client: current().messages),
        (report_documents, "ReportDocuments", _PlainDocuments),
        (mail, "Mail", lambda client, sender: current().mail),
    ]
    for cls in (Chain, RedemptionRecords):
        init: Any = cls.__init__
        waits = tuple(pause if d is time.sleep else d for d in init.__defaults__)
        changed.append((init, "__defaults__", waits))
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changed]
    for owner, name, value in changed:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)
        clear_bootstrap()


@contextmanager
def chance_of(seed: int) -> Iterator[None]:
    """All chance comes from one number: ids, keys, digits, pauses."""
    rng = random.Random(seed)
    made: dict[str, Callable[..., Any]] = {
        "randbits": rng.getrandbits,
        "randbelow": rng.randrange,
        "token_bytes": lambda n=32: rng.randbytes(n),
        "token_hex": lambda n=32: rng.randbytes(n).hex(),
        "token_urlsafe": lambda n=32: rng.randbytes(n).hex(),
        "choice": rng.choice,
    }
    before = {name: getattr(secrets, name) for name in _MADE_OF_CHANCE}
    state = random.getstate()
    random.seed(seed)
    for name, value in made.items():
        setattr(secrets, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(secrets, name, value)
        random.setstate(state)
