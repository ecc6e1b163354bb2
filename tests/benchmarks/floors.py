"""What the pages are held against: a page that does nothing, a list without any frills, Django's own admin."""

from functools import cache
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template import engines

from inventory.models import Assignment, PhoneNumber

ROWS = 50
LEAN = """<!doctype html><title>Numbers</title><table>{% for number in numbers %}<tr>
<td><a href="/numbers/{{ number.id }}/">{{ number.name }}</a></td><td>{{ number.number }}</td><td>{{ number.area }}</td>
<td>{% for held in number.assignments.all %}{{ held.user.first_name }} {{ held.user.last_name }} {% endfor %}</td>
<td>{{ number.calling_us }} {{ number.calling_ca }} {{ number.calling_intl }}</td>
<td>{{ number.messaging_us }} {{ number.messaging_ca }} {{ number.messaging_intl }}</td>
<td>{{ number.porting_status }}</td><td>{{ number.forward }}</td><td>{{ number.updated_at|date:"Y-m-d" }}</td>
</tr>{% endfor %}</table>"""


def bare(request: HttpRequest) -> HttpResponse:
    """Signed in, and nothing else."""
    return HttpResponse(f"Hello, {request.user}.")


def lean(request: HttpRequest) -> HttpResponse:
    """The rows of a list with their people, as one would write it by hand."""
    people = Prefetch("assignments", queryset=Assignment.objects.select_related("user"))
    numbers = PhoneNumber.objects.filter(removed_at=None).defer("raw", "search_text", "people_text", "digest")
    context = {"numbers": numbers.prefetch_related(people)[:ROWS]}
    return HttpResponse(lean_template().render(context, request))


@cache
def lean_template() -> Any:
    """Compiled once, as Django's loader does with a file."""
    return engines["django"].from_string(LEAN)


class NumberAdmin(ModelAdmin):  # type: ignore[type-arg]
    """The same columns, rows and searched fields as the product's list, and as lean as the admin can be."""

    list_display = (
        "name", "number", "area", "calling_us", "calling_ca", "calling_intl", "messaging_us", "messaging_ca",
        "messaging_intl", "porting_status", "forward", "updated_at",
    )  # fmt: skip
    list_filter = ("kind", "country", "porting_status")  # which indexes carry
    search_fields = ("number", "name", "users__first_name", "users__last_name", "users__email")
    list_per_page = ROWS
    show_full_result_count = False


site = AdminSite(name="benchmark-admin")
site.register(PhoneNumber, NumberAdmin)
