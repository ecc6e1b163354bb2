"""Pages as people read them, so that tests say what stands there and not how it is marked up."""

import re
from functools import cached_property, lru_cache
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from django.http import HttpResponseBase

HTMX = {"HX-Request": "true"}
RESTORE = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
SILENT = frozenset(("script", "style", "template", "noscript", "title"))
BREAKING = frozenset(
    "p div li ul ol dl dt dd tr td th table h1 h2 h3 section form option label summary pre".split()  # noqa: SIM905
)


class Markup(BeautifulSoup):
    """Refuses what BeautifulSoup would repair: tags that are closed in the wrong order, or not at all."""

    def __init__(self, html: str) -> None:
        self.closed = 0
        super().__init__(html, "html.parser", multi_valued_attributes=None)
        assert self.closed == len(self.find_all(True)), "some tags are left open"

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        opened = self.currentTag.name if self.currentTag else ""
        assert opened == name, f"</{name}> closes <{opened}>"
        self.closed += 1
        super().handle_endtag(name, nsprefix)


class Reader:
    """The text of a page, its ids, its rows, its facts and the places it links to.

    With `spoken`, as a screen reader says it: without what is hidden from it.
    """

    def __init__(self, html: str, spoken: bool = False) -> None:
        self.soup = Markup(html)
        self.spoken = spoken

    def text_of(self, node: Tag | None) -> str:
        """The text of a part of the page; "" where there is no such part."""
        return words(self._text(node)) if node is not None else ""

    @cached_property
    def text(self) -> str:
        return self.text_of(self.soup)

    @cached_property
    def tags(self) -> list[tuple[str, dict[str, str]]]:
        return [(tag.name, {name: str(value) for name, value in tag.attrs.items()}) for tag in self.soup.find_all(True)]

    @cached_property
    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.tags if "id" in given]

    @cached_property
    def links(self) -> list[str]:
        return [given["href"] for tag, given in self.tags if tag == "a" and "href" in given]

    @cached_property
    def rows(self) -> list[list[str]]:
        """The cells of every row of every table."""
        return [
            [self.text_of(cell) for cell in row.find_all(["td", "th"], recursive=False)]
            for row in self.soup.find_all("tr")
        ]

    @cached_property
    def facts(self) -> dict[str, str]:
        """The descriptions of every description list, by their terms."""
        return {self.text_of(term): self.text_of(term.find_next("dd")) for term in self.soup.find_all("dt")}

    def submitted(self, id: str) -> list[tuple[str, str]]:
        """What a browser sends of the form with this id: fields inside it, and those that name it."""
        form = self.soup.find("form", id=id)
        assert isinstance(form, Tag), f"there is no form {id!r}"
        fields = [*self.soup.find_all(None, {"form": id}), *form.find_all(["input", "select", "textarea"])]
        return [(str(field["name"]), value) for field in fields if field.get("name") for value in _values(field)]

    def _text(self, node: Tag) -> str:
        if node.name in SILENT or (self.spoken and (node.get("aria-hidden") == "true" or node.has_attr("hidden"))):
            return ""
        if self.spoken and node.get("role") == "img":
            return self._name(node)
        parts = (
            self._text(child) if isinstance(child, Tag) else str(child)
            for child in node.children
            if not isinstance(child, PreformattedString)  # comments, the doctype
        )
        text = "".join(parts)
        return f" {text} " if node.name in BREAKING else text

    def _name(self, image: Tag) -> str:
        """What an image is called. It has a name, and what its name refers to is there."""
        ids = str(image.get("aria-labelledby", "")).split()
        name = " ".join(self.soup.find_all(id=id)[0].get_text() for id in ids) or str(image["title"])
        assert name
        return name


def _values(field: Tag) -> list[str]:
    """What a field sends."""
    if field.name == "select":
        options = field.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        return [str(option["value"]) for option in chosen[-1:] or options[:1]]
    if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
        return []
    return [str(field.get("value", ""))]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def html_of(response: Any) -> str:
    return str(response.content.decode())


def read(response: HttpResponseBase | str, spoken: bool = False) -> Reader:
    return _read(response if isinstance(response, str) else html_of(response), spoken)


@lru_cache(maxsize=4)  # tests ask the same page several questions
def _read(html: str, spoken: bool) -> Reader:
    return Reader(html, spoken)


def text_of(response: HttpResponseBase | str) -> str:
    return read(response).text


def is_page(response: HttpResponseBase) -> bool:
    return "<html" in html_of(response)
