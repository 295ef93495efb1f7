/* What is folded opens when an address points to it or into it, on arrival and later. Without it one unfolds by hand. */
(function () {
  "use strict";

  function follow() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    target.scrollIntoView();
  }

  document.addEventListener("DOMContentLoaded", follow);
  window.addEventListener("hashchange", follow);
})();
