"""Why a picture is not set."""

from chalicelib.core.errors import NotFoundError, RuleViolationError


class PictureSubjectNotFoundError(NotFoundError):
    """Neither the emblem, nor the county's picture, nor a campaign of the county."""

    ko = "그런 그림 자리는 없습니다."
    en = "There is nothing of that name that has a picture."


class PictureMissingError(RuleViolationError):
    """Words were sent without a file where none is yet."""

    ko = "그림 파일을 골라 주세요."
    en = "Please choose a file."
