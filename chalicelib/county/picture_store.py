"""The emblems and pictures of a county. None is ever changed: another is called otherwise."""

from chalicelib.aws.table import Table
from chalicelib.county import keys
from chalicelib.county.pictures import Picture


class PictureStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, county_id: str, name: str) -> Picture | None:
        """Access pattern 190."""
        item = self._table.get(keys.picture(county_id, name))
        return Picture(name, bytes(item["content"])) if item else None

    def put(self, county_id: str, picture: Picture) -> None:
        """Access pattern 300. Does nothing if it is there: it is called after its content."""
        key = keys.picture(county_id, picture.name)
        self._table.put_new({**key._asdict(), "type": "picture", "content": picture.content})
