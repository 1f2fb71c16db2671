"""Cashback campaigns: what everybody may know of them."""

from chalicelib.cashbacks.answers import CashbackCampaignsAnswer, campaign_answer
from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations

routes = Operations(tag="cashbacks")


@routes.operation(
    "GET",
    "/v1/cashback-campaigns",
    summary="Cashback campaigns that give or will, newest first",
    audience="anyone",
    answer=CashbackCampaignsAnswer,
)
def list_announced_campaigns(call: Call[None]) -> CashbackCampaignsAnswer:
    found = call.wired(CashbacksWiring).desk.announced(call.county_id)
    return CashbackCampaignsAnswer(data=[campaign_answer(call, each) for each in found])
