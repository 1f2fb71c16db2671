"""Defining segments, ending them, and proposing a benefit for the members of one."""

from datetime import timedelta
from hashlib import sha256

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from chalicelib.analysis.errors import (
    SegmentEndedError,
    SegmentGrantInvalidError,
    SegmentNotFoundError,
    SegmentRuleEmptyError,
    SegmentSpanInvalidError,
    SegmentsTooManyError,
    SegmentTooLargeError,
    SegmentTooSmallError,
)
from chalicelib.analysis.figures import add_up, key_of
from chalicelib.analysis.member_book import AnalysisBook, AudienceTooLargeError
from chalicelib.analysis.member_facts import quarter_of
from chalicelib.analysis.paths import Path
from chalicelib.analysis.ports import Pseudonymizer, SegmentStore, TrialStore
from chalicelib.analysis.reading import Readings
from chalicelib.analysis.segments import Segment, SegmentRule
from chalicelib.analysis.trials import Participant, Reached, Trial, draw
from chalicelib.approvals.bulk_grant_service import BulkGrants
from chalicelib.approvals.bulk_grants import BulkGrant
from chalicelib.approvals.grant_faults import ROWS_MAX
from chalicelib.approvals.grant_files import COLUMNS, VOUCHER_COLUMNS
from chalicelib.core.clock import Clock
from chalicelib.core.csv_rows import write_csv
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person

OPEN_MAX = 50
COUNTED_AT_ONCE = 50_000
"""Members of a county whose new segment is counted while somebody waits, in some seconds; of a
larger one it is counted in the night."""


