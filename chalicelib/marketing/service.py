"""Messages to segments: what one would cost, proposing it, deciding it."""

from collections.abc import Callable, Mapping

from chalicelib.analysis.figures import key_of
from chalicelib.analysis.member_facts import quarter_of
from chalicelib.analysis.segment_service import Segments
from chalicelib.analysis.small_counts import People
from chalicelib.analysis.trial_store import SLICE_PEOPLE, slice_count
from chalicelib.analysis.trials import Participant, Reached, Trial
from chalicelib.approvals.approvals import DECISION, OUTCOME, Step, StepName
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.marketing import texts
from chalicelib.marketing.errors import (
    MessageBudgetTooSmallError,
    MessageTooOldError,
    SegmentMessageNotFoundError,
)
from chalicelib.marketing.messages import (
    AUDIENCE_DAYS,
    RECIPIENTS_MAX,
    Channel,
    Estimate,
    SegmentMessage,
    estimate,
    tally,
)
from chalicelib.marketing.ports import MarketingQueue, MessageStore, Trials
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.audit_trail import AuditTrail
from chalicelib.staff.person import Person

_ACTIONS: Mapping[StepName, AuditAction] = {
    "approved": "segment_message_approved",
    "rejected": "segment_message_rejected",
}


class Messages(ApprovalRequests[SegmentMessage], frozen=True, kw_only=True):
    MATTER = "segment_messages"
    PREFIX = "msg"
    PURPOSE = "segment_message"
    NOT_FOUND = SegmentMessageNotFoundError
    SETTLED = DECISION

    store: MessageStore
    segments: Segments
    trials: Trials
    counties: Counties
    queue: MarketingQueue
    refusal_url: Callable[[str, str], str]
    """(county, member): where the member refuses them."""
    trail: AuditTrail

    def example(self, county_id: str, text_ko: str, text_en: str) -> tuple[str, str]:
        """As they are sent by text message, with the address of nobody. Raises
        `MessageTextInvalidError`."""
        texts.check(text_ko, "text_ko")
        texts.check(text_en, "text_en")
        county, url = self.counties.county(county_id), self.refusal_url(county_id, texts.NOBODY)
        return (
            texts.finished(county, text_ko, "ko", url),
            texts.finished(county, text_en, "en", url),
        )

    def estimate(
        self, county_id: str, segment_id: str, *, text_ko: str, text_en: str, channel: Channel
    ) -> Estimate:
        """How many it would go to, and the most it can cost. Nothing is written.

        Raises `MessageTextInvalidError` and what `Segments.reached` does.
        """
        drawn = self.segments.lot(county_id, self._reached(county_id, segment_id), "estimate")
        price = self._price(county_id, text_ko, text_en, channel)
        least = self.segments.readings.minimum(county_id)
        return estimate(self._people(county_id, drawn), least, price)

    def propose(
        self,
        county_id: str,
        person: Person,
        segment_id: str,
        *,
        name: str,
        text_ko: str,
        text_en: str,
        channel: Channel,
        budget_amount: int,
        idempotency_key: str,
    ) -> tuple[SegmentMessage, bool]:
        """(the message as it was proposed, whether this repeats it). Nobody is sent anything yet.
        Whom it is for, and who of them is held out, is drawn now.

        Raises `MessageBudgetTooSmallError`, `IdempotencyKeyReusedError`, `TryAgainError`, and what
        `estimate` does.
        """
        now = self.clock()
        # Whom it may reach is read once; the lot among them is drawn for what it is drawn for.
        reached: list[list[Reached]] = []

        def check() -> None:
            reached.append(self._reached(county_id, segment_id))
            drawn = self.segments.lot(county_id, reached[-1], "estimate")
            price = self._price(county_id, text_ko, text_en, channel)
            self._check_budget(county_id, self._people(county_id, drawn), price, budget_amount)

        asked = {
            "segment_id": segment_id,
            "name": name,
            "text_ko": text_ko,
            "text_en": text_en,
            "channel": channel,
            "budget_amount": budget_amount,
        }
        message_id, is_repeated = self.propose_once(
            county_id, person, idempotency_key, asked, check
        )
        if is_repeated and self.store.by_id(county_id, message_id) is not None:
            return self.as_proposed(county_id, message_id), True
        if not reached:
            reached.append(self._reached(county_id, segment_id))
        drawn = self.segments.lot(county_id, reached[-1], message_id)
        people = self._people(county_id, drawn)
        price = self._price(county_id, text_ko, text_en, channel)
        # Another lot than the estimate's may hold fewer out, and a repeat finds another night.
        self._check_budget(county_id, people, price, budget_amount)
        message = SegmentMessage(
            county_id=county_id,
            message_id=message_id,
            segment_id=segment_id,
            name=name,
            text_ko=text_ko,
            text_en=text_en,
            channel=channel,
            people=people,
            count=len(drawn),
            price_amount=price,
            budget_amount=budget_amount,
            steps=(Step("proposed", now, by=person),),
        )
        trial = Trial(
            county_id=county_id,
            trial_id=message_id,
            kind="message",
            segment_id=segment_id,
            name=name,
            count=len(drawn),
            has_held_out=people.count < len(drawn),
        )
        # Cut off, it may be there as another night drew it, for a message that nobody knows.
        self.trials.create(trial, drawn, now=now, may_replace=True)
        record = self._record(person, message, "segment_message_proposed")
        if (
            not self.store.create(message, record)
            and self.store.by_id(county_id, message_id) is None
        ):
            raise TryAgainError(retry_after_seconds=1)
        return self.as_proposed(county_id, message_id), is_repeated

    def check_approver(self, county_id: str, person: Person, request_id: str) -> None:
        """Raises `MessageTooOldError`: whom it is for was found too long ago; and
        `MessageBudgetTooSmallError`, if the price has risen since it was proposed."""
        message = self.by_id(county_id, request_id)
        if message.status != "proposed":
            return
        if message.is_too_old(self.clock()):
            raise MessageTooOldError(days=AUDIENCE_DAYS)
        price = self._price(county_id, message.text_ko, message.text_en, message.channel)
        self._check_budget(county_id, message.people, price, message.budget_amount)

    def approve(
        self, county_id: str, person: Person, request_id: str, *, reason: str | None
    ) -> SegmentMessage:
        """Approve, and send what has no outcome yet to the queue. To approve again sends that
        again: harmless, and the way on after anything was cut off.

        Raises `SegmentMessageNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`,
        `MessageTooOldError`, `MessageBudgetTooSmallError`.
        """
        self.check_approver(county_id, person, request_id)
        message = self.decide(county_id, person, request_id, "approved", reason)
        if len(message.steps) < OUTCOME:
            self.send_on(message)
        return self.by_id(county_id, request_id)

    def put_decision(self, message: SegmentMessage, step: Step) -> None:
        assert step.by is not None
        self.store.put_decision(message, step, self._record(step.by, message, _ACTIONS[step.name]))

    def send_on(self, message: SegmentMessage) -> int:
        """Send the slices in which somebody waits to the queue; how many these are. If nobody
        does, or it is too old, it is over."""
        outcomes = self.store.outcomes(
            message.county_id, message.message_id, first=1, last=message.count
        )
        if len(outcomes) >= message.people.count or message.is_too_old(self.clock()):
            self.store.put_step(message, OUTCOME, Step("completed", self.clock()))
            return 0
        waiting = 0
        for number in range(1, slice_count(message.count) + 1):
            first = (number - 1) * SLICE_PEOPLE + 1
            people = self.trials.slice(message.county_id, message.message_id, number)
            numbers = {n for n, one in enumerate(people, first) if one.is_treated}
            if numbers - outcomes.keys():
                self.queue.send(message.county_id, "send", of=message.message_id, number=number)
                waiting += 1
        return waiting

    def tally(self, message: SegmentMessage) -> dict[str, int | None]:
        outcomes = self.store.outcomes(
            message.county_id, message.message_id, first=1, last=message.count
        )
        return tally(message, outcomes, self.segments.readings.minimum(message.county_id))

    def estimate_of(self, message: SegmentMessage) -> Estimate:
        least = self.segments.readings.minimum(message.county_id)
        return estimate(message.people, least, message.price_amount)

    def _reached(self, county_id: str, segment_id: str) -> list[Reached]:
        return self.segments.reached(county_id, segment_id, maximum=RECIPIENTS_MAX)

    def _price(self, county_id: str, text_ko: str, text_en: str, channel: Channel) -> int:
        """Of one person's, in won. By text message all are sent Korean: numbers abroad are not
        sent to."""
        korean, _ = self.example(county_id, text_ko, text_en)
        if channel == "push":
            return 0
        settings = self.counties.on(county_id, seoul_date(self.clock()))
        return texts.parts(korean) * settings.marketing_sms_price

    def _check_budget(self, county_id: str, people: People, price: int, budget: int) -> None:
        least = self.segments.readings.minimum(county_id)
        needed = estimate(people, least, price).cost_maximum
        if needed > budget:
            raise MessageBudgetTooSmallError(param="budget_amount", needed_amount=needed)

    def _people(self, county_id: str, drawn: list[Participant]) -> People:
        quarter, people = quarter_of(seoul_date(self.clock())), People()
        for one in drawn:
            if one.is_treated:
                mac = self.segments.pseudonyms.analysis_mac(county_id, quarter, one.member_id)
                people.add(key_of(mac))
        return people

    def _record(self, person: Person, message: SegmentMessage, action: AuditAction) -> AuditRecord:
        return self.trail.record(
            message.county_id,
            person,
            action,
            message.message_id,
            facts={
                "name": message.name,
                "segment_id": message.segment_id,
                "channel": message.channel,
                "budget_amount": message.budget_amount,
            },
        )
