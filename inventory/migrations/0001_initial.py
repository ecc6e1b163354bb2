import django.db.models.deletion
import django.utils.timezone
import inventory.choices
import inventory.models.fields
import inventory.runtime.tracing
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CacheState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.UUIDField(default=uuid.UUID('00000000-0000-0000-0000-000000000000'))),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('people_confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('numbers', models.PositiveIntegerField(default=0)),
                ('unverified', models.PositiveIntegerField(default=0)),
                ('workspace_name', models.TextField(blank=True)),
                ('subscription_status', models.TextField(blank=True)),
                ('a2p_status', models.TextField(blank=True)),
                ('a2p_since', models.DateTimeField(blank=True, null=True)),
                ('a2p_reasons', models.JSONField(blank=True, default=list)),
            ],
        ),
        migrations.CreateModel(
            name='PhoneNumber',
            fields=[
                ('id', inventory.models.fields.KeyField(max_length=255, primary_key=True, serialize=False)),
                ('number', inventory.models.fields.KeyField(max_length=255)),
                ('formatted_number', models.TextField(blank=True)),
                ('name', inventory.models.fields.KeyTextField(blank=True)),
                ('symbol', models.TextField(blank=True)),
                ('group_id', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('forward', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('port_request_id', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('porting_status', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('calling_us', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('calling_ca', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('calling_intl', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('messaging_us', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('messaging_ca', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('messaging_intl', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('created_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(blank=True, null=True)),
                ('country', inventory.models.fields.KeyField(blank=True, max_length=8)),
                ('kind', inventory.models.fields.KeyField(choices=inventory.choices.Kind.options, default='unknown', max_length=16)),
                ('area', inventory.models.fields.KeyField(blank=True, max_length=100)),
                ('sort_name', inventory.models.fields.KeyField(max_length=100)),
                ('sort_area', inventory.models.fields.KeyField(max_length=100, null=True)),
                ('porting_place', models.PositiveSmallIntegerField(null=True)),
                ('search_text', models.TextField()),
                ('porting_since', models.DateTimeField(blank=True, null=True)),
                ('first_seen_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removal_dismissed', models.BooleanField(default=False)),
                ('warnings', models.JSONField(blank=True, default=list)),
                ('warned', models.PositiveIntegerField(default=0)),
                ('confirmed_at', models.DateTimeField()),
                ('unverified', models.BooleanField(default=False)),
                ('digest', models.BinaryField(max_length=16)),
                ('raw', models.TextField()),
            ],
            options={
                'ordering': ['sort_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('name', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group_id', inventory.models.fields.KeyField(blank=True, max_length=255, null=True)),
                ('number', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='inventory.phonenumber')),
            ],
        ),
        migrations.CreateModel(
            name='Refresh',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=inventory.choices.Scope.options, max_length=16)),
                ('target', models.CharField(blank=True, max_length=255)),
                ('requested_by_name', models.CharField(max_length=255)),
                ('request_id', models.CharField(blank=True, default=inventory.runtime.tracing.current, max_length=64)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('with_people', models.BooleanField(default=False)),
                ('state', models.CharField(choices=inventory.choices.State.options, default='queued', max_length=16)),
                ('phase', models.CharField(blank=True, choices=inventory.choices.Phase.options, max_length=16)),
                ('progress_done', models.BigIntegerField(default=0)),
                ('progress_total', models.BigIntegerField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('first_import', models.BooleanField(default=False)),
                ('checked', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('removed', models.PositiveIntegerField(default=0)),
                ('restored', models.PositiveIntegerField(default=0)),
                ('users_added', models.PositiveIntegerField(default=0)),
                ('users_changed', models.PositiveIntegerField(default=0)),
                ('users_removed', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('warned', models.PositiveIntegerField(default=0)),
                ('warnings', models.JSONField(blank=True, default=list)),
                ('held', models.JSONField(blank=True, default=list)),
                ('held_users', models.JSONField(blank=True, default=list)),
                ('held_count', models.PositiveIntegerField(default=0)),
                ('held_waiting', models.PositiveIntegerField(default=0)),
                ('removals', models.CharField(blank=True, choices=inventory.choices.Removals.options, default='', max_length=16)),
                ('removals_decided_by', models.CharField(blank=True, max_length=255)),
                ('removals_decided_at', models.DateTimeField(blank=True, null=True)),
                ('api_version', models.CharField(blank=True, max_length=32)),
                ('api_calls', models.JSONField(blank=True, default=dict)),
                ('error_status', models.PositiveIntegerField(blank=True, null=True)),
                ('error_code', models.TextField(blank=True)),
                ('error_title', models.TextField(blank=True)),
                ('error_summary', models.TextField(blank=True)),
                ('error_message', models.TextField(blank=True)),
                ('error_advice', models.TextField(blank=True)),
                ('error_trace', models.TextField(blank=True)),
                ('error_details', models.JSONField(blank=True, default=list)),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'refreshes',
                'ordering': ['-id'],
                'permissions': [('start_refresh', 'Can start and cancel refreshes'), ('accept_removals', 'Can accept or dismiss held removals')],
            },
        ),
        migrations.CreateModel(
            name='RejectedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.TextField(blank=True)),
                ('path', models.TextField()),
                ('reason', models.TextField()),
                ('raw', models.TextField()),
                ('refresh', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejected_records', to='inventory.refresh')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='WorkspaceUser',
            fields=[
                ('id', inventory.models.fields.KeyField(max_length=255, primary_key=True, serialize=False)),
                ('email', inventory.models.fields.KeyTextField(blank=True)),
                ('first_name', models.TextField(blank=True)),
                ('last_name', models.TextField(blank=True)),
                ('role', inventory.models.fields.KeyField(blank=True, max_length=255)),
                ('first_seen_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removal_dismissed', models.BooleanField(default=False)),
                ('sort_name', inventory.models.fields.KeyField(max_length=100)),
                ('search_text', models.TextField()),
                ('number_count', models.PositiveIntegerField(default=0)),
                ('sole_count', models.PositiveIntegerField(default=0)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['sort_name', 'id'],
                'indexes': [models.Index(fields=['sort_name', 'id', 'removed_at', 'search_text'], name='user_by_name'), models.Index(fields=['role'], name='user_by_role'), models.Index(fields=['sole_count'], name='user_by_sole_count')],
            },
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='users',
            field=models.ManyToManyField(related_name='numbers', through='inventory.Assignment', to='inventory.workspaceuser'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=inventory.choices.ChangeKind.options, max_length=20)),
                ('field', models.CharField(blank=True, max_length=32)),
                ('old', models.TextField(blank=True)),
                ('new', models.TextField(blank=True)),
                ('is_news', models.BooleanField(default=True)),
                ('number', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='inventory.phonenumber')),
                ('refresh', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='inventory.refresh')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='inventory.workspaceuser')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='inventory.workspaceuser'),
        ),
        migrations.AddIndex(
            model_name='refresh',
            index=models.Index(fields=['state', 'scope', 'target', '-finished_at'], name='refresh_by_outcome'),
        ),
        migrations.AddIndex(
            model_name='refresh',
            index=models.Index(fields=['state', '-finished_at'], name='refresh_by_end'),
        ),
        migrations.AddIndex(
            model_name='refresh',
            index=models.Index(condition=models.Q(('removals', 'held')), fields=['removals'], name='refresh_with_held'),
        ),
        migrations.AddConstraint(
            model_name='refresh',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running'), models.Q(('scope', 'people'), _negated=True)), fields=('state',), name='one_running_refresh'),
        ),
        migrations.AddConstraint(
            model_name='refresh',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'people'), ('state', 'running')), fields=('state',), name='one_running_refresh_of_people'),
        ),
        migrations.AddConstraint(
            model_name='refresh',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'queued')), fields=('scope', 'target'), name='one_queued_refresh_a_target'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['sort_name', 'id', 'removed_at', 'search_text'], name='number_by_name'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['number', 'id', 'removed_at'], name='number_by_number'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['sort_area', 'id', 'removed_at'], name='number_by_area'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['porting_place', 'porting_status', 'porting_since', 'id', 'removed_at'], name='number_by_porting'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['porting_status', 'porting_since', 'id', 'removed_at'], name='number_by_status'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['country', 'id', 'removed_at'], name='number_by_country'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['forward', 'id', 'removed_at'], name='number_by_forward'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['updated_at', 'id', 'removed_at'], name='number_by_updated'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(fields=['group_id', 'id', 'removed_at'], name='number_by_group'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(condition=models.Q(('removed_at__isnull', False)), fields=['removed_at'], name='number_by_removal'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(condition=models.Q(('unverified', True)), fields=['id', 'removed_at'], name='number_unverified'),
        ),
        migrations.AddIndex(
            model_name='phonenumber',
            index=models.Index(condition=models.Q(('warned__gt', 0)), fields=['id', 'removed_at'], name='number_with_warnings'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['number', '-id'], name='change_of_number'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['user', '-id'], name='change_of_user'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('is_news', True)), fields=['-id'], name='news_by_id'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('is_news', True)), fields=['at'], name='news_by_time'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('number', 'user'), name='one_assignment_a_pair'),
        ),
    ]
