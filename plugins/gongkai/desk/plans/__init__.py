"""The files of plans: a notice becomes a draft, a draft is looked through row by row, single fields are mended."""
