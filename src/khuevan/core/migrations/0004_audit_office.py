from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_job'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='office_key',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='subject_key',
            field=models.CharField(blank=True, default='', max_length=200),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['office_key', '-id'], name='audit_of_office'),
        ),
    ]
