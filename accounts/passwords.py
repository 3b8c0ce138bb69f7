"""The password rule of the offices' security standard, and passwords that serve once."""

import re
import secrets

from django.contrib.auth.hashers import get_hasher
from django.core.exceptions import ValidationError

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
RULE = (
    "新密码至少8位，须含小写字母、大写字母、数字、符号中的三类；"
    "不能是常见密码，不能与姓名、用户名相近，不能与现用密码相同。"
)
READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0 O 1 l I o
QUICK = 20_000  # rounds; Django hashes the password anew, at full strength, at its first log-in


class EightCharactersValidator:
    """The same standard's length; Django's own sentence has no Chinese yet."""

    def validate(self, password, user=None):
        if len(password) < 8:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self):
        return "密码至少8位。"


class ThreeClassesValidator:
    """Three of four character classes (GB/T 22239-2019 身份鉴别 a)."""

    def validate(self, password, user=None):
        if sum(bool(re.search(kind, password)) for kind in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self):
        return "密码须含小写字母、大写字母、数字、符号中的三类。"


def one_time_password():
    """Twelve readable characters in groups of four: 69 bits, and the rule holds."""
    while True:
        letters = [secrets.choice(READABLE) for _ in range(12)]
        password = "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))
        if all(re.search(kind, password) for kind in CLASSES):
            return password


def hash_one_time(password):
    """A random secret needs no slow hash, and a spreadsheet may bring a thousand of them."""
    hasher = get_hasher()
    rounds = {"iterations": QUICK} if hasher.algorithm.startswith("pbkdf2") else {}
    return hasher.encode(password, hasher.salt(), **rounds)
