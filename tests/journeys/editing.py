"""What every journey through the editor does."""

import re


def saved(page):
    """What the server has after the next save."""
    with page.expect_response(re.compile("/save/$")):
        page.keyboard.press("Control+s")
    page.item.refresh_from_db()
    return page.item


def paste(page, **data):
    """What another program put on the clipboard, pasted."""
    page.evaluate(
        """(data) => {
            const clipboard = new DataTransfer();
            Object.entries(data).forEach(([type, text]) => clipboard.setData(type.replace("_", "/"), text));
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
        }""",
        data,
    )
