"""Whom a segment reaches is found by night, so that proposing to it reads little, however many
members a county has."""

import pytest

from chalicelib.analysis import member_book, nightly, segment_service
from chalicelib.analysis.errors import AnalysisNotReadyError, SegmentTooLargeError
from chalicelib.analysis.member_book import AnalysisBook
from chalicelib.analysis.wiring import AnalysisWiring
from tests.analysis.nights import run_night
from tests.builders import COUNTY
from tests.marketing.messages import SEGMENTS, Office


@pytest.fixture
def office() -> Office:
    return Office(members=8)


def reached(office: Office, maximum: int = 100) -> list[str]:
    segments = office.stack.wired(AnalysisWiring).segments
    found = segments.reached(COUNTY, office.segment_id, maximum=maximum)
    return sorted(one.member_id for one in found)


def test_after_a_night_the_book_is_not_read_and_the_same_are_reached(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_the_book = reached(office)
    assert len(by_the_book) == 8
    office.consent(office.members[0], "marketing", given=False)
    run_night(office.stack)

    def read(*args: object) -> None:
        raise AssertionError("the book of all members was read")

    monkeypatch.setattr(AnalysisBook, "rows", read)
    assert reached(office) == sorted(one.member_id for one in office.members[1:])
    assert office.propose()


def test_a_new_segment_of_a_large_county_waits_for_its_night(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_service, "COUNTED_AT_ONCE", 7)
    with pytest.raises(AnalysisNotReadyError):
        reached(office)
    path = f"{SEGMENTS}/{office.segment_id}/message-estimates"
    body = {"text_ko": "x", "text_en": "x", "channel": "sms"}
    answer = office.ask("POST", path, body)
    assert (answer.status, answer.json["code"]) == (404, "analysis_not_ready")
    run_night(office.stack)
    assert len(reached(office)) == 8


def test_more_than_are_sent_to_at_once_are_told_without_reading_them_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (member_book, nightly):
        monkeypatch.setattr(module, "PART_AUDIENCE_MAX", 0)
    run_night(office.stack)
    with pytest.raises(SegmentTooLargeError):
        reached(office)
    monkeypatch.undo()
    run_night(office.stack)
    with pytest.raises(SegmentTooLargeError):
        reached(office, maximum=7)
