// Only in the preview: opens the page anew when the site has been made anew, and says what keeps it from that.
(function () {
  "use strict";
  var script = document.currentScript;
  var site = script.getAttribute("data-site");
  var turn = "";
  var bar = null;

  function ask() {
    fetch("/_preview?" + turn, { cache: "no-store" })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (told.site !== site) return location.reload();
        turn = told.turn;
        show(told.problems);
        ask();
      })
      // The program is starting again, or has ended.
      .catch(function () { setTimeout(ask, 500); });
  }

  function show(problems) {
    if (bar) bar.remove();
    bar = null;
    if (!problems) return;
    bar = document.createElement("div");
    bar.id = "preview-problems";
    bar.className = "gk-notice gk-notice--doubt";
    bar.tabIndex = 0;
    bar.setAttribute("role", "alert");
    bar.style.cssText = "position: sticky; top: 0; z-index: 9; max-height: 40vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere";
    bar.textContent = "这一页还是改动以前的：\n" + problems;
    document.body.prepend(bar);
  }

  ask();
})();
