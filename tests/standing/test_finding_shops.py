"""Staff find a shop, whatever its status."""

from urllib.parse import urlencode

from tests.conftest import Stack
from tests.standing.test_merchants import set_status


def test_staff_find_a_shop_by_name_code_and_status(stack: Stack) -> None:
    set_status(stack, "closed")

    def found(query: str) -> list[str]:
        answer = stack.call("GET", f"/v1/staff/merchants?{query}", token="anna")
        return [row["merchant_code"] for row in answer.json["data"]]

    assert found("") == ["M0001", "M0002"]
    assert found("status=closed") == ["M0001"]
    assert found("q=m0002") == ["M0002"]
    # Decomposed, as some systems send it.
    assert found(urlencode({"q": "\u110e\u1165\u11bc\u110c\u1161"})) == ["M0001"]
    first = stack.call("GET", "/v1/staff/merchants?limit=1", token="anna").json
    second = found(f"limit=1&cursor={first['next_cursor']}")
    assert [first["data"][0]["merchant_code"], *second] == ["M0001", "M0002"]
