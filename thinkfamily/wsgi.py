"""The web application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thinkfamily.settings")

application = get_wsgi_application()

from thinkfamily.mode import refuse_other_mode  # noqa: E402 - needs the applications loaded above

refuse_other_mode()
