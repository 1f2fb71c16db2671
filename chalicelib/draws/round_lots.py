"""The draw of a sale round: announced with it, frozen and offered by a schedule alone."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import to_milliseconds
from chalicelib.draws import draws as rules
from chalicelib.draws.draws import Draw
from chalicelib.draws.entrants import Row, Upload, entrant_id, sift
from chalicelib.draws.files import StepDiffersError
from chalicelib.draws.offers import Offer, next_offer
from chalicelib.draws.ports import DrawFiles, DrawStore
from chalicelib.draws.service import SALT_BYTES, SCHEDULE


class RoundLots(Struct, frozen=True):
    store: DrawStore
    files: DrawFiles
    clock: Clock

    def announce(self, draw: Draw) -> None:
        """Once: what was announced first stands."""
        kept = self.files.keep_announced(draw)
        self.store.announce(kept, secrets.token_bytes(SALT_BYTES))

    def by_id(self, county_id: str, draw_id: str) -> Draw | None:
        return self.store.by_id(county_id, draw_id)

    def pseudonym(self, draw: Draw, member_id: str) -> str | None:
        """`None` once the salt is erased."""
        salt = self.store.salt(draw, self.clock())
        return entrant_id(salt, _account(member_id)) if salt else None

    def pseudonyms(self, draw: Draw, member_ids: Iterable[str]) -> dict[str, str]:
        """Members by their pseudonyms; none once the salt is erased."""
        salt = self.store.salt(draw, self.clock())
        return {entrant_id(salt, _account(each)): each for each in member_ids} if salt else {}

    def freeze(self, draw: Draw, member_ids: Iterable[str], goes_on: Mapping[str, str]) -> Draw:
        """The list of those who applied, as it is from now on; who applied with two wallets of
        theirs stands in it once (`goes_on`: by each that ended, the one of now). To freeze again
        gives the list that was frozen first. Raises `DrawNotClosedError`, `DrawLapsedError`, and
        `StepDiffersError` if the draw is not the one that was announced."""
        if self.files.announced(draw.county_id, draw.draw_id) != draw:
            raise StepDiffersError(f"{draw.draw_id}: not as it was announced")
        kept = self.files.frozen(draw.county_id, draw.draw_id)
        if kept is None:
            now = to_milliseconds(self.clock())
            salt = self.store.salt(draw, now)
            if salt is None:
                raise StepDiffersError(f"{draw.draw_id}: its salt is gone")
            # The wallet of now first, then those that ended, the oldest first.
            ordered = sorted(member_ids, key=lambda one: (one in goes_on, one))
            rows = [Row(number, _account(one)) for number, one in enumerate(ordered, 1)]
            sifted = sift([Upload("", "entrants", tuple(rows))], salt, goes_on)
            frozen, ids = rules.freeze(
                draw, sifted, upload_ids=(), has_exclusions=True, by=SCHEDULE, now=now
            )
            kept = self.files.keep_frozen(draw, frozen, ids)
        self.store.put_frozen(draw, kept[0])
        found = self.store.by_id(draw.county_id, draw.draw_id)
        assert found is not None
        return found

    def offers(self, draw: Draw) -> Sequence[Offer]:
        """In their order."""
        return self.store.offers(draw)

    def offer(self, draw: Draw, *, left: int, closes_at: datetime) -> Offer | None:
        """Offer the places that are next, if it is time: `left` won are in the round. Two at once
        make one."""
        offers = self.store.offers(draw)
        if draw.drawn is None:
            return None
        made = next_offer(
            offers,
            left=left,
            face=draw.prizes[0].amount,
            place_count=len(draw.drawn.winners) + len(draw.drawn.reserves),
            days=draw.answer_days,
            closes_at=closes_at,
            now=to_milliseconds(self.clock()),
        )
        return self.store.put_offer(draw, made) if made else None


def _account(member_id: str) -> str:
    return f"member/{member_id}"
