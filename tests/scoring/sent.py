"""What a browser would send back of a form it was shown."""

from html.parser import HTMLParser

from django.http import QueryDict


class Reader(HTMLParser):
    """The names and values of every input that a form would send, without its buttons."""

    def __init__(self):
        super().__init__()
        self.pairs, self.inside, self.select, self.option, self.area = [], 0, None, None, None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "template":
            self.inside += 1
        elif self.inside:
            return
        elif tag == "input" and found.get("type") not in ("submit", "file") and "name" in found:
            if found.get("type") not in ("checkbox", "radio") or "checked" in found:
                self.pairs.append(
                    (found["name"], found.get("value", "on" if found.get("type") == "checkbox" else ""))
                )
        elif tag == "select":
            self.select, self.first, self.chosen = found["name"], None, []
        elif tag == "option" and self.select:
            self.first = found["value"] if self.first is None else self.first
            if "selected" in found:
                self.chosen.append(found["value"])
        elif tag == "textarea":
            self.area, self.text = found["name"], ""

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "template":
            self.inside -= 1
        elif tag == "select" and self.select and not self.inside:
            self.pairs.append((self.select, (self.chosen or [self.first])[-1]))
            self.select = None
        elif tag == "textarea" and self.area:
            self.pairs.append((self.area, self.text.removeprefix("\n")))
            self.area = None


def sent_back(markup, form_id="section"):
    """The form of the page, unchanged, as the server receives it."""
    begun = markup.index(f'id="{form_id}"') if form_id else 0
    reader = Reader()
    reader.feed(markup[begun : markup.index("</form>", begun)] if form_id else markup)
    data = QueryDict(mutable=True)
    for name, value in reader.pairs:
        data.appendlist(name, value)
    return data


def as_dict(data):
    """For the test client: every value of every name."""
    return {name: data.getlist(name) for name in data}
