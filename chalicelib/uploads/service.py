"""Taking images, and using them: looked at, copied bare, shown for a minute, erased."""

import hashlib
from datetime import timedelta

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.ledger.profile import check_is_active
from chalicelib.uploads import images
from chalicelib.uploads.ports import ImageFiles, Profiles, Tries, UploadStore
from chalicelib.uploads.uploads import DAY_MAX, FORM_LASTS, SHOWN_SECONDS, Form, Kept, Upload


class Uploads(Struct, frozen=True):
    store: UploadStore
    files: ImageFiles
    members: Profiles
    tries: Tries
    clock: Clock

    def begin(
        self, actor: MemberActor, *, content_type: images.ContentType, size: int, sha256: str
    ) -> tuple[Upload, Form]:
        """The form takes just these bytes, once or again, for a quarter of an hour.

        Raises `MemberNotFoundError`, `MemberSuspendedError`, `RateLimitedError`.
        """
        found = self.members.profile(actor.county_id, actor.member_id, consistent=True)
        profile, now = check_is_active(found, actor), to_milliseconds(self.clock())
        subject = f"upload/{profile.member_id}"
        self.tries.check(profile.county_id, subject, maximum=DAY_MAX, window=timedelta(days=1))
        upload = Upload(
            county_id=profile.county_id,
            upload_id=new_id("upl", now),
            member_id=profile.member_id,
            content_type=content_type,
            size=size,
            sha256=sha256,
            at=now,
        )
        self.store.create(upload)
        url, fields = self.files.form(
            upload.file,
            content_type=content_type,
            size=size,
            sha256=bytes.fromhex(sha256),
            seconds=int(FORM_LASTS.total_seconds()),
        )
        return upload, Form(url, fields, now + FORM_LASTS)

    def use(self, county_id: str, member_id: str, upload_id: str, *, name: str, param: str) -> Kept:
        """Keep the bare copy of a member's own image by this name; again, the same.

        Raises `InvalidRequestError`, which names `param`: there is no such upload of this member,
        nothing came, or what came is not what was promised, or no image.
        """
        upload = self.store.by_id(county_id, upload_id)
        if upload is None or upload.member_id != member_id or self.clock() > upload.usable_until:
            problem = ("그런 올린 파일이 없습니다", "is no file that was uploaded")
            raise InvalidRequestError(param=param, problem=problem)
        content = self.files.get(upload.file)
        if content is None:
            problem = ("아직 올리지 않은 파일입니다", "has not come yet")
            raise InvalidRequestError(param=param, problem=problem)
        try:
            self._check(upload, content)
            bare = images.bare(content)
        except images.HeicError as exc:
            problem = (
                "HEIC 사진은 받을 수 없습니다. JPEG로 바꾸거나 화면 캡처해서 보내 주세요",
                "is HEIC, which cannot be taken: send JPEG, or a screenshot of it",
            )
            raise InvalidRequestError(param=param, problem=problem) from exc
        except images.NotAnImageError as exc:
            problem = ("사진 파일이 아니거나 깨졌습니다", "is no image, or is damaged")
            raise InvalidRequestError(param=param, problem=problem) from exc
        self.files.put(kept_file(name), bare, upload.content_type)
        return Kept(upload_id, upload.content_type, hashlib.sha256(bare).hexdigest())

    def address(self, name: str, kept: Kept, *, seconds: int = SHOWN_SECONDS) -> str:
        """Opens the image to whoever has it, for a minute or as long as is said."""
        return self.files.address(kept_file(name), content_type=kept.content_type, seconds=seconds)

    def erase(self, name: str) -> None:
        """The copy that is kept; the first is gone in a day. Again changes nothing."""
        self.files.erase(kept_file(name))

    def _check(self, upload: Upload, content: bytes) -> None:
        is_promised = (
            len(content) == upload.size
            and hashlib.sha256(content).hexdigest() == upload.sha256
            and images.content_type(content) == upload.content_type
        )
        if not is_promised:
            raise images.NotAnImageError("not what was promised")


def kept_file(name: str) -> str:
    return f"kept/{name}"