class Segments(Struct, frozen=True):
    store: SegmentStore
    readings: Readings
    book: AnalysisBook
    pseudonyms: Pseudonymizer
    grants: BulkGrants
    trials: TrialStore
    clock: Clock

    def define(
        self, county_id: str, person: Person, *, name: str, rule: SegmentRule
    ) -> tuple[Segment, Path | None]:
        """The segment, and how many it has, if they can be counted now. Raises
        `SegmentRuleEmptyError`, `SegmentSpanInvalidError`, `SegmentsTooManyError`."""
        _check(rule)
        in_use = [one for one in self.store.all(county_id) if one.ended_at is None]
        if len(in_use) >= OPEN_MAX:
            raise SegmentsTooManyError(maximum=OPEN_MAX)
        now = self.clock()
        segment = Segment(
            county_id=county_id,
            segment_id=new_id("seg", now),
            name=name,
            rule=rule,
            by=person.username,
            at=to_milliseconds(now),
        )
        segment = replace(segment, counted=self._count(segment))
        self.store.create(segment, self._record(segment, person, "segment_defined"))
        return segment, segment.counted

    def all(self, county_id: str) -> list[tuple[Segment, Path | None]]:
        """Those in use, newest first, with how far their members came, if that is counted yet."""
        found = [one for one in self.store.all(county_id) if one.ended_at is None]
        figures = self.readings.known_figures(county_id)
        counted = figures.segments if figures else {}
        return [(one, counted.get(one.segment_id, one.counted)) for one in found]

    def end(self, county_id: str, person: Person, segment_id: str) -> Segment:
        """Raises `SegmentNotFoundError`, `SegmentEndedError`."""
        segment = self._by_id(county_id, segment_id)
        ended = replace(
            segment, ended_at=to_milliseconds(self.clock()), version=segment.version + 1
        )
        if not self.store.end(ended, self._record(segment, person, "segment_ended")):
            raise SegmentEndedError
        return ended

    def propose_grant(
        self,
        county_id: str,
        person: Person,
        segment_id: str,
        *,
        name: str,
        mileage: int,
        voucher_amount: int,
        idempotency_key: str,
    ) -> tuple[BulkGrant, bool]:
        """A bulk grant to those of the segment who consented to marketing, as last night's book has
        them, for another person to approve. Under one name a member is given to once, however often
        it is proposed: the row key names segment, name and member. A part of them, by setting and
        by lot, is held out, to show afterwards what the benefit did.

        Raises `SegmentGrantInvalidError`, `SegmentNotFoundError`, `SegmentEndedError`,
        `SegmentTooSmallError`, `SegmentTooLargeError`, `AnalysisNotReadyError`, and what a bulk
        grant raises.
        """
        if bool(mileage) == bool(voucher_amount):
            raise SegmentGrantInvalidError
        benefit = sha256(name.encode()).hexdigest()[:8]
        drawn = self.draw(county_id, segment_id, f"{segment_id}.{benefit}", maximum=ROWS_MAX)
        members = [one.member_id for one in drawn if one.is_treated]
        header = VOUCHER_COLUMNS if voucher_amount else COLUMNS
        given = voucher_amount or mileage
        lines = ((f"{segment_id}.{benefit}.{one}", one, given, name) for one in members)
        grant, is_repeated = self.grants.propose(
            county_id,
            person,
            name=name,
            text=write_csv(header, lines),
            idempotency_key=idempotency_key,
            asked_for={
                "segment_id": segment_id,
                "name": name,
                "mileage": mileage,
                "voucher_amount": voucher_amount,
            },
        )
        trial = Trial(
            county_id=county_id,
            trial_id=grant.grant_id,
            kind="grant",
            segment_id=segment_id,
            name=name,
            count=len(drawn),
            has_held_out=len(members) < len(drawn),
        )
        self.trials.create(trial, drawn, now=self.clock())
        return grant, is_repeated

    def draw(
        self, county_id: str, segment_id: str, trial: str, *, maximum: int
    ) -> list[Participant]:
        """`reached`, in their groups."""
        return self.lot(county_id, self.reached(county_id, segment_id, maximum=maximum), trial)

    def reached(self, county_id: str, segment_id: str, *, maximum: int) -> list[Reached]:
        """Those of the segment who take marketing, as last night found them: what an earlier night
        found is not used, since who left or refused since is still in it. Of a segment that is
        newer the whole book is read, in a county where that is some seconds; in a larger one it
        waits for the night.

        Raises `SegmentNotFoundError`, `SegmentEndedError`, `SegmentTooSmallError`,
        `SegmentTooLargeError`, `AnalysisNotReadyError`.
        """
        segment = self._by_id(county_id, segment_id)
        figures = self.readings.figures(county_id)
        if figures.on < seoul_date(self.clock()) - timedelta(days=1):
            raise self.readings.not_ready()
        try:
            found = self.book.audience(county_id, segment_id, maximum=maximum)
        except AudienceTooLargeError:
            raise SegmentTooLargeError(maximum=maximum) from None
        if found is None:
            if figures.members > COUNTED_AT_ONCE:
                raise self.readings.not_ready()
            found = [
                Reached(row.member_id, row.last_seen_on)
                for row in self.book.rows(county_id)
                if row.takes_marketing and segment.rule.holds(row, figures.on)
            ]
        if len(found) < self.readings.minimum(county_id):
            raise SegmentTooSmallError
        if len(found) > maximum:
            raise SegmentTooLargeError(maximum=maximum)
        return found

    def lot(self, county_id: str, found: list[Reached], trial: str) -> list[Participant]:
        """In their groups, by what is tried."""
        return draw(
            found,
            self.readings.figures(county_id).on,
            lambda one: key_of(self.pseudonyms.analysis_mac(county_id, f"trial/{trial}", one)),
            percent=self.readings.settings(county_id).marketing_held_out_percent,
            minimum=self.readings.minimum(county_id),
        )

    def _by_id(self, county_id: str, segment_id: str) -> Segment:
        found = next((s for s in self.store.all(county_id) if s.segment_id == segment_id), None)
        if found is None:
            raise SegmentNotFoundError
        if found.ended_at:
            raise SegmentEndedError
        return found

    def _count(self, segment: Segment) -> Path | None:
        """Of a new one, in one pass over the book; each night counts it anew."""
        county_id = segment.county_id
        figures = self.readings.known_figures(county_id)
        if figures is None or figures.members > COUNTED_AT_ONCE:
            return None
        quarter = quarter_of(figures.on)
        found = add_up(
            self.book.rows(county_id),
            figures.on,
            lambda one: key_of(self.pseudonyms.analysis_mac(county_id, quarter, one)),
            {segment.segment_id: segment.rule},
        )
        return found.segments.get(segment.segment_id)

    def _record(self, segment: Segment, person: Person, action: AuditAction) -> AuditRecord:
        return AuditRecord.made(
            county_id=segment.county_id,
            at=self.clock(),
            by=person,
            action=action,
            target_id=segment.segment_id,
            reason="",
            before={},
            after={"name": segment.name, "conditions": _conditions(segment.rule)},
        )


def _conditions(rule: SegmentRule) -> list[str]:
    """What is given; a bound of nothing is one too."""
    given = {name: value for name, value in to_builtins(rule).items() if value not in (None, ())}
    return [
        f"{name}={'·'.join(value) if isinstance(value, tuple) else value}"
        for name, value in given.items()
    ]


def _check(rule: SegmentRule) -> None:
    if rule == SegmentRule():
        raise SegmentRuleEmptyError
    for first, last in (
        (rule.joined_from_on, rule.joined_to_on),
        (rule.spent_min_amount, rule.spent_max_amount),
        (rule.unseen_for_days, rule.seen_within_days),
    ):
        if first is not None and last is not None and first > last:  # type: ignore[operator]
            raise SegmentSpanInvalidError
