"""The state of the cache in one row, unverified numbers, warnings on numbers, counts beside held removals."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.db import migrations, models
from django.db.models import F, Max

CHUNK = 500


def fill_held_counts(apps: Any, schema_editor: Any) -> None:
    Refresh = apps.get_model("inventory", "Refresh")
    for id, held in Refresh.objects.exclude(removals="").values_list("pk", "held"):
        Refresh.objects.filter(pk=id).update(held_count=len(held), held_waiting=len(held))


def fill_cache_state(apps: Any, schema_editor: Any) -> None:
    """From the refreshes of the past: when which answer confirmed what."""
    CacheState, PhoneNumber, Refresh, WorkspaceUser = (
        apps.get_model("inventory", name) for name in ("CacheState", "PhoneNumber", "Refresh", "WorkspaceUser")
    )
    PhoneNumber.objects.update(confirmed_at=F("first_seen_at"))
    succeeded = Refresh.objects.filter(state="succeeded")
    whole = succeeded.filter(scope="workspace").order_by("-finished_at", "-pk")
    latest = whole.first()
    if latest is not None:
        mark_unverified(apps, whole, latest)
    readable = succeeded.filter(rejected=0).order_by().values_list("scope", "target").annotate(at=Max("finished_at"))
    for scope, target, at in readable.filter(scope__in=("user", "number")):
        if scope == "user":
            WorkspaceUser.objects.filter(pk=target).update(confirmed_at=at)
        else:
            PhoneNumber.objects.filter(pk=target, confirmed_at__lt=at).update(confirmed_at=at)
    # The next answer is to be read in full: its records have the warnings that no number has yet.
    PhoneNumber.objects.update(digest=b"")
    current = PhoneNumber.objects.filter(removed_at=None)
    if latest is not None or PhoneNumber.objects.exists():
        CacheState.objects.create(
            version=uuid.uuid4(),
            confirmed_at=latest and latest.finished_at,
            numbers=current.count(),
            unverified=current.filter(unverified=True).count(),
        )


def mark_unverified(apps: Any, whole: Any, latest: Any) -> None:
    """Numbers whose record the latest answer held back or could not be read, and no answer has renewed since."""
    PhoneNumber = apps.get_model("inventory", "PhoneNumber")
    RejectedRecord = apps.get_model("inventory", "RejectedRecord")
    since = RejectedRecord.objects.filter(refresh__state="succeeded", refresh__finished_at__gte=latest.finished_at)
    missed = set(since.values_list("record_id", flat=True)) | set(latest.held)
    found = set(PhoneNumber.objects.filter(removed_at=None, digest=b"").values_list("pk", flat=True))
    pending = found if "" in missed else found & missed
    update(PhoneNumber.objects, pending, unverified=True)
    for refresh in whole.filter(finished_at__lt=latest.finished_at, removals="").only("finished_at").iterator():
        if not pending:
            return
        unread = set(RejectedRecord.objects.filter(refresh=refresh.pk).values_list("record_id", flat=True))
        if "" not in unread:
            earlier = PhoneNumber.objects.filter(confirmed_at__lt=refresh.finished_at)
            update(earlier, pending - unread, confirmed_at=refresh.finished_at)
            pending &= unread


def update(numbers: Any, ids: set[str], **values: Any) -> None:
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        numbers.filter(pk__in=ordered[start : start + CHUNK]).update(**values)


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0003_kept_counts_and_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='CacheState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.UUIDField(default=uuid.UUID('00000000-0000-0000-0000-000000000000'))),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('numbers', models.PositiveIntegerField(default=0)),
                ('unverified', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='confirmed_at',
            field=models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='unverified',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='warned',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='warnings',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='refresh',
            name='held_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='refresh',
            name='held_waiting',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='workspaceuser',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(condition=models.Q(('unverified', True)), fields=['id', 'removed_at'], name='number_unverified'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(condition=models.Q(('warned__gt', 0)), fields=['id', 'removed_at'], name='number_with_warnings'),
        ),
        migrations.RunPython(fill_held_counts, migrations.RunPython.noop),
        migrations.RunPython(fill_cache_state, migrations.RunPython.noop),
    ]
