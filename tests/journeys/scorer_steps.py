"""What a scorer does on the pages of rule books and circulars."""

from playwright.sync_api import expect

PRINTED = "() => { const one = document.querySelector('.page-images img'); return one && one.complete && one.naturalWidth > 0 }"
NO_WIDER = "() => document.documentElement.scrollWidth <= window.innerWidth"
DRAWING = 60_000  # milliseconds: a page is typeset and drawn


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def section(page, name):
    page.get_by_label("各节").get_by_role("link", name=name).click()
    expect(page.get_by_label("各节").locator(".active")).to_contain_text(name)


def row(page, table, number):
    """The row of that number, added where there is none yet."""
    rows = page.locator(f"[data-rows={table}] > :is(tr, .card-clause)")
    if rows.count() < number:
        page.locator(f"button[name=add][value={table}]").click()
    return rows.nth(number - 1)


def fill(line, label, value):
    line.locator(f'td[data-label^="{label}"] input').fill(value)


def save(page):
    press(page, "保存本节")
    expect(page.get_by_text("已保存。")).to_be_visible()


def printed(page):
    """The pages are drawn after the page is there."""
    page.wait_for_function(PRINTED, timeout=DRAWING)


def passed_on(page, label):
    page.get_by_role("link", name=label, exact=True).click()
    page.get_by_role("button", name=f"确认{label}").click()
    expect(page.get_by_text(f"已{label}").first).to_be_visible()
