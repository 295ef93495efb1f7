/* Fetches the suggestions of a search box when it is first used; nothing before. */
(function () {
  "use strict";

  function prepare(box) {
    /* From the start, so that a screen reader says what the box is when it gets there. */
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => (box.dataset.typed = "1"), { once: true });
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("input[type=search][data-suggest]").forEach(prepare));

  document.addEventListener("focusin", function wake({ target }) {
    if (target.dataset && target.dataset.suggest && !window.gongkaiSuggest) {
      document.removeEventListener("focusin", wake);
      const script = document.createElement("script");
      script.src = target.dataset.script;
      script.onerror = () => document.addEventListener("focusin", wake);
      document.head.append(script);
    }
  });
})();
