"""One door to the model: a message and the clock of whoever handles it, to an expectation."""

import copy
from collections.abc import Callable

from tests.model import buying, commands, paying
from tests.model.commands import Expectation, Message
from tests.model.purse import State

RULES: dict[str, Callable[[State, Message, int], Expectation]] = {
    "sign_up": commands.sign_up,
    "convert": commands.convert,
    "adjust": commands.adjust,
    "leave": commands.leave,
    "write_off": commands.write_off,
    "pay": paying.pay,
    "cancel": paying.cancel,
    "net_cancel": paying.net_cancel,
    "buy": buying.buy,
    "undo": buying.undo,
    "refund": buying.refund,
    "refund_left": buying.refund_left,
}


BY_SESSION = ("convert", "undo", "refund")


def apply(state: State, message: Message, now: int) -> Expectation:
    """What must come of it; `state` moves on if it takes effect."""
    if _is_by_session(message) and not state["wallets"][message["who"]]["active"]:
        # The session ended with the membership: not even an earlier answer comes again.
        return "refused", {"member_not_found"}
    return RULES[message["do"]](state, message, now)


def _is_by_session(message: Message) -> bool:
    """And not by a pay code or by staff."""
    return message["do"] in BY_SESSION or (message["do"] == "pay" and message["code"] is None)


def fork(state: State) -> State:
    return copy.deepcopy(state)
