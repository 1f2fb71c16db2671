"""QR codes as SVG."""

import io


def svg(text: str) -> str:
    """A QR code that scales to its box, with a quiet zone of four modules.

    Error correction M: the payment standard limits the level, so that a code cannot be altered
    unnoticed by printing over it.
    """
    # Not at the top: most payments show no code, and must not wait for this at a cold start.
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, omitsize=True, xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()
