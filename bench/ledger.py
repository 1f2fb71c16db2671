"""How fast `make verify` is: a ledger of COUNT entries made by the real rules, checked from our own
export, from DynamoDB's export format, and from a table on the second DynamoDB.

Usage: python -m bench.ledger      COUNT=200000 (the default), FOLDER=path keeps the exports there,
                                   TABLE_COUNT=20000 of them are loaded into the table
"""

import base64
import gzip
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3

from bench import world
from chalicelib.aws.attributes import pack, unpack
from chalicelib.core.values import new_id
from chalicelib.joining import granting
from chalicelib.joining import keys as joining_keys
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import GENESIS_HASH, Entry, Origin, to_record
from chalicelib.ledger.entry_codec import entry_from_item, item_from_entry
from chalicelib.ledger.idempotency import CommandKeys, digest, payment_fingerprint
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying import redemptions
from chalicelib.proofs.files import leaves_name, root_name
from chalicelib.proofs.publishing import file_content
from chalicelib.proofs.roots import leaves_of, make_day_root
from chalicelib.sales import keys, purchases
from chalicelib.sales.rounds import Round
from chalicelib.wallets import conversions
from infra.localcloud import dynoxide
from infra.verifier import export, verify
from tests import builders

ROOT = Path(__file__).resolve().parent.parent
COUNT = 200_000
TABLE_COUNT = 20_000
EXPORTED = Path("dynamo/AWSDynamoDB/01/data/0.json.gz")
WALLET_ENTRIES = 40
MERCHANTS = 200
CAMPAIGN = "cmp_0000000000000001"
SIGNUP_MILEAGE = 5000
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
COUNTY = builders.COUNTY
SETTINGS = builders.SETTINGS
_ROUND = Round(
    county_id=COUNTY,
    round_id="rnd_0000000000000001",
    name="3월 판매",
    name_en="March sale",
    opens_at=START,
    closes_at=START + timedelta(days=400),
    budget_amount=10**12,
    discount_percent=10,
    shard_count=1,
)


