"""Every template compiles, also the ones no test happens to render."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines


def complaints(folder):
    engine = engines["django"]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            engine.get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            yield f"{name}: {error}"


if __name__ == "__main__":
    django.setup()
    found = [line for folder in settings.TEMPLATES[0]["DIRS"] for line in complaints(Path(folder))]
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
