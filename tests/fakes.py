"""An in-memory table with the very promises of `aws.table.Table`, and small doubles."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from chalicelib.aws.attributes import pack, unpack
from chalicelib.aws.keys import Key
from chalicelib.aws.mail import Mail
from chalicelib.aws.table import Count, Item, Page, TransactionOutcome
from chalicelib.core.errors import TryAgainError, VersionConflictError


def _copied(value: Any) -> Any:
    """Stored are lists and dicts of plain values; `copy.deepcopy` takes five times as long."""
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


class FakeTable:
    """Held to the real one by tests/contract. `before_call` gets each operation's name."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Item] = {}
        self.before_call: Callable[[str], None] = lambda name: None
        self.after_call: Callable[[str], None] = lambda name: None
        self.calls: list[str] = []
        self._lock = threading.Lock()

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        return self._run("get", lambda: _copied(self.items.get(tuple(key))))

    def put(self, item: Item) -> None:
        self._run("put", lambda: self._store(item))

    def put_new(self, item: Item) -> Item | None:
        def write() -> Item | None:
            existing = self.items.get((item["pk"], item["sk"]))
            if existing is not None:
                return _copied(existing)
            self._store(item)
            return None

        return self._run("put_new", write)

    def replace(self, item: Item) -> None:
        def write() -> None:
            existing = self.items.get((item["pk"], item["sk"]), {})
            if existing.get("version") != item["version"] - 1:
                raise VersionConflictError
            self._store(item)

        self._run("replace", write)

    def count_up(self, key: Key, attribute: str, *, ttl: int | None = None) -> Item:
        def write() -> Item:
            item = self.items.setdefault(tuple(key), dict(key._asdict()))
            item[attribute] = item.get(attribute, 0) + 1
            if ttl is not None:
                item.setdefault("ttl", ttl)
            return _copied(item)

        return self._run("count_up", write)

    def add(self, key: Key, changes: Mapping[str, int]) -> Item:
        def write() -> Item:
            item = self.items.setdefault(tuple(key), key._asdict())
            for name, change in changes.items():
                item[name] = item.get(name, 0) + change
            return dict(item)

        written: Item = self._run("add", write)
        return written

    def count_up_existing(self, key: Key, attribute: str) -> Item | None:
        def write() -> Item | None:
            if tuple(key) not in self.items:
                return None
            item = self.items[tuple(key)]
            item[attribute] = item.get(attribute, 0) + 1
            return _copied(item)

        return self._run("count_up_existing", write)

    def put_new_with_counts(
        self,
        item: Item,
        counts: Sequence[Count],
        beside: Sequence[Item] = (),
        replaced: Sequence[Item] = (),
    ) -> TransactionOutcome:
        def write() -> TransactionOutcome:
            if (item["pk"], item["sk"]) in self.items:
                return "key_taken"
            taken = any((each["pk"], each["sk"]) in self.items for each in beside)
            if taken or not all(map(self._may_count, counts)):
                return "too_little"
            for each in replaced:
                existing = self.items.get((each["pk"], each["sk"]), {})
                if existing.get("version") != each["version"] - 1:
                    return "too_little"
            for each in (item, *beside, *replaced):
                self._store(each)
            self._count(counts)
            return "written"

        return cast(TransactionOutcome, self._run("put_new_with_counts", write))

    def _may_count(self, count: Count) -> bool:
        held = self.items.get(tuple(count.key), {}).get(count.attribute)
        return count.change >= 0 or (held is not None and held >= -count.change)

    def _count(self, counts: Sequence[Count]) -> None:
        for count in counts:
            counter = self.items.setdefault(tuple(count.key), dict(count.key._asdict()))
            counter[count.attribute] = counter.get(count.attribute, 0) + count.change

    def put_all_new(self, items: Sequence[Item]) -> TransactionOutcome:
        def write() -> TransactionOutcome:
            taken = [(item["pk"], item["sk"]) in self.items for item in items]
            if any(taken):
                return "key_taken" if taken[0] else "other_taken"
            for item in items:
                self._store(item)
            return "written"

        outcome: TransactionOutcome = self._run("put_all_new", write)
        return outcome

    def put_together(
        self, new: Sequence[Item], replaced: Sequence[Item], counts: Sequence[Count] = ()
    ) -> bool:
        def write() -> bool:
            if any((item["pk"], item["sk"]) in self.items for item in new):
                return False
            for item in replaced:
                existing = self.items.get((item["pk"], item["sk"]), {})
                if existing.get("version") != item["version"] - 1:
                    return False
            if not all(map(self._may_count, counts)):
                return False
            for item in (*new, *replaced):
                self._store(item)
            self._count(counts)
            return True

        written: bool = self._run("put_together", write)
        return written

    def delete(self, key: Key) -> None:
        self._run("delete", lambda: self.items.pop(tuple(key), None))

    def query(
        self,
        pk: str,
        *,
        index: str | None = None,
        prefix: str | None = None,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        start: Mapping[str, Any] | None = None,
        consistent: bool = False,
    ) -> Page:
        pk_name, sk_name = (f"{index}_pk", f"{index}_sk") if index else ("pk", "sk")

        def wanted(item: Item) -> bool:
            sk = item[sk_name]
            return (prefix is None or sk.startswith(prefix)) and (
                between is None or between[0] <= sk <= between[1]
            )

        def place(item: Mapping[str, Any]) -> tuple[str, str, str]:
            # Keys of an index need not be unique.
            return item[sk_name], item["pk"], item["sk"]

        def read() -> Page:
            found = [i for i in self._around(pk, index) if i.get(pk_name) == pk and wanted(i)]
            found.sort(key=place, reverse=newest_first)
            if start is not None:
                at = place(start)
                found = [i for i in found if (place(i) < at if newest_first else place(i) > at)]
            page = found[:limit]
            names = {"pk", "sk", pk_name, sk_name}
            # Like the service: a full page may be the last one and still name a next key.
            is_full = limit is not None and len(page) == limit
            next_key = {name: page[-1][name] for name in names} if is_full else None
            return Page(_copied(page), next_key)

        return self._run("query", read)

    def query_all(self, pk: str, **options: Any) -> Iterator[Item]:
        page = self.query(pk, **options)
        yield from page.items
        while page.next_key:
            page = self.query(pk, start=page.next_key, **options)
            yield from page.items

    def copy_of_items(self) -> dict[tuple[str, str], Item]:
        return {key: _copied(item) for key, item in self.items.items()}

    def _around(self, pk: str, index: str | None) -> Iterable[Item]:
        """All items of the partition, and maybe others."""
        return self.items.values()

    def _store(self, item: Item) -> None:
        # Through the service's own types and back, so that what it would refuse is refused here.
        self.items[item["pk"], item["sk"]] = unpack(pack(item))

    def _run(self, name: str, work: Callable[[], Any]) -> Any:
        self.before_call(name)
        with self._lock:
            self.calls.append(name)
            result = work()
        self.after_call(name)
        return result


