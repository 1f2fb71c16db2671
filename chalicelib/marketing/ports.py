"""What advertising messages need of the world."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.analysis.member_book import Part
from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.trials import Participant, Trial
from chalicelib.approvals.approvals import RequestStore, Step
from chalicelib.ledger.profile import Consent, Profile
from chalicelib.marketing.messages import Result, SegmentMessage
from chalicelib.notifications.notices import Notice
from chalicelib.staff.audit import AuditRecord


class MessageStore(RequestStore[SegmentMessage], Protocol):
    def create(self, message: SegmentMessage, record: AuditRecord) -> None: ...

    def put_decision(self, message: SegmentMessage, step: Step, record: AuditRecord) -> None: ...

    def unfinished(self, county_id: str) -> list[SegmentMessage]: ...

    def outcomes(
        self, county_id: str, message_id: str, *, first: int, last: int
    ) -> dict[int, Result]: ...

    def claim(
        self,
        message: SegmentMessage,
        number: int,
        member_id: str,
        *,
        now: datetime,
        day: int,
        week: int,
    ) -> Result | None: ...

    def put_outcome(
        self, message: SegmentMessage, number: int, result: Result, *, now: datetime
    ) -> None: ...

    def put_step(self, request: SegmentMessage, number: int, step: Step) -> bool: ...

    def claim_reminder(
        self, county_id: str, member_id: str, since: date, years: int, *, now: datetime
    ) -> bool: ...


class Trials(Protocol):
    def create(
        self, trial: Trial, participants: Sequence[Participant], *, now: datetime
    ) -> None: ...

    def slice(self, county_id: str, trial_id: str, number: int) -> tuple[Participant, ...]: ...

    def participants(self, county_id: str, trial_id: str) -> Iterable[Participant]: ...

    def all(self, county_id: str) -> Iterator[Trial]: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Trial], str | None]: ...

    def put_effect(self, trial: Trial) -> None: ...


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...


class Book(Protocol):
    def read(self, county_id: str, number: int, *, before: date) -> Part: ...

    def rows(self, county_id: str) -> Iterator[MemberFacts]: ...


class TextMessages(Protocol):
    def send(self, phone: str, text: str, *, is_advert: bool = False) -> None: ...


class Browsers(Protocol):
    def are_there(self, county_id: str, member_id: str) -> bool: ...


class Notices(Protocol):
    def send(self, notice: Notice) -> None: ...


class Refused(Protocol):
    def __call__(self, county_id: str, member_id: str) -> Consent | None: ...


class MarketingQueue(Protocol):
    def send(self, county_id: str, task: str, *, of: str = "", number: int = 0) -> None: ...
