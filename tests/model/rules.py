"""One door to the model: a message and the clock of whoever handles it, to an expectation."""

import copy
from collections.abc import Callable

from tests.model import buying, commands, desk, earning, files, paying, people
from tests.model.commands import Expectation, Message
from tests.model.purse import State

RULES: dict[str, Callable[[State, Message, int], Expectation]] = {
    "sign_up": people.sign_up,
    "identify": people.identify,
    "suspend": people.suspend,
    "readmit": people.readmit,
    "leave": people.leave,
    "close_shop": people.close_shop,
    "open_shop": people.open_shop,
    "convert": commands.convert,
    "adjust": commands.adjust,
    "write_off": commands.write_off,
    "pay": paying.pay,
    "cancel": paying.cancel,
    "net_cancel": paying.net_cancel,
    "buy": buying.buy,
    "undo": buying.undo,
    "refund": buying.refund,
    "refund_left": buying.refund_left,
    "settle": earning.settle,
    "sell": desk.sell,
    "ask_sale": desk.ask_sale,
    "approve_sale": desk.approve_sale,
    "reject_sale": desk.reject_sale,
    "upload": files.upload,
    "approve_file": files.approve_file,
    "reject_file": files.reject_file,
    "work": files.work,
}
BY_SESSION = ("convert", "undo", "refund", "leave", "identify")
REMEMBERED = ({"idempotency_key_reused"}, {"order_already_paid"})
"""What only the memory of a wallet refuses."""


def apply(state: State, message: Message, now: int) -> Expectation:
    """What must come of it; `state` moves on if it takes effect."""
    m = message
    if m["do"] == "identify" and people.is_proof_over(m, now):
        return "refused", {"verification_token_invalid"}
    if is_by_session(m):
        # With the session not even an earlier answer comes again.
        broken, onward = people.session(state, m)
        if broken:
            return "refused", broken
        if onward is not None:
            if m["do"] not in ("leave", "identify"):
                known = RULES[m["do"]](state, m, now)
                if known[0] == "replay" or known[1] in REMEMBERED:
                    return known
            m = onward
            broken, _ = people.session(state, m)
            if broken:
                return "refused", broken
    expected = RULES[m["do"]](state, m, now)
    if expected[0] == "done" and "moved" in expected[1]:
        expected[1]["life"] = m["who"]
    return expected


def is_by_session(message: Message) -> bool:
    """And not by a pay code or by staff."""
    return message["do"] in BY_SESSION or (message["do"] == "pay" and message["code"] is None)


def fork(state: State) -> State:
    return copy.deepcopy(state)
