"""Settings for the public site: pelicanconf.py, and the address it will have."""

import os
import sys
from pathlib import Path

# Pelican loads this file by path, so its neighbour is not importable by itself.
sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403  # Pelican's own convention for publish settings.

GONGKAI_SITE_URL = os.environ.get("GONGKAI_SITE_URL", "")
GONGKAI_PUBLISH = True
