"""Why there is no proof of an entry."""

from chalicelib.core.errors import ConflictError, NotFoundError


class EntryNotPublishedError(NotFoundError):
    """A day's record and the next one are published, and neither has the entry."""

    ko = "이 내역은 공개된 기록에 들어 있지 않습니다. 군청에 알려 주세요."
    en = "This entry is not in the published ledger. Please tell the county."


class ProofNotReadyError(ConflictError):
    """Carries `ready_at`, when the record of the entry's day will have been published."""

    ko = "이 내역의 증명은 다음 날 새벽 1시 뒤에 받을 수 있습니다."
    en = "The proof of this entry can be had after 1 a.m. of the next day."
