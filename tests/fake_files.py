"""Where files are kept, in memory: a locked bucket by its client, and the port above it."""

import io
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError


class FakeS3:
    """A client of one bucket that knows conditional writes, and refuses what object lock refuses.

    `before_call` and `after_call` get each operation's name and key, so a test can fail there.
    """

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.before_call: Callable[[str, str], None] = lambda name, key: None
        self.after_call: Callable[[str, str], None] = lambda name, key: None

    def put_object(self, *, Key: str, Body: bytes, **options: Any) -> None:  # noqa: N803
        self.before_call("put_object", Key)
        if options.get("IfNoneMatch") != "*" or "ChecksumAlgorithm" not in options:
            raise AssertionError("a locked bucket is written to once, and with a checksum")
        if Key in self.objects:
            error = {"Error": {"Code": "PreconditionFailed", "Message": ""}}
            raise ClientError(error, "PutObject")
        self.objects[Key] = bytes(Body)
        self.after_call("put_object", Key)

    def get_object(self, *, Key: str, **options: Any) -> dict[str, Any]:  # noqa: N803
        self.before_call("get_object", Key)
        if Key not in self.objects:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": ""}}, "GetObject")
        return {"Body": io.BytesIO(self.objects[Key])}


class FakeFiles:
    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, name: str, content: bytes, content_type: str) -> None:
        self.files[name] = content

    def put_once(self, name: str, content: bytes, content_type: str) -> bytes:
        return self.files.setdefault(name, content)

    def get(self, name: str) -> bytes | None:
        return self.files.get(name)

    def list(self, prefix: str) -> list[str]:
        return sorted(name for name in self.files if name.startswith(prefix))
