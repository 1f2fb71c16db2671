"""Where the ledger's entries come from: our own export, DynamoDB's export to S3, the table itself.

Each gives the entries wallet by wallet, the oldest first, as a stream: however large the ledger
is, no more than a page of it is held. Items that are no entries are passed to `other`.
"""

import gzip
import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from infra.verifier import stored_entries
from infra.verifier.ledger_audit import Record, canonical_bytes
from infra.verifier.stored_values import Attributes, place_of

SPILL_FILES = 64
_HASH_FIELD = b',"hash":"'
_HASH_FIELD_SIZE = len(_HASH_FIELD) + 64 + 1
_READ_BYTES = 1 << 20
_UNREADABLE = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class StoredEntry(NamedTuple):
    """`canonical`: what the hash must be over. `problem`: why the stored form cannot be what was
    written, or "". An entry that could not be read at all has no `member_id`."""

    county_id: str
    member_id: str
    seq: int
    record: Record
    canonical: bytes
    problem: str


Other = Callable[[Attributes], None]


class Source(Protocol):
    """`holds_all`: whether items that are no entries are there too. `is_live`: whether others may
    write while it is read."""

    name: str
    holds_all: bool
    is_live: bool

    def entries(self, other: Other) -> Iterator[StoredEntry]: ...


class LedgerExport:
    """Our own: a canonical record on each line, as `make export` writes it."""

    holds_all = False
    is_live = False

    def __init__(self, file: Path) -> None:
        self.name = str(file)
        self._file = file

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        with _opened(self._file) as lines:
            for number, line in enumerate(lines, start=1):
                yield _from_line(line, number)


def _from_line(line: bytes, number: int) -> StoredEntry:
    """The line itself is the canonical form: only its `hash` is cut out."""
    try:
        record = json.loads(line.decode())
        start = line.index(_HASH_FIELD)
        end = start + _HASH_FIELD_SIZE
        if line[start:end].decode() != f',"hash":"{record["hash"]}"' or line[-1:] != b"\n":
            return _unreadable(f"line {number}: not a whole record")
        canonical = line[:start] + line[end:-1]
        wallet = (str(record["county_id"]), str(record["member_id"]), record["seq"])
    except _UNREADABLE as exc:
        return _unreadable(f"line {number}: {type(exc).__name__} {exc}")
    return StoredEntry(*wallet, record, canonical, "")


class DynamoExport:
    """DynamoDB's export to S3 in its JSON format: `{"Item": {…}}` on each line, gzipped or not.

    `path` is a file or the folder with them.
    """

    holds_all = True
    is_live = False

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._files = sorted(_data_files(path)) if path.is_dir() else [path]

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        for file in self._files:
            with _opened(file) as lines:
                for number, line in enumerate(lines, start=1):
                    try:
                        item = stored_entries.read_json(line.decode())["Item"]
                        is_entry = stored_entries.is_entry(item)
                    except _UNREADABLE as exc:
                        yield _unreadable(f"{file.name}, line {number}: {exc}")
                        continue
                    if is_entry:
                        yield from_item(item)
                    else:
                        other(item)


class LiveTable:
    """The table, by a consistent Scan, page after page: for an operator, never for a function.

    botocore's own reading of an answer takes longer than all checks of it, so it is handed an empty
    one and the real one is read here.
    """

    holds_all = True
    is_live = True

    def __init__(self, client: Any, table_name: str, page_items: int | None = None) -> None:
        self.name = f"table {table_name}"
        self._limit = {"Limit": page_items} if page_items else {}
        self._client = client
        self._table_name = table_name
        self._answer = b""

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        events, event = self._client.meta.events, "before-parse.dynamodb.Scan"
        events.register(event, self._keep)
        try:
            yield from self._pages(other)
        finally:
            events.unregister(event, self._keep)

    def _pages(self, other: Other) -> Iterator[StoredEntry]:
        start: dict[str, Any] = {}
        while True:
            self._client.scan(
                TableName=self._table_name, ConsistentRead=True, **self._limit, **start
            )
            items, last = _page(self._answer)
            for item in items:
                if isinstance(item, str):
                    yield _unreadable(item)
                elif stored_entries.is_entry(item):
                    yield from_item(item)
                else:
                    other(item)
            if last is None:
                return
            start = {"ExclusiveStartKey": {name: {"S": text} for name, text in last.items()}}

    def _keep(self, response_dict: dict[str, Any], **_: Any) -> None:
        if response_dict["status_code"] == 200:
            self._answer = response_dict["body"]
            response_dict["body"] = b"{}"


