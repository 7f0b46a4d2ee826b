"""Signals that were raised before suggestions had rows of their own get theirs."""

from typing import Any

from django.db import migrations

SAME = 0.85  # tangkal.recognise.restraint.SAME when this was written


def make_suggestions(apps: Any, schema_editor: Any) -> None:
    signals = apps.get_model("cases", "Signal").objects.exclude(best_claim=None)
    suggestions = apps.get_model("recognise", "MatchSuggestion").objects
    rows = [
        suggestions.model(
            subject=f"signal:{signal.pk}",
            signal_id=signal.pk,
            claim_id=signal.best_claim_id,
            text=signal.excerpt[:2000],
            score=signal.best_score or 0.0,
            level="same" if (signal.best_score or 0.0) >= SAME else "maybe",
            reasons=signal.best_reasons,
            method=signal.best_method,
            is_exercise=signal.is_exercise,
            at=signal.last_seen_at,
        )
        for signal in signals.iterator(chunk_size=500)
    ]
    suggestions.bulk_create(rows, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("recognise", "0002_suggestions"), ("cases", "0001_initial")]

    operations = [migrations.RunPython(make_suggestions, migrations.RunPython.noop)]
