"""The files that the county keeps and publishes beside its days, against the hashes that it serves:
draws, batches of payouts, and what is published or reported of half-years.

Days are held by `root_audit`, settlements by `settlement_book`. None of the code that writes the
files is used; a byte that was changed is named by its file.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from infra.verifier import draw_check
from infra.verifier.published_days import PublishedDays
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_STEPS = {"1": "announced", "2": "frozen", "3": "drawn"}
_FOLDERS = {"FUNDPUBLICATIONS": "fund-publications", "ISSUEREPORTS": "issue-reports"}


class KeptFiles:
    """Of one county. Held: a line for each step of a draw, batch of payouts and publication."""

    def __init__(self) -> None:
        self._draws: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        self._batches: dict[str, Attributes] = {}
        self._published: dict[tuple[str, str], Attributes] = {}

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, number = str(item["sk"]).partition("#")
        if part == "DRAWS":
            self._draws[name][number] = item["record"]
        elif part == "PAYOUTBATCHES" and "hash" in item:
            self._batches[name] = item
        elif part in _FOLDERS:
            self._published[part, str(item["sk"])] = item

    def problems(self, county_id: str, days: PublishedDays | None) -> Iterator[str]:
        """Nothing without a copy of the files."""
        if days is None:
            return
        for draw_id, steps in sorted(self._draws.items()):
            yield from _named(f"draw {draw_id}", _of_draw(county_id, draw_id, steps, days))
        yield from self._unserved(county_id, days)
        for batch_id, item in sorted(self._batches.items()):
            yield from _named(f"payouts {batch_id}", _of_batch(county_id, item, days))
        if days.has_publications:
            yield from self._of_publications(county_id, days)

    def _unserved(self, county_id: str, days: PublishedDays) -> Iterator[str]:
        for name in days.names(f"{county_id}/draws/"):
            draw_id, _, step = name.split("/", 2)[2].partition("/")
            served = {f"{_STEPS.get(each)}.json" for each in self._draws.get(draw_id, ())}
            if step not in served:
                yield f"{name}: kept, and the table serves no such step"

    def _of_publications(self, county_id: str, days: PublishedDays) -> Iterator[str]:
        seen: dict[tuple[str, str], int] = defaultdict(int)
        for (part, sk), item in sorted(self._published.items()):
            half_year, _, number = sk.partition("#")
            seen[part, half_year] += 1
            if number != f"{seen[part, half_year]:04d}":
                yield f"{_FOLDERS[part]} {half_year}: a version before {number} is missing"
            files = dict(item["files"])
            stem = f"{half_year}-{int(number)}-{files.get('csv', '')[:16]}"
            for kind, sha256 in files.items():
                name = f"{county_id}/{_FOLDERS[part]}/{stem}.{kind}"
                content = days.publication(name)
                if content is None:
                    yield f"{name}: is missing"
                elif hashlib.sha256(content).hexdigest() != sha256:
                    yield f"{name}: not the file whose hash was published"


def _named(what: str, found: Iterator[str]) -> Iterator[str]:
    """The problems; of what cannot be read, that it cannot."""
    try:
        yield from found
    except _UNREADABLE as exc:
        yield f"{what}: unreadable, {type(exc).__name__} {exc}"


def _of_draw(
    county_id: str, draw_id: str, steps: Mapping[str, Mapping[str, Any]], days: PublishedDays
) -> Iterator[str]:
    entrants: list[str] = []
    for number, record in sorted(steps.items()):
        name = f"{county_id}/draws/{draw_id}/{_STEPS[number]}.json"
        content = days.read(name)
        kept = _read(content)
        if content is None:
            yield f"{name}: is missing"
        elif canonical(kept) != content or (kept["frozen"] if number == "2" else kept) != record:
            yield f"{name}: not what the table serves"
        elif number == "2":
            entrants = kept["entrants"]
            listed = b"".join(each.encode() + b"\n" for each in entrants)
            if hashlib.sha256(listed).hexdigest() != record["list_hash"]:
                yield f"{name}: not the list whose hash was published"
        elif number == "3" and entrants:
            value = hashlib.sha256(bytes.fromhex(record["signature"])).hexdigest()
            order = draw_check.order(draw_id, entrants, record["randomness"])
            drawn = [*record["winners"], *record["reserves"]]
            if value != record["randomness"] or drawn != order[: len(drawn)]:
                yield f"{name}: not the order that its list and round give"


def _of_batch(county_id: str, item: Attributes, days: PublishedDays) -> Iterator[str]:
    stem = f"{county_id}/payouts/{item['payout_on']}/{item['number']:03d}"
    # What an earlier release kept has no hash in its name.
    names = [f"{stem}-{item['hash']}.json", f"{stem}.json"]
    found = [(name, content) for name in names if (content := days.read(name)) is not None]
    if not found:
        yield f"{names[0]}: is missing"
        return
    name, content = found[0]
    kept = _read(content)
    sealed = {field: value for field, value in kept.items() if field != "hash"}
    own = hashlib.sha256(canonical(sealed)).hexdigest()
    if canonical(kept) != content or not own == kept.get("hash") == item["hash"]:
        yield f"{name}: not the lines whose hash was confirmed"
    elif [len(kept["lines"]), sum(line["amount"] for line in kept["lines"])] != [
        item["line_count"],
        item["amount"],
    ]:
        yield f"{name}: its sums are not those that were confirmed"


def _read(content: bytes | None) -> Any:
    """What is no JSON is nothing, which is in no file."""
    try:
        return json.loads(content or b"{}")
    except ValueError:
        return {}


def canonical(record: Any) -> bytes:
    """As files are kept, and hashed in."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
