"""What a message that failed five times was to do, in words, and whether it may be sent again."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from chalicelib.core.errors import NotFoundError, RuleViolationError
from chalicelib.core.languages import Language

QueueName = Literal[
    "signup",
    "report",
    "grant",
    "import",
    "purchase",
    "reservation",
    "settlement",
    "payment",
    "notice",
    "analysis",
    "marketing",
]
Failure = Literal["failed_five_times", "unreadable"]


class DeadLetterNotFoundError(NotFoundError):
    ko = "그런 실패한 작업이 없습니다. 다시 처리했거나, 14일이 지나 지워졌습니다."
    en = "There is no such failed task. It was sent again, or is older than 14 days."


class DeadLetterUnreadableError(RuleViolationError):
    """Its worker would refuse it again."""

    ko = "우리가 보낸 형식이 아니어서 다시 처리할 수 없습니다. 운영 담당자에게 알려 주세요."
    en = "This is no message of ours, so that it cannot be sent again. Please tell the engineers."


class Task(Struct, frozen=True):
    """A queue as people see it: `names`: the fields that say what one message is about, with the
    words of the thing; they hold ids and days, and no personal data."""

    worker: str
    ko: str
    en: str
    names: tuple[tuple[str, str, str], ...]

    def words(self, language: Language) -> str:
        return self.en if language == "en" else self.ko


_SLICE = ("slice", "조각", "part")
_PURCHASE = ("purchase_id", "구매", "purchase")
TASKS: Mapping[QueueName, Task] = {
    "signup": Task(
        "complete_signup", "가입을 마치기", "Finish a sign-up", (("signup_id", "가입", "sign-up"),)
    ),
    "report": Task(
        "run_report",
        "보고서를 만들어 보내기",
        "Make and send a report",
        (("kind", "종류", "kind"), ("period", "기간", "period")),
    ),
    "grant": Task(
        "run_grants",
        "승인한 일괄 지급을 지급하기",
        "Grant a part of an approved file",
        (("grant_id", "일괄 지급", "bulk grant"), _SLICE),
    ),
    "import": Task(
        "import_register",
        "가맹점 명부를 넣기",
        "Take over a part of a register",
        (("import_id", "명부", "register"), _SLICE),
    ),
    "purchase": Task(
        "serve_tickets", "줄을 선 구매를 처리하기", "Serve a purchase in its line", (_PURCHASE,)
    ),
    "reservation": Task(
        "end_reservations",
        "결제 기한이 된 구매를 살피기",
        "Look after a purchase whose time to pay is over",
        (_PURCHASE,),
    ),
    "settlement": Task(
        "settle_shops", "가맹점 정산을 만들기", "Settle a part of the shops", (_SLICE,)
    ),
    "payment": Task(
        "work_payments", "결제 결과를 확인하기", "Ask how a payment ended", (_PURCHASE,)
    ),
    "notice": Task(
        "send_notices",
        "회원의 휴대전화에 알리기",
        "Notify a member's phone",
        (("tag", "내역", "entry"),),
    ),
    "analysis": Task(
        "analyse_members",
        "분석 자료의 한 부분을 만들기",
        "Count a part of the members for analysis",
        (("part", "부분", "part"),),
    ),
    "marketing": Task(
        "run_marketing",
        "광고 메시지를 보내거나 그 효과를 세기",
        "Send an advertising message, or count its effect",
        (("task", "일", "task"), ("of", "메시지", "message"), ("number", "부분", "part")),
    ),
}


class Letter(Struct, frozen=True, kw_only=True):
    """One message. `county_id` is empty of what is not ours; `handle` is SQS's, for this look."""

    queue: QueueName
    message_id: str
    sent_at: datetime
    handle: str
    county_id: str
    facts: Mapping[str, Any]
    group: str | None = None

    @property
    def failure(self) -> Failure:
        """All that a message tells of why: what its worker raised is in its log."""
        return "failed_five_times" if self.county_id else "unreadable"

    def subject(self, language: Language) -> str:
        """What it is about, by its ids and days."""
        at = 2 if language == "en" else 1
        named = [(name[at], self.facts.get(name[0])) for name in TASKS[self.queue].names]
        return ", ".join(f"{words} {value}" for words, value in named if self.county_id)

    def sent_again(self) -> dict[str, Any]:
        """The message as its worker is to have it once more. A report that was asked for without
        a name of its own is mailed once for its message, which this goes on being."""
        if self.queue == "report" and not self.facts.get("request_id"):
            return {**self.facts, "request_id": self.message_id}
        return dict(self.facts)


def letter_of(
    queue: QueueName,
    body: str,
    *,
    message_id: str,
    sent_at: datetime,
    handle: str,
    group: str | None = None,
) -> Letter:
    facts = _facts(queue, body)
    return Letter(
        queue=queue,
        message_id=message_id,
        sent_at=sent_at,
        handle=handle,
        county_id=facts["county_id"] if facts else "",
        facts=facts or {},
        group=group,
    )


def _facts(queue: QueueName, body: str) -> dict[str, Any] | None:
    """The message's own facts, of one that has the form of its queue."""
    try:
        facts = json.loads(body)
    except ValueError:
        return None
    if not isinstance(facts, dict) or not isinstance(facts.get("county_id"), str):
        return None
    needed = [name for name, _, _ in TASKS[queue].names]
    if not facts["county_id"] or any(not isinstance(facts.get(n), str | int) for n in needed):
        return None
    return facts
