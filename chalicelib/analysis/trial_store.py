"""Trials, who takes part in them, and what came of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from msgspec import convert, to_builtins

from chalicelib.analysis import keys
from chalicelib.analysis.trials import Effect, Participant, Trial
from chalicelib.aws.table import Item, Table

SLICE_PEOPLE = 100
KEPT_FOR = timedelta(days=180)
"""Who took part. What came of it is counts, and stays."""


class TrialStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(
        self,
        trial: Trial,
        participants: Sequence[Participant],
        *,
        now: datetime,
        may_replace: bool = False,
    ) -> None:
        """Access pattern 365: the participants first, then the trial that makes them known. Does
        nothing to one that is there, unless it `may_replace` it: what it was drawn for is not."""
        if not may_replace and self.by_id(trial.county_id, trial.trial_id) is not None:
            return
        pk = keys.participants(trial.county_id, trial.trial_id)
        for number, start in enumerate(range(0, len(participants), SLICE_PEOPLE), 1):
            self._table.put(
                {
                    "pk": pk,
                    "sk": keys.slice_name(number),
                    "type": "trial_slice",
                    "people": to_builtins(participants[start : start + SLICE_PEOPLE]),
                    "ttl": int((now + KEPT_FOR).timestamp()),
                }
            )
        if may_replace:
            self._table.put(_item(trial))
        else:
            self._table.put_new(_item(trial))

    def slice(self, county_id: str, trial_id: str, number: int) -> tuple[Participant, ...]:
        """Access pattern 366: a hundred of them, from the first; none if there is no such slice."""
        key = keys.trial_slice(county_id, trial_id, number)
        item = self._table.get(key, consistent=True)
        return convert(item["people"], tuple[Participant, ...]) if item else ()

    def participants(self, trial: Trial) -> Iterator[Participant]:
        """As many as it counts: of one that replaced a larger one there are more behind them."""
        items = self._table.query_all(keys.participants(trial.county_id, trial.trial_id))
        people = (one for item in items for one in convert(item["people"], list[Participant]))
        yield from islice(people, trial.count)

    def by_id(self, county_id: str, trial_id: str) -> Trial | None:
        item = self._table.get(keys.trial(county_id, trial_id), consistent=True)
        return _trial(county_id, item) if item else None

    def all(self, county_id: str) -> Iterator[Trial]:
        """Access pattern 367: newest first by their ids, messages before grants."""
        pk = keys.trials(county_id)
        for item in self._table.query_all(pk, newest_first=True, consistent=True):
            yield _trial(county_id, item)

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Trial], str | None]:
        """Access pattern 367: a page of them."""
        start = keys.trial(county_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            keys.trials(county_id), newest_first=True, limit=limit, start=start, consistent=True
        )
        found = [_trial(county_id, item) for item in page.items]
        return found, found[-1].trial_id if page.next_key and found else None

    def put_effect(self, trial: Trial) -> None:
        """Access pattern 368: what came of it. Raises `VersionConflictError` if it is there."""
        self._table.replace(_item(trial))


def slice_count(people: int) -> int:
    return -(-people // SLICE_PEOPLE)


def _item(trial: Trial) -> Item:
    item: Item = {
        **keys.trial(trial.county_id, trial.trial_id)._asdict(),
        "type": "trial",
        "kind": trial.kind,
        "segment_id": trial.segment_id,
        "name": trial.name,
        "count": trial.count,
        "has_held_out": trial.has_held_out,
        "version": trial.version,
    }
    if trial.effect:
        item["effect"] = to_builtins(trial.effect)
    return item


def _trial(county_id: str, item: Item) -> Trial:
    return Trial(
        county_id=county_id,
        trial_id=item["sk"],
        kind=item["kind"],
        segment_id=item["segment_id"],
        name=item["name"],
        count=item["count"],
        has_held_out=item["has_held_out"],
        effect=convert(item["effect"], Effect) if "effect" in item else None,
        version=item["version"],
    )
