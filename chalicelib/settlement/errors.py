"""Why something of a settlement is refused, or found to be other than it was."""

from chalicelib.core.errors import (
    ConflictError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
)


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


class PayoutBatchNotFoundError(NotFoundError):
    ko = "찾는 지급 묶음이 없습니다."
    en = "There is no such batch of payouts."


class PayoutBatchOpenError(ConflictError):
    """`batch_id` names it."""

    ko = "이 날의 앞선 지급 묶음이 끝나지 않았습니다. 결과를 올리거나 반려한 뒤 다시 만들어 주세요."
    en = "An earlier batch of this day is not finished. Bring in its result, or reject it, first."


class NothingToPayError(RuleViolationError):
    ko = "이 날 지급할 것이 없습니다. 보류된 것은 까닭이 풀린 뒤 지급할 수 있습니다."
    en = "There is nothing to pay for this day. What is held can be paid when its reason is gone."


class PayoutNotApprovedError(ConflictError):
    """`status` is the batch's."""

    ko = "다른 담당자가 승인한 지급 묶음만 은행에 보낼 수 있습니다."
    en = "Only a batch that another member of staff approved can go to the bank."


class PayoutFileNotMadeError(ConflictError):
    """The bank has nothing of the batch, so that it can have said nothing of it."""

    ko = (
        "이 지급 묶음의 은행 파일을 아직 만들지 않았습니다. 파일을 만들어 은행에 보낸 뒤에 그 "
        "결과를 올려 주세요. 다른 묶음의 결과인지도 확인해 주세요."
    )
    en = (
        "No bank file of this batch was made yet. Make it, send it to the bank, and then bring its "
        "results in; or they are of another batch."
    )


class PayoutResultDiffersError(ConflictError):
    """`reference` names the line. Nothing of the file was taken."""

    ko = (
        "결과 파일의 {reference} 줄이 앞서 받은 결과와 다릅니다. 은행에 확인해 주세요. "
        "아무것도 반영하지 않았습니다."
    )
    en = (
        "The file's result of {reference} is not the one that was brought in before. Ask the bank. "
        "Nothing of the file was taken."
    )


class ResultFileInvalidError(MalformedError):
    """`line` counts the file's lines from 1, its header. Nothing of the file was taken."""

    ko = (
        "결과 파일의 {line}번째 줄을 읽을 수 없습니다. 참조번호와 처리결과(정상·오류)가 "
        "있어야 하고, 이 묶음의 줄이며 금액이 맞아야 합니다. 아무것도 반영하지 않았습니다."
    )
    en = (
        "Line {line} of the result file cannot be read, is no line of this batch or names another "
        "amount. It needs reference and result (paid, failed). Nothing of it was taken."
    )


class ResultFileUnclearError(MalformedError):
    """`line` counts the file's lines from 1; `column` says another thing than a column of the same
    meaning before it. Nothing of the file was taken."""

    ko = (
        "결과 파일의 {line}번째 줄에서 ‘{column}’ 칸이 같은 뜻의 다른 칸과 다릅니다. "
        "은행에 확인해 주세요. 아무것도 반영하지 않았습니다."
    )
    en = (
        "In line {line} of the result file, column '{column}' says another thing than a column of "
        "the same meaning. Ask the bank. Nothing of the file was taken."
    )


class SettlementInvoiceNotFoundError(NotFoundError):
    ko = "찾는 청구서가 없습니다."
    en = "There is no such invoice."


class InvoiceAboveOpenError(RuleViolationError):
    """`open_amount`: won that are still to be paid."""

    ko = "아직 받을 돈 {open_amount}원보다 많습니다. 청구서와 입금 내역을 다시 확인해 주세요."
    en = "Only {open_amount} won are still open. Look at the invoice and at what was paid again."


class InvoicePaymentsFullError(RuleViolationError):
    """`open_amount`: won that are still to be paid."""

    ko = "나누어 낸 횟수가 한도에 이르렀습니다. 남은 {open_amount}원을 한 번에 기록해 주세요."
    en = "It was paid in too many parts already. Record the remaining {open_amount} won at once."


class InvoicePaymentTwiceError(ConflictError):
    ko = (
        "같은 날, 같은 금액, 같은 입금 번호의 납부가 이미 기록되어 있습니다. "
        "다른 입금이면 번호를 다르게 적어 주세요."
    )
    en = (
        "A payment of that day, amount and reference is recorded already. "
        "If it is another one, give it another reference."
    )


class InvoiceAlreadyPaidError(ConflictError):
    ko = "이미 모두 낸 것으로 기록한 청구서입니다."
    en = "This invoice is recorded as paid already."


class InvoiceWithdrawnError(ConflictError):
    ko = "두 사람이 거두어들인 청구서입니다. 더 받을 돈이 없습니다."
    en = "This invoice was withdrawn by two people. Nothing of it is to be paid any more."


class InvoiceOpenChangedError(RuleViolationError):
    """`open_amount`: won that are to be paid now; `asked_amount`: that the request is for."""

    ko = (
        "올린 뒤에 납부가 기록되어 아직 받을 돈이 {open_amount}원입니다. "
        "올린 금액은 {asked_amount}원입니다. 다시 올려 주세요."
    )
    en = (
        "Since it was proposed a payment was recorded: {open_amount} won are open, "
        "not {asked_amount}. Propose it again."
    )


class InvoiceWithdrawalNotFoundError(NotFoundError):
    ko = "찾는 청구 철회 요청이 없습니다."
    en = "There is no such request to withdraw an invoice."
