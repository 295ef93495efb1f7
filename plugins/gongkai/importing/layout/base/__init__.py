"""How cells and lines are told apart: roles of columns, numbering, fit."""
