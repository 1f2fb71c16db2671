"""A sale round of the local stage that is open now, so that somebody can buy at once."""

from datetime import UTC, datetime, timedelta

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.sales.rounds import CHANNELS, SHARDS_LEAST, DiscountShares, Round
from chalicelib.sales.store import RoundStore
from infra.localcloud.deployment import Deployment

BUDGET = 1_000_000_000
OPEN_FOR = timedelta(days=300)
LEFT_LEAST = timedelta(days=1)


def ensure(deployment: Deployment, county_id: str) -> str:
    """The id of a round that is sold online and at the counter, made if there is none that stays
    open for a day; what is made is sold on paper too."""
    now = to_milliseconds(datetime.now(UTC))
    table = deployment.outputs()["TableName"]
    store = RoundStore(DynamoDBTable(deployment.client("dynamodb"), table))
    for round_ in store.all(county_id):
        is_sold = round_.version and {"online", "counter"} <= {*round_.channels}
        if is_sold and round_.is_open(now) and round_.is_open(now + LEFT_LEAST):
            return round_.round_id
    made = Round(
        county_id=county_id,
        round_id=new_id("rnd", now),
        name="강진사랑상품권 상시 판매",
        name_en="Gangjin gift vouchers",
        opens_at=now,
        closes_at=now + OPEN_FOR,
        budget_amount=BUDGET,
        discount_percent=10,
        shard_count=SHARDS_LEAST,
        channels=CHANNELS,
        discount_shares=DiscountShares(state=5, province=2, county=3),
    )
    store.create(made)
    return made.round_id
