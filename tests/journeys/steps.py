"""What every journey does."""

from playwright.sync_api import expect

from tests.factories import PASSWORD


def log_in(page, user, password=PASSWORD):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("main h1")).not_to_have_text("登录")


def body_of(page, *, script=True):
    """Where the text is written; with script the editor takes the place of the plain field first."""
    if script:
        page.locator(".ProseMirror").wait_for()
    return page.get_by_label("正文", exact=True)
