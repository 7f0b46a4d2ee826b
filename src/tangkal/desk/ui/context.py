"""What every page may show."""

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:
    return {
        "is_demo": settings.TANGKAL.is_demo,
        "publisher": settings.TANGKAL.publisher,
        "site_url": settings.TANGKAL.site_url,
        "version": settings.VERSION,
    }
