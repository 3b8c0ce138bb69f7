"""What an upload really is: told by its content, never by its name. No Django."""

import hashlib
import re
import zipfile
from dataclasses import dataclass

import filetype
from docx.image.image import Image

OFFICE_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
KINDS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
SAME = {"jpeg": "jpg"}
IMAGES = ("jpg", "png")
UNPACKED_LIMIT = 200 * 1024 * 1024
PIXEL_LIMIT = 40_000_000  # what a camera takes; unpacked it is 160 MB, and somebody's page must draw it
ACCEPTED = "docx、xlsx、pptx、pdf、jpg、png"


class BadUpload(ValueError):
    """The file cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Upload:
    """A checked file: a clean name, its true type, size in bytes and hash."""

    name: str
    content_type: str
    size: int
    sha256: str


def inspect(file, name, limit_mb):
    """Check an open binary file; raise BadUpload in plain words."""
    name = clean_name(name)
    data = file.read(limit_mb * 1024 * 1024 + 1)
    file.seek(0)
    if not data:
        raise BadUpload(f"“{name}”是空文件，请重新选择。")
    if len(data) > limit_mb * 1024 * 1024:
        raise BadUpload(f"“{name}”超过 {limit_mb} MB，请压缩图片或拆分后再传。")
    claimed = name.rpartition(".")[2].lower()
    claimed = SAME.get(claimed, claimed)
    if claimed not in KINDS:
        raise BadUpload(f"不接收“.{claimed}”文件，请另存为 {ACCEPTED} 后再传。")
    if kind_of(file, data) != claimed:
        raise BadUpload(f"“{name}”的内容与扩展名不符，请用原软件打开并另存为 {ACCEPTED} 后再传。")
    if claimed in IMAGES:
        refuse_bad_picture(name, data)
    if claimed not in OFFICE_MARKS and holds_package(file):
        raise BadUpload(f"“{name}”里还夹带着另一个压缩文件，请用原软件打开并重新另存后再传。")
    return Upload(name, KINDS[claimed], len(data), hashlib.sha256(data).hexdigest())


def refuse_bad_picture(name, data):
    """The header tells the size; a small file may unfold to more points than any page can draw."""
    try:
        image = Image.from_blob(data)
    except Exception as broken:  # the parser raises whatever it stumbles over
        raise BadUpload(f"图片“{name}”打不开，请用看图软件另存为 jpg 或 png 后再传。") from broken
    if image.px_width * image.px_height > PIXEL_LIMIT:
        size = f"{image.px_width}×{image.px_height}"
        raise BadUpload(f"图片“{name}”过大（{size} 点），请缩小到 4000 万点以内再传。")


def holds_package(file):
    """A second file hidden behind the first (a polyglot) would be opened as something else."""
    found = zipfile.is_zipfile(file)
    file.seek(0)
    return found


def kind_of(file, data):
    """The type by content: office files by what their package holds, the rest by magic numbers."""
    if data[:4] == b"PK\x03\x04":
        return kind_of_package(file)
    guess = filetype.guess(data[:8192])
    return SAME.get(guess.extension, guess.extension) if guess else None


def kind_of_package(file):
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
    except zipfile.BadZipFile:
        return None
    finally:
        file.seek(0)
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise BadUpload("文件解压后过大，无法接收。")
    names = {entry.filename for entry in entries}
    if any("vbaProject" in name for name in names):
        raise BadUpload("文件含有宏，请另存为不含宏的格式后再传。")
    return next((kind for kind, mark in OFFICE_MARKS.items() if mark in names), None)


def clean_name(name):
    """The last part of the path, without control characters, at most 120 characters."""
    name = re.sub(
        r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rpartition("/")[2]
    )
    stem, dot, suffix = name.strip().rpartition(".")
    return f"{stem[:100]}{dot}{suffix[:10]}" or "未命名"
