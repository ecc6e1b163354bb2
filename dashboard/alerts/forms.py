"""The form of a rule, rules that are one click away, and what is wrong with one that was right when it was saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from dashboard.alerts.channels import channels
from dashboard.alerts.events import Event, Rhythm
from dashboard.alerts.models import ME, Rule
from dashboard.lists.query import Query
from dashboard.numbers.facets import NUMBERS
from inventory.models import WorkspaceUser

GROUPS = {
    "Restrictions": (Event.RESTRICTION_ADDED, Event.RESTRICTION_LIFTED),
    "Porting": (Event.PORTING_FAILED, Event.PORTING_STALLED, Event.PORTING_COMPLETED, Event.PORTING_CHANGED),
    "Numbers": (
        Event.SOLE_USER_LEFT, Event.UNASSIGNED, Event.NUMBER_REMOVED, Event.NUMBER_ADDED, Event.FORWARDING_CHANGED,
    ),
    "People": (Event.PERSON_LEFT, Event.ROLE_CHANGED),
    "Refreshes": (Event.KEY_REFUSED, Event.REFRESH_FAILING, Event.REMOVALS_HELD),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadyMade:
    name: str
    why: str
    events: tuple[Event, ...]
    rhythm: Rhythm = Rhythm.IMMEDIATELY


READY_MADE = (
    ReadyMade(
        "Restricted lines", "A line that can no longer call or message costs customers.",
        (Event.RESTRICTION_ADDED, Event.RESTRICTION_LIFTED),
    ),
    ReadyMade(
        "Ports that wait for an answer", "A port that fails or stalls goes on only when somebody answers.",
        (Event.PORTING_FAILED, Event.PORTING_STALLED, Event.PORTING_COMPLETED),
    ),
    ReadyMade(
        "Numbers that ring nowhere", "When people leave, their numbers have nobody who answers.",
        (Event.SOLE_USER_LEFT, Event.UNASSIGNED, Event.PERSON_LEFT),
    ),
    ReadyMade(
        "Refreshes that need a decision", "Held removals, a refused API key, a day without a refresh.",
        (Event.KEY_REFUSED, Event.REFRESH_FAILING, Event.REMOVALS_HELD),
    ),
    ReadyMade(
        "The week in the workspace", "On Mondays: what was added, removed, ported and forwarded, who left.",
        (
            Event.NUMBER_ADDED, Event.NUMBER_REMOVED, Event.PORTING_COMPLETED, Event.FORWARDING_CHANGED,
            Event.PERSON_LEFT, Event.ROLE_CHANGED,
        ),
        Rhythm.WEEKLY,
    ),
)  # fmt: skip


class ChannelField(forms.ChoiceField):
    """A channel by its name in any case: its variable has it in capitals."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).lower()


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    name = forms.CharField(max_length=80, error_messages={"required": "A rule needs a name."})
    events = forms.MultipleChoiceField(choices=Event.choices, error_messages={"required": "Choose at least one event."})
    query = forms.CharField(max_length=4000, required=False)
    channel = ChannelField(
        error_messages={"required": "Choose where it goes.", "invalid_choice": "Choose where it goes."}
    )
    rhythm = forms.ChoiceField(choices=Rhythm.choices, initial=Rhythm.IMMEDIATELY)
    hour = forms.TypedChoiceField(
        choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int, initial=8, required=False
    )
    enabled = forms.BooleanField(required=False)

    class Meta:
        model = Rule
        fields = ("name", "events", "query", "channel", "rhythm", "hour")  # enabling is a step of its own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channel_choices(self.instance)  # type: ignore[attr-defined]
        self.initial.setdefault("enabled", True)

    def clean_query(self) -> str:
        """What filters the list of numbers, of a query string or a whole address of the list."""
        text = self.cleaned_data["query"].strip()
        query = filter_of(text.partition("?")[2] or text)
        if query.errors:
            raise forms.ValidationError([f"{name}: {' '.join(errors)}" for name, errors in query.errors.items()])
        if text and not query.values:
            raise forms.ValidationError("This is no filter of the list of numbers.")
        return urlencode(query.values, doseq=True)

    def clean_hour(self) -> int:
        hour = self.cleaned_data["hour"]
        return self.instance.hour if hour == "" else int(hour)

    def clean(self) -> dict[str, Any]:
        """A second click adds no second rule."""
        given: dict[str, Any] = super().clean() or {}
        name, channel = given.get("name"), given.get("channel")
        if Rule.objects.filter(name=name, channel=channel).exclude(pk=self.instance.pk).exists():
            self.add_error("name", f"There is a rule “{name}” for this channel already.")
        return given

    def save(self, commit: bool = True) -> Rule:
        rule: Rule = super().save(commit=False)
        if rule.pk is None:
            rule.time_zone = timezone.get_current_timezone_name()
        return rule


def channel_choices(rule: Rule | None = None) -> list[tuple[str, str]]:
    """Where a rule may send its messages, with words."""
    found = [(name, f"{name} ({kind})") for name, kind in channels().items()]
    is_others = rule is not None and rule.pk is not None and rule.channel == ME
    return [*found, (ME, "Subscribers (Mail)" if is_others else "To me (Mail)")] if mail_is_set_up() else found


def mail_is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


def filter_of(text: str) -> Query:
    """A rule's filter, as the list of numbers has it."""
    return Query(NUMBERS, QueryDict(text.replace("\x00", "")))


def filter_words(queries: Iterable[str]) -> dict[str, list[str]]:
    """The chips of some filters, by the filter. The people in them are called by their names."""
    found = {text: filter_of(text) for text in queries}
    ids = {id for query in found.values() for id in query.values.get("user", [])}
    names = {id: user.name for id, user in WorkspaceUser.objects.in_bulk(ids).items()} if ids else {}
    labels: Mapping[str, Mapping[str, str]] = {"user": names}
    return {text: [chip.label for chip in query.chips(labels)] for text, query in found.items()}


def trouble(rule: Rule, subscribers: int) -> str:
    """Why nothing is sent, or not to everybody. "" where nothing is wrong."""
    if errors := filter_of(rule.query).errors:
        return f"Its filter is no longer valid: {'; '.join(errors)}. Nothing is sent until it has another one."
    if rule.channel != ME and rule.channel not in settings.ALERT_CHANNELS:
        return f"The channel {rule.channel} is no longer in the settings. Choose another one, or set it again."
    if rule.channel == ME and not mail_is_set_up():
        return "Mail is not set up. Choose a channel, or set EMAIL_URL."
    if rule.channel == ME and not subscribers:
        return "Nobody has subscribed to it, so nobody gets it."
    return ""
