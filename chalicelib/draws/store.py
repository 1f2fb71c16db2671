"""Draws in the table: their steps, and what is personal of each, which the table itself erases.

Whatever names a person has the draw's `erased_on` as its `ttl`: it is passed over from then on, and
gone within two days, with no job that could be forgotten.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from chalicelib.aws.keys import Key
from chalicelib.aws.kms import FieldCipher
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, least_id, parse_time
from chalicelib.draws import keys, records
from chalicelib.draws.draws import Draw, Drawn, Frozen
from chalicelib.draws.entrants import Row, Upload, UploadKind
from chalicelib.draws.offers import Offer
from chalicelib.draws.places import Answer
from chalicelib.staff.person import Person

SLICE_ROWS = 2_000
"""Of an upload in one item: about 150 KB of the 400 that an item may have."""
PAGE_ITEMS = 60
ANNOUNCED, FROZEN, DRAWN = 1, 2, 3
"""The numbers of a draw's steps."""


class DrawStore:
    def __init__(self, table: Table, cipher: FieldCipher) -> None:
        self._table = table
        self._cipher = cipher

    def announce(self, draw: Draw, salt: bytes) -> bytes:
        """Access pattern 160: the salt first, then the announcement, each if it is not there. Gives
        the salt that stands there."""
        item = self._sealed(draw, keys.salt(draw.county_id, draw.draw_id), "draw_salt", salt.hex())
        existing = self._table.put_new(item)
        self._put_step(draw, ANNOUNCED, records.announced_record(draw))
        return bytes.fromhex(self._opened(existing)) if existing else salt

    def put_frozen(self, draw: Draw, frozen: Frozen) -> None:
        self._put_step(draw, FROZEN, records.step_record(frozen))

    def put_drawn(self, draw: Draw, drawn: Drawn) -> None:
        self._put_step(draw, DRAWN, records.step_record(drawn))

    def by_id(self, county_id: str, draw_id: str) -> Draw | None:
        """Access pattern 161: one with all its steps, read consistently."""
        first, last = (keys.step(county_id, draw_id, n).sk for n in (ANNOUNCED, DRAWN))
        pk = keys.draws(county_id)
        return _from_steps(list(self._table.query_all(pk, between=(first, last), consistent=True)))

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Draw], str | None]:
        """Access pattern 162: newest first, and the id to go on before."""
        pk = keys.draws(county_id)
        start = keys.step(county_id, before_id, ANNOUNCED)._asdict() if before_id else None
        items = self._newest_first(pk, start)
        found: list[Draw] = []
        for draw in _each(items):
            if len(found) == limit:
                return found, found[-1].draw_id
            found.append(draw)
        return found, None

    def announced_since(self, county_id: str, moment: datetime) -> list[Draw]:
        """Access pattern 163: every draw announced since, for the schedule."""
        between = (least_id("drw", moment), "drx")
        items = self._table.query_all(keys.draws(county_id), between=between, consistent=True)
        return list(_each(reversed(list(items))))

    def salt(self, draw: Draw, now: datetime) -> bytes | None:
        """`None` once it is erased."""
        item = self._table.get(keys.salt(draw.county_id, draw.draw_id), consistent=True)
        return bytes.fromhex(self._opened(item)) if item and not _is_erased(draw, now) else None

    def put_upload(self, draw: Draw, upload: Upload, by: Person, at: datetime) -> None:
        """Access pattern 164: the rows in slices, sealed, then the upload that makes them known.
        Does nothing to what is there."""
        for number, start in enumerate(range(0, len(upload.rows), SLICE_ROWS), 1):
            rows = [list(_parts(row)) for row in upload.rows[start : start + SLICE_ROWS]]
            key = keys.upload_slice(draw.county_id, draw.draw_id, upload.upload_id, number)
            text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            self._table.put_new(self._sealed(draw, key, "draw_rows", text))
        self._table.put_new(
            {
                **keys.upload(draw.county_id, draw.draw_id, upload.upload_id)._asdict(),
                "type": "draw_upload",
                "kind": upload.kind,
                "row_count": len(upload.rows),
                "at": format_time(at),
                "by": [by.subject, by.username],
            }
        )

    def uploads(self, draw: Draw, now: datetime) -> list[Upload]:
        """Those that are whole, with their rows; without any once these are erased."""
        if _is_erased(draw, now):
            return []
        pk = keys.draw(draw.county_id, draw.draw_id)
        found = []
        for item in self._upload_items(draw):
            upload_id = keys.split_upload(item["sk"])
            prefix = keys.upload_rows(upload_id)
            slices = self._table.query_all(pk, prefix=prefix, consistent=True)
            rows = [Row(*row) for each in slices for row in json.loads(self._opened(each))]
            found.append(Upload(upload_id, item["kind"], tuple(rows)))
        return found

    def campaign_members(self, draw: Draw) -> list[str]:
        """Access pattern 343: who was entered in the draw's campaign before it closed."""
        if draw.campaign_id is None:
            return []
        pk = keys.campaign_entries(draw.county_id, draw.campaign_id)
        items = self._table.query_all(pk, consistent=True)
        return [item["member_id"] for item in items if parse_time(item["at"]) < draw.closes_at]

    def row_count(self, draw: Draw, kind: UploadKind) -> int:
        """Of all whole uploads of a kind, as each was counted when it was kept."""
        items = self._upload_items(draw)
        return sum(item["row_count"] for item in items if item["kind"] == kind)

    def uploaders(self, draw: Draw) -> list[Person]:
        return [Person(*item["by"]) for item in self._upload_items(draw)]

    def answers(self, draw: Draw) -> dict[int, Answer]:
        """Access pattern 165: what was recorded of each place."""
        pk = keys.draw(draw.county_id, draw.draw_id)
        items = self._table.query_all(pk, prefix=keys.ANSWERS, consistent=True)
        return {answer.place: answer for answer in map(_answer, items)}

    def put_answer(
        self, draw: Draw, answer: Answer, contact: dict[str, str], *, number: int
    ) -> bool:
        """Access pattern 302: as the draw's `number`th, with the winner's contact, in one
        transaction; `False` if the place has its answer, or another place was answered since."""
        item: Item = {
            **keys.answer(draw.county_id, draw.draw_id, answer.place)._asdict(),
            "type": "draw_answer",
            "kind": answer.kind,
            "at": format_time(answer.at),
            "by": [answer.by.subject, answer.by.username],
        }
        if answer.reason:
            item["reason"] = answer.reason
        nth = keys.answered(draw.county_id, draw.draw_id, number)
        items = [item, {**nth._asdict(), "type": "draw_answered", "place": answer.place}]
        if contact:
            key = keys.contact(draw.county_id, draw.draw_id, answer.place)
            text = json.dumps(contact, ensure_ascii=False)
            items.append(self._sealed(draw, key, "draw_contact", text))
        return self._table.put_all_new(items) == "written"

    def contacts(self, draw: Draw, now: datetime) -> dict[int, dict[str, str]]:
        """By place: `member_id` and `contact` of who accepted; nothing once they are erased."""
        if _is_erased(draw, now):
            return {}
        pk = keys.draw(draw.county_id, draw.draw_id)
        items = self._table.query_all(pk, prefix=keys.CONTACTS, consistent=True)
        return {keys.split_place(item["sk"]): json.loads(self._opened(item)) for item in items}

    def offers(self, draw: Draw) -> list[Offer]:
        """Access pattern 215: which places of a sale round were offered, read consistently."""
        pk = keys.draw(draw.county_id, draw.draw_id)
        items = self._table.query_all(pk, prefix=keys.OFFERS, consistent=True)
        return [records.offer_from(item["record"]) for item in items]

    def put_offer(self, draw: Draw, offer: Offer) -> Offer:
        """Access pattern 216: if there is none of its number; else the one that stands there."""
        key = keys.offer(draw.county_id, draw.draw_id, offer.number)
        item = {**key._asdict(), "type": "draw_offer", "record": records.offer_record(offer)}
        existing = self._table.put_new(item)
        return records.offer_from(existing["record"]) if existing else offer

    def _put_step(self, draw: Draw, number: int, record: dict[str, Any]) -> None:
        key = keys.step(draw.county_id, draw.draw_id, number)
        self._table.put_new({**key._asdict(), "type": "draw_step", "record": record})

    def _newest_first(self, pk: str, start: dict[str, Any] | None) -> Iterator[Item]:
        while True:
            page = self._table.query(
                pk, newest_first=True, limit=PAGE_ITEMS, start=start, consistent=True
            )
            yield from page.items
            start = page.next_key
            if start is None:
                return

    def _upload_items(self, draw: Draw) -> list[Item]:
        pk = keys.draw(draw.county_id, draw.draw_id)
        return list(self._table.query_all(pk, prefix=keys.UPLOADS, consistent=True))

    def _sealed(self, draw: Draw, key: Key, kind: str, text: str) -> Item:
        data_key, sealed = self._cipher.seal(_bound_to(*key), {"text": text})
        return {
            **key._asdict(),
            "type": kind,
            "data_key": data_key,
            "text": sealed["text"],
            "ttl": int(draw.erased_at.timestamp()),
        }

    def _opened(self, item: Item) -> str:
        bound_to = _bound_to(item["pk"], item["sk"])
        return self._cipher.open(bound_to, item["data_key"], "text", item["text"])


