from django.db import migrations

from tangkal.desk.audit import guards


class Migration(migrations.Migration):
    """Refuse updates and deletions of audit events in the database itself."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: guards.install(editor.connection),
            lambda apps, editor: guards.remove(editor.connection),
        )
    ]
