"""Leaving a notice with the push services of a member's browsers."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from chalicelib.aws.push_encryption import encrypt
from chalicelib.aws.push_keys import PushKeys, from_text
from chalicelib.aws.push_service import PushAnswer
from chalicelib.core.clock import Clock
from chalicelib.county.service import Counties
from chalicelib.notifications.notices import Notice, payload
from chalicelib.notifications.ports import NoticeQueue, PushServices, Wallets
from chalicelib.notifications.queue import NoticeMessage
from chalicelib.notifications.service import NotifiedBrowsers
from chalicelib.notifications.subscriptions import Subscription

TRIES_MAX = 4
"""Half an hour at the longest, and then it is old news."""
FIRST_WAIT_SECONDS = 30
WAIT_SECONDS_MAX = 900
"""A message of the queue waits no longer; a service that asks for more is not asked again."""


class Sent(Struct, frozen=True):
    """How many browsers took it, how many are gone, refused it, will be tried again, or were given
    up."""

    taken: int = 0
    gone: int = 0
    refused: int = 0
    later: int = 0
    lost: int = 0


class NoticeSending(Struct, frozen=True):
    browsers: NotifiedBrowsers
    wallets: Wallets
    services: PushServices
    queue: NoticeQueue
    keys: Callable[[], PushKeys]
    counties: Counties
    contact: str
    clock: Clock

    def send(self, message: NoticeMessage) -> Sent:
        """Tell every browser of the member's living sessions, or those that are left to be told. A
        message that is delivered twice tells them twice, and is shown once."""
        notice = message.notice
        profile = self.wallets.read(notice.county_id, notice.member_id).profile
        if profile is None or profile.status != "active":
            return Sent()
        if notice.kind == "advert" and not profile.takes_marketing(self.clock()):
            # Refused since it was sent on its way, or it is night by now.
            return Sent()
        known = self.browsers.held(profile)
        living = [one for one in known if one.generation == profile.generation]
        asked = [one for one in living if not message.only or one.subscription_id in message.only]
        answers = {one.subscription_id: self._leave(notice, one) for one in asked}
        # One of a later session was asked for after the profile was read.
        ended = {one.subscription_id for one in known if one.generation < profile.generation}
        ended |= {name for name, answer in answers.items() if answer.outcome == "gone"}
        if ended:
            self.browsers.forget(notice.county_id, notice.member_id, ended)
        later = {name: each for name, each in answers.items() if each.outcome == "later"}
        again = self._again(message, later)
        outcomes = [answer.outcome for answer in answers.values()]
        return Sent(
            taken=outcomes.count("sent"),
            gone=outcomes.count("gone"),
            refused=outcomes.count("refused"),
            later=len(again),
            lost=len(later) - len(again),
        )

    def _leave(self, notice: Notice, one: Subscription) -> PushAnswer:
        now = self.clock()
        county = self.counties.county(notice.county_id)
        programme = county.programme_en if one.language == "en" else county.programme
        body = encrypt(
            payload(notice, one.language, programme),
            browser_key=from_text(one.p256dh),
            auth_secret=from_text(one.auth),
        )
        authorization = self.keys().authorization(
            notice.county_id, one.endpoint, contact=self.contact, now=now
        )
        headers = {
            "Authorization": authorization,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(notice.ttl_seconds),
            "Urgency": notice.urgency,
            "Topic": notice.topic,
        }
        return self.services.leave(one.endpoint, body, headers, now=now)

    def _again(self, message: NoticeMessage, later: Mapping[str, PushAnswer]) -> tuple[str, ...]:
        """Which of them are tried once more, after the longest time that a service asked for."""
        tries = message.tries + 1
        wait = min(FIRST_WAIT_SECONDS * 2**message.tries, WAIT_SECONDS_MAX)
        waits = {name: max(wait, each.retry_after_seconds or 0) for name, each in later.items()}
        again = tuple(name for name, seconds in waits.items() if seconds <= WAIT_SECONDS_MAX)
        if not again or tries >= TRIES_MAX:
            return ()
        delay = max(waits[name] for name in again)
        self.queue.send(message.notice, only=again, tries=tries, delay_seconds=delay)
        return again
