"""Settings of a running Randa, on a laptop as in a region."""

from randa.settings.base import *  # noqa: F403 - one set of settings, see base.py
from randa.settings.unsafe import refuse_to_start

refuse_to_start()
