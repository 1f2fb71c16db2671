"""How much memory `make verify` takes: DynamoDB's exports of several sizes, each in a process.

A few wallets that the real rules made are repeated under other members' ids, with every hash made
anew, as the rules take longer than the check. Half of each wallet's entries in another file makes
the verifier sort them first.

Usage: python -m bench.ledger_memory      COUNTS=100000,300000 (the default)
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from bench import ledger
from chalicelib.aws.attributes import pack
from chalicelib.ledger.entries import GENESIS_HASH, Entry, to_record
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.keys import DAY_SHARDS
from infra.verifier import verify

COUNTS = "100000,300000"
_MODELS = 1_000
"""Entries that are made by the rules."""


def _copies(count: int) -> Iterator[tuple[Entry, dict[str, Any], str]]:
    """The entry that it was made from, the stored item, and its hash."""
    models = [
        (entry, to_record(entry), ledger.typed({"M": pack(item_from_entry(entry))})["M"])
        for entry in ledger.entries(_MODELS)
    ]
    for copy in range(count // len(models)):
        previous = GENESIS_HASH
        for entry, record, item in models:
            if entry.seq == 1:
                previous = GENESIS_HASH
            member_id = f"mbr_{copy:06d}{entry.member_id[-10:]}"
            sealed = record | {"member_id": member_id, "prev_hash": previous}
            del sealed["hash"]
            text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256(text.encode()).digest()
            shard = zlib.crc32(member_id.encode()) % DAY_SHARDS
            yield (
                entry,
                item
                | {
                    "pk": {"S": f"{entry.county_id}#WALLET#{member_id}"},
                    "by_day_pk": {"S": f"{entry.county_id}#{entry.on}#{shard:02d}"},
                    "p": {"B": b64encode(bytes.fromhex(previous)).decode()},
                    "hash": {"B": b64encode(digest).decode()},
                },
                digest.hex(),
            )
            previous = digest.hex()


def write(count: int, folder: Path, *, apart: bool) -> None:
    """The export in two files, wallet by wallet or each wallet in both, and the published days."""
    data = folder / ledger.EXPORTED.parent
    data.mkdir(parents=True)
    hashes: dict[date, list[str]] = {}
    sold = 0
    with (
        gzip.open(data / "0.json.gz", "wb", compresslevel=1) as first,
        gzip.open(data / "1.json.gz", "wb", compresslevel=1) as second,
    ):
        for entry, item, digest in _copies(count):
            file = second if apart and entry.seq % 2 else first
            file.write(msgspec.json.encode({"Item": item}) + b"\n")
            hashes.setdefault(entry.on, []).append(digest)
            sold += entry.voucher_amount if entry.kind == "purchase" else 0
        for each in ledger.beside(sold):
            item = ledger.typed({"M": pack(each)})["M"]
            first.write(msgspec.json.encode({"Item": item}) + b"\n")
    ledger.publish(hashes, folder / verify.DAYS_FOLDER)


_MEASURED = """
import re, runpy, sys
try:
    runpy.run_module("infra.verifier.verify", run_name="__main__")
finally:
    status = open("/proc/self/status").read()
    print(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1], file=sys.stderr)
"""
"""Not `ru_maxrss`: what a process is started from counts to it, and this one is large."""


def peak_megabytes(folder: Path) -> float:
    """Of a whole check, with the interpreter and its libraries."""
    environment = {
        "SOURCE": str(folder / ledger.EXPORTED.parent),
        "PROOF": str(folder / verify.DAYS_FOLDER),
    }
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED],
        cwd=ledger.ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit("The verifier does not find it sound.")
    return int(done.stderr.split()[-1]) / 1024


def main() -> None:
    for text in (os.environ.get("COUNTS") or COUNTS).split(","):
        for apart in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                write(int(text), Path(folder), apart=apart)
                order = "apart, so sorted first" if apart else "wallet by wallet"
                print(f"{int(text):,} entries, {order}: ", end="", flush=True)
                print(f"{peak_megabytes(Path(folder)):.0f} MB at most", flush=True)


if __name__ == "__main__":
    main()