class FakeQueue:
    """Keeps what was sent, as its consumer reads it. `waiting` is the depth it tells; while it
    `is_down`, nothing can be sent."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read
        self.sent: list[Any] = []
        self.delays: list[int] = []
        self.waiting = 0
        self.is_down = False

    def send(self, message: dict[str, Any], *, delay_seconds: int = 0) -> None:
        if self.is_down:
            raise ConnectionError
        self.sent.append(self._read(json.dumps(message, ensure_ascii=False)))
        self.delays.append(delay_seconds)

    def send_in_order(self, message: dict[str, Any], *, group: str, once: str) -> None:
        self.send(message)

    def depth(self) -> int:
        return self.waiting


class FakeMessages:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str, *, is_advert: bool = False) -> None:
        self.sent.append((phone, text))

    def attempt(self, phone: str, text: str, *, is_advert: bool = False) -> str:
        try:
            self.send(phone, text, is_advert=is_advert)
        except TryAgainError:
            return "refused"
        return "sent"


class FakeMail:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send(self, to: Any, subject: str, html: str, text: str, attachments: Any = ()) -> None:
        self.sent.append(
            {"to": to, "subject": subject, "html": html, "text": text, "attachments": attachments}
        )

    def size(self, subject: str, html: str, text: str, attachments: Any = ()) -> int:
        return Mail(None, "onmin@example.kr").size(subject, html, text, attachments)
