#!/usr/bin/env python
"""Django's command line for infohub."""

import os
import sys

ON_FILES_ALONE = (
    "reckon",
)  # commands that open no database and keep no session: an installation's secret is not asked

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ON_FILES_ALONE:
        os.environ.setdefault("SECRET_KEY", "not used")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infohub.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
