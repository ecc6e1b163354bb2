import dashboard.audit.models
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('who', models.CharField(blank=True, max_length=255)),
                ('action', models.CharField(choices=dashboard.audit.models.AuditEntry.Action.options, max_length=20)),
                ('detail', models.TextField(blank=True)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('request_id', models.CharField(blank=True, max_length=64)),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name_plural': 'audit entries',
                'ordering': ['-id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['who', '-id'], name='audit_by_account'), models.Index(fields=['action', '-id'], name='audit_by_action'), models.Index(fields=['at'], name='audit_by_time')],
            },
        ),
    ]
