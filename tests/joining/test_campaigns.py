"""When a campaign takes people in, to the millisecond."""

from datetime import datetime, timedelta

import pytest

from chalicelib.joining.errors import CampaignClosedError
from tests import builders

OPENS, CLOSES = builders.NOON, builders.NOON + timedelta(hours=8)
A_MOMENT = timedelta(milliseconds=1)
FESTIVAL = builders.a_campaign(opens_at=OPENS, closes_at=CLOSES)


@pytest.mark.parametrize("now", [OPENS, CLOSES - A_MOMENT])
def test_a_campaign_is_open_from_its_opening_until_just_before_its_close(now: datetime) -> None:
    assert FESTIVAL.is_open(now)
    FESTIVAL.check_takes_in(now, None)


@pytest.mark.parametrize("now", [OPENS - A_MOMENT, CLOSES])
def test_a_campaign_is_closed_before_and_from_its_close_on(now: datetime) -> None:
    assert not FESTIVAL.is_open(now)
    with pytest.raises(CampaignClosedError):
        FESTIVAL.check_takes_in(now, None)
