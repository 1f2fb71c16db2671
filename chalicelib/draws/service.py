"""Draws up to the frozen list: announcing one, taking its files, freezing it, showing it."""

import secrets
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotAllowedError
from chalicelib.core.values import new_id, sibling_id, to_milliseconds
from chalicelib.draws import draws as rules
from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.draws import FALLBACK_AFTER, Draw, Prize
from chalicelib.draws.entrants import (
    ENTRANTS_MAX,
    Row,
    SiftedRow,
    Upload,
    UploadKind,
    dropped,
    entrant_id,
    sift,
)
from chalicelib.draws.entry_files import parse
from chalicelib.draws.errors import (
    DrawLapsedError,
    DrawMakerFreezesError,
    DrawNotFoundError,
    EntrantsTooManyError,
)
from chalicelib.draws.ports import Campaigns, CommentGate, DrawFiles, DrawStore, EndedWallets
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

SALT_BYTES = 16
SCHEDULE = Person("system", "system")
"""Who freezes the list of a sale round, and brings a campaign's entries: no person."""


class Announcement(Struct, frozen=True, kw_only=True):
    """What is asked for: the entries close, lots are drawn, personal data is erased, when."""

    title: str
    legal_basis: str
    prizes: tuple[Prize, ...]
    reserve_count: int
    closes_at: datetime
    draws_at: datetime
    answer_days: int
    erased_on: date
    campaign_id: str | None = None
    post_url: str | None = None


class UploadResult(Struct, frozen=True, kw_only=True):
    """What an upload brought: its rows, and of all files so far who is in and who is not."""

    upload_id: str
    kind: UploadKind
    row_count: int
    entrant_count: int
    dropped: dict[str, int]


