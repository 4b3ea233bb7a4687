"""Stored files as downloads: streamed, saved under their own name, never shown by the browser, known again by their hash."""

from typing import BinaryIO

from flask import Response, request, send_file


def attachment(content: BinaryIO, *, name: str, media_type: str, size: int, sha256: str) -> Response:
    """The answer that hands out a file, closed when it is sent.

    The hash is a strong ETag, and parts may be asked for (RFC 9110, 8.8.3 and 14); a name beyond ASCII is sent as
    `filename*` beside a plain one (RFC 6266). Kept by the reader's browser only, which asks again each time.
    """
    answer = send_file(
        content, mimetype=media_type, as_attachment=True, download_name=name, etag=False, conditional=False
    )
    answer.content_length = size
    answer.set_etag(sha256)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    return answer
