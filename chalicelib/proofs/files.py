"""The published days in the bucket with object lock: written once, for good.

`<county>/leaves/<day>` holds the sorted leaves, 32 bytes each; `<county>/roots/<day>.json` the day
record in canonical JSON. Nothing here can overwrite or delete.
"""

from datetime import date
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.files import FileStore
from chalicelib.core.errors import TryAgainError


def leaves_name(county_id: str, on: date) -> str:
    return f"{county_id}/leaves/{on.isoformat()}"


def root_name(county_id: str, on: date) -> str:
    return f"{county_id}/roots/{on.isoformat()}.json"


class LedgerFiles:
    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._files = FileStore(client, bucket)

    def keep_leaves(self, county_id: str, on: date, content: bytes) -> bytes:
        """Write the leaves if there are none yet; in any case what stands there then."""
        return self._create(leaves_name(county_id, on), content, "application/octet-stream")

    def keep_root(self, county_id: str, on: date, content: bytes) -> bytes:
        """The same for the day record."""
        return self._create(root_name(county_id, on), content, "application/json")

    def leaves(self, county_id: str, on: date) -> bytes | None:
        return self._files.get(leaves_name(county_id, on))

    def root(self, county_id: str, on: date) -> bytes | None:
        return self._files.get(root_name(county_id, on))

    def _create(self, name: str, content: bytes, content_type: str) -> bytes:
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=name,
                Body=content,
                ContentType=content_type,
                IfNoneMatch="*",
                # A bucket with object lock takes no object without a checksum.
                ChecksumAlgorithm="SHA256",
            )
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in ("PreconditionFailed", "412"):
                raise TryAgainError(retry_after_seconds=5) from exc
        except BotoCoreError as exc:
            raise TryAgainError(retry_after_seconds=5) from exc
        else:
            return content
        stored = self._files.get(name)
        if stored is None:
            # Taken a moment ago and not readable yet.
            raise TryAgainError(retry_after_seconds=5)
        return stored
