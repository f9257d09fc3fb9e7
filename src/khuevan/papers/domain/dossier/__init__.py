"""Hồ sơ lớp: everything of a class as one ZIP with its index, and what is still missing.

``documents``, ``lists`` and ``money`` register what papers know, ``naming`` puts all in order and gives each file its
name, ``index`` writes the Mục lục văn bản, ``packing`` the ZIP; ``keeping`` begins the work and keeps what came of it.
"""

from khuevan.papers.domain.dossier.keeping import DOSSIER, begin_dossier, entries, keep_dossier, missing

__all__ = ["DOSSIER", "begin_dossier", "entries", "keep_dossier", "missing"]
