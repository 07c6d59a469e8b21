"""The application as a web server meets it."""

import os

from django.core.wsgi import get_wsgi_application

from randa.runtime.database import mark_as_web

mark_as_web()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "randa.settings.production")
application = get_wsgi_application()
