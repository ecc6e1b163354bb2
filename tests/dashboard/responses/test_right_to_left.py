"""Names written from right to left stand apart, so that they do not reorder what stands beside them."""

import re

import pytest
from bs4.element import NavigableString
from django.test import Client
from django.urls import reverse

from inventory.models import Refresh
from inventory.wording import isolated
from tests.dashboard.reading import read
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

RTL = re.compile(r"[\u0590-\u08ff]")
BLOCKS = {"p", "li", "td", "th", "dd", "dt", "h1", "h2", "div", "label", "legend", "option", "summary", "pre", "title"}
SUPPORT, YAEL, OMAR = "תמיכה (ראשי)", "יעל", "عمر"


@pytest.fixture
def names(db: None) -> Refresh:
    yael = a_user("US1", firstName=YAEL, lastName="כהן-לוי")
    omar = a_user("US2", firstName=OMAR, lastName="الخطيب", email="")
    former = a_number("PN1", name="לפני", users=[yael, omar])
    mates = [a_number("PN2", number="+12025550102", name=SUPPORT, forward="+12025550101", users=[omar])]
    refresh_with(answer_of([former, *mates, a_number("PN3", number="+12025550103", name="יישאר", users=[yael])]))
    return refresh_with(answer_of([former | {"name": SUPPORT, "users": [yael]}, *mates]))


def stands_apart(text: NavigableString) -> bool:
    """Whether an element between it and its block isolates it, or the block holds nothing else."""
    for element in text.parents:
        if element.name == "bdi" or element.get("dir") == "auto" or str(element.get("class")).startswith("avatar"):
            return True
        if element.name in BLOCKS:
            return element.get_text().strip() == text.get_text().strip()
    return False


PAGES = {
    "overview": ([], {}),
    "numbers": ([], {"user": "US1", "q": SUPPORT}),
    "number": (["PN1"], {}),
    "users": ([], {"q": YAEL}),
    "user": (["US1"], {}),
    "groups": ([], {}),
    "group": (["GR1"], {}),
    "changes": ([], {"user": "US1"}),
    "find": ([], {"q": SUPPORT}),
    "suggest-numbers": ([], {"text": SUPPORT, "list": "changes"}),
}


def test_on_every_page(names: Refresh, owner: Client) -> None:
    for name, (arguments, query) in (PAGES | {"refresh": ([names.pk], {})}).items():
        response = owner.get(reverse(name, args=arguments), query)
        assert response.status_code == 200, name
        texts = list(read(response).soup.find_all(string=RTL))
        assert texts or name == "groups", name
        assert [text for text in texts if not stands_apart(text)] == [], name


def test_in_plain_text(names: Refresh, owner: Client) -> None:
    text = owner.get(reverse("offboarding", args=["US1"])).getvalue().decode()
    assert f"\u2068{SUPPORT}\u2069, +1" in text
    assert f"\u2068{YAEL} כהן-לוי\u2069 (" in text


def test_what_reads_from_left_to_right_is_left_as_it_is() -> None:
    assert isolated("Ada, +1") == "Ada, +1"
    assert isolated("") == ""
