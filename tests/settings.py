"""The product's settings, made quick and harmless for tests."""

import os
from pathlib import Path

os.environ["DEBUG"] = "true"  # spares HTTPS, secrets and manifests; pytest-django switches it off again
os.environ["INFOHUB_VAR"] = str(Path(__file__).resolve().parent.parent / "build" / "tests")
os.environ.pop("REDIS_URL", None)  # a queue only where a test asks for one: fixture "worker"

from infohub.settings import *  # noqa: F403
from infohub.settings import DATABASES, MIDDLEWARE

DATABASES["default"]["CONN_MAX_AGE"] = 0  # a lingering connection would keep the database from being dropped
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False  # fixture "lockout" switches it on
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # reads every asset again for every client

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory all threads would share one connection, and two requests of a browser at once one transaction.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(os.environ["INFOHUB_VAR"]) / f"test-{os.getpid()}.sqlite3")
    }
