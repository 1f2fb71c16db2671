"""A county over a table that is big enough for a year of trips, with shops that do not count."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from chalicelib.aws.table import Item
from chalicelib.core.actors import MemberActor
from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.signups import member_id_of
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.merchants.businesses import Business, Place
from chalicelib.merchants.store import MerchantStore
from chalicelib.merchants.stored_forms import item_from_business
from chalicelib.paying.wiring import PayingWiring
from chalicelib.trips.budget_store import BudgetStore
from chalicelib.trips.forecast import AppliedDay
from chalicelib.uploads.wiring import UploadsWiring
from tests import builders
from tests.adapters import FakeAdapters
from tests.fakes import FakeTable
from tests.trips.year_teams import GOLDSMITH, MART, Team
from tests.uploads.pictures import jpeg
from tests.worlds import a_signup

HOME, SEOUL = "46810", "11110"


class YearTable(FakeTable):
    """Finds the items of a partition by its name, as a table does: a year makes half a million."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[tuple[str | None, str], dict[tuple[str, str], None]] = defaultdict(dict)

    def _store(self, item: Item) -> None:
        super()._store(item)
        place = (item["pk"], item["sk"])
        self._places[None, item["pk"]][place] = None
        for index in ("by_day", "by_merchant"):
            if f"{index}_pk" in item:
                self._places[index, item[f"{index}_pk"]][place] = None

    def _around(self, pk: str, index: str | None) -> Iterable[Item]:
        return [self.items[place] for place in self._places[index, pk] if place in self.items]


class County:
    """Its members come as they are asked for."""

    def __init__(self, budget: int) -> None:
        self.adapters = _adapters(budget)
        self.members: dict[int, MemberActor] = {}

    def member(self, team: Team, now: datetime) -> MemberActor:
        if team.member not in self.members:
            is_honest = team.fraud != "resident" or not team.variant
            signup = a_signup(f"p{team.member}", now=now, region_code=SEOUL if is_honest else HOME)
            self.adapters.wired(JoiningWiring).signup_consumer.complete(signup)
            self.members[team.member] = MemberActor(
                builders.COUNTY, member_id_of(signup.signup_id), None
            )
        return self.members[team.member]

    def upload(self, actor: MemberActor, content: bytes) -> str:
        uploads = self.adapters.wired(UploadsWiring).uploads
        upload, _ = uploads.begin(
            actor,
            content_type="image/jpeg",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        self.adapters.upload_files.files[upload.file] = content
        return upload.upload_id

    def remember(self, teams: list[Team]) -> None:
        """What the year before applied for, in its days of the same weekdays."""
        days = defaultdict(list)
        for team in teams:
            days[seoul_date(team.applies_at) - timedelta(days=364)].append(team.cap)
        store = BudgetStore(self.adapters.table)
        for on, caps in days.items():
            store.note(builders.COUNTY, 2024, AppliedDay(on, len(caps), sum(caps)))

    def spend(self, team: Team, amount: int, at: datetime) -> None:
        """With vouchers, at a shop."""
        wiring, actor = self.adapters.wired(PayingWiring), self.member(team, at)
        with self.adapters.clock.simulated(at):
            wiring.redemptions.redeem(
                builders.a_merchant(),
                pay_code=self.adapters.signer.pay_code(actor, at)[0],
                amount=amount,
                order_id=f"o{team.number}",
                idempotency_key=f"o{team.number}",
            )


def _adapters(budget: int) -> FakeAdapters:
    adapters = FakeAdapters()
    adapters.table = YearTable()  # type: ignore[assignment]
    builders.seed(adapters.table)
    counties = adapters.wired(CountyWiring).store
    changed = {"trip.budget": budget, "trip.companions_counted": 1}
    for version in builders.setting_versions():
        value = changed.get(version.key, version.value)
        since = replace(version, effective_on=date(2024, 1, 1), value=value)
        counties.put_setting(builders.COUNTY, since)
    builders.seed(adapters.table, "jinju")
    smith = builders.a_merchant(
        merchant_id="mch_0000000000000003", merchant_code="M0003", category="귀금속"
    )
    MerchantStore(adapters.table).create(smith)
    for number, shop in ((MART, builders.a_mart()), (GOLDSMITH, smith)):
        key = adapters.signer.identity_key(builders.COUNTY, "business", number)
        place = Place(shop.merchant_id, "regular", "")
        business = Business(county_id=builders.COUNTY, business_key=key, places=(place,))
        adapters.table.put(item_from_business(business))
    return adapters


def picture(number: int, place: int) -> bytes:
    """One of its own: a phone's, with what it tells beside the picture."""
    mark = (number + 1).to_bytes(4, "big") + bytes([place])
    return jpeg(0).replace(b"p" * 8, mark.ljust(8, b"x"))
