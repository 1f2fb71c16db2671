"""Interest of the treasury account by two people, and what is published of the fund."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.approvals.errors import AlreadyDecidedError
from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.totals.wiring import TotalsWiring
from chalicelib.treasury.publications import FORMATS, sha256
from chalicelib.treasury.wiring import TreasuryWiring
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command, Work
from tests.simulator.commands.deciding import APPROVER, PROPOSER
from tests.simulator.universe import Universe, process

HALF_YEAR = "2026-H2"


def _interest() -> Any:
    return process().wired(TreasuryWiring).interest


def _days(universe: Universe) -> tuple[date, date]:
    today = seoul_date(universe.clock())
    return today - timedelta(days=2), today - timedelta(days=1)


def _proposing(key: str, amount: int) -> Work:
    def run(universe: Universe, scene: Any) -> Answer:
        first, last = _days(universe)
        made, _ = _interest().propose(
            COUNTY, PROPOSER, [(first, amount), (last, 77)], reason="내역서", idempotency_key=key
        )
        return Answer([made.status, len(made.rows)], made.proposal_id)

    return run


def _nothing(universe: Universe) -> Any:
    return None


def _proposed(universe: Universe) -> Any:
    made = _proposing("one", 1_350)(universe, None)
    universe.clock.advance(10.0)
    return made.identity


def _overtaken(universe: Universe) -> Any:
    """Another statement of these days was confirmed since."""
    proposal_id = _proposed(universe)
    other = _proposing("other", 1_360)(universe, None)
    universe.clock.advance(10.0)
    _approve(universe, other.identity)
    universe.clock.advance(10.0)
    return proposal_id


def _approve(universe: Universe, proposal_id: Any) -> Answer:
    done, _ = _interest().approve_once(
        COUNTY, APPROVER, proposal_id, reason=None, idempotency_key=f"approve-{proposal_id}"
    )
    return Answer([step.name for step in done.steps])


def _reject(universe: Universe, proposal_id: Any) -> Answer:
    """Who rejects again is told that it is decided: here that is the same answer."""
    with suppress(AlreadyDecidedError):
        _interest().reject(COUNTY, APPROVER, proposal_id, reason="아님")
    return Answer([step.name for step in _interest().by_id(COUNTY, proposal_id).steps])


def _checking(*amounts: int) -> Any:
    """Both days have these versions: of a proposal all rows are in force, or none."""

    def check(universe: Universe, scene: Any) -> None:
        store = process().wired(TreasuryWiring).interest_store
        first, last = _days(universe)
        versions = store.versions(COUNTY, first, last)
        found = [(one.on, one.number, one.amount) for one in versions]
        expected = [(first, number, amount) for number, amount in enumerate(amounts, 1)]
        assert found == [*expected, *((last, number, 77) for _, number, _ in expected)]

    return check


def _half_over(universe: Universe) -> Any:
    """The county opened with the half-year's last two days, and their totals are made."""
    county = replace(builders.a_county(), opened_on=date(2026, 12, 30))
    process().wired(CountyWiring).store.put_county(county)
    universe.clock.advance(timedelta(days=45).total_seconds())
    process().wired(TotalsWiring).totals_history.history(county, date(2027, 1, 1))
    universe.clock.advance(10.0)
    return None


def _publish(universe: Universe, scene: Any) -> Answer:
    made, _ = process().wired(TreasuryWiring).publications.publish(COUNTY, PROPOSER, HALF_YEAR)
    return Answer([made.number, made.sha256("csv")])


def _check_published(universe: Universe, scene: Any) -> None:
    """One version, and its hashes are of the files that are there."""
    published = process().wired(TreasuryWiring).publications
    (one,) = published.all(COUNTY)
    for kind in FORMATS:
        assert sha256(published.file(COUNTY, HALF_YEAR, kind)) == one.sha256(kind)


COMMANDS = (
    Command("interest, propose", _nothing, _proposing("one", 1_350)),
    Command("interest, confirm", _proposed, _approve, check=_checking(1_350)),
    Command("interest, confirm too late", _overtaken, _approve, check=_checking(1_360)),
    Command("interest, reject", _proposed, _reject, check=_checking()),
    Command(
        "fund, publish", _half_over, _publish, check=_check_published,
        blind=frozenset({"files", "published_at"}),
    ),
)  # fmt: skip
