"""Addresses of the screening desk, below inbox/ and below each item."""

from django.urls import path

from submissions.views import bulk, claims, desk, lists, recalling

inbox = [
    path("inbox/", lists.inbox, name="inbox"),
    path("inbox/bulk/", bulk.bulk, name="bulk"),
    path("inbox/take-back/", recalling.take_back, name="take_back"),
    path("inbox/filters/", desk.keep_filter, name="filter_new"),
    path("inbox/filters/<int:pk>/", desk.change_filter, name="filter"),
    path("inbox/settings/", desk.settings, name="desk"),
    path("inbox/settings/reasons/<int:pk>/", desk.reason, name="reason"),
    path("<int:pk>/claim/", claims.claim, name="claim"),
    path("<int:pk>/hand-over/", claims.hand_over, name="hand_over"),
    path("<int:pk>/verify/", claims.verify, name="verify"),
    path("<int:pk>/propose/", claims.propose, name="propose"),
]
