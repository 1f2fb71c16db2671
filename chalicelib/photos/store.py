"""Photo entries in the table, with whose turn each is and which picture."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import day_start
from chalicelib.draws.keys import campaign_entries, campaign_entry
from chalicelib.draws.store import item_from_campaign_entry
from chalicelib.photos import keys
from chalicelib.photos.photos import Photo, PhotoStatus
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record

PAGES_MAX = 5
PAGE_ITEMS = 100
"""So many photos one page of a filtered list looks through; the next goes on after them."""
KEPT_AFTER_ERASED = timedelta(days=7)
"""So many nights may fail, and each picture is still erased by what is known of it."""
ENTRY_KEPT = timedelta(days=366)
"""After the photo's last day: a draw of the campaign is over by then."""


class PhotoStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, photo: Photo, people: Sequence[str], number: int) -> bool:
        """Access pattern 342: the photo, its picture, and that it is the `number`th of each of
        `people`, in one transaction; `False` if one of them is taken."""
        county_id, until = photo.county_id, _until(photo)
        taken = [keys.turn(county_id, who, photo.campaign_id, number) for who in people]
        taken.append(keys.picture(county_id, photo.kept.sha256))
        marks: list[Item] = [
            {**key._asdict(), "type": "photo_mark", "photo_id": photo.photo_id, "ttl": until}
            for key in taken
        ]
        return self._table.put_all_new([_item_from(photo), *marks]) == "written"

    def by_id(self, county_id: str, photo_id: str) -> Photo | None:
        """Access pattern 344, read consistently."""
        item = self._table.get(keys.photo(county_id, photo_id), consistent=True)
        return _photo_from(item) if item else None

    def by_picture(self, county_id: str, sha256: str) -> Photo | None:
        """Access pattern 344: the entry of just this picture."""
        item = self._table.get(keys.picture(county_id, sha256), consistent=True)
        return self.by_id(county_id, item["photo_id"]) if item else None

    def last_turn(self, county_id: str, people: Sequence[str], campaign_id: str) -> int:
        """Access pattern 344: the highest number that one of `people` has; 0 of none."""
        prefix = keys.turns_of(campaign_id)
        found = (
            keys.split_turn(item["sk"])
            for who in people
            for item in self._table.query_all(
                keys.turn(county_id, who, campaign_id, 0).pk, prefix=prefix, consistent=True
            )
        )
        return max(found, default=0)

    def of_people(self, county_id: str, people: Sequence[str]) -> list[Photo]:
        """Access pattern 344: what was sent under one of these, newest first."""
        ids = {
            item["photo_id"]
            for who in people
            for item in self._table.query_all(keys.turn(county_id, who, "", 0).pk, consistent=True)
        }
        found = [self.by_id(county_id, photo_id) for photo_id in ids]
        return sorted(
            (photo for photo in found if photo is not None),
            key=lambda photo: photo.photo_id,
            reverse=True,
        )

    def page(
        self, county_id: str, *, status: PhotoStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Photo], str | None]:
        """Access pattern 357: newest first, and the id to go on before."""
        start = keys.photo(county_id, before_id)._asdict() if before_id else None
        found: list[Photo] = []
        for _ in range(PAGES_MAX):
            page = self._table.query(
                keys.photos(county_id), newest_first=True, limit=PAGE_ITEMS, start=start
            )
            for item in page.items:
                photo = _photo_from(item)
                if status not in (None, photo.status):
                    continue
                if len(found) == limit:
                    return found, found[-1].photo_id
                found.append(photo)
            start = page.next_key
            if start is None:
                return found, None
        return found, start["sk"] if start else None

    def accepted_ids(
        self, county_id: str, campaign_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[str], str | None]:
        """Access pattern 376: photos that were accepted for a campaign, by its entries, newest
        first; some may be gone since. And the id to go on before."""
        start = campaign_entry(county_id, campaign_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            campaign_entries(county_id, campaign_id), newest_first=True, limit=limit, start=start
        )
        ids = [item["sk"] for item in page.items if item["sk"].startswith("pho_")]
        return ids, page.next_key["sk"] if page.next_key else None

    def every(self, county_id: str) -> Iterator[Photo]:
        """Access pattern 357: all that are kept, for the night."""
        for item in self._table.query_all(keys.photos(county_id), consistent=True):
            yield _photo_from(item)

    def change(self, photo: Photo, *new: Item) -> bool:
        """Access pattern 358: over its version; `False` if somebody else changed it."""
        return self._table.put_together(list(new), [_item_from(photo)])

    def take_down(self, photo: Photo, record: AuditRecord) -> bool:
        """Access pattern 358: with who took it down and why, in one transaction."""
        return self.change(photo, item_from_record(record))

    def decide(self, photo: Photo, record: AuditRecord) -> bool:
        """Access pattern 358: with who decided and, of an accepted one, the entry in the draws of
        its campaign, in one transaction."""
        new = [item_from_record(record)]
        if photo.decision == "accepted":
            assert photo.decided_at is not None
            entry = item_from_campaign_entry(
                photo.county_id,
                photo.campaign_id,
                photo.photo_id,
                member_id=photo.member_id,
                at=photo.decided_at,
                until=day_start(photo.erased_on) + ENTRY_KEPT,
            )
            new.append(entry)
        return self.change(photo, *new)


def _until(photo: Photo) -> int:
    return int((day_start(photo.erased_on) + KEPT_AFTER_ERASED).timestamp())


def _item_from(photo: Photo) -> Item:
    record: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(photo))
    if photo.decided_by is not None:
        record["decided_by"].pop("person_key", None)
    if photo.taken_down is not None:
        record["taken_down"]["by"].pop("person_key", None)
    return {
        **keys.photo(photo.county_id, photo.photo_id)._asdict(),
        "type": "photo",
        "version": photo.version,
        "record": record,
        "ttl": _until(photo),
    }


def _photo_from(item: Item) -> Photo:
    return msgspec.convert(item["record"], Photo)
