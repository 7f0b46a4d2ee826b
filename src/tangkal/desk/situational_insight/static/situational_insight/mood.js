/* Digits answer while a sample is read; every answer is also a plain button. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const button = document.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
