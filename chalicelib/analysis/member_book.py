"""The files of the analysis: the book of each part of the members, its lines of the extract, and
what it adds up to. Each night writes over what was there, so that who left is in none of them."""

import gzip
from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct

from chalicelib.analysis import extract
from chalicelib.analysis.figures import Figures
from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.ports import AnalysisFiles
from chalicelib.analysis.trials import Reached
from chalicelib.core.csv_rows import write_csv

PARTS = 64
"""Of a county with two million members a part has 31,000, some 20 MB while it is worked on. A
multiple of the shards of `by_day`."""
FORM = 2
"""Of the book: one of another form is made anew from the county's first day."""


PART_AUDIENCE_MAX = 2_500
"""Of a segment and a part: of 64 parts which members fall into by a hash, one that has more tells
that the segment has far more than anybody is sent to or given at once."""


class AudienceTooLargeError(Exception):
    """A segment reaches more than are asked for."""


class Audience(Struct, frozen=True):
    """Of a segment, in one part: all whom it reaches, or one more than `PART_AUDIENCE_MAX`."""

    segment_id: str
    people: list[Reached]


class Head(Struct, frozen=True):
    """`through`: the last day whose entries are in the book."""

    form: int
    through: date


class Part(Struct):
    through: date
    rows: dict[str, MemberFacts]


class AnalysisBook(Struct, frozen=True):
    files: AnalysisFiles

    def read(self, county_id: str, number: int, *, before: date) -> Part:
        """`before`: the day before the county's first, of a book that is not there yet."""
        content = self.files.get(_name(county_id, "book", number, "jsonl.gz"))
        if content is None:
            return Part(before, {})
        first, *others = gzip.decompress(content).splitlines()
        head = msgspec.json.decode(first, type=Head)
        if head.form != FORM:
            return Part(before, {})
        decoder = msgspec.json.Decoder(MemberFacts)
        rows = (decoder.decode(line) for line in others)
        return Part(head.through, {row.member_id: row for row in rows})

    def write(self, county_id: str, number: int, part: Part) -> None:
        encoder = msgspec.json.Encoder()
        lines = [encoder.encode(Head(FORM, part.through))]
        lines += [encoder.encode(row) for row in part.rows.values()]
        self._put(_name(county_id, "book", number, "jsonl.gz"), b"\n".join(lines))

    def write_extract(
        self, county_id: str, number: int, part: Part, pseudonym: extract.Pseudonyms
    ) -> None:
        """Without a head: the parts behind one another are one file."""
        rows = extract.lines(part.rows.values(), part.through, pseudonym)
        text = write_csv((), rows).partition("\r\n")[2]
        self._put(_name(county_id, "extract", number, "csv.gz"), text.encode())

    def extract_part(self, county_id: str, number: int) -> bytes | None:
        """Compressed; may be put behind another."""
        return self.files.get(_name(county_id, "extract", number, "csv.gz"))

    def write_audiences(self, county_id: str, number: int, audiences: list[Audience]) -> None:
        self._put(_name(county_id, "audience", number, "json.gz"), msgspec.json.encode(audiences))

    def audience(self, county_id: str, segment_id: str, *, maximum: int) -> list[Reached] | None:
        """Whom a segment reaches, as last night had it; `None` of one that was not there then.
        Raises `AudienceTooLargeError` of more than `maximum`."""
        found: list[Reached] = []
        for number in range(PARTS):
            content = self.files.get(_name(county_id, "audience", number, "json.gz"))
            if content is None:
                return None
            audiences = msgspec.json.decode(gzip.decompress(content), type=list[Audience])
            own = next((one for one in audiences if one.segment_id == segment_id), None)
            if own is None:
                return None
            found += own.people
            if len(own.people) > PART_AUDIENCE_MAX or len(found) > maximum:
                raise AudienceTooLargeError
        return found

    def write_figures(self, county_id: str, number: int, figures: Figures) -> None:
        self._put(_name(county_id, "figures", number, "json.gz"), msgspec.json.encode(figures))

    def figures(self, county_id: str) -> Figures | None:
        """Of all parts; `None` before the first night is over."""
        whole: Figures | None = None
        for number in range(PARTS):
            content = self.files.get(_name(county_id, "figures", number, "json.gz"))
            if content is None:
                return None
            figures = msgspec.json.decode(gzip.decompress(content), type=Figures)
            if whole is None:
                whole = figures
            else:
                whole.join(figures)
        return whole

    def rows(self, county_id: str) -> Iterator[MemberFacts]:
        """All, one part in memory at a time."""
        for number in range(PARTS):
            yield from self.read(county_id, number, before=date.min).rows.values()

    def _put(self, name: str, content: bytes) -> None:
        # The time is left out, so that the same members give the same bytes.
        self.files.put(name, gzip.compress(content, 6, mtime=0), "application/gzip")


def head_line() -> bytes:
    """The first line of an extract, compressed as its parts are."""
    text = write_csv([column.name for column in extract.COLUMNS], ())
    return gzip.compress(text.encode(), 6, mtime=0)


def _name(county_id: str, kind: str, number: int, ending: str) -> str:
    """Not below the county, as other files are: versions of before are forgotten by this prefix."""
    return f"analysis/{county_id}/{kind}/{number:02d}.{ending}"
