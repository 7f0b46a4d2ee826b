"""The desk as a WSGI application (granian serves it)."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tangkal.desk.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Load what the first question would otherwise wait for."""
    from tangkal.desk.recognise import matcher  # noqa: PLC0415 - needs Django's apps

    matcher.warm_up()


# A little later: the first page goes first.
timer = threading.Timer(1.5, warm_up)
timer.daemon = True
timer.start()
