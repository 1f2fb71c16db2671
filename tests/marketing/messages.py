"""Messages to segments, and an office of members who take them."""

from typing import Any

from msgspec.structs import replace

from chalicelib.analysis.small_counts import People
from chalicelib.analysis.trials import Trial
from chalicelib.approvals.approvals import Step
from chalicelib.core.values import seoul_date
from chalicelib.county.store import CountyStore
from chalicelib.marketing import worker
from chalicelib.marketing.messages import SegmentMessage
from chalicelib.marketing.refusal_codes import refusal_code
from chalicelib.marketing.wiring import MarketingWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.analysis.nights import run_night
from tests.conftest import Answer, FakeStaffTokens, Member, Stack
from tests.events import Context, messages
from tests.fakes import FakeQueue

SEGMENTS = "/v1/staff/segments"
MESSAGES = "/v1/staff/segment-messages"
REFUSALS = "/v1/marketing-refusals"
TEXTS = {
    "text_ko": "청자축제 첫날 입장이 무료입니다",
    "text_en": "Free entry on day one",
    "channel": "sms",
}


def a_message(**changes: Any) -> SegmentMessage:
    facts: dict[str, Any] = {
        "county_id": builders.COUNTY,
        "message_id": "msg_0000000000000001",
        "segment_id": "seg_0000000000000001",
        "name": "축제",
        "text_ko": "축제",
        "text_en": "Festival",
        "channel": "sms",
        "people": People(12, 1),
        "count": 12,
        "price_amount": 60,
        "budget_amount": 10_000,
        "steps": (Step("proposed", builders.NOON, by=Person("sub-zoe", "zoe")),),
    }
    return SegmentMessage(**facts | changes)


def a_trial(message: SegmentMessage) -> Trial:
    return Trial(
        county_id=message.county_id,
        trial_id=message.message_id,
        kind="message",
        segment_id=message.segment_id,
        name=message.name,
        count=message.count,
        has_held_out=False,
    )


def keep_two_messages(stack: Stack) -> None:
    wiring = stack.wired(MarketingWiring)
    for number in (1, 2):
        message = a_message(message_id=f"msg_{number:016}")
        proposer = message.steps[0].by
        assert proposer is not None
        trail = wiring.messages.trail
        record = trail.record(
            builders.COUNTY, proposer, "segment_message_proposed", message.message_id
        )
        wiring.store.create(message, record)
        wiring.messages.trials.create(a_trial(message), [], now=stack.now)


class Office:
    """Twelve members who take marketing, after a night, and a segment of them all."""

    def __init__(self, members: int = 12) -> None:
        self.stack = Stack()
        self.stack.adapters.staff_tokens = FakeStaffTokens(self.stack)
        builders.seed(self.stack.table)
        opened = replace(builders.a_county(), opened_on=seoul_date(self.stack.now))
        CountyStore(self.stack.table).put_county(opened)
        # So that all of them are sent to: the lot is another each time.
        self.stack.set_rule("marketing.held_out_percent", 0)
        self.members: list[Member] = []
        for number in range(members):
            member = self.stack.member(f"010-3000-{number:04d}")
            self.consent(member, "marketing", given=True)
            self.members.append(member)
        self.another_night()
        rule = {"relations": ["tourist", "expatriate", "other"]}
        made = self.ask("POST", SEGMENTS, {"name": "모두", "rule": rule})
        assert made.status == 201, made.raw
        self.segment_id = made.json["segment_id"]

    def another_night(self) -> None:
        """And the morning after it."""
        run_night(self.stack)
        self.stack.later(hours=8)

    def ask(
        self, method: str, path: str, body: Any = None, by: str = "anna", **more: Any
    ) -> Answer:
        return self.stack.call(method, path, body, token=by, **more)

    def consent(self, member: Member, kind: str, *, given: bool) -> None:
        path = f"/v1/me/consents/{kind}"
        answer = self.stack.call("PUT", path, {"given": given}, token=member.token)
        assert answer.status == 200, answer.raw

    def propose(self, **changes: Any) -> str:
        body = {**TEXTS, "name": "축제 알림", "budget_amount": 10_000, **changes}
        path = f"{SEGMENTS}/{self.segment_id}/messages"
        made = self.ask("POST", path, body, key="new")
        assert made.status == 201, made.raw
        return str(made.json["message_id"])

    def approve(self, message_id: str) -> Answer:
        answer = self.ask("POST", f"{MESSAGES}/{message_id}/approve", {}, by="bora", key="new")
        assert answer.status == 200, answer.raw
        return answer

    @property
    def queue(self) -> FakeQueue:
        adapters = self.stack.adapters
        return adapters.queue(adapters.settings.marketing_queue_url)

    @property
    def sent(self) -> list[tuple[str, str]]:
        return list(self.stack.adapters.text_messages.sent)

    def work(self, times: int = 1) -> None:
        """All that waits in the queue, each message as often as told."""
        waiting = list(self.queue.sent)
        self.queue.sent.clear()
        bodies = [
            {
                "schema": 1,
                "county_id": task.county_id,
                "task": task.name,
                "of": task.of,
                "number": task.number,
            }
            for task in waiting
            for _ in range(times)
        ]
        for body in bodies:
            answer = self.stack.work(worker.run_marketing, messages([body]), Context())
            assert answer == {"batchItemFailures": []}


def results(office: Office, message_id: str) -> dict[str, Any]:
    found: dict[str, Any] = office.ask("GET", f"{MESSAGES}/{message_id}").json
    assert found["results"] is not None
    return found


def outcomes(office: Office, message_id: str) -> list[str]:
    store = office.stack.wired(MarketingWiring).store
    found = store.outcomes(builders.COUNTY, message_id, first=1, last=99)
    return sorted(found.values())


def refuse(office: Office, member: Member) -> None:
    code = refusal_code(office.stack.adapters.signer, builders.COUNTY, member.member_id)
    assert office.stack.call("POST", REFUSALS, {"code": code}).status == 200
