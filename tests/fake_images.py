"""The bucket of images, in memory."""

from tests.fake_files import FakeFiles


class FakeImages(FakeFiles):
    def form(
        self, name: str, *, content_type: str, size: int, sha256: bytes, seconds: int
    ) -> tuple[str, dict[str, str]]:
        return "http://127.0.0.1/uploads", {"key": name, "Content-Type": content_type}

    def address(self, name: str, *, content_type: str, seconds: int) -> str:
        return f"http://127.0.0.1/uploads/{name}?seconds={seconds}"

    def erase(self, name: str) -> None:
        self.files.pop(name, None)
