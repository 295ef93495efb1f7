/* The reader's own way of showing pages: larger type, other colours. Runs before a page is drawn, so that nothing jumps. */
(function () {
  "use strict";

  const root = document.documentElement;
  const known = { size: ["large"], scheme: Object.keys(SCHEMES) };

  /* Where nothing may be kept (private windows), a choice holds for this page. */
  function remembered(name) {
    try {
      return localStorage.getItem(`gongkai-${name}`);
    } catch (error) {
      return null;
    }
  }

  function remember(name, value) {
    try {
      if (value) {
        localStorage.setItem(`gongkai-${name}`, value);
      } else {
        localStorage.removeItem(`gongkai-${name}`);
      }
    } catch (error) {
      /* See above. */
    }
  }

  function show(name, value) {
    if (known[name].includes(value)) {
      root.dataset[name] = value;
    } else {
      delete root.dataset[name];
    }
  }

  /* What the system asks for; nothing is kept while a reader wants just that. */
  function systemScheme() {
    return known.scheme.filter((scheme) => matchMedia(SCHEMES[scheme]).matches).pop();
  }

  const isShown = {
    large: () => root.dataset.size === "large",
    dark: () => (root.dataset.scheme || systemScheme()) === "dark",
    contrast: () => (root.dataset.scheme || systemScheme()) === "contrast",
  };

  function choose(button) {
    const name = button === "large" ? "size" : "scheme";
    const wanted = isShown[button]() ? (name === "scheme" ? "light" : "") : button;
    const kept = wanted === systemScheme() ? "" : wanted;
    show(name, kept);
    remember(name, kept);
  }

  function showRemembered() {
    Object.keys(known).forEach((name) => show(name, remembered(name)));
  }

  function showPressed() {
    document.querySelectorAll("[data-display]").forEach((one) => one.setAttribute("aria-pressed", String(isShown[one.dataset.display]())));
  }

  root.classList.add("gk-scripted");
  showRemembered();

  document.addEventListener("DOMContentLoaded", showPressed);
  document.addEventListener("click", ({ target }) => {
    if (target.dataset && target.dataset.display) {
      choose(target.dataset.display);
      showPressed();
    }
  });

  /* Out of the browser's store, after a choice on another page. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      showRemembered();
      showPressed();
    }
  });
})();
