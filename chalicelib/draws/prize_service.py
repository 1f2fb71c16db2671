"""After the draw: what winners answer, the reserves that follow, and the file of vouchers."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.approvals.grant_files import VOUCHER_COLUMNS
from chalicelib.core.clock import Clock
from chalicelib.core.csv_rows import write_csv
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.draws import places as rules
from chalicelib.draws.draws import Draw, check_is_at_the_desk
from chalicelib.draws.entrants import entrant_id
from chalicelib.draws.errors import (
    AnswerTooLateError,
    DrawNotFoundError,
    WinnerMemberWrongError,
)
from chalicelib.draws.places import Answer, PassReason, Place
from chalicelib.draws.ports import DrawStore, Profiles
from chalicelib.staff.person import Person

TRIES_MAX = 5
"""Of who records an answer while others record theirs of the same draw."""
_LEAST = timedelta(milliseconds=1)


class Prizes(Struct, frozen=True):
    store: DrawStore
    members: Profiles
    counties: Counties
    clock: Clock

    def places(self, draw: Draw) -> list[Place]:
        """Every winner and reserve as it stands. Raises `DrawNotDrawnError`."""
        if draw.round_id is not None:
            return rules.offered_places(draw, self.store.offers(draw))
        return rules.places(draw, self.store.answers(draw))

    def tax_free_maximum(self, county_id: str) -> int:
        """In won: what is above it is taxed."""
        return self.counties.on(county_id, seoul_date(self.clock())).draw_tax_free_maximum

    def accept(
        self,
        county_id: str,
        person: Person,
        draw_id: str,
        number: int,
        *,
        member_id: str | None,
        contact: str | None,
        is_tax_settled: bool,
    ) -> Draw:
        """Record that a winner takes the prize and agreed to be contacted.

        Raises `DrawNotFoundError`, `DrawNotDrawnError`, `PlaceNotFoundError`, `PlaceSettledError`,
        `PlaceHasNoPrizeError`, `AnswerTooLateError`, `WinnerMemberMissingError`,
        `WinnerMemberWrongError`, `PrizeTaxUnsettledError`.
        """
        draw = self._draw(county_id, draw_id)
        member_id = self._goes_on_in(county_id, member_id)

        def judge(place: Place, now: datetime) -> Answer:
            if now >= draw.erased_at:
                raise AnswerTooLateError
            rules.check_accept(
                place,
                has_member=member_id is not None,
                is_tax_settled=is_tax_settled,
                tax_free_maximum=self.tax_free_maximum(county_id),
                now=now,
            )
            if member_id is not None:
                self._check_member(draw, place, member_id, now)
            return Answer(place=number, kind="accepted", at=now, by=person)

        given = {"member_id": member_id, "contact": contact}
        self._record(draw, number, judge, {name: text for name, text in given.items() if text})
        return draw

    def pass_on(
        self, county_id: str, person: Person, draw_id: str, number: int, *, reason: PassReason
    ) -> Draw:
        """Record that a place passed: the next reserve follows, and nobody is drawn anew.

        Raises `DrawNotFoundError`, `DrawNotDrawnError`, `PlaceNotFoundError`, `PlaceSettledError`,
        `PlaceHasNoPrizeError`, `AnswerStillOpenError`.
        """
        draw = self._draw(county_id, draw_id)

        def judge(place: Place, now: datetime) -> Answer:
            rules.check_pass(place, reason, now)
            return Answer(place=number, kind="passed", at=now, by=person, reason=reason)

        self._record(draw, number, judge, {})
        return draw

    def grants_csv(self, county_id: str, draw_id: str) -> str:
        """Vouchers of those who accepted, as the file of a bulk grant: proposed by one and approved
        by another there. A row has the same key in each file, so no prize is given twice.

        Raises `DrawNotFoundError`, `DrawNotDrawnError`.
        """
        draw = self._draw(county_id, draw_id)
        contacts = self.store.contacts(draw, self.clock())
        rows = [
            (
                f"{draw.draw_id}-{place.number:04d}",
                self._goes_on_in(county_id, contacts[place.number]["member_id"]),
                place.prize.amount,
                f"{draw.title} {place.prize.name}",
            )
            for place in self.places(draw)
            if place.state == "accepted"
            and place.prize is not None
            and place.prize.kind == "voucher"
            and place.number in contacts
        ]
        return write_csv(VOUCHER_COLUMNS, rows)

    def _check_member(self, draw: Draw, place: Place, member_id: str, now: datetime) -> None:
        """Who was drawn as a member takes their own place, also by a wallet that ended in theirs;
        nobody takes two, nor who is out."""
        own = {f"member/{one}" for one in self._wallets(draw.county_id, member_id)}
        salt = self.store.salt(draw, now)
        # Not this place's own: whoever sent the same a moment earlier has taken just that.
        others = [c for n, c in self.store.contacts(draw, now).items() if n != place.number]
        taken = {f"member/{one['member_id']}" for one in others if "member_id" in one}
        if salt is None or own & taken:
            raise WinnerMemberWrongError(param="member_id")
        is_own = place.entrant_id in {entrant_id(salt, account) for account in own}
        for upload in self.store.uploads(draw, now):
            for row in upload.rows:
                if upload.kind != "entrants":
                    is_wrong = row.account in own
                else:
                    is_wrong = (
                        not is_own
                        and row.account.startswith("member/")
                        and entrant_id(salt, row.account) == place.entrant_id
                    )
                if is_wrong:
                    raise WinnerMemberWrongError(param="member_id")

    def _goes_on_in(self, county_id: str, member_id: str | None) -> str | None:
        """The wallet that a person has who was known by another: a prize is written into none that
        has ended."""
        if member_id is None:
            return None
        profile = self.members.profile(county_id, member_id, consistent=True)
        return (profile.continues_in if profile else None) or member_id

    def _wallets(self, county_id: str, member_id: str) -> tuple[str, ...]:
        profile = self.members.profile(county_id, member_id, consistent=True)
        return profile.wallets if profile else (member_id,)

    def _draw(self, county_id: str, draw_id: str) -> Draw:
        draw = self.store.by_id(county_id, draw_id)
        if draw is None:
            raise DrawNotFoundError
        check_is_at_the_desk(draw)
        return draw

    def _record(
        self,
        draw: Draw,
        number: int,
        judge: Callable[[Place, datetime], Answer],
        contact: dict[str, str],
    ) -> None:
        """What `judge` says of a place, judged by all answers that were there: whose turn it is and
        who has a prize follow from their order, so they are written one after the other, each with
        a later moment than the ones before."""
        for _ in range(TRIES_MAX):
            answers = self.store.answers(draw)
            answer = judge(rules.place_at(draw, answers, number), self._after(answers))
            if self.store.put_answer(draw, answer, contact, number=len(answers) + 1):
                return
        raise TryAgainError(retry_after_seconds=1)

    def _after(self, answers: Mapping[int, Answer]) -> datetime:
        moments = (answer.at + _LEAST for answer in answers.values())
        return max((to_milliseconds(self.clock()), *moments))
