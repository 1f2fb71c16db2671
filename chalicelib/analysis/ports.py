"""What the analysis needs of the world."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.analysis.segments import Segment
from chalicelib.analysis.trials import Participant, Trial
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord


class PartEntries(Protocol):
    def entries_of_part(
        self, county_id: str, on: date, *, part: int, parts: int
    ) -> Iterator[Entry]:
        """A day's entries of one part of the wallets, each wallet's in the order of its chain."""


class Profiles(Protocol):
    def profile(self, county_id: str, member_id: str) -> Profile | None: ...


class AnalysisFiles(Protocol):
    """The private bucket of reports."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, content: bytes, content_type: str) -> None: ...


class SegmentStore(Protocol):
    def all(self, county_id: str) -> Sequence[Segment]:
        """Newest first, those that ended too."""

    def create(self, segment: Segment, record: AuditRecord) -> bool: ...

    def end(self, segment: Segment, record: AuditRecord) -> bool:
        """`False` if somebody was faster."""


class Pseudonymizer(Protocol):
    def analysis_mac(self, county_id: str, quarter: str, member_id: str) -> bytes:
        """24 bytes."""


class TrialStore(Protocol):
    def create(
        self, trial: Trial, participants: Sequence[Participant], *, now: datetime
    ) -> None: ...


class AnalysisQueue(Protocol):
    def send(self, county_id: str, part: int) -> None: ...
