"""Lists of the console: a table declared in a few lines comes with search, filters, order, pages, Excel and bulk work.

Tables of an app stand in its ``interfaces/tables.py`` and know nothing of addresses; screens give them a queryset that
begins with ``visible_to``.
"""

from khuevan.core.lists.big import BigListing
from khuevan.core.lists.bulk import BulkAction, Run
from khuevan.core.lists.filters import ListFilters, Pill, PillGroup
from khuevan.core.lists.listing import Listing, Order
from khuevan.core.lists.table import Column, ListTable

__all__ = [
    "BigListing",
    "BulkAction",
    "Column",
    "ListFilters",
    "ListTable",
    "Listing",
    "Order",
    "Pill",
    "PillGroup",
    "Run",
]
