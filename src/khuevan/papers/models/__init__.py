"""Papers as they were made, who signs them, templates of the office, the money of a class."""

from khuevan.papers.models.dossiers import Dossier
from khuevan.papers.models.making import MadePaper, PaperDetails
from khuevan.papers.models.money import Advance, BudgetLine, Expense, ExpenseProof, ExpenseRate, LecturerFee
from khuevan.papers.models.office import Signer, StandingBasis
from khuevan.papers.models.templates import PaperTemplate

__all__ = [
    "Advance",
    "BudgetLine",
    "Dossier",
    "Expense",
    "ExpenseProof",
    "ExpenseRate",
    "LecturerFee",
    "MadePaper",
    "PaperDetails",
    "PaperTemplate",
    "Signer",
    "StandingBasis",
]
