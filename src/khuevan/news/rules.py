"""Who may see and write articles."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.news.enums import ArticleState
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role, is_staff_of


def _view(actor: Actor, article: Any) -> bool:  # noqa: ANN401 - an Article
    return article.state == ArticleState.PUBLISHED or is_staff_of(actor, article.office_id)


def _write(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.EDITOR, RoleKind.OFFICER)


def _change(actor: Actor, article: Any) -> bool:  # noqa: ANN401 - an Article
    return has_role(actor, article.office_id, RoleKind.EDITOR, RoleKind.OFFICER)


permission("news.view_article", _view)
permission("news.write_article", _write)
permission("news.change_article", _change)
