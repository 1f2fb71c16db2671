"""Why something of a settlement is refused, or found to be other than it was."""

from chalicelib.core.errors import MalformedError, NotFoundError


class SettledDiffersError(Exception):
    """What was closed is not what the ledger gives. Nothing is overwritten; people must look."""


class SettlementNotFoundError(NotFoundError):
    ko = "찾는 정산이 없습니다. 하루가 지나고 새벽에 마감되면 볼 수 있습니다."
    en = "There is no such settlement. A day is closed in the small hours after it."


class ShopListInvalidError(MalformedError):
    """`line` counts the file's lines from 1, its header."""

    ko = (
        "파일의 {line}번째 줄을 읽을 수 없습니다. 첫 줄에 주문번호와 금액을 적고, "
        "그 아래 한 줄에 한 건씩 적어 주세요."
    )
    en = "Line {line} of the file cannot be read. Its first line must name order_id and amount."
