"""What a copy of a class takes over of its results: the rule, never the outcomes."""

from khuevan.assessment.domain.outcomes import set_rule
from khuevan.core.actors import Actor
from khuevan.training.domain.class_changes import on_discard
from khuevan.training.domain.cloning import on_clone
from khuevan.training.models import TrainingClass


@on_clone
def _copy_rule(actor: Actor, source: TrainingClass, copy: TrainingClass) -> None:
    """The newest rule of the source is the first of the copy; who decided it decides anew."""
    rule = source.completion_rules.order_by("-version").first()
    if rule is not None:
        set_rule(actor, copy, min_share=rule.min_share, excused_counts=rule.excused_counts)


@on_discard
def _drop_rules(_actor: Actor, training_class: TrainingClass) -> None:
    """A copy came with a rule of its own, which must not keep it from being discarded."""
    training_class.completion_rules.all().delete()