class _Member:
    """One wallet's life: joining, converting, buying, then mostly paying, now and then a cancel."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self._chance = chance
        self._now = START + timedelta(seconds=chance.randrange(60 * 86_400))
        self._member_id = new_id("mbr", self._now)
        self._number = number
        self._head: Entry | None = None
        self._last_payment: Entry | None = None

    def entries(self) -> Iterator[Entry]:
        for step in range(WALLET_ENTRIES):
            draft = self._draft(step)
            entry = append(
                self._head,
                draft,
                county_id=COUNTY,
                member_id=self._member_id,
                keys=self._keys(step, draft),
                now=self._now,
            )
            is_canceled_next = entry.kind == "redemption" and self._chance.random() < 0.06
            self._last_payment = entry if is_canceled_next else None
            self._head = entry
            self._now += timedelta(seconds=self._chance.randrange(60, 172_800))
            yield entry

    def _draft(self, step: int) -> Draft:
        now, head = self._now, self._head
        if head is None:
            origin = Origin("11110", "tourist", CAMPAIGN, "celadon-a")
            return granting.decide_signup(
                mileage=SIGNUP_MILEAGE, origin=origin, settings=SETTINGS, now=now
            )
        if self._last_payment is not None:
            return redemptions.decide_cancel(
                self._last_payment,
                already=0,
                amount=None,
                expected_remaining_amount=-self._last_payment.voucher_amount,
                reason="손님 요청",
                settings=SETTINGS,
                now=now,
            )
        if step == 1:
            return conversions.decide(head, mileage=5000, settings=SETTINGS, now=now)
        if step in (2, 20):
            return purchases.decide_purchase(
                head, face=100_000, round_=_ROUND, parts={0: 0}, settings=SETTINGS, now=now
            )
        amount = self._chance.randrange(1, 40) * 100
        return redemptions.decide(
            head, amount=amount, merchant=_merchant(self._shop(step)), settings=SETTINGS, now=now
        )

    def _shop(self, step: int) -> int:
        return (self._number * 7 + step * 13) % MERCHANTS

    def _keys(self, step: int, draft: Draft) -> CommandKeys:
        key = digest(self._member_id, str(step))
        if draft.kind != "redemption":
            reference = f"step/{key}"
            return CommandKeys(
                reference=reference,
                fingerprint=digest(reference),
                idempotency=key if step else None,
            )
        merchant_id = _merchant(self._shop(step)).merchant_id
        order_id = f"{self._number:08d}-{step:04d}"
        amount = -sum(moved.amount for moved in draft.allocations)
        return CommandKeys(
            reference=f"{merchant_id}/{order_id}",
            fingerprint=payment_fingerprint(merchant_id, order_id, amount),
            idempotency=key,
            pay_code_id=new_id("pay", self._now)[4:],
        )


def _merchant(number: int) -> Merchant:
    return builders.a_merchant(merchant_id=f"mch_{number:016d}", name=f"청자식당 {number}")


def entries(count: int) -> Iterator[Entry]:
    """About `count` of them, wallet by wallet."""
    chance = random.Random(2026)
    for number in range(count // WALLET_ENTRIES):
        yield from _Member(number, chance).entries()


def write(count: int, folder: Path) -> None:
    """Our export with published days, and DynamoDB's beside it."""
    published = folder / verify.DAYS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    exported = folder / EXPORTED
    exported.parent.mkdir(parents=True, exist_ok=True)
    hashes: dict[date, list[str]] = {}
    sold = 0
    with (
        (folder / "entries.jsonl").open("wb") as own,
        gzip.open(exported, "wt", compresslevel=1) as theirs,
    ):
        for entry in entries(count):
            own.write(export.line(to_record(entry)))
            item = {"Item": typed({"M": pack(item_from_entry(entry))})["M"]}
            theirs.write(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n")
            hashes.setdefault(entry.on, []).append(entry.hash)
            sold += entry.voucher_amount if entry.kind == "purchase" else 0
        for item in beside(sold):
            theirs.write(json.dumps({"Item": typed({"M": pack(item)})["M"]}) + "\n")
    publish(hashes, published)


def publish(hashes: dict[date, list[str]], folder: Path) -> None:
    """Each day's tree and its leaves, as the publisher writes them."""
    day, previous = min(hashes), GENESIS_HASH
    while day <= max(hashes):
        leaves = leaves_of(hashes.get(day, ()))
        root = make_day_root(COUNTY, day, leaves, previous)
        for name, content in (
            (leaves_name(COUNTY, day), b"".join(leaves)),
            (root_name(COUNTY, day), file_content(root)),
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        day, previous = day + timedelta(days=1), root.hash


def beside(sold: int) -> list[dict[str, Any]]:
    """The campaign of the sign-ups; the round and its budget after `sold` won of face value."""
    facts = ("budget_amount", "discount_percent", "shard_count")
    return [
        joining_keys.campaign(COUNTY, CAMPAIGN)._asdict()
        | {"type": "campaign", "signup_mileage": SIGNUP_MILEAGE},
        keys.round_(COUNTY, _ROUND.round_id)._asdict()
        | {"type": "round"}
        | {name: getattr(_ROUND, name) for name in facts},
        ledger_keys.round_budget(COUNTY, _ROUND.round_id, 0)._asdict()
        | {"type": "round_budget", "left": _ROUND.budget_amount - sold},
    ]


def typed(value: Any) -> Any:
    ((tag, content),) = value.items()
    if tag == "B":
        return {"B": base64.b64encode(bytes(content)).decode()}
    if tag == "L":
        return {"L": [typed(each) for each in content]}
    if tag == "M":
        return {"M": {name: typed(each) for name, each in content.items()}}
    return value


@contextmanager
def _table(folder: Path) -> Iterator[dict[str, str]]:
    """The first of the entries in a table; what `verify` must know of it."""
    with dynoxide.running() as url:
        environment = {
            "AWS_ENDPOINT_URL": url,
            "AWS_DEFAULT_REGION": "ap-northeast-2",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        client = boto3.client(
            "dynamodb",
            endpoint_url=url,
            region_name="ap-northeast-2",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        world.create_table(client)
        with gzip.open(folder / EXPORTED, "rt") as lines:
            some = itertools.islice(lines, int(os.environ.get("TABLE_COUNT") or TABLE_COUNT))
            items = [_bytes(json.loads(line)["Item"]) for line in some]
        entries_ = [item for item in items if item["type"] == {"S": "entry"}]
        sold = sum(
            entry_from_item(unpack(item)).voucher_amount
            for item in entries_
            if item["kind"] == {"S": "purchase"}
        )
        world.write_all(client, iter([*entries_, *map(pack, beside(sold))]))
        yield environment | {"TABLE_NAME": world.TABLE}


def _bytes(value: Any) -> Any:
    """Binary as the client wants it."""
    if isinstance(value, dict):
        return {k: base64.b64decode(v) if k == "B" else _bytes(v) for k, v in value.items()}
    return [_bytes(each) for each in value] if isinstance(value, list) else value


def _verify(environment: dict[str, str]) -> None:
    """In a process of its own; prints what it says last."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.verifier.verify"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    print("\n".join(done.stdout.splitlines()[-2:]), flush=True)


def main() -> None:
    count = int(os.environ.get("COUNT") or COUNT)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("FOLDER") or scratch)
        if not (folder / "entries.jsonl").exists():
            print(f"Making {count:,} entries", flush=True)
            write(count, folder)
        proof = {"PROOF": str(folder / verify.DAYS_FOLDER)}
        for name, path in (("our export", folder), ("DynamoDB's", (folder / EXPORTED).parent)):
            print(f"\n{name}:", flush=True)
            _verify({"SOURCE": str(path)} | proof)
        if dynoxide.why_missing() is None:
            with _table(folder) as environment:
                # The published days hold more than was loaded, so they are left out here: without a
                # bucket, which `world` names for the functions.
                print("\nthe table:", flush=True)
                _verify({"SOURCE": "table", "LEDGER_BUCKET": ""} | environment)


if __name__ == "__main__":
    main()
