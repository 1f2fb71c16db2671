"""A part of the members brought up to yesterday: the days' entries, the profiles as they are, and
the files that are made of both."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

from msgspec import Struct

from chalicelib.analysis.figures import add_up, key_of
from chalicelib.analysis.member_book import (
    PART_AUDIENCE_MAX,
    PARTS,
    AnalysisBook,
    Audience,
    Part,
)
from chalicelib.analysis.member_facts import MemberFacts, facts_of, quarter_of
from chalicelib.analysis.ports import PartEntries, Profiles, Pseudonymizer, SegmentStore
from chalicelib.analysis.segments import SegmentRule
from chalicelib.analysis.trials import Reached
from chalicelib.core.values import seoul_date
from chalicelib.county.ports import CountyStore
from chalicelib.ledger.profile import Profile

ENTRIES_AT_ONCE = 60_000
"""Of one call: after the day that passes it the part goes on with the next message. Some two
minutes."""
_DAY = timedelta(days=1)


class Nightly(Struct, frozen=True):
    book: AnalysisBook
    entries: PartEntries
    profiles: Profiles
    birth_on: Callable[[Profile], date]
    segments: SegmentStore
    counties: CountyStore
    pseudonyms: Pseudonymizer

    def advance(self, county_id: str, number: int, until: date) -> bool:
        """Whether the part is done up to `until`; if not, it is to be called again. The same night
        twice gives the same files, but for profiles that changed in between.

        Raises `TryAgainError`.
        """
        county = self.counties.county(county_id)
        if county is None or county.opened_on > until:
            return True
        part = self.book.read(county_id, number, before=county.opened_on - _DAY)
        is_new = part.through < until
        read = 0
        while part.through < until and read < ENTRIES_AT_ONCE:
            read += self._add_day(county_id, number, part, part.through + _DAY)
        is_done = part.through >= until
        if is_done:
            self._refresh(county_id, part)
        if is_new or is_done:
            self.book.write(county_id, number, part)
        if is_done:
            self._publish(county_id, number, part)
        return is_done

    def _add_day(self, county_id: str, number: int, part: Part, on: date) -> int:
        """How many entries the day had."""
        read = 0
        for entry in self.entries.entries_of_part(county_id, on, part=number, parts=PARTS):
            read += 1
            row = part.rows.get(entry.member_id)
            if row is None and entry.kind == "signup":
                row = part.rows[entry.member_id] = facts_of(entry)
            elif row is not None:
                row.add(entry)
            # Else the member has left: of them nothing is counted any more.
        part.through = on
        return read

    def _refresh(self, county_id: str, part: Part) -> None:
        """Consents, and who left or goes on in another wallet, are in no entry. A birth date is
        opened once, when the member is new here; the year alone is kept of it."""
        for member_id, row in list(part.rows.items()):
            profile = self.profiles.profile(county_id, member_id)
            if profile is None or profile.status == "left" or profile.continues_in:
                del part.rows[member_id]
            else:
                self._take(row, profile)

    def _take(self, row: MemberFacts, profile: Profile) -> None:
        row.region_code = profile.region_code
        row.relation = profile.relation
        consent = profile.marketing
        row.takes_marketing = consent is not None
        row.marketing_since = seoul_date(consent.at) if consent else None
        if row.born is None:
            row.born = self.birth_on(profile).year

    def _publish(self, county_id: str, number: int, part: Part) -> None:
        quarter = quarter_of(part.through)
        macs = {
            member_id: self.pseudonyms.analysis_mac(county_id, quarter, member_id)
            for member_id in part.rows
        }
        self.book.write_extract(county_id, number, part, lambda member: macs[member][:16].hex())
        rules = {
            segment.segment_id: segment.rule
            for segment in self.segments.all(county_id)
            if segment.ended_at is None
        }
        self.book.write_audiences(
            county_id,
            number,
            [audience_of(name, rule, part) for name, rule in rules.items()],
        )
        figures = add_up(
            part.rows.values(),
            part.through,
            lambda member: key_of(macs[member]),
            rules,
        )
        self.book.write_figures(county_id, number, figures)


def audience_of(segment_id: str, rule: SegmentRule, part: Part) -> Audience:
    """Who of the part takes marketing and is of the segment, as far as anybody can be reached."""
    found = (
        Reached(row.member_id, row.last_seen_on)
        for row in part.rows.values()
        if row.takes_marketing and rule.holds(row, part.through)
    )
    return Audience(segment_id, list(islice(found, PART_AUDIENCE_MAX + 1)))
