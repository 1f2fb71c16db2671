"""What is refused at the desk itself."""

from chalicelib.core.errors import RuleViolationError


class TableReasonMissingError(RuleViolationError):
    """A list that tells of people is taken out as a file for a stated reason alone."""

    ko = "사람에 관한 목록입니다. 파일로 받는 사유를 적어 주세요."
    en = "This list tells of people. Please say why it is taken out as a file."
