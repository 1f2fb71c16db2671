"""The consumer of the queue: a slice of a message's recipients, each sent to once."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.analysis.trial_store import SLICE_PEOPLE
from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.profile import Profile
from chalicelib.marketing import texts
from chalicelib.marketing.errors import SegmentMessageNotFoundError
from chalicelib.marketing.messages import Result, SegmentMessage
from chalicelib.marketing.ports import (
    Browsers,
    MessageStore,
    Notices,
    Profiles,
    TextMessages,
    Trials,
)
from chalicelib.notifications.notices import Notice

KOREA = "+82"
PAUSE_SECONDS = 0.1
"""Between text messages of one worker: SNS takes twenty a second from an account."""


class MessageNotApprovedError(Exception):
    """A task for a message that nobody approved: not one of ours."""


class Sending(Struct, frozen=True, kw_only=True):
    store: MessageStore
    trials: Trials
    profiles: Profiles
    phone_of: Callable[[Profile], str]
    texts: TextMessages
    browsers: Browsers
    notices: Notices
    counties: Counties
    refusal_url: Callable[[str, str], str]
    clock: Clock
    pause: Callable[[float], None]

    def run_slice(self, county_id: str, message_id: str, number: int) -> int:
        """Give each recipient of the slice an outcome; how many were sent to. Who may not be sent
        to at night waits for the morning, without one; so does everybody if a text message costs
        more by now than was approved.

        Raises `SegmentMessageNotFoundError`, `MessageNotApprovedError`, `TryAgainError`.
        """
        message = self.store.by_id(county_id, message_id)
        if message is None:
            raise SegmentMessageNotFoundError
        if not message.is_approved:
            raise MessageNotApprovedError(message_id)
        if message.is_too_old(self.clock()) or self._may_pass_budget(message):
            return 0
        first = (number - 1) * SLICE_PEOPLE + 1
        last = first + SLICE_PEOPLE - 1
        done = self.store.outcomes(county_id, message_id, first=first, last=last)
        people = self.trials.slice(county_id, message_id, number)
        sent = sum(
            self._serve(message, n, one.member_id) == "sent"
            for n, one in enumerate(people, first)
            if one.is_treated and n not in done
        )
        if last >= message.count:
            self._complete(message)
        return sent

    def _serve(self, message: SegmentMessage, number: int, member_id: str) -> Result | None:
        now = self.clock()
        profile = self.profiles.profile(message.county_id, member_id, consistent=True)
        result = self._why_not(message, profile)
        if result is None and profile is not None:
            if not profile.takes_marketing(now):
                return None
            settings = self.counties.on(message.county_id, seoul_date(now))
            result = self.store.claim(
                message,
                number,
                member_id,
                now=now,
                day=settings.marketing_day_maximum,
                week=settings.marketing_week_maximum,
            )
            if result not in (None, "over_cap"):
                return result
            if result is None:
                sent = self._send(message, member_id)
                self.store.put_outcome(message, number, sent, now=now)
                return sent
        assert result is not None
        self.store.pass_over(message, number, result, now=now)
        return result

    def _why_not(self, message: SegmentMessage, profile: Profile | None) -> Result | None:
        if profile is None or profile.status != "active" or profile.continues_in:
            return "gone"
        if profile.marketing is None:
            return "not_consented"
        if message.channel == "push":
            is_there = self.browsers.are_there(message.county_id, profile.member_id)
        else:
            is_there = self.phone_of(profile).startswith(KOREA)
        return None if is_there else "unreachable"

    def _send(self, message: SegmentMessage, member_id: str) -> Result:
        """After it was claimed, which nobody can do twice. The consent is read again: whoever
        refused before this moment is sent nothing."""
        county_id, now = message.county_id, self.clock()
        profile = self.profiles.profile(county_id, member_id, consistent=True)
        why_not = self._why_not(message, profile)
        if profile is None or why_not or not profile.takes_marketing(now):
            return why_not or "not_consented"
        county = self.counties.county(county_id)
        if message.channel == "push":
            self.notices.send(
                Notice(
                    county_id=county_id,
                    member_id=member_id,
                    tag=message.message_id,
                    kind="advert",
                    mileage=0,
                    voucher=0,
                    titles=(texts.heading(county, "ko"), texts.heading(county, "en")),
                    bodies=(
                        texts.pushed(message.text_ko, "ko"),
                        texts.pushed(message.text_en, "en"),
                    ),
                )
            )
            return "sent"
        url = self.refusal_url(county_id, member_id)
        words = texts.finished(county, message.text_ko, "ko", url)
        outcome = self.texts.attempt(self.phone_of(profile), words, is_advert=True)
        self.pause(PAUSE_SECONDS)
        # It is news: where no answer told whether it went out, better not at all than twice.
        return "failed" if outcome == "refused" else outcome

    def _may_pass_budget(self, message: SegmentMessage) -> bool:
        """The price may have risen since it was approved, or the sender's name grown longer."""
        county_id, today = message.county_id, seoul_date(self.clock())
        if message.channel == "push":
            return False
        text = texts.finished(
            self.counties.county(county_id),
            message.text_ko,
            "ko",
            self.refusal_url(county_id, texts.NOBODY),
        )
        price = texts.parts(text) * self.counties.on(county_id, today).marketing_sms_price
        return price * message.people.count > message.budget_amount

    def _complete(self, message: SegmentMessage) -> None:
        outcomes = self.store.outcomes(
            message.county_id, message.message_id, first=1, last=message.count
        )
        if len(outcomes) >= message.people.count:
            self.store.put_step(message, OUTCOME, Step("completed", self.clock()))
