/* Fetches what a search box needs when it is first used; the page that answers asks for the code itself. */
(function () {
  "use strict";

  const fetched = new Set();

  /* Where the index lies may come before the code that reads it. */
  window.gongkaiPart = (name, value) => (window.gongkaiPart[name] = value);

  /* An answer is on its way: the lists below wait out of sight, so that nothing jumps when it comes. Not for ever. */
  if (new URLSearchParams(location.search).get("q")) {
    document.documentElement.classList.add("gk-asked");
    setTimeout(() => window.gongkaiSearch || say("waiting"), PATIENCE);
  }

  /* What could not be had is asked for again at the next use. */
  function fetchOnce(address, fail = () => {}) {
    if (!address || fetched.has(address)) {
      return;
    }
    fetched.add(address);
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => window.gongkaiSearch || fail();
    script.onerror = () => {
      fetched.delete(address);
      fail();
    };
    document.head.append(script);
  }

  /* The code that answers is not to be had, or stumbles before it can say so itself: the lists below are whole without it. */
  function giveUp() {
    say("failed");
  }

  function say(what) {
    const status = document.querySelector("[data-failed]");
    if (status && !("answered" in document.documentElement.dataset)) {
      status.textContent = status.dataset[what];
      document.documentElement.classList.remove("gk-asked");
    }
  }

  window.addEventListener("error", giveUp);
  window.addEventListener("unhandledrejection", giveUp);

  function prepare(box) {
    /* From the start, so that a screen reader says what the box is when it gets there. */
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => (box.dataset.typed = "1"), { once: true });
    if (location.search && !window.gongkaiSearch) {
      fetchOnce(box.dataset.code, giveUp);
    }
  }

  /* Firefox takes no file for the page's own site, and so sends no form from a disk. */
  document.addEventListener("submit", (event) => {
    if (location.protocol === "file:" && event.target.getAttribute("role") === "search" && !event.defaultPrevented) {
      event.preventDefault();
      location.assign(`${event.target.action.split("?")[0]}?${new URLSearchParams(new FormData(event.target))}`);
    }
  });

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("input[type=search][data-suggest]").forEach(prepare));

  document.addEventListener("focusin", ({ target }) => {
    if (target.dataset && target.dataset.suggest) {
      window.gongkaiSearch || fetchOnce(target.dataset.code, giveUp);
      fetchOnce(target.dataset.script);
    }
  });
})();
