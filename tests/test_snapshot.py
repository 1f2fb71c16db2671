"""The snapshot that the API's function starts from: everything loaded, nothing asked for."""

import json
import pkgutil
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore.session
import pytest

from chalicelib import snapshot
from tests.conftest import Stack
from tests.test_loaded_modules import REQUESTS, ask

ROOT = Path(__file__).parent.parent

# What a process does from its start to the snapshot. Whoever opens a connection ends it.
TAKEN = """
import gc, json, socket, sys

def refuse(*_):
    raise SystemExit("asked somebody for something")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = refuse

import app
from chalicelib import snapshot
from chalicelib.aws import clients, worker
from chalicelib.aws.adapters import Adapters

snapshot.load()
adapters = [each for each in gc.get_objects() if isinstance(each, Adapters)]
print(json.dumps({
    "adapters": [sorted(vars(each)) for each in adapters],
    "wired": [len(each._wired) for each in adapters],
    "clients": clients.client.cache_info().currsize,
    "worker": worker.process_adapters.cache_info().currsize,
    "modules": sorted(sys.modules),
}))
"""


@pytest.fixture(scope="module")
def taken() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", TAKEN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_nothing_secret_dated_or_counted_is_in_it(taken: dict[str, Any]) -> None:
    """Keys, caches and connections hang on adapters, which make them when they are asked for."""
    assert taken["adapters"] == [["_wired"]]
    assert taken["wired"] == [0]
    assert taken["worker"] == 0


def test_clients_and_all_that_requests_load_are_in_it(taken: dict[str, Any]) -> None:
    modules = set(taken["modules"])
    import chalicelib

    everything = {m.name for m in pkgutil.walk_packages(chalicelib.__path__, "chalicelib.")}
    assert everything - modules <= {
        f"chalicelib.reporting.{name}"
        for name in ("balance_rows", "campaign_rows", "documents", "service", "sheets", "workbook")
    }
    assert "xlsxwriter" not in modules
    assert {"botocore.client", "jinja2", "segno"} <= modules
    assert taken["clients"] == len(snapshot.CLIENTS)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_after_it_loads_nothing(stack: Stack, name: str) -> None:
    """But for modules that a library makes for itself while it works."""
    member = stack.member(vouchers=3000)
    body = {"pay_code": member.pay_code(), "amount": 100, "order_id": "order-1"}
    status, *_ = REQUESTS[name]

    answer = ask(stack, name, body if name.startswith("POST") else None, after="snapshot")

    assert answer["status"] == status, answer["body"]
    assert answer["loaded"] == []


def test_each_process_after_it_waits_its_own_random_moments() -> None:
    hooks = Hooks("snapshot_restore_py")
    snapshot.register(hooks)
    assert hooks.before == [snapshot.load]
    state = random.getstate()
    drawn = []
    for _ in range(2):
        random.setstate(state)
        for restored in hooks.after:
            restored()
        drawn.append(random.random())

    assert drawn[0] != drawn[1]


class Hooks(ModuleType):
    """As the module of Lambda's runtime."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.before: list[Any] = []
        self.after: list[Any] = []

    def register_before_snapshot(self, function: Any) -> None:
        self.before.append(function)

    def register_after_restore(self, function: Any) -> None:
        self.after.append(function)


class Issuer(BaseHTTPRequestHandler):
    """Gives credentials as the sandbox of a function with a snapshot does: each time others."""

    issued = 0
    lasting = timedelta()

    def do_GET(self) -> None:
        type(self).issued += 1
        body = {
            "AccessKeyId": f"key-{self.issued}",
            "SecretAccessKey": "secret",
            "Token": "token",
            "Expiration": f"{datetime.now(UTC) + self.lasting:%Y-%m-%dT%H:%M:%SZ}",
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Issuer]]:
    class Own(Issuer):
        pass

    server = HTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    address = f"http://127.0.0.1:{server.server_port}/credentials"
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)
    yield Own
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("lasting", "signed_by"), [(60, "key-2"), (3600, "key-1")])
def test_a_client_of_before_the_snapshot_signs_with_credentials_of_now(
    issuer: type[Issuer], lasting: int, signed_by: str
) -> None:
    """Those in the snapshot may be of last month: botocore asks anew when their end is near."""
    issuer.lasting = timedelta(seconds=lasting)
    client = botocore.session.Session().create_client("dynamodb", "ap-northeast-2")
    signed: list[str] = []

    def sent(request: Any, **_: Any) -> Any:
        signed.append(request.headers["Authorization"].decode())
        raise InterruptedError

    client.meta.events.register("before-send", sent)
    issuer.lasting = timedelta(hours=6)
    with pytest.raises(InterruptedError):
        client.list_tables()

    assert f"Credential={signed_by}/" in signed[0]
