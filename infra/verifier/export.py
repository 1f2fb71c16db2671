"""Writes the whole ledger to a folder, for `make verify` elsewhere, and for whoever asks to see it.

`entries.jsonl` has a canonical record on each line, wallet by wallet; `published/` is a copy of the
published days. Entries hold no names and no phone numbers; member ids are pseudonyms.

Usage: python -m infra.verifier.export folder       sources as for infra.verifier.verify
"""

import json
import sys
from pathlib import Path

from infra.verifier import verify
from infra.verifier.ledger_audit import Record
from infra.verifier.ledger_sources import Source
from infra.verifier.published_days import PublishedDays


class ExportFailedError(Exception):
    """An entry that cannot be read: an export without it would hide it."""


def write(source: Source, days: PublishedDays | None, folder: Path) -> int:
    """How many entries were written. Raises `ExportFailedError`."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / "entries.jsonl").open("wb") as file:
        for entry in source.entries(lambda item: None):
            if entry.problem:
                raise ExportFailedError(
                    f"{entry.county_id} {entry.member_id} entry {entry.seq}: {entry.problem}"
                )
            file.write(line(entry.record))
            count += 1
    for name in days.names() if days else ():
        copy = folder / verify.DAYS_FOLDER / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((days and days.read(name)) or b"")
    return count


def line(record: Record) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source, days = verify.table_and_days()
    folder = Path(sys.argv[1])
    try:
        count = write(source, days, folder)
    except ExportFailedError as error:
        sys.exit(f"{error}\n`make verify` says more.")
    print(f"{count:,} entries in {folder}")


if __name__ == "__main__":
    main()
