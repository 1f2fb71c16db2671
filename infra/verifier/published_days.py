"""The published days as they are kept: in the locked bucket, or in a folder with a copy of it; and
what the county published of half-years, in the bucket of reports."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import ClientError

from infra.verifier import day_record
from infra.verifier.day_record import DayRecord, file_content, leaves_name, root_name

READERS = 16


class Files(Protocol):
    def names(self, prefix: str) -> Iterator[str]: ...

    def read(self, name: str) -> bytes | None: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self, prefix: str) -> Iterator[str]:
        for file in sorted(self._path.rglob("*")):
            name = file.relative_to(self._path).as_posix()
            if file.is_file() and name.startswith(prefix):
                yield name

    def read(self, name: str) -> bytes | None:
        file = self._path / name
        return file.read_bytes() if file.is_file() else None


class Bucket:
    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def names(self, prefix: str) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._name, Prefix=prefix):
            for row in page.get("Contents", ()):
                yield row["Key"]

    def read(self, name: str) -> bytes | None:
        try:
            answer = self._client.get_object(Bucket=self._name, Key=name)
        except ClientError as exc:
            if exc.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise
        content: bytes = answer["Body"].read()
        return content


class PublishedDays:
    """`reports`: where publications of half-years are; `None` without a copy of them."""

    def __init__(self, files: Files, reports: Files | None = None) -> None:
        self._files = files
        self._reports = reports

    @property
    def has_publications(self) -> bool:
        return self._reports is not None

    def publication(self, name: str) -> bytes | None:
        return self._reports.read(name) if self._reports else None

    def counties(self) -> set[str]:
        return {name.partition("/")[0] for name in self._files.names("")}

    def roots(self, county_id: str) -> tuple[list[DayRecord], list[str]]:
        """The day records, and a sentence for each that cannot be read."""
        roots, problems = [], []
        for name in self._files.names(f"{county_id}/roots/"):
            content = self._files.read(name) or b""
            try:
                root = day_record.from_record(json.loads(content))
                is_itself = content == file_content(root) and name == root_name(county_id, root.on)
            except (AttributeError, KeyError, TypeError, ValueError) as exc:
                problems.append(f"{name}: no day record ({exc})")
                continue
            if is_itself:
                roots.append(root)
            else:
                problems.append(f"{name}: not as it is published")
        return roots, problems

    def leaves(self, county_id: str, on: date) -> bytes | None:
        return self._files.read(leaves_name(county_id, on))

    def days_with_leaves(self, county_id: str) -> set[str]:
        """Also those of which the record is missing."""
        return {name.rpartition("/")[2] for name in self._files.names(f"{county_id}/leaves/")}

    def names(self, prefix: str = "") -> Iterator[str]:
        return self._files.names(prefix)

    def read(self, name: str) -> bytes | None:
        return self._files.read(name)

    def read_all(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """In their order, many at a time: a bucket answers in hundredths of a second."""
        with ThreadPoolExecutor(READERS) as readers:
            yield from readers.map(self._files.read, names)
