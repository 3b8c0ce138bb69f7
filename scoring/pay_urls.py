"""Addresses of remuneration (稿酬) and of the fund it is paid from."""

from django.urls import path

import scoring.converters as _converters  # noqa: F401 - registers verbs and formats
from scoring.views import pay, payments

urlpatterns = [
    path("pay/", pay.index, name="pay"),
    path("pay/new/", pay.new, name="pay_new"),
    path("pay/mine/", pay.mine, name="pay_mine"),
    path("pay/fund/", payments.fund, name="pay_fund"),
    path("pay/<int:pk>/", pay.pay_list, name="pay_list"),
    path("pay/<int:pk>.<signed_format:format>", pay.file, name="pay_file"),
    path("pay/<int:pk>/lines/", pay.lines, name="pay_lines"),
    path("pay/<int:pk>/correct/", pay.correct, name="pay_correct"),
    path("pay/corrections/<int:pk>/drop/", pay.drop_correction, name="pay_correction_drop"),
    path("pay/<int:pk>/payments/", payments.of_pay_list, name="pay_payments"),
    path("pay/payments/<int:pk>/return/", payments.send_back, name="payment_return"),
    path("pay/<int:pk>/<pay_verb:verb>/", pay.move, name="pay_move"),
]
