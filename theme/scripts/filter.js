/* Long lists and the matrix, narrowed where they stand; the choice is kept in the address. Without it they are whole. */
(function () {
  "use strict";

  const fields = (form) => [...form.elements].filter((one) => one.name);
  const chosen = (form) => fields(form).filter((one) => one.value);

  /* In a matrix only the column with the chosen unit is kept; column 0 names the task. */
  function narrowColumns(table, unit) {
    const heads = [...table.tHead.rows[0].cells];
    const hidden = heads.map((head, place) => unit && place && !head.matches(`[data-unit~="${unit}"]`));
    [...table.rows].forEach((row) => [...row.cells].forEach((cell, place) => (cell.hidden = hidden[place])));
  }

  function narrow(form) {
    const wanted = chosen(form);
    const shown = new Set();
    document.querySelectorAll("[data-entry]").forEach((entry) => {
      /* A row of the matrix stands for an entry above it. */
      entry.hidden = entry.dataset.inBadge
        ? !wanted.every((one) => entry.matches(`[data-in-${one.name}~="${one.value}"]`))
        : wanted.length && !shown.has(entry.dataset.entry);
      if (!entry.hidden) shown.add(entry.dataset.entry);
    });
    document.querySelectorAll("[data-group]").forEach((group) => {
      group.hidden = !group.querySelector("[data-entry]:not([hidden])");
    });
    const unit = form.elements.unit && form.elements.unit.value;
    document.querySelectorAll("table[data-columns]").forEach((table) => {
      narrowColumns(table, unit);
      if (unit) table.dataset.narrowed = "";
      else delete table.dataset.narrowed;
    });
    /* The sums above a part are of all of it. */
    document.querySelectorAll("[data-group] > .gk-tally").forEach((sum) => (sum.hidden = wanted.length));
    const words = wanted.length ? form.dataset[shown.size ? "shown" : "none"] : "";
    form.querySelector("[role=status]").textContent = words.replace("{n}", shown.size).replace("{all}", form.dataset.all);
  }

  function writeAddress(form) {
    const address = new URL(location.href);
    fields(form).forEach((one) => address.searchParams.delete(one.name));
    chosen(form).forEach((one) => address.searchParams.set(one.name, one.value));
    history.replaceState(history.state, "", address);
  }

  function readAddress(form) {
    const asked = new URL(location.href).searchParams;
    fields(form).forEach((one) => {
      one.value = asked.get(one.name) || "";
      if (one.selectedIndex < 0) one.value = "";
    });
  }

  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll("form[data-narrows]").forEach((form) => {
      readAddress(form);
      narrow(form);
      if (chosen(form).length) {
        const fold = form.closest("details");
        if (fold) fold.open = true;
        if (!location.hash) form.scrollIntoView();
      }
      form.addEventListener("change", () => {
        narrow(form);
        writeAddress(form);
      });
    }),
  );
})();
