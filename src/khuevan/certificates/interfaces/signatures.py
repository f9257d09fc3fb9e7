"""Who signs certificates: of late, or as far as the class itself says; so that nothing is typed twice."""

import hashlib
from typing import Final

from django.db.models import Max

from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.models import Certificate
from khuevan.people.domain.letterheads import letterhead_of
from khuevan.training.models import TrainingClass

SHOWN: Final = 4
_CLASSES_LOOKED_AT = 12
_WORDS = ("authority", "title", "signer", "signer_post")


def last_signatures(training_class: TrainingClass) -> list[Signature]:
    """Those of the latest classes of the same office, the latest first, each once."""
    issued = Certificate.objects.filter(register__office=training_class.office_id)
    batches = issued.order_by().values("enrollment__training_class").annotate(last=Max("pk")).order_by("-last")
    last = [batch["last"] for batch in batches[:_CLASSES_LOOKED_AT]]
    words = issued.filter(pk__in=last).order_by("-pk").values_list("frozen", flat=True)
    signatures = (Signature(**{name: str(frozen.get(name) or "") for name in _WORDS}) for frozen in words)
    return list(dict.fromkeys(signatures))[:SHOWN]


def suggested_signature(training_class: TrainingClass) -> Signature:
    """The leader of the office who has a part in the ceremonies of the class; empty words where nobody has."""
    office = training_class.office.organization
    roles = training_class.ceremony_roles.select_related("person").filter(organization=office)
    leader = next((role for role in roles if role.person and role.title), None)
    if leader is None or leader.person is None:
        return Signature("", "", "", "")
    signing = letterhead_of(office).signing
    return Signature(
        authority=signing.authority,
        title="\n".join(signing.lines(leader.title)),
        signer=leader.person.full_name,
        signer_post=leader.post,
    )


def key_of(signature: Signature) -> str:
    """A name for a signature that stays the same while a form is open."""
    words = "\x1f".join((signature.authority, signature.title, signature.signer, signature.signer_post))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def said(signature: Signature) -> str:
    """KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC Nguyễn Văn An."""
    return f"{', '.join(signature.title.splitlines())} {signature.signer}".strip()
