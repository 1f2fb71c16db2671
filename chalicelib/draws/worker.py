"""The job that draws what is due."""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import LEDGER, TABLE
from chalicelib.aws.worker import worker
from chalicelib.core.errors import TryAgainError
from chalicelib.core.observability import count, logger
from chalicelib.draws.wiring import DrawsWiring

lots = Blueprint(__name__)


@worker(
    lots,
    Function(
        trigger=Schedule("cron(0/10 * * * ? *)", missed="No draw was looked at", missed_hours=1),
        timeout_seconds=120,
        memory_mb=512,
        may=(TABLE.read(), TABLE.put("DRAWS"), LEDGER.get("*/draws/*"), LEDGER.put("*/draws/*")),
    ),
)
def draw_due_lots(event: CloudWatchEvent, adapters: Adapters) -> None:
    """Every ten minutes: draw what is frozen and whose round has been signed. Running it again
    changes nothing; what has no value yet is drawn by a later run. One draw's failure stops no
    other."""
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        drawing = adapters.wired(DrawsWiring).drawing
        for draw in drawing.due(county_id):
            try:
                if drawing.run(draw):
                    count("LotsDrawn")
            except TryAgainError:
                logger.warning("the beacon does not answer yet", draw_id=draw.draw_id)
                if drawing.is_late(draw):
                    failed.append(draw.draw_id)
            except Exception:
                logger.exception("lots not drawn", draw_id=draw.draw_id)
                failed.append(draw.draw_id)
    if failed:
        raise RuntimeError(f"not drawn: {', '.join(failed)}")
