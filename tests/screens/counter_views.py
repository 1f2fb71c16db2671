"""The views of who takes, sells or lets in: shops, agents and gates."""

from tests.screens import agent_steps, card_steps, gate_steps, settlement_steps, shop_steps
from tests.screens.seeing import see
from tests.screens.view import View

COUNTER_VIEWS = (
    View("shop-log-in", "/merchant", steps=lambda page: see(page, "login")),
    View("shop-till", "/merchant", "shop", shop_steps.till),
    View("shop-amount", "/merchant", "shop", shop_steps.till_amount),
    View("shop-code", "/merchant", "shop", shop_steps.till_code),
    View("shop-card", "/merchant", "shop", card_steps.pin),
    View("shop-invited", f"/merchant#{shop_steps.INVITATION}", "nobody", shop_steps.invited),
    View("shop-who", "/merchant", "phone", shop_steps.shown("who")),
    View("shop-history", "/merchant#history", "owner", shop_steps.shown("history")),
    View("shop-sale", "/merchant#history", "owner", shop_steps.sale),
    View("shop-cancel", "/merchant#history", "owner", shop_steps.cancel),
    View("shop-day", "/merchant#day", "owner", shop_steps.shown("day")),
    View("shop-settlements", "/merchant#settlements", "owner", settlement_steps.settlements),
    View("shop-settlement", "/merchant#settlements", "owner", settlement_steps.settlement),
    View("shop-own-list", "/merchant#settlements", "owner", settlement_steps.compared),
    View("shop-qr", "/merchant#standing", "owner", shop_steps.shown("standing")),
    View("shop-shop", "/merchant#shop", "owner", shop_steps.shown("shop")),
    View("shop-papers", "/merchant#papers", "registered", shop_steps.shown("papers")),
    View("shop-details", "/merchant#details", "registered", shop_steps.shown("details")),
    View("shop-details-waiting", "/merchant#details", "waiting", shop_steps.shown("details")),
    View("shop-change", "/merchant#details", "registered", shop_steps.change),
    View("shop-poster", "/merchant#papers", "registered", shop_steps.paper("poster")),
    View("shop-certificate", "/merchant#papers", "registered", shop_steps.paper("certificate")),
    View("shop-people", "/merchant#people", "owner", shop_steps.shown("people")),
    View("shop-person", "/merchant#people", "owner", shop_steps.person),
    View("shop-devices", "/merchant#devices", "owner", shop_steps.shown("devices")),
    View("shop-add-phone", "/merchant#devices", "owner", shop_steps.add_phone),
    View("shop-large-text", "/merchant#shop", "owner", shop_steps.large_text),
    View("gate-in", "/gate", "gate", gate_steps.let_in),
    View("gate-people", "/gate", "gate", gate_steps.count_people),
    View("agent-log-in", "/agent", steps=lambda page: see(page, "login")),
    View("agent-sale", "/agent", "teller", agent_steps.sale),
    View("agent-missing", "/agent", "teller", agent_steps.missing),
    View("agent-exchange", "/agent", "teller", agent_steps.exchange),
    View("agent-return", "/agent", "teller", agent_steps.task("return")),
    View("agent-stock", "/agent", "teller", agent_steps.task("stock")),
    View("agent-day", "/agent", "teller", agent_steps.task("day")),
)
