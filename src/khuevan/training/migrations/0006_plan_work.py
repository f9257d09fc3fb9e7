from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0005_plans_and_needs")]

    operations = [
        migrations.AddField(
            model_name="trainingplan",
            name="amend_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it is being amended"),
        ),
        migrations.AlterField(
            model_name="trainingplan",
            name="title",
            field=models.CharField(max_length=300, verbose_name="title of the plan"),
        ),
        migrations.AlterField(
            model_name="plannedclass",
            name="title",
            field=models.CharField(max_length=300, verbose_name="title of the class"),
        ),
    ]
