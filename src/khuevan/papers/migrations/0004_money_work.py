import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_template_work")]

    operations = [
        migrations.AddField(
            model_name="expenserate",
            name="is_unchecked",
            field=models.BooleanField(default=False, verbose_name="still to be compared with the rules in force"),
        ),
        migrations.AddField(
            model_name="lecturerfee",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="fees",
                to="papers.budgetline",
                verbose_name="line of the estimate",
            ),
        ),
        migrations.AlterField(
            model_name="budgetline",
            name="price",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="price of a unit (đồng)"),
        ),
        migrations.AlterField(
            model_name="lecturerfee",
            name="price",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="fee of a half day (đồng)"),
        ),
    ]
