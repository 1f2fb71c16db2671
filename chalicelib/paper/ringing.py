"""Tells staff of a note of somebody's stock that is in a shop's till."""

from chalicelib.core.observability import count, logger
from chalicelib.paper.errors import NoteUnsoldError
from chalicelib.paper.serials import Serial


def ring_for_unsold(county_id: str, serial: Serial, stage: str) -> None:
    """The alarm rings, and the log says which note."""
    logger.error("an unsold note was shown", county_id=county_id, serial=serial.text)
    count(NoteUnsoldError.METRIC, stage=stage)
