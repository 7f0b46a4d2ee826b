"""What hangs on an answer, asked at once: most have nothing, and their page then asks no more."""

from functools import lru_cache

from django.db import connection
from django.db.models import Model, QuerySet, prefetch_related_objects

from tangkal.desk.portal import contested
from tangkal.desk.portal.models import Appeal, Clarification, Translation

# Written out: to build these three for each page cost more than a third of drawing it.
ASK = """SELECT
    EXISTS (SELECT 1 FROM portal_appeal WHERE clarification_id = %s),
    EXISTS (SELECT 1 FROM portal_translation WHERE clarification_id = %s),
    EXISTS (SELECT 1 FROM portal_wordingtest WHERE clarification_id = %s)"""


def read(found: Clarification) -> bool:
    """Read an answer's appeals and translations; answers whether its wording was ever tested."""
    with connection.cursor() as cursor:
        cursor.execute(ASK, [found.pk] * 3)
        has_appeals, has_translations, was_tested = cursor.fetchone()
    known = vars(found).setdefault("_prefetched_objects_cache", {})
    if has_appeals:
        prefetch_related_objects([found], contested.APPEALS)
    else:
        known["appeals"] = nothing(Appeal)
    if has_translations:
        prefetch_related_objects([found], "translations")
    else:
        known["translations"] = nothing(Translation)
    return bool(was_tested)


@lru_cache(maxsize=8)
def nothing(model: type[Model]) -> QuerySet[Model]:
    """No rows, and known to be none: even for that Django would begin to write SQL."""
    empty = model._default_manager.none()
    assert not empty  # asks it, so that nobody has to again
    return empty
