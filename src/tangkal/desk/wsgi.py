"""The desk as a WSGI application (granian serves it)."""

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tangkal.desk.settings")
desk = get_wsgi_application()

from tangkal.desk.portal.front import Front, desk_revision  # noqa: E402 - models exist only now
from tangkal.desk.tipline.hooks import Hooks  # noqa: E402

application = Hooks(Front(desk, revision=desk_revision))


def warm_up() -> None:
    """Load what the first question would otherwise wait for."""
    from tangkal.desk.recognise import matcher  # noqa: PLC0415 - needs Django's apps
    from tangkal.tracking_effectiveness import effects  # noqa: PLC0415

    matcher.warm_up()
    effects.warm_up()  # planning a response asks what could be seen
    spare_what_stays()


def spare_what_stays() -> None:
    """Code, settings and indexes stay as long as the process: the collector need not see them.

    Each of its looks at everything stopped all threads for 0.2 s: a page now and then paid that.
    """
    gc.collect()
    gc.freeze()


# A little later: the first page goes first.
timer = threading.Timer(1.5, warm_up)
timer.daemon = True
timer.start()
