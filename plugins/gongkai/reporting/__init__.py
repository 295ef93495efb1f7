"""What the office owes in any case: how a plan was carried out, in words for its annual report, and its ledger as a sheet."""
