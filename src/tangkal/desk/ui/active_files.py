"""What in a file would act when somebody opens it."""

import re

# Of a PDF only what stands in plain is seen; inside packed parts nobody looks but the reader.
_IN_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|\?xml|hta:)",
    re.IGNORECASE,
)
HEAD = 4096


def is_active_pdf(content: bytes) -> bool:
    """Whether a PDF holds a script, or a file that it would open.

    >>> is_active_pdf(b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>")
    True
    """
    return content.startswith(b"%PDF-") and _IN_PDF.search(content) is not None


def begins_as_page(content: bytes) -> bool:
    """Whether a browser would take it for a page or a drawing that may run scripts."""
    return _MARKUP.match(content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")) is not None
