"""The tables of the desk by name, and which of them tell of people."""

from typing import Literal

TableName = Literal[
    "adjustments", "agent_counters", "agents", "applications", "audit", "bulk_grants",
    "campaign_places", "campaign_proposals", "campaigns", "cashback_campaigns", "cohorts",
    "comment_entries",
    "counter_requests", "counter_sales", "data_uses", "dead_letters", "draw_places", "draws",
    "duties", "entries", "facility_notices", "facility_proposals", "fee_book", "fraud_cases",
    "fund_publications", "gates", "import_rows", "inbox", "interest_proposals", "interest_rows",
    "invoice_withdrawals", "invoices", "keys", "left_vouchers", "members", "paper_circulation",
    "paper_movements", "paper_stock", "payables", "payment_matches", "payout_batches",
    "payout_lines", "phones", "photo_entries", "receivables", "reconciliations", "refunds",
    "registrations", "reports", "round_hours", "rounds", "segment_effects", "segment_messages",
    "segments", "setting_proposals", "shop_changes", "shop_reports", "shops", "sights",
    "spending_gaps", "treasury_account", "trends", "trip_effects", "trips", "waivers",
]  # fmt: skip
OF_PEOPLE: frozenset[TableName] = frozenset(
    {
        "adjustments", "audit", "counter_requests", "counter_sales", "data_uses", "draw_places",
        "entries", "fraud_cases", "inbox", "invoice_withdrawals", "left_vouchers", "members",
        "paper_movements", "receivables", "refunds", "trips", "waivers",
        "comment_entries", "photo_entries",
    }
)  # fmt: skip
"""Lists whose rows are about somebody, if only by a number: members, or staff at their work."""
