"""One index holds the open signals in the order of the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_evidence_print")]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="is_open",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        state__in=("BARU", "DISARING", "PERLU_DATA"), then=models.Value(True)
                    ),
                    default=models.Value(False),
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                fields=["is_open", "-urgency", "due_at", "id", "owner", "narrative_id"],
                name="signal_open_queue",
            ),
        ),
    ]
