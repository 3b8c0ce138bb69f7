"""The sanitiser against what is publicly known to break sanitisers.

The vectors in xss.txt are our own listing of patterns described in: the OWASP XSS Filter Evasion Cheat Sheet,
html5sec.org (HTML5 Security Cheatsheet), the PortSwigger XSS cheat sheet, the mutation vectors that DOMPurify,
Ammonia and Bleach keep as regression tests, and PayloadsAllTheThings; the last few aim at this product's own
attributes (pictures, htmx, Bootstrap, the editor).
"""

from pathlib import Path

import pytest
from django.urls import reverse
from lxml import html

from submissions import actions
from submissions.rich import clean
from tests.factories import SubmissionFactory

VECTORS = Path(__file__).with_name("xss.txt").read_text().splitlines()
BARE = "p strong h1 h2 h3 ul li table tbody tr figure figcaption"
SPANS = {"colspan", "rowspan"}
OURS = {tag: set() for tag in BARE.split()} | {
    "td": SPANS,
    "th": SPANS,
    "ol": {"start"},
    "img": {"src", "alt"},
}


def harmless(element):
    """One of our tags, with nothing but a number, an address of ours or plain words in its attributes."""
    numbers = all(element.get(name, "1").isdigit() for name in (*SPANS, "start"))
    ours = element.get("src") in (None, "/submissions/pictures/7/")
    return element.tag in OURS and set(element.attrib) <= OURS[element.tag] and numbers and ours


def test_there_are_vectors_enough():
    assert len(set(VECTORS)) == len(VECTORS) >= 150


@pytest.mark.parametrize(
    "around", ["{}", "<p>前{}后</p>", "<table><tr><td>{}</td></tr></table>", "<ul><li>{}"]
)
def test_no_vector_leaves_more_than_words_in_our_tags(around):
    harmful = []
    for vector in VECTORS:
        cleaned = clean(around.replace("{}", vector), [7])
        elements = html.fragment_fromstring(cleaned, create_parent="main").iterdescendants()
        if not all(map(harmless, elements)) or clean(cleaned, [7]) != cleaned:
            harmful.append(vector)

    assert harmful == []


def test_all_vectors_at_once_leave_no_more():
    cleaned = clean("".join(VECTORS), [7])

    assert all(map(harmless, html.fragment_fromstring(cleaned, create_parent="main").iterdescendants()))


@pytest.mark.django_db
def test_the_page_of_an_item_shows_every_vector_as_words(client):
    item = SubmissionFactory(body="原文。")
    actions.write(item, by=item.author, base=1, body="\n".join(VECTORS))
    client.force_login(item.author)

    page = html.fromstring(client.get(reverse("submissions:detail", args=[item.pk])).content.decode())

    (article,) = page.xpath("//article")
    assert {element.tag for element in article.iterdescendants()} == {"h2", "p"}
