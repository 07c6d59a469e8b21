"""What a merge of two accounts does to the search index: entries are made anew when what they are made from changes."""

from randa.core.merging import keep, register

register(*keep("core_search.SearchEntry.owner"))
