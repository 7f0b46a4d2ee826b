from typing import Any

from django.db import migrations, models
from django.db.models import F


def nobody_is_written_to_afterwards(apps: Any, schema_editor: Any) -> None:
    """What was released before messages went out stays what it was: read on the page."""
    apps.get_model("cases", "PublicNote").objects.exclude(released_at=None).update(
        told_at=F("released_at")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_public_notes"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicnote",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(nobody_is_written_to_afterwards, migrations.RunPython.noop),
    ]
