import dashboard.numbers.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Preferences',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hidden_columns', models.JSONField(blank=True, default=list)),
                ('changes_seen_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'preferences',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.TextField(blank=True, max_length=4000)),
                ('is_default', models.BooleanField(default=False)),
                ('is_shared', models.BooleanField(db_default=False, default=False)),
                ('is_pinned', models.BooleanField(db_default=False, default=False)),
                ('owner', models.ForeignKey(null=True, on_delete=dashboard.numbers.models.delete_private_keep_shared, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
                'permissions': [('share_savedview', 'Can share views, and change and delete shared ones')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='one_view_a_name'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('owner',), name='one_default_view'), models.UniqueConstraint(condition=models.Q(('is_shared', True)), fields=('name',), name='one_shared_view_a_name'), models.CheckConstraint(condition=models.Q(('is_shared', True), ('owner__isnull', False), _connector='OR'), name='a_private_view_has_an_owner')],
            },
        ),
    ]
