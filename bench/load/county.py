"""Our side of the load run: a county on the second DynamoDB, its functions behind HTTP."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import cloud, world
from bench.load import processes, requests
from bench.load.server import Server, gunicorn
from infra.localcloud import dynoxide
from infra.localcloud.install import ON_DEMAND

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = ROOT / ON_DEMAND["load"][0] / "bin" / "gunicorn"
WALLETS = 100
WALLET = (10, timedelta(days=2))


class County:
    """Prepares what is sent, and looks at what came of it. Entered before chalicelib is loaded."""

    name = "onmin"

    def __init__(self, server: Server, cloud_url: str, dynamodb_url: str) -> None:
        from bench.operations import World

        self.server = server
        self._urls = [cloud_url, dynamodb_url]
        self._world = World()
        self._operations = {each.name: each for each in self._world.operations()}
        self._wallets = [self._world.wallet(*WALLET) for _ in range(WALLETS)]
        self._at_many_tills: Any = None

    def requests(self, case: str, count: int) -> list[str]:
        """Pay codes last three minutes: to be sent soon."""
        if case == "same":
            self._at_many_tills = self._world.wallet(*WALLET)
            events = self._operations["redemption, till"].prepare(self._at_many_tills, count)
        elif case == "distinct":
            pay = self._operations["redemption, till"].prepare
            events = [pay(self._wallets[n % WALLETS], 1)[0] for n in range(count)]
        else:
            events = self._operations["sign-up, accept"].prepare(self._wallets[0], count)
        return [requests.of_event(event) for event in events]

    def check(self, case: str, answered: int) -> None:
        """That every payment by the one wallet is in its chain, once."""
        if case != "same":
            return
        from chalicelib.ledger.wiring import LedgerWiring
        from tests import builders

        store = self._world.adapters.wired(LedgerWiring).store
        head = store.read(builders.COUNTY, self._at_many_tills.member_id).entries[0]
        if head.seq != WALLET[0] + answered:
            raise AssertionError(f"{answered} payments answered, entry {head.seq} is the newest")

    def consume(self, count: int) -> dict[str, float]:
        """Works off the queue with one process for each core; that all became members."""
        before = self._joined_today()
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / f"{n}.json" for n in range(os.cpu_count() or 1)]
            command = [sys.executable, "-m", "bench.load.consumer", *self._urls]
            running = [
                subprocess.Popen([*command, file], cwd=ROOT, stdout=subprocess.DEVNULL)
                for file in files
            ]
            storage = processes.cpu_seconds(self.server.processes["storage"])
            for each in running:
                if each.wait(timeout=120) != 0:
                    raise RuntimeError("a consumer failed")
            storage = processes.cpu_seconds(self.server.processes["storage"]) - storage
            done = [json.loads(file.read_text()) for file in files]
        # One that was slow to start may have come too late for any.
        done = [each for each in done if each["messages"]]
        joined = self._joined_today() - before
        if not count == joined == sum(each["messages"] for each in done):
            raise AssertionError(f"{count} sign-ups accepted, {joined} members more: {done}")
        warm = count - sum(each["cold"] for each in done)
        seconds = max(each["ended"] for each in done) - min(each["began"] for each in done)
        return {
            "per_second": warm / seconds,
            "functions": sum(each["cpu_seconds"] for each in done) * 1000 / warm,
            "storage": storage * 1000 / count,
        }

    def _joined_today(self) -> int:
        from chalicelib.core.values import seoul_date
        from chalicelib.ledger.wiring import LedgerWiring
        from tests import builders

        store = self._world.adapters.wired(LedgerWiring).store
        entries = store.entries_on(builders.COUNTY, seoul_date(datetime.now(UTC)))
        return sum(entry.kind == "signup" for entry in entries)


@contextmanager
def running() -> Iterator[County]:
    with dynoxide.running() as dynamodb_url, cloud.running(dynamodb_url) as cloud_url:
        world.enter(cloud_url)
        os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamodb_url
        command: list[str | Path] = [GUNICORN, "bench.load.front:application"]
        environment = {"BENCH_CLOUD": cloud_url, "BENCH_DYNAMODB": dynamodb_url}
        storage = {
            "storage": processes.child("dynoxide"),
            "queue and keys": processes.child("bench.cloud"),
        }
        with gunicorn(command, folder=ROOT, environment=environment, storage=storage) as server:
            yield County(server, cloud_url, dynamodb_url)
