"""A night of the analysis, as Lambda calls its workers."""

import csv
import gzip
import io
from datetime import timedelta
from typing import Any

from chalicelib.analysis import worker
from chalicelib.analysis.extract import COLUMNS
from chalicelib.analysis.member_book import PARTS
from chalicelib.analysis.wiring import AnalysisWiring
from chalicelib.core.values import format_time
from tests import builders
from tests.conftest import Stack
from tests.events import Context, messages
from tests.fakes import FakeQueue
from tests.functional.test_workers import SCHEDULE


def run_night(stack: Stack, county_id: str = builders.COUNTY) -> int:
    """The next night; how many messages it took. One county's, for speed."""
    stack.now = (stack.now + timedelta(days=1)).replace(hour=18, minute=0)
    queue: FakeQueue = stack.adapters.queue(stack.adapters.settings.analysis_queue_url)
    queue.sent.clear()
    stack.work(worker.begin_analysis, SCHEDULE | {"time": format_time(stack.now)}, Context())
    waiting = [one for one in queue.sent if one[0] == county_id]
    done = 0
    while waiting:
        queue.sent.clear()
        bodies = [{"schema": 1, "county_id": county, "part": part} for county, part in waiting]
        answer = stack.work(worker.analyse_members, messages(bodies), Context())
        assert answer == {"batchItemFailures": []}
        done += len(waiting)
        waiting = list(queue.sent)
    return done


def extract_rows(stack: Stack) -> list[dict[str, Any]]:
    book = stack.wired(AnalysisWiring).book
    parts = [book.extract_part(builders.COUNTY, number) for number in range(PARTS)]
    text = b"".join(gzip.decompress(part) for part in parts if part).decode()
    names = [column.name for column in COLUMNS]
    return list(csv.DictReader(io.StringIO(text), fieldnames=names))
