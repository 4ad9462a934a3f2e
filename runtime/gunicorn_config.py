"""Settings of the web server. The address to listen on comes from outside."""

import signal
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from runtime.processes import die_with

wsgi_app = "thinkfamily.wsgi:application"
preload_app = True  # the workers share what is loaded
workers = 2
threads = 4
timeout = 60
graceful_timeout = 4  # seconds; the supervisor kills after 6
loglevel = "warning"
control_socket_disable = True
if sys.platform == "linux":
    worker_tmp_dir = "/dev/shm"  # heartbeats are no work for a disk


def post_fork(server: Arbiter, worker: Worker) -> None:
    """Workers end with the main process even when that is killed."""
    die_with(server.pid, signal.SIGKILL)
