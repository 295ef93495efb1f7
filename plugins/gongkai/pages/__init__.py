"""Judged records → what the templates show → pages."""
