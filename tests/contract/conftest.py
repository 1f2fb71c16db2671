"""Three implementations of the table: the fake, MiniStack's DynamoDB, and dynoxide."""

import itertools
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from botocore.config import Config

from chalicelib.persistence.table import Table
from infra import dynoxide
from infra.ministack import REGION, MiniStack, free_port
from tests.fakes import FakeTable

RESOURCES = Path(__file__).parents[2] / "infra" / "resources.yaml"
REAL = ("ministack", "dynoxide")
IMPLEMENTATIONS = ("fake", *REAL)
THREADS_MAX = 50
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Storage:
    """One implementation with an empty table on it. `client` and `table_name` only on real ones."""

    name: str
    open: Callable[[], Any]
    client: Any = None
    table_name: str = ""


class _Template(yaml.SafeLoader):
    """Reads CloudFormation; what its functions would give does not matter here."""


def _plain(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Template.add_multi_constructor("!", _plain)


def deployed_definition() -> dict[str, Any]:
    """What `create_table` needs, from the very template that is deployed."""
    template = yaml.load(RESOURCES.read_text(), _Template)  # noqa: S506 - a SafeLoader
    properties = template["Resources"]["AppTable"]["Properties"]
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in names}


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
    return boto3.client(
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
    return _real_storage(request, request.param)


@pytest.fixture(params=REAL)
def real_storage(request: pytest.FixtureRequest) -> Storage:
    return _real_storage(request, request.param)


def _real_storage(request: pytest.FixtureRequest, name: str) -> Storage:
    client = request.getfixturevalue("servers").client(name)
    table_name = f"onmin-test-{next(_numbers)}"
    client.create_table(TableName=table_name, **deployed_definition())
    return Storage(name, lambda: Table(client, table_name), client, table_name)


@pytest.fixture
def table(storage: Storage) -> Any:
    return storage.open()
