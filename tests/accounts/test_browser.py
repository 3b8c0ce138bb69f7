"""What only a real browser can tell: the list of one-time passwords is really saved, under the content policy."""

import pytest
from openpyxl import load_workbook

from accounts.models import User
from tests.accounts.sheets import good
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_spreadsheet_is_loaded_and_its_passwords_are_saved_as_one(page, house, tmp_path):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(good().read())
    log_in(page, house.sysadmin)

    page.goto("/accounts/import/")
    page.get_by_label("表格文件").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载一次性密码表").click()
    download.value.save_as(tmp_path / "passwords.xlsx")

    row = [cell.value for cell in load_workbook(tmp_path / "passwords.xlsx").active[2]]
    assert download.value.suggested_filename == "one-time-passwords.xlsx"
    assert row[:3] == ["林晓", "翠湖街道总工会", "linxiao"]
    assert User.objects.get(username="linxiao").check_password(row[3])


def test_the_administrators_pages_fit_on_a_telephone(phone, house):
    log_in(phone, house.sysadmin)
    file, unit = f"people/{house.informant.pk}/", f"units/{house.street.pk}/"

    wide = []
    for path in (
        "",
        "units/",
        unit,
        f"{unit}edit/",
        "people/",
        file,
        "people/new/",
        "posts/",
        "import/",
        "profile/",
    ):
        phone.goto(f"/accounts/{path}")
        if phone.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)

    assert wide == []
