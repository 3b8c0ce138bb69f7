"""The few browser files taken from npm packages, served under vendor/ and never committed."""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage

FILES = {  # address under STATIC_URL: place under node_modules
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "vendor/bootstrap.bundle.min.js.map": "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    "vendor/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "vendor/fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "vendor/fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    "vendor/sortable.min.js": "sortablejs/Sortable.min.js",
}


class NamedFiles(FileSystemStorage):
    """Opens a file of FILES by its public address, because collectstatic reads through a storage."""

    def path(self, name):
        return str(self.base_location / FILES[name])


class AssetFinder(BaseFinder):
    """A named list, because all of node_modules would be thousands of files nobody asks for."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = NamedFiles(location=settings.BASE_DIR / "node_modules")

    def check(self, **kwargs):
        missing = [name for name in FILES if not self.storage.exists(name)]
        if not missing:
            return []
        return [
            checks.Error(
                f"缺少网页所需的前端文件：{'、'.join(missing)}。 (Front-end files are missing.)",
                hint="请在项目目录运行 make setup。 (Run `make setup` in the project folder.)",
                id="infohub.E001",
            )
        ]

    def find(self, path, find_all=False, **kwargs):
        found = [self.storage.path(path)] if path in FILES and self.storage.exists(path) else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns):
        for name in FILES:
            yield name, self.storage
