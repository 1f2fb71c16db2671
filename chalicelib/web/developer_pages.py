"""Pages for developers: how to begin, every operation and every code at an address of its own."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalice import Response

if TYPE_CHECKING:
    from chalicelib.http.operations import Operation
    from chalicelib.web.reference import CallPage
    from chalicelib.web.refusal_guide import Refusal


class DeveloperPages:
    """`page` renders a template, `unknown` answers for an address that there is not."""

    def __init__(
        self,
        operations: "Callable[[], Sequence[Operation]]",
        document: Callable[[], dict[str, Any]],
        page: Callable[..., Response],
        unknown: Callable[[str], Response],
    ) -> None:
        self._operations = operations
        self._document = document
        self._page = page
        self._unknown = unknown

    # What only these pages need is loaded by them: a till's payment must not wait for it.

    @cached_property
    def _refusals(self) -> "dict[str, Refusal]":
        from chalicelib.web import refusal_guide

        return refusal_guide.by_code(self._operations())

    @cached_property
    def _calls(self) -> "dict[str, CallPage]":
        from chalicelib.web import reference

        return reference.calls(self._document())

    def show_docs(self) -> Response:
        """Say how to begin, and what to know before taking money."""
        from chalicelib.http.handling import STAGE_CALLS_PER_SECOND
        from chalicelib.http.openapi import VERSION
        from chalicelib.paying import lessons
        from chalicelib.web import rehearsals

        rehearsed = [(ending, refusal(ending)) for ending, refusal in lessons.REFUSALS.items()]
        return self._page(
            "public/docs.html",
            lessons=lessons,
            rehearsed=rehearsed,
            rehearsed_cancels=rehearsals.OF_CANCELS,
            by_doing=rehearsals.BY_DOING,
            version=VERSION,
            calls_per_second=STAGE_CALLS_PER_SECOND,
        )

    def show_reference(self) -> Response:
        """List every operation, a till's first."""
        from chalicelib.web import reference, reference_words

        groups = reference.by_tag(self._calls)
        return self._page("public/reference.html", groups=groups, korean=reference_words.korean)

    def show_operation(self, operation_id: str) -> Response:
        """Show what one operation takes and answers, with a request to copy."""
        from chalicelib.web import reference_words

        call = self._calls.get(operation_id)
        if call is None:
            return self._unknown(f"docs/reference/{operation_id}")
        return self._page("public/operation.html", call=call, korean=reference_words.korean)

    def show_errors(self) -> Response:
        """List every code of a refusal, for developers."""
        from chalicelib.web import refusal_guide

        families = refusal_guide.by_status(self._refusals.values())
        return self._page("public/errors.html", families=families)

    def show_error(self, code: str) -> Response:
        """Say what a code means and what to do: where the `type` of a problem document leads."""
        from chalicelib.web import reference_words

        refusal = self._refusals.get(code)
        if refusal is None:
            return self._unknown(f"docs/errors/{code}")
        korean = reference_words.korean
        return self._page("public/error.html", refusal=refusal, korean=korean)
