"""A message to a segment: what is proposed, and how often a person may be sent any."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from chalicelib.analysis.small_counts import ROUNDED_TO, SHIFT_MAX, People, shown
from chalicelib.approvals.approvals import DECISION, PROPOSAL, Steps
from chalicelib.core.values import seoul_date

RECIPIENTS_MAX = 20_000
AUDIENCE_DAYS = 7
"""Whom it is for is found when it is proposed; older than that it is not approved, nor sent on."""
WEEK = timedelta(days=7)
REMINDED_YEARS = 2
REMINDED_BEFORE = timedelta(days=7)
"""So that a night that failed is caught up with in time."""
REMINDER_TRIES_MAX = 2
"""So often somebody may have been sent one reminder: SNS knows no message that it had before."""
REMINDER_REFUSALS_MAX = 7
"""So many nights a number is tried that takes no text messages."""

Channel = Literal["sms", "push"]
MessageStatus = Literal["proposed", "rejected", "approved", "completed"]
Result = Literal[
    "sent", "not_consented", "gone", "over_cap", "unreachable", "failed", "unknown"
]  # fmt: skip
"""`gone`: left or suspended. `unreachable`: a number abroad, or no browser that is notified.
`failed`: it was refused. `unknown`: it was begun, or had no answer, and whether it was sent nobody
can say. Neither is ever sent again."""
RESULTS: tuple[Result, ...] = get_args(Result)


class SegmentMessage(Struct, frozen=True, kw_only=True):
    """`people`: who is to be sent it; `count`: these and who is held out. `price_amount`: won of
    one text message as it was proposed; `budget_amount`: the most it may cost."""

    county_id: str
    message_id: str
    segment_id: str
    name: str
    text_ko: str
    text_en: str
    channel: Channel
    people: People
    count: int
    price_amount: int
    budget_amount: int
    steps: Steps

    @property
    def request_id(self) -> str:
        return self.message_id

    @property
    def status(self) -> MessageStatus:
        """`approved` means: not everybody has been sent it yet."""
        name = self.steps[-1].name
        return name if name in ("proposed", "rejected", "completed") else "approved"

    @property
    def is_approved(self) -> bool:
        return len(self.steps) >= DECISION and self.steps[DECISION - 1].name == "approved"

    @property
    def begun_on(self) -> date | None:
        """The day of its approval."""
        return seoul_date(self.steps[DECISION - 1].at) if self.is_approved else None

    def is_too_old(self, now: datetime) -> bool:
        """Whom it is for was found too long ago."""
        return now - self.steps[PROPOSAL - 1].at >= timedelta(days=AUDIENCE_DAYS)


class Reminder(Struct, frozen=True, kw_only=True):
    """Of one consent, to its member. `tries`: how often it may have been sent; `refusals`: how
    often it certainly was not. Until `leased_until` somebody is at it."""

    county_id: str
    member_id: str
    since: date
    years: int
    leased_until: datetime
    tries: int = 0
    refusals: int = 0
    is_done: bool = False
    version: int = 1

    def may_be_tried(self, now: datetime) -> bool:
        return (
            not self.is_done
            and self.tries < REMINDER_TRIES_MAX
            and self.refusals < REMINDER_REFUSALS_MAX
            and now >= self.leased_until
        )


class Estimate(Struct, frozen=True, kw_only=True):
    """Of what is not proposed yet. `shown_people`: blurred, as every count of people that staff
    see; `cost_maximum`: no fewer than all of them at the price, in won, so that it tells nothing
    that the count does not."""

    shown_people: int | None
    price_amount: int
    cost_maximum: int


def estimate(people: People, minimum: int, price: int) -> Estimate:
    count = shown(people, minimum)
    most = (count or minimum) + ROUNDED_TO + SHIFT_MAX if people.count else 0
    return Estimate(shown_people=count, price_amount=price, cost_maximum=most * price)


def is_over_cap(sent: Iterable[datetime], now: datetime, *, day: int, week: int) -> bool:
    """`day`, `week`: how many a person may be sent in a day of Seoul, and in seven times 24
    hours."""
    times = [at for at in sent if at > now - WEEK]
    today = sum(seoul_date(at) == seoul_date(now) for at in times)
    return today >= day or len(times) >= week


def tally(
    message: SegmentMessage, outcomes: Mapping[int, Result], minimum: int
) -> dict[str, int | None]:
    """How many have which result, and for how many it waits; blurred, `None` where too few."""
    counts: Counter[str] = Counter(outcomes.values())
    counts["waiting"] = message.people.count - len(outcomes)
    return {
        name: shown(People(counts[name], _key(message.message_id, name, counts[name])), minimum)
        for name in (*RESULTS, "waiting")
    }


def _key(message_id: str, name: str, count: int) -> int:
    digest = hashlib.sha256(f"{message_id}/{name}/{count}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def reminder_due(since: date | None, today: date) -> int | None:
    """The number of years after the consent for which a reminder is due; `None` in the first ones.
    The last that is due is the only one that is sent."""
    if since is None:
        return None
    years = (today + REMINDED_BEFORE).year - since.year
    if (today + REMINDED_BEFORE).timetuple()[1:3] < since.timetuple()[1:3]:
        years -= 1
    return years // REMINDED_YEARS * REMINDED_YEARS or None
