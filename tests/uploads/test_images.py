"""What is an image, and the copy of it that tells nothing but the picture."""

import pytest

from chalicelib.uploads import images
from tests.uploads import pictures
from tests.uploads.pictures import GPS


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_the_copy_is_the_same_picture_and_says_nothing_of_where(make: object) -> None:
    told = make(7)  # type: ignore[operator]
    assert GPS in told

    assert images.bare(told) == make(7, told=False)  # type: ignore[operator]


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_an_image_that_breaks_off_anywhere_is_none(make: object) -> None:
    whole = make(7, told=False)  # type: ignore[operator]
    for length in range(len(whole)):
        with pytest.raises(images.NotAnImageError):
            images.bare(whole[:length])


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_which_way_up_is_kept(orientation: int) -> None:
    bare = images.bare(pictures.jpeg(orientation=orientation))

    assert GPS not in bare
    assert images._orientation(bare[12:]) == orientation
    assert images.bare(bare) == bare


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_impossible_way_up_is_none(value: int) -> None:
    assert images.bare(pictures.jpeg(orientation=value)) == pictures.jpeg(told=False)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a" + bytes(50), b"<svg onload='alert(1)'/>", b"%PDF-1.7", b"\xff\xd8\xff",
     b"RIFF\x04\0\0\0WEBP", b"\x89PNG\r\n\x1a\n" + pictures.chunk(b"IEND", b""),
     b"\xff\xd8\xff\xd9"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(images.NotAnImageError):
        images.bare(content)


def test_the_kind_is_what_the_bytes_say() -> None:
    kinds = [images.content_type(make()) for make in (pictures.jpeg, pictures.png, pictures.webp)]
    assert kinds == ["image/jpeg", "image/png", "image/webp"]
