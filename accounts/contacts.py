"""How a user name, a telephone and a line of a form have to look; forms and spreadsheets ask the same."""

import re
import unicodedata

# Foreign letters look, or compare in a database, like others: "ı" is "i" to one and not to the next.
USERNAME = re.compile(r"[A-Za-z0-9_.@\-〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]{2,40}")
USERNAME_RULE = "用户名为2至40个英文字母、数字或汉字，可含 . _ - @，不区分大小写"
PHONE = re.compile(r"[0-9+\-()转 ]{5,30}")
PHONE_RULE = "电话只含数字、空格和 + - ( ) 转，如 13800001234、010-55501000转12"


def tidy(text):
    """Without the spaces, full-width ones included, and the invisible marks that copying brings along."""
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf") or c in "\t\n")
    return " ".join(visible.split())


def tidy_code(text):
    """User names and telephones: full-width letters and digits become plain ones."""
    return tidy(unicodedata.normalize("NFKC", text))


def as_username(text):
    return tidy_code(text).lower()


def username_problem(username):
    return "" if USERNAME.fullmatch(username) else f"{USERNAME_RULE}。"


def phone_problem(phone):
    return "" if not phone or PHONE.fullmatch(phone) else f"{PHONE_RULE}。"
