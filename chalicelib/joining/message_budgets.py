"""How many text messages may be asked for, by whom. Nobody is locked out by a stranger's asking.

Messages cost the county money, and asking for one needs no login. What a number, an address, a
campaign or all numbers abroad were sent is counted, for signing up and for logging in apart. Past
its measure nothing is closed: the next message costs a challenge. Only a county's cap on an hour's
messages, which rings an alarm, and the messages of one number in a day, are ends: each one for all
purposes together, since that is what a county pays and a person's phone is rung by. A part of both
is kept for log-ins, so that whoever asks for sign-ups, which anybody may, shuts out no member.
"""

from datetime import timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.joining.challenges import ITERATIONS, Challenges
from chalicelib.joining.errors import ChallengeRequiredError, TextMessageCapReachedError
from chalicelib.joining.throttling import DAY, HOUR, Throttle
from chalicelib.joining.verifications import RESEND_AFTER, Purpose, Solution

LOGIN_PERCENT = 25
"""Of a county's cap on an hour, kept for log-ins: a crowd that signs up leaves so much."""


class Measures(Struct, frozen=True, kw_only=True):
    """How many messages are free of a challenge. Festival visitors share the address of their
    carrier or of the Wi-Fi, so that of a source is wide. Numbers abroad cost ten times as much, and
    fraud aims at them. A challenge of ten `bits` takes a phone about two seconds; each message more
    of a number doubles it, up to `bits_max`. `number_day_most`: all that a number is sent in a day;
    the last `number_day` of them are for log-ins alone."""

    bits: int = 10
    bits_max: int = 13
    number_day: int = 10
    number_day_most: int = 40
    source_hour: int = 3_000
    campaign_hour: int = 3_000
    abroad_hour: int = 60
    abroad_source_hour: int = 10


class Request(Struct, frozen=True, kw_only=True):
    """A message that is asked for. `campaign_id`: whose poster was scanned, if there is such a
    campaign."""

    county_id: str
    purpose: Purpose
    person_key: str
    is_abroad: bool
    source: str
    campaign_id: str | None
    solution: Solution | None

    @property
    def number(self) -> str:
        return f"{self.purpose}/{self.person_key}"


class MessageBudgets(Struct, frozen=True):
    throttle: Throttle
    challenges: Challenges
    counties: Counties
    clock: Clock
    measures: Measures = Measures()

    def spend(self, request: Request) -> None:
        """Count one message, before it is sent.

        The narrow measures come first: what they refuse must not use up what many people share.
        Raises `ChallengeRequiredError`, `RateLimitedError`, `TextMessageCapReachedError`.
        """
        county_id, number = request.county_id, request.number
        is_solved = self._is_solved(request)
        count = self._count(request, f"number/{number}", DAY)
        over = count - self.measures.number_day
        if over > 0 and not is_solved:
            bits = min(self.measures.bits + over - 1, self.measures.bits_max)
            raise self._challenge(request, bits, DAY)
        solved = "solved/" if is_solved else ""
        self.throttle.check(county_id, f"resend/{solved}{number}", maximum=1, window=RESEND_AFTER)
        self._check_number(request)
        is_crowded = False
        for subject, free in self._shared(request):
            is_crowded |= self._count(request, subject, HOUR) > free
        if is_crowded and not is_solved:
            raise self._challenge(request, self.measures.bits, HOUR)
        self._check_caps(request)

    def _shared(self, request: Request) -> list[tuple[str, int]]:
        """What the message also counts for, and how many of each are free."""
        purpose, measures = request.purpose, self.measures
        shared = [(f"source/{purpose}/{request.source}", measures.source_hour)]
        if purpose == "signup":
            shared.append((f"campaign/{request.campaign_id}", measures.campaign_hour))
        if request.is_abroad:
            shared.append((f"abroad/{purpose}/{request.source}", measures.abroad_source_hour))
            shared.append((f"abroad/{purpose}", measures.abroad_hour))
        return shared

    def _check_caps(self, request: Request) -> None:
        settings = self.counties.on(request.county_id, seoul_date(self.clock()))
        caps = [("all", settings.messages_hour_cap)]
        if request.is_abroad:
            caps.insert(0, ("all/abroad", settings.messages_abroad_hour_cap))
        for subject, cap in caps:
            if request.purpose != "login":
                self._check_cap(request, f"{subject}/others", cap * (100 - LOGIN_PERCENT) // 100)
            self._check_cap(request, subject, cap)

    def _check_cap(self, request: Request, subject: str, cap: int) -> None:
        if self._count(request, subject, HOUR) > cap:
            wait = self.throttle.seconds_left(HOUR)
            raise TextMessageCapReachedError(retry_after_seconds=wait)

    def _check_number(self, request: Request) -> None:
        """Whatever it is sent for. Raises `RateLimitedError`."""
        county_id, who, most = request.county_id, request.person_key, self.measures.number_day_most
        if request.purpose != "login":
            others = max(1, most - self.measures.number_day)
            self.throttle.check(county_id, f"others/{who}", maximum=others, window=DAY)
        self.throttle.check(county_id, f"most/{who}", maximum=most, window=DAY)

    def _count(self, request: Request, subject: str, window: timedelta) -> int:
        return self.throttle.count(request.county_id, f"messages/{subject}", window)

    def _is_solved(self, request: Request) -> bool:
        """A challenge lets one message through, however hard the next one has become meanwhile."""
        solution = request.solution
        if solution is None or not self.challenges.is_solved(
            self._subject(request), solution, self.clock()
        ):
            return False
        mac = solution.text.rpartition("/")[2]
        return self._count(request, f"challenge/{mac}", DAY) == 1

    def _challenge(self, request: Request, bits: int, window: timedelta) -> ChallengeRequiredError:
        challenge = self.challenges.new(self._subject(request), bits, self.clock())
        return ChallengeRequiredError(
            challenge={"text": challenge.text, "bits": bits, "iterations": ITERATIONS},
            retry_after_seconds=self.throttle.seconds_left(window),
        )

    @staticmethod
    def _subject(request: Request) -> str:
        return f"{request.county_id}/{request.number}"
