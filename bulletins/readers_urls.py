"""Addresses of readers and receipts."""

from django.urls import path

from bulletins.views import readers, receipts

urlpatterns = [
    path("issues/<int:pk>/readers/", readers.issue_readers, name="issue_readers"),
    path("issues/<int:pk>/initial/", receipts.initial, name="initial"),
    path("readers/<int:pk>/remove/", readers.remove, name="reader_remove"),
    path("readers/<slug:code>/", readers.readers, name="readers"),
    path("readers/<slug:code>/scope/", readers.scope, name="readers_scope"),
    path("reading/all/", receipts.read_all, name="read_all"),
    path("receipts/", receipts.rates, name="receipts_rates"),
    path("receipts/<int:pk>/", receipts.receipts, name="receipts"),
    path("receipts/<int:pk>/remind/", receipts.remind, name="remind"),
    path("receipts/<int:pk>.xlsx", receipts.receipts_xlsx, name="receipts_xlsx"),
    path("receipts/<slug:code>/", receipts.publication_receipts, name="publication_receipts"),
]
