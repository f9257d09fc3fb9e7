"""The rows of lists that are being checked move from a JSON column into a table of their own.

A migration by itself: PostgreSQL alters no table that has just been filled.
"""

import hashlib
import json

from django.db import migrations

from khuevan.vietnamese.folding import fold, spelling_key


def rows_to_lines(apps, schema_editor):
    drafts = apps.get_model("nominations", "RosterDraft").objects
    lines = apps.get_model("nominations", "DraftLine")
    enrollments = apps.get_model("nominations", "Enrollment").objects
    for draft in drafts.exclude(rows=[]).order_by("pk").iterator(chunk_size=20):
        if lines.objects.filter(draft=draft).exists():
            continue
        learners = set(enrollments.filter(training_class=draft.training_class_id).values_list("pk", flat=True))
        made = [_line(lines, draft.pk, index, stored, learners) for index, stored in enumerate(draft.rows)]
        lines.objects.bulk_create(made, batch_size=500)


def _line(model, draft_id, index, stored, learners):
    sheet, number = stored["place"]
    values = {name: value for name, value in stored["values"].items() if value}
    problems = [list(one) for one in stored["problems"]]
    errors = sum(1 for one in problems if one[2] == "error")
    name, agency = values.get("full_name", ""), values.get("organization", "")
    agency_key = spelling_key(agency)[:250]
    words = (name, values.get("position", ""), agency, values.get("phone", ""), values.get("email", ""))
    taken = stored["taken"]
    return model(
        draft_id=draft_id,
        index=index,
        sheet=sheet[:120],
        number=number,
        values=values,
        problems=problems,
        errors=errors,
        notices=len(problems) - errors,
        is_double=any(one[0] == "duplicate" for one in problems),
        state="waiting" if taken is None else "taken",
        enrollment_id=taken if taken in learners else None,
        refused=stored["refused"][:500],
        agency_key=agency_key,
        twin_key=_twin_key(name, values.get("birth", ""), agency_key),
        search_key=fold(" ".join(words))[:700],
    )


def _twin_key(name, birth, agency_key):
    if not name:
        return ""
    text = json.dumps([spelling_key(name), birth, "" if birth else agency_key], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def lines_to_rows(apps, schema_editor):
    drafts = apps.get_model("nominations", "RosterDraft").objects
    for draft in drafts.order_by("pk").iterator(chunk_size=20):
        draft.rows = [
            {
                "place": [line.sheet, line.number],
                "values": line.values,
                "problems": line.problems,
                "taken": line.enrollment_id,
                "refused": line.refused,
            }
            for line in draft.lines.order_by("index")
        ]
        draft.save(update_fields=["rows"])


class Migration(migrations.Migration):
    dependencies = [("nominations", "0004_draft_lines")]
    operations = [migrations.RunPython(rows_to_lines, lines_to_rows)]
