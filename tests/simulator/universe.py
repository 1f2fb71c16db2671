"""The whole of onmin over simulated storage, queues and mail, wired as it always is."""

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from msgspec.structs import replace

from chalicelib.aws.adapters import Adapters, WiringT
from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.aws.payment_provider import PaymentProvider
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import ProcessClock
from chalicelib.core.settings import Settings, process_settings
from chalicelib.county.wiring import CountyWiring
from chalicelib.reporting.wiring import ReportingWiring
from infra.deploy import template
from tests import builders, fake_offices, fakes
from tests.fake_kms import FakeKms
from tests.played_provider import PlayedProvider
from tests.simulator.clients import (
    Bucket,
    FilesClient,
    MailClient,
    QueueClient,
    TableClient,
    TextClient,
)
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
    mails: list[list[str]] = field(default_factory=list)
    process: "Process" = field(init=False)

    def __post_init__(self) -> None:
        self._clients = {
            "dynamodb": TableClient(self.db, self.network),
            "sqs": QueueClient(self.queues, self.network),
            "s3": FilesClient(self.bucket, self.network),
            "sesv2": MailClient(self.mails, self.network),
            "sns": TextClient(self.messages.sent, self.network),
        }
        self.network.set_lag = self._set_lag

    def _set_lag(self, seconds: float) -> None:
        self.db.lag_seconds = seconds

    def client(self, service: str) -> Any:
        return self._clients.get(service) or FakeKms()

    @cached_property
    def county(self) -> CountyWiring:
        """What a warm process knows of its county."""
        return CountyWiring(Process(self))

    def start_process(self) -> None:
        self.process = Process(self)
        self.process.wired(ReportingWiring).documents = _PlainDocuments()

    @property
    def table(self) -> DynamoDBTable:
        """To look with: past the network, and consistent."""
        return DynamoDBTable(self.db, TABLE_NAME)

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
    db = DynamoDB(template.table_definition(), clock)
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


class Process(Adapters):
    """One process in a universe: its clients, its clock, its pauses. It remembers nothing but the
    county and its settings, as a process that is warm; the first of a universe not even these."""

    def __init__(self, universe: "Universe") -> None:
        super().__init__()
        self._universe = universe

    def wired(self, wiring: type[WiringT]) -> WiringT:
        if issubclass(wiring, CountyWiring):
            return cast("WiringT", self._universe.county)
        return super().wired(wiring)

    @cached_property
    def settings(self) -> Settings:
        return replace(process_settings(), host_counties={})

    @cached_property
    def clock(self) -> ProcessClock:
        return ProcessClock(may_simulate=lambda: True, machine=self._universe.clock)

    def pause(self, seconds: float) -> None:
        self._universe.clock.advance(seconds)

    @cached_property
    def payment_provider(self) -> PaymentProvider:
        return PlayedProvider(self._universe.clock)

    def client(self, service: str) -> Any:
        return self._universe.client(service)

    @cached_property
    def signer(self) -> Signer:
        return SIGNER

    @cached_property
    def tax_office(self) -> Any:
        return fake_offices.FakeTaxOffice()

    @cached_property
    def account_holders(self) -> Any:
        holders = fake_offices.FakeAccountHolders()
        holders.names |= builders.HOLDERS
        return holders

    @cached_property
    def text_messages(self) -> Any:
        return self._universe.messages


_current: list[Universe] = []


def current() -> Universe:
    return _current[-1]


def process() -> Adapters:
    """The process that runs now."""
    return current().process


@contextmanager
def inside(universe: Universe) -> Iterator[None]:
    """Processes that start now are in this universe."""
    _current.append(universe)
    universe.start_process()
    try:
        yield
    finally:
        _current.pop()


def new_process() -> None:
    """The one that ran is gone, with all that it remembered; and the clock is right."""
    current().start_process()
    current().clock.skew *= 0


class _PlainDocuments:
    """Reports that take no time to draw: what is tried is where they are kept and sent."""

    def subject(self, report: Any) -> str:
        return "report"

    html = text = subject

    def mail(self, report: Any, *, rows_max: int, has_workbook: bool) -> tuple[str, str]:
        return "<p>report</p>", "report"

    def workbook(self, report: Any) -> bytes:
        return b"workbook"


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