class Draws(Struct, frozen=True):
    store: DrawStore
    files: DrawFiles
    idempotency_store: IdempotencyStore
    campaigns: Campaigns
    ended: EndedWallets
    comments: CommentGate
    clock: Clock

    def announce(
        self, county_id: str, person: Person, asked: Announcement, *, idempotency_key: str
    ) -> tuple[Draw, bool]:
        """(the draw, whether this repeats it). Its two rounds are fixed by this, before anybody is
        in its list.

        Raises `DrawTimesInvalidError`, `CampaignNotFoundError`, `IdempotencyKeyReusedError`.
        """
        if asked.campaign_id is not None:
            self.campaigns.by_id(county_id, asked.campaign_id)
        now = to_milliseconds(self.clock())
        made = _announced(county_id, new_id("drw", now), person, asked, now)
        wanted: dict[str, Any] = {
            "title": asked.title,
            "legal_basis": asked.legal_basis,
            "prizes": [[p.name, p.kind, p.count, p.amount] for p in asked.prizes],
            "reserves": asked.reserve_count,
            "times": [asked.closes_at.isoformat(), asked.draws_at.isoformat()],
            "days": [asked.answer_days, asked.erased_on.isoformat()],
        }
        if asked.campaign_id is not None:
            wanted["campaign_id"] = asked.campaign_id
        if asked.post_url is not None:
            wanted["post_url"] = asked.post_url
        record = IdempotencyRecord(
            county_id=county_id,
            digest=digest("draw", person.subject, idempotency_key),
            resource_id=made.draw_id,
            fingerprint=fingerprint(wanted),
        )
        draw_id, is_repeated = propose_once(
            self.idempotency_store,
            record,
            lambda: rules.check_announcement(made, draws_at=asked.draws_at, now=now),
            now=now,
        )
        made = _announced(county_id, draw_id, person, asked, now)
        kept = self.files.keep_announced(made)
        if kept.post_url is not None:
            self.comments.open(kept)
        self.store.announce(kept, secrets.token_bytes(SALT_BYTES))
        return self.by_id(county_id, draw_id), is_repeated

    def upload(
        self,
        county_id: str,
        person: Person,
        draw_id: str,
        *,
        kind: UploadKind,
        text: str,
        idempotency_key: str,
    ) -> tuple[UploadResult, bool]:
        """(what the file brought, whether this repeats it).

        Raises `DrawNotFoundError`, `DrawOfRoundError`, `DrawFrozenError`, `DrawLapsedError`,
        `CsvInvalidError`, `EntrantsTooManyError`, `IdempotencyKeyReusedError`.
        """
        now = to_milliseconds(self.clock())
        draw = self.by_id(county_id, draw_id)
        rows = cache(partial(parse, text, kind))

        def check() -> None:
            rules.check_may_upload(draw, now)
            count = len(rows())
            if kind == "entrants" and self.store.row_count(draw, kind) + count > ENTRANTS_MAX:
                raise EntrantsTooManyError(maximum=ENTRANTS_MAX)

        record = IdempotencyRecord(
            county_id=county_id,
            digest=digest("draw_upload", person.subject, idempotency_key),
            resource_id=new_id("dup", now),
            fingerprint=fingerprint({"draw_id": draw_id, "kind": kind, "csv": text}),
        )
        upload_id, is_repeated = propose_once(self.idempotency_store, record, check, now=now)
        upload = Upload(upload_id, kind, rows())
        self.store.put_upload(draw, upload, person, now)
        sifted = self.sifted(draw)
        return (
            UploadResult(
                upload_id=upload_id,
                kind=kind,
                row_count=len(upload.rows),
                entrant_count=sum(1 for each in sifted if each.drop_reason is None),
                dropped=dropped(sifted),
            ),
            is_repeated,
        )

    def freeze(self, county_id: str, person: Person, draw_id: str) -> Draw:
        """The list as it is from now on, published by its hash. To freeze again changes nothing,
        and finishes what was cut off.

        Raises `DrawNotFoundError`, `DrawOfRoundError`, `DrawMakerFreezesError`,
        `DrawNotClosedError`, `DrawLapsedError`, `ExclusionsMissingError`,
        `CommentsUndecidedError`, `TryAgainError`.
        """
        draw = self.by_id(county_id, draw_id)
        rules.check_is_at_the_desk(draw)
        if draw.frozen:
            return draw
        self._check_announced(draw)
        if self._is_maker(draw, person):
            raise DrawMakerFreezesError
        kept = self.files.frozen(county_id, draw_id)
        if kept is None:
            kept = self._freeze(draw, person)
        self.store.put_frozen(draw, kept[0])
        return self.by_id(county_id, draw_id)

    def may_freeze(self, draw: Draw, person: Person) -> bool:
        """Whether it is to be frozen now, and this person neither announced it nor uploaded a
        file."""
        return draw.status(self.clock()) == "closed" and not self._is_maker(draw, person)

    def by_id(self, county_id: str, draw_id: str) -> Draw:
        """Raises `DrawNotFoundError`."""
        draw = self.store.by_id(county_id, draw_id)
        if draw is None:
            raise DrawNotFoundError
        return draw

    def page(
        self, county_id: str, *, limit: int, position: str | None
    ) -> tuple[list[Draw], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, limit=limit, before_id=position)

    def entrants(
        self, county_id: str, draw_id: str, *, limit: int, position: str | None
    ) -> tuple[list[str], str | None]:
        """The frozen list, in its order, and where the next page begins; before it is frozen,
        nobody. Raises `DrawNotFoundError`."""
        if self.by_id(county_id, draw_id).frozen is None:
            return [], None
        kept = self.files.frozen(county_id, draw_id)
        ids = kept[1] if kept else ()
        first = int(position or 0)
        end = first + limit
        return list(ids[first:end]), str(end) if end < len(ids) else None

    def sifted(self, draw: Draw) -> list[SiftedRow]:
        """What became of each row of the files; nothing once they are erased. Of a frozen list as
        it was frozen, whoever is known to be one person since."""
        now = self.clock()
        salt = self.store.salt(draw, now)
        if salt is None:
            return []
        goes_on = self.ended.all(draw.county_id, draw.frozen.at if draw.frozen else None)
        return sift(self.store.uploads(draw, now), salt, goes_on)

    def pseudonym(self, draw: Draw, account: str) -> str | None:
        """Of an account, `handle/…` or `member/…`; `None` once the salt is erased."""
        salt = self.store.salt(draw, self.clock())
        return entrant_id(salt, account) if salt else None

    def _freeze(self, draw: Draw, person: Person) -> tuple[rules.Frozen, tuple[str, ...]]:
        now = to_milliseconds(self.clock())
        uploads = self.store.uploads(draw, now)
        if draw.status(now) == "closed" and _has_exclusions(uploads):
            self._bring_entries(draw, now)
            uploads = self.store.uploads(draw, now)
        salt = self.store.salt(draw, now)
        if salt is None:
            raise DrawLapsedError
        frozen, ids = rules.freeze(
            draw,
            sift(uploads, salt, self.ended.all(draw.county_id, now)),
            upload_ids=tuple(sorted(upload.upload_id for upload in uploads)),
            has_exclusions=_has_exclusions(uploads),
            by=person,
            now=now,
        )
        return self.files.keep_frozen(draw, frozen, ids)

    def _bring_entries(self, draw: Draw, now: datetime) -> None:
        """Of its campaign and by comments, as a file of entrants like others, once; each of them
        was looked at by staff, so there are never more than a list may have."""
        members = self.store.campaign_members(draw)
        rows = tuple(Row(number, f"member/{one}") for number, one in enumerate(members, 1))
        if draw.post_url is not None:
            rows += self.comments.taken(draw, after=len(rows))
        if rows:
            upload = Upload(sibling_id("dup", draw.draw_id), "entrants", rows)
            self.store.put_upload(draw, upload, SCHEDULE, now)

    def _is_maker(self, draw: Draw, person: Person) -> bool:
        makers = (draw.announced_by, *self.store.uploaders(draw))
        return any(maker.may_be(person) for maker in makers)

    def _check_announced(self, draw: Draw) -> None:
        """What is frozen now must be for the rounds that the locked bucket has."""
        kept = self.files.announced(draw.county_id, draw.draw_id)
        if kept is None or kept != draw:
            raise NotAllowedError


def _has_exclusions(uploads: list[Upload]) -> bool:
    return any(upload.kind == "excluded" for upload in uploads)


def _announced(
    county_id: str, draw_id: str, person: Person, asked: Announcement, now: datetime
) -> Draw:
    number = QUICKNET.round_from(asked.draws_at)
    return Draw(
        county_id=county_id,
        draw_id=draw_id,
        title=asked.title,
        legal_basis=asked.legal_basis,
        prizes=asked.prizes,
        reserve_count=asked.reserve_count,
        closes_at=to_milliseconds(asked.closes_at),
        round=number,
        fallback_round=QUICKNET.round_from(QUICKNET.time_of(number) + FALLBACK_AFTER),
        answer_days=asked.answer_days,
        erased_on=asked.erased_on,
        announced_at=now,
        announced_by=Person(person.subject, person.username),
        campaign_id=asked.campaign_id,
        post_url=asked.post_url,
    )
