"""Badges, assessment, scorecards and history: pure, one date."""
