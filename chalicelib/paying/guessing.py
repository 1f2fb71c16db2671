"""Tells staff of a shop that guesses pay codes."""

from chalicelib.core.observability import count, logger
from chalicelib.paying.errors import TypedCodesPausedError


def ring_for_guesses(merchant_id: str, stage: str) -> None:
    """The alarm rings, and the log says for which shop."""
    logger.warning("a shop guesses digits", merchant_id=merchant_id)
    count(TypedCodesPausedError.METRIC, stage=stage)
