"""Why a comment is not taken, or not decided over."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class CommentNotFoundError(NotFoundError):
    ko = "그런 댓글 응모가 없습니다."
    en = "There is no such comment entry."


class CommentsNotTakenError(RuleViolationError):
    ko = "댓글로 응모하는 추첨이 아닙니다."
    en = "This draw takes no entries by comment."


class CommentEntriesClosedError(RuleViolationError):
    ko = "응모를 마감한 추첨입니다."
    en = "Entries to this draw have closed."


class CommentProofMissingError(RuleViolationError):
    """Neither a link, nor a picture. A link of the post itself shows no comment."""

    ko = (
        "댓글의 링크를 적거나 댓글이 보이는 화면 사진을 올려 주세요. "
        "글의 링크는 댓글의 링크가 아닙니다."
    )
    en = (
        "Please give the link of your comment, or a screenshot of it. "
        "The link of the post is not that of your comment."
    )


class CommentPersonEnteredError(RuleViolationError):
    """By another wallet with the same number or of the same person."""

    ko = "이 번호나 이 분으로 이미 응모했습니다. 한 분이 한 번만 응모하실 수 있습니다."
    en = "This number or person has entered already. Each person may enter once."


class CommentSendsUsedError(RuleViolationError):
    """`most`: how often a person may send to a draw."""

    ko = "한 추첨에 댓글을 {most}번까지 보내실 수 있습니다."
    en = "A comment may be sent {most} times to one draw."


class CommentDecidedError(ConflictError):
    """`state`: as it stands."""

    ko = "이미 정해진 댓글 응모입니다."
    en = "This comment entry has been decided already."


class CommentSentAnewError(ConflictError):
    """Nobody decides over what they have not seen."""

    ko = "그 사이에 회원이 댓글을 다시 보냈습니다. 새로 열어서 봐 주세요."
    en = "The member has sent another comment meanwhile. Please open it again."


class CommentTakenError(ConflictError):
    """A comment has one writer, and an account one holder: only the first of two is accepted."""

    ko = "같은 아이디나 같은 댓글로 다른 분의 응모를 이미 받았습니다."
    en = "Somebody else's entry with the same handle or comment has been accepted."
