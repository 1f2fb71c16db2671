"""How the service stands, for anybody: joining, paying and three of the night's runs.

Looked at once a minute at most. What cannot be read is told as that, and never as well.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.aws.adapters import Adapters
from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import UnavailableError
from chalicelib.core.values import SEOUL
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.proofs.wiring import ProofsWiring
from chalicelib.reconciling.wiring import ReconcilingWiring

State = Literal["ok", "slow", "down"]
NIGHT_OVER_HOUR = 4
"""Of Seoul: by then the runs of 00:10, 01:00 and 02:00 have ended, or an alarm has rung."""
WAITING_MAX = 200
"""Sign-ups that may wait: some seconds' work at a festival."""


class Check(Struct, frozen=True):
    """One part of the service, as it stands. Each text is (Korean, English); `day`: through which
    a nightly run has come."""

    name: tuple[str, str]
    state: State
    words: tuple[str, str]
    day: date | None = None


class Standing(Struct, frozen=True):
    checked_at: datetime
    checks: tuple[Check, ...]

    @property
    def is_well(self) -> bool:
        return all(check.state == "ok" for check in self.checks)


class Status:
    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters
        self._kept: TtlCache[Standing] = TtlCache()

    def of(self, county_id: str) -> Standing:
        """As it was at most a minute ago: a crowd that asks because something is slow must not
        slow it further."""
        return self._kept.get(county_id, lambda: self._look(county_id))

    def _look(self, county_id: str) -> Standing:
        now = self._adapters.now()
        county = self._adapters.wired(CountyWiring)
        expected = _last_night(now)
        roots = self._adapters.wired(ProofsWiring).store
        reconciled = self._adapters.wired(ReconcilingWiring).store

        def opened_on() -> date:
            return county.counties.county(county_id).opened_on

        def published() -> date | None:
            return next((root.on for root in roots.newest(county_id, limit=1)), None)

        def compared() -> date | None:
            return next((one.on for one in reconciled.newest(county_id, limit=1)), None)

        nightly: tuple[tuple[tuple[str, str], Callable[[], date | None]], ...] = (
            (
                ("기한이 지난 마일리지와 상품권 정리", "Writing off what has expired"),
                lambda: county.store.expired_through(county_id),
            ),
            (("하루 기록 공개", "Publishing the day's record"), published),
            (("장부 맞춰 보기", "Checking the books"), compared),
        )
        return Standing(
            now,
            (
                self._data(county_id),
                self._signups(),
                *(_night(name, read, expected, opened_on) for name, read in nightly),
            ),
        )

    def _data(self, county_id: str) -> Check:
        """Pay codes, wallets and payments all begin with a read of the table."""
        name = ("결제와 지갑", "Payments and wallets")
        try:
            self._adapters.wired(CountyWiring).store.county(county_id)
        except UnavailableError:
            return Check(
                name,
                "down",
                (
                    "지금 읽지 못합니다. 잠시 뒤 다시 해 주세요. 낸 돈은 그대로 있습니다.",
                    "Cannot be read now. Please try again in a moment; nothing is lost.",
                ),
            )
        return Check(name, "ok", ("정상입니다.", "Working."))

    def _signups(self) -> Check:
        name = ("가입 처리", "Sign-ups")
        try:
            waiting, stuck = self._adapters.wired(JoiningWiring).queue_depths.signups()
        except UnavailableError:
            return Check(name, "down", ("확인하지 못했습니다.", "Could not be checked."))
        if stuck:
            words = (
                "일부 가입이 늦어져 담당자가 살피고 있습니다. 접수된 가입은 없어지지 않습니다.",
                "Some sign-ups are late and staff are looking into it. None is lost.",
            )
            return Check(name, "slow", words)
        if waiting > WAITING_MAX:
            words = (
                f"{waiting:,}명이 차례를 기다립니다. 접수된 순서대로 처리합니다.",
                f"{waiting:,} people are in line. They are done in order.",
            )
            return Check(name, "slow", words)
        return Check(name, "ok", ("바로 처리합니다.", "Done at once."))


def _night(
    name: tuple[str, str],
    read: Callable[[], date | None],
    expected: date,
    opened_on: Callable[[], date],
) -> Check:
    try:
        through, opened = read(), opened_on()
    except UnavailableError:
        return Check(name, "down", ("확인하지 못했습니다.", "Could not be checked."))
    if expected < opened:
        return Check(name, "ok", ("첫 밤이 아직 지나지 않았습니다.", "Its first night is to come."))
    if through is None or through < expected:
        words = (
            "지난 밤에 끝나지 않아 담당자가 살피고 있습니다.",
            "It did not end last night; staff are looking into it.",
        )
        return Check(name, "slow", words, through)
    return Check(name, "ok", ("지난 밤에 마쳤습니다.", "Done last night."), through)


def _last_night(now: datetime) -> date:
    """The last day whose night must be over."""
    there = now.astimezone(SEOUL)
    return there.date() - timedelta(days=1 if there.hour >= NIGHT_OVER_HOUR else 2)
