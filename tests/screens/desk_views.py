"""The views of the staff's desk."""

from tests.screens import card_steps, desk_steps, settlement_steps, trip_steps
from tests.screens.seeing import see
from tests.screens.view import View

DESK_VIEWS = (
    View("staff-log-in", "/staff", steps=lambda page: see(page, "login")),
    View("staff-today", "/staff", "staff", desk_steps.desk("today")),
    View("staff-inbox", "/staff/inbox", "staff", desk_steps.desk("inbox")),
    View("staff-trends", "/staff/trends", "staff", desk_steps.trends),
    View("staff-members", "/staff/members", "staff", desk_steps.desk("members")),
    View("staff-member", "/staff/members", "staff", desk_steps.member),
    View("staff-assisted", "/staff/assisted", "staff", card_steps.filled),
    View("staff-assisted-known", "/staff/assisted", "staff", card_steps.of_who_is_known),
    View("staff-card-print", "/staff/members", "staff", card_steps.printed),
    View("staff-shops", "/staff/shops", "staff", desk_steps.desk("shops")),
    View("staff-shop", "/staff/shops", "staff", desk_steps.shop),
    View("staff-audit", "/staff/audit", "staff", desk_steps.desk("audit")),
    View("staff-data-uses", "/staff/data-uses", "staff", desk_steps.desk("data-uses")),
    View("staff-fraud-cases", "/staff/fraud-cases", "staff", desk_steps.desk("fraud-cases")),
    View("staff-dead-letters", "/staff/dead-letters", "staff", desk_steps.desk("dead-letters")),
    View("staff-counter", "/staff/counter", "staff", desk_steps.desk("counter")),
    View("staff-applications", "/staff/applications", "staff", desk_steps.desk("applications")),
    View("staff-application", "/staff/applications", "staff", desk_steps.application),
    View("staff-payouts", "/staff/payouts", "staff", settlement_steps.payouts),
    View("staff-payout", "/staff/payouts", "staff", settlement_steps.payout),
    View("staff-draws", "/staff/draws", "staff", desk_steps.desk("draws")),
    View("staff-draw", "/staff/draws", "staff", desk_steps.one_draw),
    View("staff-settings", "/staff/settings", "staff", desk_steps.desk("settings")),
    View("staff-campaigns", "/staff/campaigns", "staff", desk_steps.desk("campaigns")),
    View("staff-campaign", "/staff/campaigns", "staff", desk_steps.campaign),
    View("staff-cashbacks", "/staff/cashbacks", "staff", desk_steps.desk("cashbacks")),
    View("staff-receivables", "/staff/receivables", "staff", desk_steps.desk("receivables")),
    View("staff-cashback", "/staff/cashbacks", "staff", desk_steps.cashback),
    View("staff-pictures", "/staff/pictures", "staff", desk_steps.desk("pictures")),
    View("staff-picture", "/staff/picture/picture", "staff", desk_steps.picture),
    View("staff-poster", "/staff/campaigns", "staff", desk_steps.poster),
    View("staff-reports", "/staff/reports", "staff", desk_steps.desk("reports")),
    View("staff-trips", "/staff/trips", "staff", desk_steps.desk("trips")),
    View("staff-trip", "/staff/trips", "staff", trip_steps.desk_trip),
    View("staff-visits", "/staff/visits", "staff", desk_steps.desk("visits")),
)
