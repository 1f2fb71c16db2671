"""Where each command that moves value is proved: cut at every call, met by others, walked at
random, looked at by the night and by the verifier.

A row is a function of the product that writes an entry, changes a budget or a stock with what it
writes, or puts in force what two people decided of money. `tests/test_value_proofs.py` finds these
functions in the source, so that a new one has no row and fails until it is in all five proofs.
"""

from typing import NamedTuple


class Proof(NamedTuple):
    """`faults`: names of `tests/simulator/commands`; `races`: of `tests/races`; `walk`: what of
    `tests/model`, or of the year of trips; `night`: a module of `chalicelib/reconciling`;
    `verifier`: of `infra/verifier`. `kinds`: of the entries that it writes."""

    kinds: tuple[str, ...]
    faults: tuple[str, ...]
    races: tuple[str, ...]
    walk: str
    night: str
    verifier: str


PROOFS: dict[str, Proof] = {
    "approvals.adjusting.Adjustments.move": Proof(
        ("adjustment",),
        ("adjustment, approve", "adjustment, approve a correction", "bulk grant, work off",
         "bulk grant, vouchers"),
        ("two approvals", "approval that takes against a payment"),
        "model.test_walks.Walks.grant_by_a_file", "approval_reading", "approval_book",
    ),
    "buying.commits.Commits._attempt": Proof(
        ("reservation",), ("online purchase, serve", "lottery, buy by a place"),
        ("one place bought from two devices",), "model.lot_steps.LotSteps._serve", "wallet_check",
        "purchase_audit",
    ),
    "buying.following.Following._let_go": Proof(
        ("reservation_end",), ("online purchase, let go", "online purchase, give up"),
        ("one place let go while it is paid",), "model.lot_steps.LotSteps._let_go", "ledger_sums",
        "purchase_audit",
    ),
    "buying.paid_orders.PaidOrders.paid": Proof(
        ("online_purchase",), ("online purchase, pay",),
        ("one place paid while it is given up", "one place let go while it is paid"),
        "model.lot_steps.LotSteps._pay", "lottery_check", "lottery_book",
    ),
    "buying.paid_orders.PaidOrders.reversed": Proof(
        ("purchase_reversal",), ("online purchase, reversed",),
        ("one place's payment reversed while it is taken back",),
        "model.lot_steps.LotSteps._reverse", "wallet_check", "purchase_audit",
    ),
    "buying.service.Buying.cancel": Proof(
        ("reservation_end", "online_purchase_cancel"),
        ("online purchase, cancel", "online purchase, give up"),
        ("one place paid while it is given up",), "model.lot_steps.LotSteps._give_up",
        "ledger_sums", "purchase_audit",
    ),
    "campaigns.store.CampaignDeskStore.put_in_force": Proof(
        (), ("campaign, approve", "campaign, approve other terms"),
        ("two approvals of one campaign", "a sign-up at the last points against more of them"),
        "model.visit_steps.VisitSteps", "ledger_sums", "campaign_book",
    ),
    "cashbacks.service.CashbackDesk.decide": Proof(
        (), ("cashback, approve", "cashback, reject", "cashback, close"),
        ("a cashback campaign approved against rejected", "a cashback campaign approved by two"),
        "model.earning.give", "ledger_sums", "cashback_book",
    ),
    "draws.store.DrawStore.put_answer": Proof(
        (), ("prize, take", "prize, pass on"),
        ("one member takes two places", "two prizes passed on"),
        "model.prize_steps.PrizeSteps._accept", "approval_reading", "draw_check",
    ),
    "draws.store.DrawStore.put_offer": Proof(
        (), ("lottery, offer", "lottery, offer to a reserve"),
        ("two schedules offer the same places",), "model.lot_steps.LotSteps._turn", "lottery_check",
        "lottery_book",
    ),
    # Visits are walked in `model.visit_steps` and verified in `visit_book`.
    "festivals.giving.Rewards.give": Proof(
        ("visit_grant", "tour_grant", "referral_grant", "activity_grant"),
        ("visit, at a sign", "visit, beside another's", "stamp card, full", "referral, of both",
         "log-in, the day's first"),
        ("one member at two booths", "a visit against leaving", "a visit beside an identification",
         "one referral of the last points, asked for by two requests", "two friends of one member",
         "two log-ins of one day"),
        "model.reward_steps.RewardSteps._befriend", "ledger_sums", "reward_book",
    ),
    "festivals.return_service.Returns._take": Proof(
        ("referral_return",), ("referral, taken back",), ("a referral taken back, twice",),
        "model.reward_steps.RewardSteps._take_back", "receivable_reading", "reward_book",
    ),
    "identity.binding.IdentityBinding._take_grant_back": Proof(
        ("grant_return", "identity_grant", "carry_over"),
        ("identify, held by another", "identify, the wallet that was left opens",
         "sign-up by identity, complete"),
        ("two numbers verify one identity", "the wallet that was left opens twice"),
        "model.people.bind", "wallet_check", "identity_book",
    ),
    "joining.campaign_grants.CampaignGrants.grant": Proof(
        ("signup",), ("sign-up, complete", "campaign, grant the last of a budget"),
        ("two sign-ups at a budget's last points",), "model.visit_steps.VisitSteps._come_anew",
        "signup_reading", "signup_book",
    ),
    "paper.service.PaperSales.sell": Proof(
        ("paper_sale",), ("paper, sell",),
        ("one note to two buyers", "an agent's day is read during a sale"),
        "model.paper_steps.PaperSteps._sell", "paper_reading", "paper_book",
    ),
    "paper.service.PaperSales.take_back": Proof(
        ("paper_return",), ("paper, take back",),
        ("a note given back against its exchange", "notes given back to two tellers"),
        "model.paper_steps.PaperSteps._take_back", "paper_reading", "paper_book",
    ),
    "paper.store.PaperStore.deliver": Proof(
        (), ("paper, deliver",), ("one series delivered by two",), "model.paper_steps.PaperSteps",
        "paper_reading", "paper_book",
    ),
    "paper.store.PaperStore.end_all": Proof(
        (), ("paper, exchange", "paper, void sold notes"),
        ("one note from two shops", "a stolen note against its exchange"),
        "model.paper_steps.PaperSteps._exchange", "paper_reading", "paper_book",
    ),
    "paper.store.PaperStore.move": Proof(
        (), ("paper, send", "paper, receive", "paper, void stock"),
        ("a sale against voiding its notes", "notes sent on while the agent sells"),
        "model.paper_steps.PaperSteps._move", "paper_reading", "paper_book",
    ),
    "paying.cancellations.Cancellations.cancel": Proof(
        ("cancellation", "cashback_return"), ("cancel", "cancel that takes cashback back"),
        ("cancel against cancel", "a cancel takes cashback back while it is being spent"),
        "model.paying.pay", "merchant_check", "cashback_audit",
    ),
    "paying.cancellations.Cancellations.net_cancel": Proof(
        ("net_cancel", "cancellation"), ("net-cancel", "net-cancel before payment"),
        ("net-cancel against payment",), "model.paying.pay", "merchant_check", "ledger_audit",
    ),
    "paying.service.Redemptions.pay": Proof(
        ("redemption", "cashback"), ("payment by standing QR",),
        ("till and standing code for one order",), "model.shop_days.ShopWalk", "merchant_check",
        "ledger_audit",
    ),
    "paying.service.Redemptions.redeem": Proof(
        ("redemption", "cashback"), ("redemption", "redemption with cashback", "card, pay"),
        ("two payments, money for one", "two wallets meet at the end of a campaign's budget"),
        "model.paying.pay", "merchant_check", "cashback_audit",
    ),
    "payments.receivable_service.Receivables.owe": Proof(
        ("receivable",), ("debt noted",), ("one debt, noted twice, against a payment",),
        "model.owed_steps.OwedSteps._owe", "receivable_reading", "receivable_audit",
    ),
    "payments.receivable_service.Receivables.settle": Proof(
        ("receivable_settled",), ("debt paid",),
        ("two desks take all of one debt", "a debt paid in full while it is waived"),
        "model.owed_steps.OwedSteps._settle", "receivable_reading", "receivable_audit",
    ),
    "payments.waiver_service.Waivers.carry_out": Proof(
        ("receivable_settled",), ("debt waived", "waiver, ask", "waiver, reject"),
        ("two approve one waiver while its debt is paid", "a waiver approved against rejected",
         "a debt waived while its member buys again"),
        "model.owed_steps.OwedSteps._approve", "receivable_reading", "approval_book",
    ),
    "sales.left_wallets.LeftWallets.refund": Proof(
        ("leaving_refund",), ("leaving refund",), ("two desks pay one left voucher back",),
        "model.buying.buy", "ledger_sums", "purchase_audit",
    ),
    "sales.service.Purchases._buy": Proof(
        ("purchase",), ("purchase", "purchase from all shards", "counter sale",
                        "counter request, approve"),
        ("two people, the last unit of a budget", "a sale against a purchase of the last budget"),
        "model.buying.buy", "ledger_sums", "budget_book",
    ),
    "sales.service.Purchases.cancel": Proof(
        ("purchase_cancel",), ("purchase cancel",), ("one purchase taken back, three times",),
        "model.buying.buy", "ledger_sums", "budget_book",
    ),
    "sales.service.Purchases.refund_change": Proof(
        ("change_refund",), ("change refund",), ("two refunds of one rest",), "model.buying.buy",
        "ledger_sums", "purchase_audit",
    ),
    # Public money, though of no wallet: what the bank credited, by two people's word.
    "treasury.interest_store.InterestStore.put_in_force": Proof(
        (), ("interest, confirm", "interest, confirm too late", "interest, propose",
             "interest, reject", "fund, publish"),
        ("two statements of one day's interest confirmed", "a day's interest confirmed by two",
         "a day's interest confirmed against rejected", "a half-year of the fund published by two"),
        "model.interest_steps.InterestSteps", "interest_reading", "interest_book",
    ),
    "trips.decision_service.end_trip": Proof(
        (), ("trip, withdraw", "trip, reject", "trips, expire"),
        ("a withdrawal against its approval", "two withdrawals of one trip"),
        "model.trip_steps.TripSteps._withdraw", "trip_reading", "trip_book",
    ),
    "trips.grant_service.Grants._write_taking": Proof(
        ("trip_clawback",), ("trip, claw back", "trips, look again"),
        ("two clawbacks of one trip", "a clawback against spending it"),
        "model.trip_steps.TripSteps._claw_back", "trip_reading", "trip_book",
    ),
    "trips.grant_service.Grants.grant": Proof(
        ("trip_grant",), ("trip, grant",),
        ("two grants of one trip", "a grant against the cancel of an own payment"),
        "model.trip_steps.TripSteps._grant", "trip_reading", "trip_book",
    ),
    "visits.fee_share_service.FeeShares.give": Proof(
        ("fee_share",), ("fees, give shares",),
        ("two runs give one share of a fee", "a share of a fee beside an earlier scan",
         "a share of a fee against leaving"),
        "model.fee_share_steps.FeeShareSteps._give", "fee_share_reading", "fee_share_book",
    ),
    "wallets.expirations.Expirations._write_off": Proof(
        ("expiration",), ("expiration job",), ("write-off against payment", "write-off, twice"),
        "model.walks.Walks.write_off", "ledger_sums", "lot_audit",
    ),
    "wallets.service.Wallets.convert": Proof(
        ("conversion",), ("conversion",),
        ("conversion against payment that needs it",), "model.commands.convert", "ledger_sums",
        "lot_audit",
    ),
}  # fmt: skip
