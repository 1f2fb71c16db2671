"""Why something of a settlement is refused, or found to be other than it was."""

from chalicelib.core.errors import NotFoundError


class SettledDiffersError(Exception):
    """What was closed is not what the ledger gives. Nothing is overwritten; people must look."""


class SettlementNotFoundError(NotFoundError):
    ko = "찾는 정산이 없습니다. 하루가 지나고 새벽에 마감되면 볼 수 있습니다."
    en = "There is no such settlement. A day is closed in the small hours after it."
