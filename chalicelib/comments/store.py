"""Entries by comment in the table: what names a person is sealed, and goes with the draw's salt."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.aws.keys import Key
from chalicelib.aws.kms import FieldCipher
from chalicelib.aws.table import Item, Table
from chalicelib.comments import keys
from chalicelib.comments.comments import Comment, CommentStatus, Likeness, Proof
from chalicelib.comments.ports import Decided
from chalicelib.draws.comment_gate import CommentGate
from chalicelib.draws.draws import Draw
from chalicelib.draws.keys import comments
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record

PAGES_MAX = 5
PAGE_ITEMS = 100
"""So many entries one page of a filtered list looks through; the next goes on after them."""
_UNSEALED = Proof(handle="", link=None, upload_id=None)


class CommentStore:
    def __init__(self, table: Table, cipher: FieldCipher, gate: CommentGate) -> None:
        self._table = table
        self._cipher = cipher
        self._gate = gate

    def create(self, draw: Draw, comment: Comment, people: Sequence[str]) -> bool:
        """Access pattern 384: with that it is the one of each of `people`, in one transaction;
        `False` if one of them has another."""
        self._note_marks(draw, comment)
        marks = [
            self._mark(draw, keys.of_person(draw.county_id, who, draw.draw_id), comment)
            for who in people
        ]
        return self._table.put_all_new([self._item_from(draw, comment), *marks]) == "written"

    def change(self, draw: Draw, comment: Comment) -> bool:
        """Access pattern 384: over its version; `False` if somebody else changed it."""
        self._note_marks(draw, comment)
        return self._table.put_together([], [self._item_from(draw, comment)])

    def decide(self, draw: Draw, comment: Comment, record: AuditRecord) -> Decided:
        """Access pattern 385: with who decided. An accepted one passes the draw's gate, and takes
        its marks if nobody has: `changed` if one has, or if somebody else decided."""
        new, replaced = [item_from_record(record)], [self._item_from(draw, comment)]
        if comment.status == "accepted":
            gate = self._gate.passed(draw)
            if gate is None:
                return "frozen"
            replaced.append(gate)
            new += [self._mark(draw, key, comment) for key in _taken(draw, comment)]
        return "written" if self._table.put_together(new, replaced) else "changed"

    def by_id(self, draw: Draw, comment_id: str) -> Comment | None:
        """Access pattern 386, read consistently."""
        key = keys.comment(draw.county_id, draw.draw_id, comment_id)
        item = self._table.get(key, consistent=True)
        return self._comment_from(item) if item else None

    def of_people(self, draw: Draw, people: Sequence[str]) -> list[Comment]:
        """Access pattern 386: what was sent to a draw under one of these."""
        found = (
            self._table.get(keys.of_person(draw.county_id, who, draw.draw_id), consistent=True)
            for who in people
        )
        ids = dict.fromkeys(item["comment_id"] for item in found if item)
        known = (self.by_id(draw, comment_id) for comment_id in ids)
        return [comment for comment in known if comment is not None]

    def draws_of(self, county_id: str, people: Sequence[str]) -> set[str]:
        """Access pattern 386: the draws to which one of these has sent any."""
        return {
            item["sk"]
            for who in people
            for item in self._table.query_all(
                keys.of_person(county_id, who, "").pk, consistent=True
            )
        }

    def page(
        self, draw: Draw, *, status: CommentStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Comment], str | None]:
        """Access pattern 386: newest first, and the id to go on before."""
        pk = comments(draw.county_id, draw.draw_id)
        start = Key(pk, before_id)._asdict() if before_id else None
        found: list[Comment] = []
        for _ in range(PAGES_MAX):
            page = self._table.query(pk, newest_first=True, limit=PAGE_ITEMS, start=start)
            for item in page.items:
                if status not in (None, item["status"]):
                    continue
                if len(found) == limit:
                    return found, found[-1].comment_id
                found.append(self._comment_from(item))
            start = page.next_key
            if start is None:
                return found, None
        return found, start["sk"] if start else None

    def every(self, draw: Draw) -> list[Comment]:
        """Access pattern 386: all of a draw, for the night; without what is sealed."""
        items = self._table.query_all(comments(draw.county_id, draw.draw_id), consistent=True)
        return [msgspec.convert(item["record"], Comment) for item in items]

    def alike(self, draw: Draw, comment: Comment) -> list[tuple[Likeness, Comment]]:
        """Access pattern 386: other entries that name the same as this one now."""
        pk = keys.likes(draw.county_id, draw.draw_id)
        return [
            (name, other)
            for name, mark in comment.marks.items()
            for item in self._table.query_all(pk, prefix=keys.likes_of(mark), consistent=True)
            if item["comment_id"] != comment.comment_id
            and (other := self.by_id(draw, item["comment_id"])) is not None
            and other.marks.get(name) == mark
        ]

    def is_taken(self, draw: Draw, comment: Comment) -> bool:
        """Access pattern 386: whether another entry that names the same was accepted."""
        found = (self._table.get(key, consistent=True) for key in _taken(draw, comment))
        return any(item["comment_id"] != comment.comment_id for item in found if item)

    def _note_marks(self, draw: Draw, comment: Comment) -> None:
        """Before the entry: what nothing follows is passed over when it is read."""
        for mark in comment.marks.values():
            key = keys.like(draw.county_id, draw.draw_id, mark, comment.comment_id)
            self._table.put(self._mark(draw, key, comment))

    def _mark(self, draw: Draw, key: Key, comment: Comment) -> Item:
        return {
            **key._asdict(),
            "type": "comment_mark",
            "comment_id": comment.comment_id,
            "ttl": int(draw.erased_at.timestamp()),
        }

    def _item_from(self, draw: Draw, comment: Comment) -> Item:
        key = keys.comment(draw.county_id, draw.draw_id, comment.comment_id)
        text = json.dumps([comment.proof.handle, comment.proof.link], ensure_ascii=False)
        data_key, sealed = self._cipher.seal(_bound_to(key), {"text": text})
        unsealed = replace(_UNSEALED, upload_id=comment.proof.upload_id)
        plain = replace(comment, proof=unsealed)
        record: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(plain))
        if comment.decided_by is not None:
            record["decided_by"].pop("person_key", None)
        return {
            **key._asdict(),
            "type": "comment",
            "version": comment.version,
            "status": comment.status,
            "member_id": comment.member_id,
            "handle_mark": comment.handle_mark,
            "record": record,
            "data_key": data_key,
            "text": sealed["text"],
            "ttl": int(draw.erased_at.timestamp()),
        }

    def _comment_from(self, item: Item) -> Comment:
        comment = msgspec.convert(item["record"], Comment)
        bound_to = _bound_to(Key(item["pk"], item["sk"]))
        text = self._cipher.open(bound_to, item["data_key"], "text", item["text"])
        handle, link = json.loads(text)
        return replace(comment, proof=replace(comment.proof, handle=handle, link=link))


def _taken(draw: Draw, comment: Comment) -> list[Key]:
    """Of a handle and a link; a picture may look the same by chance of a template."""
    marks = [comment.handle_mark, *([comment.link_mark] if comment.link_mark else [])]
    return [keys.taken(draw.county_id, draw.draw_id, mark) for mark in marks]


def _bound_to(key: Key) -> str:
    return f"{key.pk}/{key.sk}"
