"""What members, shops and a county do in a month: assumptions, to be put right by the first months.

A session lasts seven days, so who pays weekly logs in as often.
"""

from typing import NamedTuple


class Habits(NamedTuple):
    joined: float = 0.02
    messages_a_proof: float = 1.15
    logins: float = 0.6
    payments: float = 1.0
    standing_qr: float = 0.15
    cancels: float = 0.02
    conversions: float = 0.3
    purchases: float = 0.2
    wallet_looks: float = 3.0
    pages: float = 6.0
    notified: float = 0.3
    members_a_shop: float = 200.0
    shop_days: float = 26.0
    idle_asks_a_day: float = 2_400.0
    asks_a_payment: float = 78.0
    years_kept: float = 5.0
    log_bytes: float = 1_300.0
    log_months: float = 24.0
    log_packed: float = 0.15
    answer_bytes: float = 2_500.0
    traced: float = 0.05
    counties: float = 1.0


WORDS = {
    "joined": "new sign-ups, of all members",
    "messages_a_proof": "text messages until a phone is proved",
    "logins": "log-ins of a member",
    "payments": "payments of a member",
    "standing_qr": "of the payments, by standing QR",
    "cancels": "of the payments, taken back",
    "conversions": "conversions of a member",
    "purchases": "purchases of a member",
    "wallet_looks": "looks into the wallet of a member",
    "pages": "other requests of a member: pages, scripts, statuses",
    "notified": "of the members, with a browser that is notified",
    "members_a_shop": "members for each shop that keeps its page open, for its standing QR",
    "shop_days": "days on which a shop is open",
    "idle_asks_a_day": "times its page asks on such a day: ten hours, every 15 s",
    "asks_a_payment": "times more for a payment: every 2 s for three minutes",
    "years_kept": "years of entries in the table",
    "log_bytes": "bytes of log of a request: our line, Lambda's own, API Gateway's",
    "log_months": "months for which logs are kept",
    "log_packed": "of their size, as they are kept",
    "answer_bytes": "bytes of an answer, on average",
    "traced": "of the requests, traced",
}
"""All but `counties`: how many have reports, schedules and files of their own."""
