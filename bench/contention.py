"""Many tills that pay out of one wallet at once: answers a second, waiting, tries, CPU.

Usage: python -m bench.contention [tills …]
"""

import multiprocessing
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.config import Config

from chalicelib.aws import clients
from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.ports import PlaceTaken
from chalicelib.ledger.store import WalletStore
from chalicelib.paying import redemptions
from infra.deploy.template import table_definition
from infra.localcloud import dynoxide
from tests import builders
from tests.worlds import World

PROCESSES = 2
SECONDS = 6.0
TABLE = "contention"


@dataclass
class Seen:
    waits: list[float] = field(default_factory=list)
    tries: int = 0
    refused: int = 0
    cpu: float = 0.0


class _Counting(WalletStore):
    tries = 0

    def append(self, entry: Entry) -> bool | PlaceTaken:
        self.tries += 1
        return super().append(entry)


def measure(
    tills: int, member_id: str, url: str, pause: Callable[[float], None] = time.sleep
) -> Seen:
    """Each till pays again as soon as it is answered, for some seconds."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    share = tills // PROCESSES
    workers = [
        context.Process(target=_work, args=(queue, number, share, member_id, url, pause))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    found = [queue.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join()
    return Seen(
        sorted(wait for each in found for wait in each.waits),
        sum(each.tries for each in found),
        sum(each.refused for each in found),
        sum(each.cpu for each in found),
    )


def _work(
    queue: Any, number: int, tills: int, member_id: str, url: str, pause: Callable[[float], None]
) -> None:
    seen, client = Seen(), _client(url, tills)
    began = time.monotonic()

    def pay(till: int) -> None:
        store = _Counting(DynamoDBTable(client, TABLE))
        chain = Chain(store, lambda: datetime.now(UTC), pause)
        count = 0
        while time.monotonic() - began < SECONDS:
            count += 1
            started = time.monotonic()
            try:
                chain.run(builders.COUNTY, member_id, _keys(number, till, count), _decide)
            except TryAgainError:
                seen.refused += 1
            seen.waits.append(time.monotonic() - started)
        seen.tries += store.tries

    threads = [threading.Thread(target=pay, args=(till,)) for till in range(tills)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = resource.getrusage(resource.RUSAGE_SELF)
    seen.cpu = used.ru_utime + used.ru_stime
    queue.put(seen)


def _decide(view: View) -> Draft:
    return redemptions.decide(
        view.head,
        amount=1,
        merchant=builders.a_merchant(),
        settings=builders.SETTINGS,
        now=view.now,
    )


def _keys(process: int, till: int, count: int) -> CommandKeys:
    order = f"{os.getpid()}-{process}-{till}-{count}"
    key = digest("contention", order)
    reference = redemptions.order_reference(builders.a_merchant().merchant_id, order)
    return CommandKeys(reference, key, key, key[:16].upper())


def _client(url: str, connections: int) -> Any:
    return clients.make(
        "dynamodb", endpoint_url=url, region_name="ap-northeast-2", aws_access_key_id="bench",
        aws_secret_access_key="bench",
        config=Config(max_pool_connections=connections, parameter_validation=False),
    )  # fmt: skip


def row(name: str, seen: Seen) -> str:
    waits, paid = seen.waits, len(seen.waits) - seen.refused
    at = [waits[int((len(waits) - 1) * share)] * 1_000 for share in (0.5, 0.99, 1.0)]
    return (
        f"  {name:<14}{paid / SECONDS:>9.0f}/s {at[0]:>7.0f} {at[1]:>7.0f} {at[2]:>7.0f} ms"
        f"{seen.tries / max(1, paid):>8.2f} tries{seen.cpu / max(1, paid) * 1_000:>8.2f} ms CPU"
        f"{seen.refused:>6} refused"
    )


def prepared(url: str) -> World:
    client = _client(url, 4)
    client.create_table(TableName=TABLE, **table_definition())
    table = DynamoDBTable(client, TABLE)
    builders.seed(table)
    return World(table, datetime.now(UTC))


def wallet(county: World, name: str) -> str:
    """To be paid from: a new one each time, as a wallet remembers each payment for fifteen days."""
    return county.join(person=name, vouchers=5_000).member_id


def main(tills: list[int]) -> None:
    with dynoxide.running() as url:
        county = prepared(url)
        print(f"One wallet under many tills, {PROCESSES} processes: answers, p50, p99, most, tries")
        for count in tills:
            print(row(f"{count} tills", measure(count, wallet(county, str(count)), url)))


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [8, 32])
