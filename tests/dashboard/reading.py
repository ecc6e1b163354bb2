"""Pages as people read them, so that tests say what stands there and not how it is marked up."""

import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponseBase

HTMX = {"HX-Request": "true"}
RESTORE = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "rect",
    ]
)
SILENT = frozenset(("script", "style", "template", "noscript", "title"))
BREAKING = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "section",
        "form",
        "option",
        "label",
        "summary",
        "pre",
    ]
)


class Reader(HTMLParser):
    """Collects the text of a page, its ids, its rows, its facts and the places it links to."""

    def __init__(self, spoken: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.spoken = spoken
        self.stack: list[tuple[str, bool]] = []
        self.parts: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.rows: list[list[str]] = []
        self.facts: dict[str, str] = {}
        self._cell: int | None = None
        self._term = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        silent = bool(self.stack and self.stack[-1][1]) or tag in SILENT
        silent = silent or (self.spoken and given.get("aria-hidden") == "true")
        if tag in BREAKING:
            self.parts.append(" ")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th", "dt", "dd"):
            self._cell = len(self.parts)
        if tag not in VOID:
            self.stack.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack[-1][0] == tag, f"</{tag}> closes <{self.stack[-1][0]}>"
        self.stack.pop()
        if tag in ("td", "th", "dt", "dd") and self._cell is not None:
            text = words("".join(self.parts[self._cell :]))
            if tag in ("td", "th") and self.rows:
                self.rows[-1].append(text)
            elif tag == "dt":
                self._term = text
            elif tag == "dd":
                self.facts[self._term] = text
            self._cell = None
        if tag in BREAKING:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not (self.stack and self.stack[-1][1]):
            self.parts.append(data)

    @property
    def text(self) -> str:
        return words("".join(self.parts))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def html_of(response: Any) -> str:
    return str(response.content.decode())


def read(response: HttpResponseBase | str, spoken: bool = False) -> Reader:
    """The page. With `spoken`, as a screen reader says it: without what is hidden from it."""
    reader = Reader(spoken)
    reader.feed(response if isinstance(response, str) else html_of(response))
    reader.close()
    assert not reader.stack, f"left open: {reader.stack}"
    return reader


def text_of(response: HttpResponseBase | str) -> str:
    return read(response).text


def is_page(response: HttpResponseBase) -> bool:
    return "<html" in html_of(response)
