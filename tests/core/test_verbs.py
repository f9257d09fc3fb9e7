"""The house rule that makes the audit complete: what takes an actor and changes something is a verb."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import khuevan
from khuevan.core.audit import VERBS

# Functions that take an actor but change nothing themselves, each with its reason.
NOT_VERBS = {
    "khuevan.papers.domain.citing.citable": "a question: what papers of a class may cite",
    "khuevan.papers.domain.citing.cited": "a question: what one paper cites",
    "khuevan.papers.domain.differing.standing": "a question: what would be written now, beside what was made",
    "khuevan.papers.domain.making.make_paper": "draws a paper and calls keep_drafts",
    "khuevan.papers.domain.making.make_papers": "draws papers and calls keep_drafts",
    "khuevan.papers.domain.money.books.open_books": "the beginning of the verbs of money",
    "khuevan.papers.domain.writers.may_write": "a question: who may have a paper written",
    "khuevan.papers.domain.previews.begin_preview": "calls begin_previews",
    "khuevan.papers.domain.signing.attach_signed_file": "calls attach_file of the document",
    "khuevan.papers.domain.dossier.keeping.entries": "a question: what the file of a class holds",
    "khuevan.papers.domain.dossier.keeping.missing": "a question: what the file of a class lacks",
    "khuevan.papers.domain.dossier.index.index": "writes the index and stores nothing",
    "khuevan.papers.domain.dossier.packing.pack": "a step of a job, which writes a part of a file and no row",
    "khuevan.papers.domain.dossier.documents.documents": "a question: documents and replies of a class",
    "khuevan.certificates.domain.dossier.certificates": "a question: certificates of a class",
    "khuevan.news.domain.dossier.articles": "a question: articles of a class",
    "khuevan.training.domain.dossier.parts_of": "a question: what every app keeps of a class",
    "khuevan.papers.domain.building.build": "writes a paper from what is known and stores nothing",
    "khuevan.papers.domain.building.targets": "a question: for whom there is one paper each",
    "khuevan.papers.domain.building.written": "writes the words of a paper and stores nothing",
    "khuevan.papers.domain.building.written_all": "writes the words of papers and stores nothing",
    "khuevan.papers.domain.lecturer_letters.signed_to_lecturers": "part of verbs, calls the verbs of lecturers",
    "khuevan.papers.domain.lecturer_letters.unsigned_to_lecturers": "part of a verb, calls the verbs of lecturers",
    "khuevan.papers.domain.reception.reception_card": "prints a card and stores nothing",
    "khuevan.papers.domain.reception.reception_sheet": "prints a list and stores nothing",
    "khuevan.nominations.domain.lecturer_notices.link_for": "calls make_link",
    "khuevan.training.domain.lecturers.history.lecturers_of_office": "a question: who taught for an office",
    "khuevan.training.domain.lecturers.states.open_lecturer": "the first line of a verb",
    "khuevan.papers.domain.nameplates.nameplates": "prints name plates and stores nothing",
    "khuevan.papers.domain.lists.hand_over": "prints a list and stores nothing",
    "khuevan.papers.domain.lists.learner_list": "prints a list and stores nothing",
    "khuevan.nominations.domain.programme_notices.publish_and_tell": "two verbs in one transaction",
    "khuevan.papers.domain.programme_sheet.programme_sheet": "prints the programme and stores nothing",
    "khuevan.papers.domain.cards.learner_cards": "prints cards and stores nothing",
    "khuevan.papers.domain.cards.other_badges": "prints cards and stores nothing",
    "khuevan.papers.domain.hall_lists.card_list": "prints a list and stores nothing",
    "khuevan.papers.domain.hall_lists.door_list": "prints a list and stores nothing",
    "khuevan.papers.domain.hall_lists.group_lists": "prints lists and stores nothing",
    "khuevan.papers.domain.hall_lists.sign_sheets": "prints lists and stores nothing",
    "khuevan.papers.domain.lists.spelling_check": "prints a list and stores nothing",
    "khuevan.certificates.domain.issuing.render_missing": "calls store_file once per certificate",
    "khuevan.nominations.domain.confirming.settle": "part of verbs, recorded under their names",
    "khuevan.nominations.domain.deciding.take_on": "part of verbs, recorded under their names",
    "khuevan.nominations.domain.drafts.refuse_unless_open": "the first line of a verb",
    "khuevan.nominations.domain.joining.join": "part of verbs, recorded under their names",
    "khuevan.nominations.domain.lists_of_agencies.take_back_nominations": "part of a verb, recorded under its name",
    "khuevan.nominations.domain.placing.follow": "part of verbs, recorded under their names",
    "khuevan.nominations.domain.reply_keeping.keep_letter": "part of verbs, which record the file",
    "khuevan.nominations.domain.reply_keeping.take_back": "part of verbs, recorded under their names",
    "khuevan.papers.domain.cards.personal_cards": "makes links by their verb and prints them",
    "khuevan.nominations.domain.message_tasks.message_tasks": "a question: messages that wait for a hand",
    "khuevan.papers.domain.agency_letter.agency_letter": "writes the letter of an agency and stores nothing",
    "khuevan.papers.domain.lists.facts_of": "a question: what the papers of a class say",
    "khuevan.papers.domain.templating.tried_with": "fills a template to be looked at and stores nothing",
    "khuevan.papers.domain.wall.wall_list": "prints a list and stores nothing",
    "khuevan.papers.domain.wall.wall_paper": "writes a list and stores nothing",
    "khuevan.papers.domain.wall.wall_text": "writes a list and stores nothing",
    "khuevan.records.domain.register.register_of": "a question: the lines of the register of a year",
    "khuevan.records.domain.register.years_of": "a question: the years of the register",
    "khuevan.training.domain.editing.open_for_change": "the first line of a verb",
    "khuevan.training.domain.editing.remove": "the last line of a verb, recorded under its name",
    "khuevan.training.domain.editing.write": "the last line of a verb, recorded under its name",
    "khuevan.training.domain.months.calendar_of": "a question: the classes of a month",
    "khuevan.training.domain.ordering.put_in_order": "the last line of a verb, recorded under its name",
    "khuevan.training.domain.ordering.put_further": "the last line of a verb, recorded under its name",
    "khuevan.training.domain.people_tasks.correction_tasks": "a question: what people wait for",
    "khuevan.training.domain.plan_tasks.plan_tasks": "a question: what the plans of an office wait for",
    "khuevan.training.domain.plans.open_for_planning": "the first line of a verb",
    "khuevan.training.domain.worklist.work_list": "a question: what waits for the actor",
}


def _functions_with_an_actor() -> Iterator[tuple[str, Callable[..., object]]]:
    for found in pkgutil.walk_packages(khuevan.__path__, "khuevan."):
        if ".domain." not in found.name:
            continue
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != found.name or name.startswith("_"):
                continue
            if next(iter(inspect.signature(function).parameters), "") == "actor":
                yield f"{found.name}.{name}", function


def test_everything_that_takes_an_actor_is_a_verb() -> None:
    found = dict(_functions_with_an_actor())
    assert len(found) > 25
    loose = {name for name, function in found.items() if function not in VERBS.values()}
    assert loose == set(NOT_VERBS)


def test_verbs_are_named_after_their_app() -> None:
    for name, function in VERBS.items():
        assert function.__module__.startswith(f"khuevan.{name.split('.')[0]}."), name
