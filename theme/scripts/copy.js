/* A button that copies a text; without it the text is selected by one click and copied by hand. */
(function () {
  "use strict";

  function say(button, name) {
    button.parentElement.querySelector("[role=status]").textContent = button.dataset[name];
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const text = document.getElementById(button.dataset.copy).textContent;
        navigator.clipboard.writeText(text).then(() => say(button, "done"), () => say(button, "failed"));
      });
    });
  });
})();
