import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import khuevan.papers.models.dossiers


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="madepaper",
            name="preview_trouble",
            field=models.CharField(blank=True, max_length=300, verbose_name="why there is no preview"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="madepaper",
            name="differs",
            field=models.BooleanField(default=False, verbose_name="differs from the class"),
        ),
        migrations.AddField(
            model_name="madepaper",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="compared at"),
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=khuevan.papers.models.dossiers.dossier_path, verbose_name="file")),
                ("file_name", models.CharField(max_length=255, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("files", models.PositiveIntegerField(verbose_name="files in it")),
                ("missing", models.JSONField(blank=True, default=list, verbose_name="what is missing")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "training_class",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dossier", to="training.trainingclass"
                    ),
                ),
            ],
            options={"ordering": ("-made_at",)},
        ),
    ]
