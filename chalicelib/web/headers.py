"""Security headers of pages and their files."""

from chalice import Response

ACCEPT_ASKED = "x-accept"
"""What a caller asked for, where `Accept` itself says that everything is welcome."""
AGENCY = " https://*.portone.io https://*.iamport.co"
"""Where PortOne serves its script and the frames of the agencies."""

PAYMENTS = " https://js.tosspayments.com https://*.tosspayments.com"
"""Where 토스페이먼츠 serves its script, and the frames of its window."""
REPORT_FRAME = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""Of the frame in which the desk shows a report, as mail has it."""


FILE_ALONE = "default-src 'none'; frame-ancestors 'none'"
"""Of scripts, styles, letters and pictures: what they may load the page says that uses them. A
first visit brings two dozen of them, and each the four hundred bytes of a page's own policy."""


def policy(staff_login_url: str, upload_url: str, *, agency: str = "") -> str:
    """`upload_url`: where images are sent to and shown from. `agency`: whose scripts and frames are
    let in, on the one page where an identity is verified or money is paid."""
    return (
        f"default-src 'self'; img-src 'self' data: blob: {upload_url}; style-src 'self'; "
        f"script-src 'self' 'wasm-unsafe-eval'{agency}; "
        f"connect-src 'self' {staff_login_url} {upload_url}{agency}; "
        f"frame-src 'self' blob:{agency}; object-src 'none'; base-uri 'self'; "
        f"form-action 'self'{agency}; frame-ancestors 'none'"
    )


def secure(response: Response, *, staff_login_url: str, upload_url: str) -> Response:
    """Nothing but our own scripts and styles, and talk only to ourselves, the staff's log-in and
    where images are kept."""
    response.headers.setdefault("Content-Security-Policy", policy(staff_login_url, upload_url))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
