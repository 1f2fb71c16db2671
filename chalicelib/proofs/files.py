"""The published days in the bucket with object lock: written once, for good.

`<county>/leaves/<day>` holds the sorted leaves, 32 bytes each; `<county>/roots/<day>.json` the day
record in canonical JSON. Nothing here can overwrite or delete.
"""

from datetime import date

from chalicelib.proofs.ports import WriteOnceFiles


def leaves_name(county_id: str, on: date) -> str:
    return f"{county_id}/leaves/{on.isoformat()}"


def root_name(county_id: str, on: date) -> str:
    return f"{county_id}/roots/{on.isoformat()}.json"


class LedgerFiles:
    def __init__(self, files: WriteOnceFiles) -> None:
        self._files = files

    def keep_leaves(self, county_id: str, on: date, content: bytes) -> bytes:
        """Write the leaves if there are none yet; in any case what stands there then."""
        name = leaves_name(county_id, on)
        return self._files.put_once(name, content, "application/octet-stream")

    def keep_root(self, county_id: str, on: date, content: bytes) -> bytes:
        """The same for the day record."""
        return self._files.put_once(root_name(county_id, on), content, "application/json")

    def leaves(self, county_id: str, on: date) -> bytes | None:
        return self._files.get(leaves_name(county_id, on))

    def root(self, county_id: str, on: date) -> bytes | None:
        return self._files.get(root_name(county_id, on))
