"""Secrecy markers: found in an item and its files, and cleared only by name, with a reason, by a person."""

from accounts.events import record
from accounts.refusal import Refused
from submissions.secrecy import markers_in, texts_in_package


def markers_of(item):
    """Secrecy markers in the text, in the names of its files and inside them."""
    files = item.attachments.present()
    inside = [text for each in files for text in texts_of(each)]
    return markers_in(item.title, item.body, *(each.name for each in files), *inside)


def texts_of(attachment):
    with attachment.file.open() as file:
        return texts_in_package(file)


def clear_markers(item, *, by, cleared, reason):
    """Nothing leaves the informant with a marker nobody has answered for; the answer is in the log."""
    markers = markers_of(item)
    standing = [marker for marker in markers if marker not in cleared]
    if standing:
        raise Refused(
            f"发现疑似涉密标记：{'、'.join(standing)}。涉密信息不上网，请删去；"
            "确属误报的，在“报送前自查”页逐个勾选并写明理由后再送审。"
        )
    if markers and not reason.strip():
        raise Refused("请写明排除涉密标记的理由，本单位审核人会看到。")
    if markers:
        note = f"{'、'.join(markers)}：{reason.strip()}"
        record(by, "clear", item, label="排除涉密标记", unit=item.unit, note=note, markers=markers)
