"""Uploads in the table, for as long as their first copies last."""

from datetime import timedelta

from chalicelib.aws.table import Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.uploads import keys
from chalicelib.uploads.uploads import Upload

KEPT_FOR = timedelta(days=2)


class UploadStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, upload: Upload) -> None:
        """Access pattern 245."""
        self._table.put_new(
            {
                **keys.upload(upload.county_id, upload.upload_id)._asdict(),
                "type": "upload",
                "member_id": upload.member_id,
                "content_type": upload.content_type,
                "size": upload.size,
                "sha256": upload.sha256,
                "at": format_time(upload.at),
                "ttl": int((upload.at + KEPT_FOR).timestamp()),
            }
        )

    def by_id(self, county_id: str, upload_id: str) -> Upload | None:
        """Access pattern 246, read consistently."""
        item = self._table.get(keys.upload(county_id, upload_id), consistent=True)
        if item is None:
            return None
        return Upload(
            county_id=county_id,
            upload_id=upload_id,
            member_id=item["member_id"],
            content_type=item["content_type"],
            size=item["size"],
            sha256=item["sha256"],
            at=parse_time(item["at"]),
        )
