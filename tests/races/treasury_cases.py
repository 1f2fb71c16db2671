"""Two people and the interest of one day, and two who publish the fund of one half-year."""

from datetime import date, timedelta
from typing import Any

from chalicelib.county.counties import County
from chalicelib.staff.person import Person
from chalicelib.treasury.account import AccountDay, DayMoney
from chalicelib.treasury.fund_book import FundBook
from chalicelib.treasury.interest_service import InterestRecords
from chalicelib.treasury.interest_store import InterestStore
from chalicelib.treasury.publication_service import Publications
from chalicelib.treasury.publication_store import PublicationStore
from chalicelib.treasury.publications import sha256
from tests import builders
from tests.builders import COUNTY
from tests.fake_files import FakeFiles
from tests.races.cases import Case, Command, Scene
from tests.races.merchant_cases import ANNA, BORA
from tests.worlds import World

DAY = date(2026, 11, 2)
CHO = Person("sub-cho", "cho")
AMOUNTS = (1_350, 1_360)
HALF_YEAR = "2026-H1"


def records(world: World) -> InterestRecords:
    return InterestRecords(
        store=InterestStore(world.table),
        counties=world.counties,
        idempotency_keys=world.counter.idempotency_keys,
        clock=world.clock,
    )


def proposed(world: World, tag: str) -> Scene:
    """Two statements of one day."""
    made = [
        records(world).propose(
            COUNTY, ANNA, [(DAY, amount)], reason="내역서", idempotency_key=f"{tag}-{amount}"
        )[0]
        for amount in AMOUNTS
    ]
    return Scene((), facts={"ids": [one.proposal_id for one in made]})


def approve(number: int, person: Person) -> Command:
    def run(world: World, scene: Scene) -> Any:
        proposal_id = scene.facts["ids"][number]
        done, _ = records(world).approve_once(
            COUNTY, person, proposal_id, reason=None, idempotency_key=f"{number}-{person.subject}"
        )
        return done.status

    return run


def reject(number: int, person: Person) -> Command:
    return lambda world, scene: (
        records(world).reject(COUNTY, person, scene.facts["ids"][number], reason="아님").status
    )


def interest_state(table: Any, scene: Scene) -> Any:
    """What holds is what one proposal said, and each proposal says what became of it."""
    ids, store = scene.facts["ids"], InterestStore(table)
    versions = store.versions(COUNTY, DAY, DAY)
    for one in versions:
        assert one.amount == AMOUNTS[ids.index(one.proposal_id)]
    steps = [found.steps for each in ids if (found := store.by_id(COUNTY, each))]
    return (
        tuple((one.number, one.amount) for one in versions),
        tuple((step.name, step.by) for each in steps for step in each),
    )


class _Account:
    """Every day has the same money."""

    def between(self, county_id: str, first: date, last: date) -> list[AccountDay]:
        money = DayMoney(
            received=9, repaid=0, bought_spent=0, given_spent=0, notes_exchanged=0,
            bought_left=10, given_left=0, notes_left=0,
        )  # fmt: skip
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [AccountDay(on=on, money=money, interest=None) for on in days]


class _Counties:
    def county(self, county_id: str) -> County:
        return builders.a_county()


def publications(world: World, scene: Scene) -> Publications:
    account: Any = _Account()
    counties: Any = _Counties()
    return Publications(
        FundBook(account),
        PublicationStore(world.table, "FUNDPUBLICATIONS", "fund_publication"),
        scene.facts["files"],
        counties,
        world.clock,
    )


def half_year_over(world: World, tag: str) -> Scene:
    return Scene((), facts={"files": FakeFiles()})


def publish(person: Person) -> Command:
    def run(world: World, scene: Scene) -> Any:
        made, _ = publications(world, scene).publish(COUNTY, person, HALF_YEAR)
        return made.number, made.sha256("csv")

    return run


def published_state(table: Any, scene: Scene) -> Any:
    """One version; each hash is of the file that is there."""
    made = publications(World(table), scene)
    (one,) = made.all(COUNTY)
    for file in one.files:
        assert sha256(made.file(COUNTY, HALF_YEAR, file.format)) == file.sha256
    return one.number, one.by


TREASURY_CASES: dict[str, Case] = {
    "two statements of one day's interest confirmed": Case(
        proposed, (approve(0, BORA), approve(1, BORA)), interest_state, is_alone=True
    ),
    "a day's interest confirmed by two": Case(
        proposed, (approve(0, BORA), approve(0, CHO)), interest_state, is_alone=True
    ),
    "a day's interest confirmed against rejected": Case(
        proposed, (approve(0, BORA), reject(0, CHO)), interest_state, is_alone=True
    ),
    "a half-year of the fund published by two": Case(
        half_year_over, (publish(ANNA), publish(BORA)), published_state, is_alone=True
    ),
}
