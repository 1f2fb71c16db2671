"""The daily job over photo entries, and over pictures of comments: what was cut off is finished,
and what is over is erased."""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE, UPLOADS
from chalicelib.aws.worker import meant_at, worker
from chalicelib.comments.wiring import CommentsWiring
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.photos.wiring import PhotosWiring

photo_nights = Blueprint(__name__)


@worker(
    photo_nights,
    Function(
        trigger=Schedule("cron(50 15 * * ? *)", missed="No photo entry was finished or erased"),
        timeout_seconds=900,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("PHOTOS", "WALLET", "VISITED", "COMMENTS", "COMMENTLIKE"),
            UPLOADS.erase(),
        ),
    ),
)
def tend_photos(event: CloudWatchEvent, adapters: Adapters) -> None:
    """00:50 in Seoul. An accepted photo that was not rewarded is; one that was refused or
    withdrawn, or whose time is over, is erased; so is the picture of a comment that was decided or
    whose draw is frozen."""
    today = seoul_date(meant_at(event, adapters))
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        desk = adapters.wired(PhotosWiring).desk
        for photo in desk.due(county_id, today):
            try:
                if desk.tend(county_id, photo.photo_id, today):
                    count("PhotosTended")
            except Exception:
                logger.exception("photo not tended", photo_id=photo.photo_id)
                failed.append(photo.photo_id)
        try:
            adapters.wired(CommentsWiring).desk.erase_pictures(county_id)
        except Exception:
            logger.exception("pictures of comments not erased", county_id=county_id)
            failed.append(county_id)
    if failed:
        raise RuntimeError(f"photos not tended: {', '.join(failed)}")
