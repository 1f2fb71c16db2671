"""The tables of the desk by name, and which of them tell of people."""

from typing import Literal

TableName = Literal[
    "adjustments", "agent_counters", "agents", "applications", "audit", "bulk_grants",
    "campaign_proposals", "campaigns", "cashback_campaigns", "cohorts", "counter_requests",
    "counter_sales", "data_uses", "dead_letters", "draw_places", "draws", "duties", "entries",
    "fee_book", "fraud_cases", "gates", "inbox", "invoices", "keys", "members",
    "paper_movements", "paper_stock", "payables", "payout_batches", "payout_lines", "phones",
    "reconciliations", "round_hours", "rounds", "segments", "setting_proposals", "shop_reports",
    "shops", "spending_gaps", "trends", "trip_effects", "trips",
]  # fmt: skip
OF_PEOPLE: frozenset[TableName] = frozenset(
    {
        "adjustments", "audit", "counter_requests", "counter_sales", "data_uses", "draw_places",
        "entries", "fraud_cases", "inbox", "members", "paper_movements", "trips",
    }
)  # fmt: skip
"""Lists whose rows are about somebody, if only by a number: members, or staff at their work."""
