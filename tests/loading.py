"""One request in a process that has done nothing before: prints what it loaded beyond the app.

Run by tests/test_loaded_modules.py, which writes the facts of the request to standard input. With
the word `snapshot`, in a process that is loaded as before a snapshot.
"""

import json
import pickle
import sys
from functools import cached_property
from typing import Any

from chalicelib.aws.adapters import Adapters
from chalicelib.core.actors import StaffActor
from tests import fake_files, fakes
from tests.fake_kms import FakeKms


class StaffTokens:
    def read(self, token: str) -> StaffActor:
        return StaffActor("gangjin", token, frozenset({"manager"}), token)


class Process(Adapters):
    """A function's process over a table that is there already."""

    def __init__(self, items: dict[Any, Any]) -> None:
        super().__init__()
        self.table = fakes.FakeTable()
        self.table.items.update(items)

    def client(self, service: str) -> Any:
        return fake_files.FakeS3() if service == "s3" else FakeKms()

    @cached_property
    def report_files(self) -> Any:
        return fake_files.FakeFiles()

    @cached_property
    def staff_tokens(self) -> Any:
        return StaffTokens()


def main() -> None:
    facts = pickle.load(sys.stdin.buffer)  # noqa: S301 - The test wrote it.
    import chalicelib.application

    if sys.argv[1:] == ["snapshot"]:
        from chalicelib import snapshot

        snapshot.load()
    before = set(sys.modules)
    answer = chalicelib.application.build_lazily(Process(facts["items"]))(facts["event"], None)
    loaded = sorted(set(sys.modules) - before)
    print(json.dumps({"status": answer["statusCode"], "body": answer["body"], "loaded": loaded}))


if __name__ == "__main__":
    main()
