"""Where the ledger's entries come from: our own export, DynamoDB's export to S3, the table itself.

Each gives the entries wallet by wallet, the oldest first, as a stream: however large the ledger
is, no more than a page of it is held. Items that are no entries are passed to `other`.
"""

import gzip
import io
import marshal
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

import msgspec
from msgspec import Raw, Struct

from infra.verifier import packed_entries, stored_entries
from infra.verifier.ledger_audit import Record, encode
from infra.verifier.packed_entries import PackedEntry
from infra.verifier.stored_values import place_of
from infra.verifier.typed_values import Attributes, Typed, plain

SPILL_FILES = 256
_HASH_FIELD = b',"hash":"'
_HASH_FIELD_SIZE = len(_HASH_FIELD) + 64 + 1
_READ_BYTES = 1 << 20
_UNREADABLE = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class _ExportedLine(Struct):
    Item: Raw


class _ExportedEntry(Struct):
    Item: PackedEntry


class _Page(Struct):
    """What a Scan answers."""

    Items: list[Raw]
    LastEvaluatedKey: Typed | None = None


_decode = msgspec.json.Decoder().decode
_decode_packed = msgspec.json.Decoder(PackedEntry).decode
_decode_line = msgspec.json.Decoder(_ExportedLine).decode
_decode_exported = msgspec.json.Decoder(_ExportedEntry).decode
_decode_page = msgspec.json.Decoder(_Page).decode


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
        record = _decode(line)
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
                        entry = _from_exported(line, other)
                    except _UNREADABLE as exc:
                        yield _unreadable(f"{file.name}, line {number}: {exc}")
                        continue
                    if entry is not None:
                        yield entry


def _from_exported(line: bytes, other: Other) -> StoredEntry | None:
    try:
        packed = _decode_exported(line).Item
    except msgspec.ValidationError:
        return read_typed(_decode(_decode_line(line).Item), other)
    return _entry(packed_entries.place_of(packed), packed_entries.record_of, packed)


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
            page = _decode_page(self._answer)
            for item in page.Items:
                try:
                    entry = read(item, other)
                except _UNREADABLE as exc:
                    key = " ".join(str(_decode(item).get(name)) for name in ("pk", "sk"))
                    yield _unreadable(f"{key}: {exc}")
                    continue
                if entry is not None:
                    yield entry
            if page.LastEvaluatedKey is None:
                return
            start = {"ExclusiveStartKey": page.LastEvaluatedKey}

    def _keep(self, response_dict: dict[str, Any], **_: Any) -> None:
        if response_dict["status_code"] == 200:
            self._answer = response_dict["body"]
            response_dict["body"] = b"{}"


def read(item: bytes | Raw, other: Other) -> StoredEntry | None:
    """An item in DynamoDB's JSON: `None` for one that is no entry."""
    try:
        packed = _decode_packed(item)
    except msgspec.ValidationError:
        return read_typed(_decode(item), other)
    return _entry(packed_entries.place_of(packed), packed_entries.record_of, packed)


def read_typed(item: Typed, other: Other) -> StoredEntry | None:
    """Of what is no entry of the form of now, or not quite."""
    if stored_entries.is_entry(item):
        return _entry(place_of(item), stored_entries.record_of, item)
    other(plain(item))
    return None


def _entry(
    place: tuple[str, str, int], record_of: Callable[..., Record], item: PackedEntry | Typed
) -> StoredEntry:
    """What a stored item says, and whether it says it in the form in which entries are written."""
    try:
        record = record_of(item, *place)
        stored_hash = record.pop("hash")
        canonical = encode(record)
        record["hash"] = stored_hash
        return StoredEntry(*place, record, canonical, "")
    except _UNREADABLE as exc:
        problem = str(exc) if isinstance(exc, ValueError) else f"{type(exc).__name__} {exc}"
        return StoredEntry(*place, {"entry_id": _stated_id(item)}, b"", problem)


def _stated_id(item: PackedEntry | Typed) -> str:
    """Its own attribute, which a payment's does without."""
    stated = item.entry_id if isinstance(item, PackedEntry) else item.get("entry_id")
    return str(stated.get("S", "")) if isinstance(stated, dict) else ""


class Grouped:
    """Another source, sorted into wallets by way of files on disk, of which one at a time is held:
    of ten million entries some 40,000."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.holds_all = source.holds_all
        self.is_live = source.is_live
        self._source = source

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        with tempfile.TemporaryDirectory() as folder:
            files: dict[int, IO[bytes]] = {}
            with ExitStack() as stack:
                for entry in self._source.entries(other):
                    number = zlib.crc32(entry.member_id.encode()) % SPILL_FILES
                    if number not in files:
                        file = (Path(folder) / str(number)).open("wb")
                        files[number] = stack.enter_context(file)
                    marshal.dump(tuple(entry), files[number])
            for number in sorted(files):
                path = Path(folder) / str(number)
                yield from sorted(_spilled(path), key=lambda entry: entry[:3])
                path.unlink()


def _spilled(file: Path) -> Iterator[StoredEntry]:
    with file.open("rb") as content:
        while content.peek(1):
            # Written above, by this process.
            yield StoredEntry(*marshal.load(content))  # noqa: S302


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
        unzipped = gzip.open(file, "rb")  # noqa: SIM115
        return io.BufferedReader(unzipped, _READ_BYTES)
    return file.open("rb", buffering=_READ_BYTES)


def _unreadable(problem: str) -> StoredEntry:
    return StoredEntry("", "", 0, {}, b"", problem)
