"""What advertising messages need of the world."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.analysis.member_book import Part
from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.trials import Participant, Trial
from chalicelib.approvals.approvals import RequestStore, Step
from chalicelib.ledger.profile import Consent, Profile
from chalicelib.marketing.messages import Reminder, Result, SegmentMessage
from chalicelib.notifications.notices import Notice
from chalicelib.staff.audit import AuditRecord

if TYPE_CHECKING:
    from chalicelib.aws.text_messages import Attempt


class MessageStore(RequestStore[SegmentMessage], Protocol):
    def create(self, message: SegmentMessage, record: AuditRecord) -> bool: ...

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

    def pass_over(
        self, message: SegmentMessage, number: int, result: Result, *, now: datetime
    ) -> None: ...

    def begin_reminder(self, wanted: Reminder, *, now: datetime) -> Reminder | None: ...

    def end_reminder(self, reminder: Reminder) -> None: ...


class Trials(Protocol):
    def create(
        self,
        trial: Trial,
        participants: Sequence[Participant],
        *,
        now: datetime,
        may_replace: bool = False,
    ) -> None: ...

    def slice(self, county_id: str, trial_id: str, number: int) -> tuple[Participant, ...]: ...

    def participants(self, trial: Trial) -> Iterable[Participant]: ...

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
    def attempt(self, phone: str, text: str, *, is_advert: bool = False) -> "Attempt": ...


class Browsers(Protocol):
    def are_there(self, county_id: str, member_id: str) -> bool: ...


class Notices(Protocol):
    def send(self, notice: Notice) -> None: ...


class Refused(Protocol):
    def __call__(self, county_id: str, member_id: str) -> Consent | None: ...


class MarketingQueue(Protocol):
    def send(self, county_id: str, task: str, *, of: str = "", number: int = 0) -> None: ...