def item_from_campaign_entry(
    county_id: str,
    campaign_id: str,
    source_id: str,
    *,
    member_id: str,
    at: datetime,
    until: datetime,
) -> Item:
    """For the transaction of what somebody is entered by; kept `until`."""
    return {
        **keys.campaign_entry(county_id, campaign_id, source_id)._asdict(),
        "type": "campaign_entry",
        "member_id": member_id,
        "at": format_time(at),
        "ttl": int(until.timestamp()),
    }


def _bound_to(pk: str, sk: str) -> str:
    return f"{pk}/{sk}"


def _is_erased(draw: Draw, now: datetime) -> bool:
    return now >= draw.erased_at


def _parts(row: Row) -> tuple[int | str, ...]:
    parts = (row.number, row.account, row.reason)
    return (*parts, row.alias) if row.alias else parts


def _answer(item: Item) -> Answer:
    return Answer(
        place=keys.split_place(item["sk"]),
        kind=item["kind"],
        at=parse_time(item["at"]),
        by=Person(*item["by"]),
        reason=item.get("reason"),
    )


def _each(items: Iterable[Item]) -> Iterator[Draw]:
    """Draws out of their steps, which come newest first."""
    steps: list[Item] = []
    for item in items:
        steps.insert(0, item)
        if keys.split_step(item["sk"])[1] == ANNOUNCED:
            draw = _from_steps(steps)
            if draw:
                yield draw
            steps = []


def _from_steps(items: list[Item]) -> Draw | None:
    """Of one draw; `None` for steps of what nobody announced."""
    by_number = {keys.split_step(item["sk"])[1]: item["record"] for item in items}
    if ANNOUNCED not in by_number:
        return None
    return records.draw_from(by_number[ANNOUNCED], by_number.get(FROZEN), by_number.get(DRAWN))
