"""The desk as a WSGI application (granian serves it)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tangkal.desk.settings")
application = get_wsgi_application()
