"""Shapes of messages to segments, and of what came of them."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.analysis.answers import SegmentRef
from chalicelib.analysis.small_counts import shown
from chalicelib.analysis.trials import Arm, Finding, Trial, TrialKind, finding
from chalicelib.approvals.answers import StepsTaken, may_decide, step_answers
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.http.terms import MayDecide, NextCursor, Term
from chalicelib.marketing.messages import Channel, MessageStatus, SegmentMessage
from chalicelib.marketing.refusal_codes import FORM
from chalicelib.marketing.wiring import MarketingWiring

MessageRef = Annotated[str, Term("The message to a segment.", "msg_06BX3K9QZ7M2T4WA")]
Text = Annotated[str, Field(min_length=1, max_length=500)]
People = Annotated[
    int | None,
    Field(
        description="People; shifted by up to four and rounded to five, null where there are too "
        "few to show."
    ),
]


class EstimateBody(Shape):
    text_ko: Text
    """What it says in Korean, without the mark, the sender and how to refuse: these are put in."""
    text_en: Text
    """The same in English, for browsers that are notified in it."""
    channel: Channel
    """`sms`: by text message, to numbers of Korea, in Korean; `push`: to browsers of theirs that
    are notified."""


class MessageBody(EstimateBody):
    name: Annotated[OneLine, Letters(60)]
    """What the desk calls it."""
    budget_amount: Annotated[int, Field(ge=0, le=1_000_000_000)]
    """The most it may cost, in won."""


class CostAnswer(Shape):
    people: People
    price_amount: int
    """Of one person's, in won: the parts of its text at the price of each."""
    cost_maximum: int
    """The most it can cost, in won."""


class EstimateAnswer(CostAnswer):
    sent_ko: str
    """As it is sent by text message, with an address that refuses nothing."""
    sent_en: str
    """The same in English."""


class ResultsAnswer(Shape):
    """How many have which outcome."""

    sent: People
    waiting: People
    """For the end of the night, or their turn."""
    not_consented: People
    """Withdrew the consent since the night."""
    gone: People
    """Left, or are suspended."""
    over_cap: People
    """Were sent as many as a person may be in a day or a week."""
    unreachable: People
    """With a number abroad, or without a browser that is notified."""
    failed: People
    """The text message was not taken; it is not tried again."""
    unknown: People
    """Begun, and cut off or not answered: whether it was sent nobody can say. It is never sent
    again."""


class MessageAnswer(CostAnswer):
    message_id: MessageRef
    segment_id: SegmentRef
    status: MessageStatus
    """How far it has come; `approved`: not everybody has an outcome."""
    name: str
    """What the desk calls it."""
    text_ko: str
    """What it says in Korean."""
    text_en: str
    """What it says in English."""
    channel: Channel
    """By which way."""
    sent_ko: str
    """As it is sent by text message."""
    budget_amount: int
    """The most it may cost, in won."""
    results: ResultsAnswer | None
    """What became of it; null in lists and before it was approved."""
    may_decide: MayDecide
    steps: StepsTaken


class MessagesAnswer(Shape):
    data: list[MessageAnswer]
    """The newest first."""
    next_cursor: NextCursor


class MessagesQuery(PageQuery):
    status: MessageStatus | None = None
    """Those that have come this far; all if left out."""


class ArmAnswer(Shape):
    """One of the two groups, as it was drawn."""

    people: People
    paid: People
    """Who paid at a shop."""
    seen: People
    """Who paid, or whose visit was confirmed."""
    returned: People
    """Who did, of those who had not for ninety days."""


class SegmentEffectAnswer(Shape):
    from_on: date
    """The first day counted."""
    through_on: date
    """The last."""
    treated: ArmAnswer
    """Who was to get it, reached or not."""
    held_out: ArmAnswer
    """Who was held out by lot."""
    finding: Finding
    """Whether more came of those who got it than chance would have: `too_small` where the groups
    are too small to say, `nobody_held_out` where there is nothing to compare with."""


class TrialAnswer(Shape):
    trial_id: Annotated[str, Term("The message or the bulk grant.", "msg_06BX3K9QZ7M2T4WA")]
    kind: TrialKind
    """A message or a benefit."""
    segment_id: SegmentRef
    name: str
    """What the desk calls the message, or members the benefit."""
    has_held_out: bool
    """Whether a part was held out to compare with; of a small segment nobody is."""
    effect: SegmentEffectAnswer | None
    """What came of it in the fourteen days after its approval; null before that."""


class TrialsAnswer(Shape):
    data: list[TrialAnswer]
    """Messages, the newest first, then benefits."""
    next_cursor: NextCursor


class MarketingRefusalBody(Shape):
    code: Annotated[str, Field(pattern=FORM)]
    """What stands at the end of the address in the message."""


class MarketingRefusalAnswer(Shape):
    """Nothing of who it is."""

    refused_at: Time
    """Since when nothing is sent any more."""


def message_answer(
    call: Call[Any], message: SegmentMessage, *, with_results: bool = False
) -> MessageAnswer:
    messages = call.wired(MarketingWiring).messages
    cost = messages.estimate_of(message)
    korean, _ = messages.example(message.county_id, message.text_ko, message.text_en)
    results = messages.tally(message) if with_results and message.is_approved else None
    return MessageAnswer(
        message_id=message.message_id,
        segment_id=message.segment_id,
        status=message.status,
        name=message.name,
        text_ko=message.text_ko,
        text_en=message.text_en,
        channel=message.channel,
        sent_ko=korean,
        people=cost.shown_people,
        price_amount=cost.price_amount,
        cost_maximum=cost.cost_maximum,
        budget_amount=message.budget_amount,
        results=ResultsAnswer(**results) if results is not None else None,
        may_decide=may_decide(call, message.steps),
        steps=step_answers(message.steps),
    )


def trial_answer(trial: Trial, minimum: int) -> TrialAnswer:
    effect = trial.effect
    return TrialAnswer(
        trial_id=trial.trial_id,
        kind=trial.kind,
        segment_id=trial.segment_id,
        name=trial.name,
        has_held_out=trial.has_held_out,
        effect=SegmentEffectAnswer(
            from_on=effect.from_on,
            through_on=effect.through_on,
            treated=_arm(effect.treated, minimum),
            held_out=_arm(effect.held_out, minimum),
            finding=finding(effect, minimum),
        )
        if effect
        else None,
    )


def _arm(arm: Arm, minimum: int) -> ArmAnswer:
    return ArmAnswer(
        people=shown(arm.people, minimum),
        paid=shown(arm.paid, minimum),
        seen=shown(arm.seen, minimum),
        returned=shown(arm.returned, minimum),
    )
