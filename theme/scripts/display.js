/* The reader's own way of showing pages: larger type, other colours. Runs before a page is drawn, so that nothing jumps. */
(function () {
  "use strict";

  const root = document.documentElement;
  const known = { size: ["large"], scheme: ["light", "dark", "contrast"] };

  /* Where nothing may be kept (private windows), the choice holds for this page. */
  function remembered(name) {
    try {
      return localStorage.getItem(`gongkai-${name}`);
    } catch (error) {
      return null;
    }
  }

  function remember(name, value) {
    try {
      if (value) localStorage.setItem(`gongkai-${name}`, value);
      else localStorage.removeItem(`gongkai-${name}`);
    } catch (error) {
      /* See above. */
    }
  }

  function show(name, value) {
    if (known[name].includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  }

  function showControls() {
    const large = document.getElementById("display-large");
    const scheme = document.getElementById("display-scheme");
    large.setAttribute("aria-pressed", String(root.dataset.size === "large"));
    scheme.value = root.dataset.scheme || "";
  }

  function choose(name, value) {
    show(name, value);
    remember(name, value);
    showControls();
  }

  function showRemembered() {
    Object.keys(known).forEach((name) => show(name, remembered(name)));
  }

  root.classList.add("gk-scripted");
  showRemembered();

  document.addEventListener("DOMContentLoaded", () => {
    showControls();
    document.getElementById("display-large").addEventListener("click", () => choose("size", root.dataset.size ? "" : "large"));
    document.getElementById("display-scheme").addEventListener("change", (event) => choose("scheme", event.target.value));
  });

  /* Another tab may have chosen meanwhile, or the page may come out of the browser's store. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) showRemembered(), showControls();
  });
})();
