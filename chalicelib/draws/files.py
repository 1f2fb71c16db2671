"""The steps of draws in the bucket with object lock: written once, for good.

`<county>/draws/<draw>/announced.json`, `frozen.json` with the list of entrants, `drawn.json`, each
in canonical JSON. What stands there decides, whatever a table says or a second run would write.
"""

import json

from chalicelib.draws import records
from chalicelib.draws.draws import Draw, Drawn, Frozen
from chalicelib.draws.ports import WriteOnceFiles


class StepDiffersError(Exception):
    """A kept step is not what the draw's others give. Nothing is overwritten; people must look."""


class DrawFiles:
    def __init__(self, files: WriteOnceFiles) -> None:
        self._files = files

    def keep_announced(self, draw: Draw) -> Draw:
        kept = self._keep(draw, "announced", records.announced_record(draw))
        return records.draw_from(json.loads(kept))

    def keep_frozen(
        self, draw: Draw, frozen: Frozen, ids: tuple[str, ...]
    ) -> tuple[Frozen, tuple[str, ...]]:
        record: dict[str, object] = {"frozen": records.step_record(frozen), "entrants": list(ids)}
        return _frozen(self._keep(draw, "frozen", record))

    def keep_drawn(self, draw: Draw, drawn: Drawn) -> Drawn:
        kept = records.drawn_from(json.loads(self._keep(draw, "drawn", records.step_record(drawn))))
        same = (kept.round, kept.signature, kept.winners, kept.reserves)
        if same != (drawn.round, drawn.signature, drawn.winners, drawn.reserves):
            raise StepDiffersError(f"{draw.draw_id}: drawn otherwise before")
        return kept

    def announced(self, county_id: str, draw_id: str) -> Draw | None:
        kept = self._files.get(_name(county_id, draw_id, "announced"))
        return records.draw_from(json.loads(kept)) if kept else None

    def frozen(self, county_id: str, draw_id: str) -> tuple[Frozen, tuple[str, ...]] | None:
        """The step and the whole list."""
        kept = self._files.get(_name(county_id, draw_id, "frozen"))
        return _frozen(kept) if kept else None

    def _keep(self, draw: Draw, step: str, record: dict[str, object]) -> bytes:
        name = _name(draw.county_id, draw.draw_id, step)
        return self._files.put_once(name, records.content_of(record), "application/json")


def _name(county_id: str, draw_id: str, step: str) -> str:
    return f"{county_id}/draws/{draw_id}/{step}.json"


def _frozen(content: bytes) -> tuple[Frozen, tuple[str, ...]]:
    kept = json.loads(content)
    return records.frozen_from(kept["frozen"]), tuple(kept["entrants"])
