"""Files in S3."""

import base64
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import TryAgainError


class FileStore:
    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, name: str, content: bytes, content_type: str) -> None:
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=name, Body=content, ContentType=content_type
            )
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=5) from exc

    def put_once(self, name: str, content: bytes, content_type: str) -> bytes:
        """Write the file if there is none of this name. Returns what is there afterwards: this
        content, or that of the file which was there before."""
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
        stored = self.get(name)
        if stored is None:
            # Taken a moment ago and not readable yet.
            raise TryAgainError(retry_after_seconds=5)
        return stored

    def get(self, name: str) -> bytes | None:
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=name)
            content: bytes = answer["Body"].read()
        except ClientError as exc:
            if exc.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise TryAgainError(retry_after_seconds=5) from exc
        except BotoCoreError as exc:
            raise TryAgainError(retry_after_seconds=5) from exc
        return content

    def form(
        self, name: str, *, content_type: str, size: int, sha256: bytes, seconds: int
    ) -> tuple[str, Mapping[str, str]]:
        """(address, fields) of a form that a browser can post this one file by. Nothing is asked
        of S3, which takes no file of another kind, length or hash by it."""
        fields = {
            "Content-Type": content_type,
            "x-amz-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": base64.b64encode(sha256).decode(),
            "success_action_status": "201",
        }
        made = self._client.generate_presigned_post(
            Bucket=self._bucket,
            Key=name,
            Fields=fields,
            Conditions=[
                *({field: fields[field]} for field in fields),
                ["content-length-range", size, size],
            ],
            ExpiresIn=seconds,
        )
        return made["url"], made["fields"]

    def address(self, name: str, *, content_type: str, seconds: int) -> str:
        """Opens the file to whoever has it, for so long."""
        address: str = self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": name,
                "ResponseContentType": content_type,
                "ResponseCacheControl": "no-store",
            },
            ExpiresIn=seconds,
        )
        return address

    def erase(self, name: str) -> None:
        """Whether or not it is there."""
        try:
            self._client.delete_object(Bucket=self._bucket, Key=name)
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=5) from exc

    def list(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`, in order."""
        try:
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix
            )
            return [row["Key"] for page in pages for row in page.get("Contents", ())]
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=5) from exc