def _page(answer: bytes) -> tuple[list[Attributes | str], dict[str, str] | None]:
    """The items of a page, for one with a strange value a sentence that names it; and the key after
    which to go on."""
    try:
        page = stored_entries.read_json(answer.decode())
    except _UNREADABLE:
        typed = json.loads(answer)
        last = typed.get("LastEvaluatedKey")
        plain = {name: value["S"] for name, value in last.items()} if last else None
        return [_item_or_reason(item) for item in typed["Items"]], plain
    return page["Items"], page.get("LastEvaluatedKey")


def _item_or_reason(typed: dict[str, Any]) -> Attributes | str:
    try:
        item: Attributes = stored_entries.read_json(json.dumps(typed))
    except _UNREADABLE as exc:
        return f"{typed.get('pk')} {typed.get('sk')}: {exc}"
    return item


def from_item(item: Attributes) -> StoredEntry:
    """What a stored item says, and whether it says it in the form in which entries are written."""
    try:
        record = stored_entries.record_of(item)
        return StoredEntry(*place_of(item), record, canonical_bytes(record), "")
    except _UNREADABLE as exc:
        problem = str(exc) if isinstance(exc, ValueError) else f"{type(exc).__name__} {exc}"
        record = {"entry_id": item.get("entry_id", "")}
        return StoredEntry(*place_of(item), record, b"", problem)


class Grouped:
    """Another source, sorted into wallets by way of files on disk."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.holds_all = source.holds_all
        self.is_live = source.is_live
        self._source = source

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / str(number) for number in range(SPILL_FILES)]
            with ExitStack() as stack:
                open_files = [stack.enter_context(file.open("w")) for file in files]
                for entry in self._source.entries(other):
                    number = zlib.crc32(entry.member_id.encode()) % SPILL_FILES
                    row = entry._replace(canonical=entry.canonical.decode())  # type: ignore[arg-type]
                    open_files[number].write(json.dumps(row) + "\n")
            for file in files:
                with file.open() as lines:
                    rows = sorted((json.loads(line) for line in lines), key=lambda row: row[:3])
                for row in rows:
                    entry = StoredEntry(*row)
                    yield entry._replace(canonical=row[4].encode())


def from_path(path: Path) -> Source:
    """An export, ours or DynamoDB's, told apart by its first line. A folder of ours has
    `entries.jsonl`."""
    own = path / "entries.jsonl"
    if own.is_file():
        return LedgerExport(own)
    if path.is_dir():
        return DynamoExport(path)
    with _opened(path) as lines:
        first = next(iter(lines), b"")
    return DynamoExport(path) if first.lstrip().startswith(b'{"Item"') else LedgerExport(path)


def _data_files(folder: Path) -> Iterator[Path]:
    """An export's own folder also holds manifests, which are no data."""
    for file in folder.rglob("*.json*"):
        if "manifest" not in file.name:
            yield file


def _opened(file: Path) -> IO[bytes]:
    if file.suffix == ".gz":
        return gzip.open(file, "rb")  # type: ignore[return-value]
    return file.open("rb", buffering=_READ_BYTES)


def _unreadable(problem: str) -> StoredEntry:
    return StoredEntry("", "", 0, {}, b"", problem)
