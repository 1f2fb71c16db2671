"""Four implementations of the table: the fake, the simulator, MiniStack's DynamoDB, dynoxide."""

import itertools
import random
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config

from chalicelib.aws import clients
from chalicelib.aws.dynamodb import DynamoDBTable
from infra.deploy.template import table_definition
from infra.localcloud import dynoxide
from infra.localcloud.ministack import REGION, MiniStack, free_port
from tests import builders
from tests.fakes import FakeTable
from tests.simulator.clock import SimulatedClock
from tests.simulator.dynamodb import DynamoDB

REAL = ("ministack", "dynoxide")
IMPLEMENTATIONS = ("fake", "simulator", *REAL)
THREADS_MAX = 50
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Storage:
    """One implementation with an empty table on it. `client` and `table_name` only on real ones."""

    name: str
    open: Callable[[], Any]
    client: Any = None
    table_name: str = ""


class _Servers:
    """Starts a real implementation when it is first asked for. What cannot start, fails."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._clients: dict[str, Any] = {}
        self.started = ExitStack()

    def client(self, name: str) -> Any:
        if name not in self._clients:
            url = self._start_ministack() if name == "ministack" else self._start_dynoxide()
            self._clients[name] = _client(url)
        return self._clients[name]

    def _start_ministack(self) -> str:
        cloud = MiniStack(self._home, free_port())
        with warnings.catch_warnings():
            # The process is meant to outlive the object that started it; `stop` ends it by its id.
            warnings.simplefilter("ignore", ResourceWarning)
            cloud.start()
        self.started.callback(cloud.stop)
        return cloud.endpoint_url

    def _start_dynoxide(self) -> str:
        missing = dynoxide.why_missing()
        assert missing is None, missing
        return self.started.enter_context(dynoxide.running())


def _client(url: str) -> Any:
    # As the functions have it, so that all here is about our own sending and reading, too.
    return clients.make(
        "dynamodb",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=THREADS_MAX,
            parameter_validation=False,
        ),
    )


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Servers]:
    made = _Servers(tmp_path_factory.mktemp("cloud"))
    with made.started:
        yield made


@pytest.fixture(params=IMPLEMENTATIONS)
def storage(request: pytest.FixtureRequest) -> Storage:
    if request.param == "fake":
        fake = FakeTable()
        return Storage("fake", lambda: fake)
    if request.param == "simulator":
        return simulated_storage()
    return make_real_storage(request.getfixturevalue("servers"), request.param)


@pytest.fixture(params=REAL)
def real_storage(request: pytest.FixtureRequest) -> Storage:
    return make_real_storage(request.getfixturevalue("servers"), request.param)


def simulated_storage() -> Storage:
    clock = SimulatedClock(builders.NOON)
    client = _OneAtATime(DynamoDB(table_definition(), clock))
    return Storage("simulator", lambda: DynamoDBTable(client, "simulated"), client, "simulated")


class _OneAtATime:
    """The simulator is for one thread; here it is called from many."""

    def __init__(self, client: DynamoDB) -> None:
        self._client = client
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            # As a network does, it lets another thread go first.
            time.sleep(random.random() / 1_000)
            with self._lock:
                return getattr(self._client, name)(**request)

        return call


def make_real_storage(servers: _Servers, name: str) -> Storage:
    client = servers.client(name)
    table_name = f"onmin-test-{next(_numbers)}"
    client.create_table(TableName=table_name, **table_definition())
    return Storage(name, lambda: DynamoDBTable(client, table_name), client, table_name)


@pytest.fixture
def table(storage: Storage) -> Any:
    return storage.open()
