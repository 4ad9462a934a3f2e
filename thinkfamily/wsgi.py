"""The web application that gunicorn serves, loaded whole so that its workers can share it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thinkfamily.settings")

application = get_wsgi_application()

from thinkfamily.loading import load_pages  # noqa: E402 - needs the applications loaded above
from thinkfamily.mode import refuse_other_mode  # noqa: E402 - the same

refuse_other_mode()
load_pages()
# What is loaded stays: workers forked from here never look through it for garbage, which would
# make each of them a copy of its own.
gc.collect()
gc.freeze()
