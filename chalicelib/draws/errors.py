"""Why a draw cannot be made, filled, frozen or worked off."""

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
)


class DrawNotFoundError(NotFoundError):
    ko = "추첨을 찾을 수 없습니다."
    en = "There is no such draw."


class DrawTimesInvalidError(RuleViolationError):
    """A moment or a day of the draw does not stand where it must; `param` names it."""

    ko = "추첨의 시각이나 날을 확인해 주세요. {problem}."
    en = "Please check the times of the draw: {problem}."

    def __init__(self, *, param: str, problem: tuple[str, str]) -> None:
        super().__init__(param=param)
        self._problem = problem

    def detail(self, language: str) -> str:
        if language == "en":
            return self.en.format(problem=self._problem[1])
        return self.ko.format(problem=self._problem[0])


class DrawNotClosedError(ConflictError):
    ko = "아직 응모를 받는 중입니다. 마감한 뒤에 명단을 확정할 수 있습니다."
    en = "Entries are still open. The list can be frozen once they have closed."


class DrawFrozenError(ConflictError):
    """What is frozen is never changed: not by a file, and not by whoever made it."""

    ko = "명단이 이미 확정되어 바꿀 수 없습니다."
    en = "The list is frozen and cannot be changed."


class DrawOfRoundError(ConflictError):
    """Applications, the list, the draw and who buys when all follow from what was announced."""

    ko = "판매 회차의 추첨은 알린 대로 저절로 진행됩니다. 담당자가 바꾸거나 대신할 수 없습니다."
    en = "The draw of a sale round runs by itself as announced. Staff cannot change or replace it."


class DrawLapsedError(ConflictError):
    """Not frozen ten minutes before the later of its two rounds."""

    ko = "정해 둔 두 차례의 추첨 시각에 맞추지 못해 이 추첨은 할 수 없습니다. 새로 알려야 합니다."
    en = "The list was not frozen in time for either round, so this draw cannot be held."


class ExclusionsMissingError(RuleViolationError):
    """Staff and their households do not win: a list of them comes first, if only an empty one."""

    ko = "제외할 사람(담당자와 그 가구)의 명단을 먼저 올려 주세요. 없으면 빈 명단을 올립니다."
    en = "Upload the list of excluded people (staff and households) first, if only an empty one."


class DrawMakerFreezesError(ForbiddenError):
    """Two people: who announced a draw or uploaded a file of it does not freeze its list."""

    ko = "추첨을 알리거나 명단을 올린 사람은 확정할 수 없습니다. 다른 담당자가 해야 합니다."
    en = "Who announced this draw or uploaded a list cannot freeze it. Another person must."


class CommentsUndecidedError(ConflictError):
    """`count`: who entered by a comment in time must not miss the list for want of a look."""

    ko = "아직 보지 않은 댓글 응모가 {count}건 있습니다. 모두 정한 뒤에 확정해 주세요."
    en = "{count} comment entries have not been decided. Decide them, then freeze the list."


class EntrantsTooManyError(RuleViolationError):
    ko = "한 추첨에 응모자를 {maximum}명까지 올릴 수 있습니다."
    en = "A draw may have {maximum} entrants."


class DrawNotDrawnError(ConflictError):
    ko = "아직 추첨하지 않았습니다."
    en = "Lots have not been drawn yet."


class PlaceNotFoundError(NotFoundError):
    ko = "당첨자와 예비 당첨자 가운데 그런 순번이 없습니다."
    en = "No winner or reserve has this number."


class PlaceHasNoPrizeError(ConflictError):
    """A reserve whose turn has not come."""

    ko = "아직 상품이 돌아가지 않은 예비 순번입니다."
    en = "No prize has come to this reserve yet."


class PlaceSettledError(ConflictError):
    ko = "이미 수락이나 포기로 적힌 순번입니다."
    en = "It was already recorded that this place accepted or passed."


class AnswerStillOpenError(ConflictError):
    """Carries `answer_by`: until then a winner may still answer."""

    ko = "아직 답할 기한이 남아 있습니다."
    en = "There is still time to answer."


class AnswerTooLateError(ConflictError):
    """The time to answer, or that of keeping personal data, is over."""

    ko = "답할 기한이 지났습니다."
    en = "The time to answer is over."


class PrizeTaxUnsettledError(RuleViolationError):
    """The winner pays 22 % of a prize above the limit (Income Tax Act, art. 84 and 129)."""

    ko = "{maximum}원을 넘는 상품은 세금(22%)을 받은 뒤에 수락을 적을 수 있습니다."
    en = "A prize above {maximum} won is accepted once its tax (22 %) was paid."


class WinnerMemberWrongError(RuleViolationError):
    """The member is not who was drawn at this place, is excluded or has withdrawn, or has a place
    already."""

    ko = "이 순번의 당첨자가 아니거나, 제외된 사람이거나, 이미 다른 순번으로 받은 회원입니다."
    en = "This member was not drawn at this place, is excluded, or has taken another place already."


class WinnerMemberMissingError(RuleViolationError):
    ko = "상품권은 회원에게 드립니다. 당첨자의 회원 번호를 적어 주세요."
    en = "Vouchers go to members: give the winner's member id."
