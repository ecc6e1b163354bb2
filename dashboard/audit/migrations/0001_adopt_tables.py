"""Takes over the audit log, whose table the dashboard's migrations made."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("dashboard", "0002_move_tables_to_their_apps"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('who', models.CharField(blank=True, max_length=255)),
                ('action', models.CharField(choices=[('sign-in', 'Signed in'), ('sign-in-refused', 'Sign-in refused'), ('locked-out', 'Locked out'), ('sign-out', 'Signed out'), ('denied', 'Denied'), ('refresh', 'Asked for a refresh'), ('cancel', 'Cancelled a refresh'), ('accept', 'Accepted removals'), ('dismiss', 'Dismissed removals'), ('export', 'Exported'), ('role', 'Changed what an account may do'), ('account', 'Made, closed or deleted an account'), ('password', 'Set a password')], max_length=20)),
                ('detail', models.TextField(blank=True)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('request_id', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name_plural': 'audit entries',
                'ordering': ['-id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['who', '-id'], name='audit_by_account'), models.Index(fields=['action', '-id'], name='audit_by_action'), models.Index(fields=['at'], name='audit_by_time')],
            },
        ),
            ],
        ),
    ]
