/* The desk's keys, menus and polling. Every essential act also works as a plain form. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = one("#script-words")?.dataset ?? {};

  /* ---- rows: j k o e d x ------------------------------------------------ */
  let current = null;
  const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null);

  function show(row) {
    if (!row) return;
    all("[data-row].is-current").forEach((other) => other.classList.remove("is-current"));
    row.classList.add("is-current");
    if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    current = row.id || null;
  }
  const shown = () => one("[data-row].is-current");

  function move(step) {
    const list = rows();
    if (!list.length) return;
    const place = list.indexOf(shown());
    show(list[place < 0 ? (step > 0 ? 0 : list.length - 1)
      : Math.min(Math.max(place + step, 0), list.length - 1)]);
  }
  function press(selector) {
    const row = shown();
    /* On a page without rows the page itself is the row. */
    const control = row ? one(selector, row) : (rows().length ? null : one(`#main ${selector}`));
    if (control) control.click();
    return Boolean(control);
  }
  function select() {
    const box = shown() && one("[data-select]", shown());
    if (box) box.click();
  }

  /* ---- keys -------------------------------------------------------------- */
  const isTyping = (target) =>
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => press("[data-open]"),
    Enter: () => press("[data-open]"),
    e: () => press("[data-act]"),
    d: () => press("[data-dismiss]"),
    x: select,
    z: () => one("[data-undo]")?.click(),
    "/": () => {
      const field = one("[data-search]") ?? one("#jump");
      field?.closest("details")?.setAttribute("open", ""); /* what is folded away takes no focus */
      field?.focus();
    },
    "?": () => openDialog("keys"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      const jump = one("#jump");
      jump?.focus();
      jump?.select();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.form;
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(one("[data-submit-next]", form) ?? one("[type=submit], button:not([type])", form));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      all("details[data-popover][open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
      if (isTyping(event.target)) event.target.blur();
      return;
    }
    if (isTyping(event.target) || one("dialog[open]")) return;
    const act = keys[event.key];
    if (!act) return;
    /* Enter on a link or button is that control's own. */
    if (event.key === "Enter" && event.target.closest("a, button, summary, label")) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (row && row !== shown()) {
      all("[data-row].is-current").forEach((other) => other.classList.remove("is-current"));
      row.classList.add("is-current");
      current = row.id || null;
    }
  });

  /* ---- clicks: dialogs, menus, rail --------------------------------------- */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) { event.preventDefault(); openDialog(opener.dataset.openDialog); }
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) closer.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement) event.target.close();
    const toggle = event.target.closest("[data-toggle-rail]");
    if (toggle) {
      event.preventDefault();
      const isOpen = one("#rail").classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) one("#rail a")?.focus();
    }
    all("details[data-popover][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  /* ---- bulk selection ------------------------------------------------------ */
  function tally() {
    const boxes = all("[data-select]");
    const chosen = boxes.filter((box) => box.checked);
    boxes.forEach((box) => box.closest("[data-row]")?.classList.toggle("is-selected", box.checked));
    all("[data-bulk]").forEach((bar) => { bar.hidden = chosen.length === 0; });
    all("[data-bulk-count]").forEach((place) => { place.textContent = String(chosen.length); });
    all("[data-select-all]").forEach((box) => {
      box.checked = boxes.length > 0 && chosen.length === boxes.length;
      box.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]"))
      all("[data-select]").forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-select], [data-select-all]")) tally();
    if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
  });

  /* ---- forms: one submit a time, warn before losing words ------------------ */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || form.hasAttribute("hx-post")) return;
    if (form.hasAttribute("data-file")) return; /* answered by a file: the page stays, and asks again */
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "1";
      event.submitter?.setAttribute("aria-busy", "true");
      delete form.dataset.dirty;
    }
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }));
  document.addEventListener("input", (event) => {
    if (event.target.form?.hasAttribute("data-guard")) event.target.form.dataset.dirty = "1";
  });
  addEventListener("beforeunload", (event) => { if (one("form[data-dirty]")) event.preventDefault(); });

  /* ---- the tab's title counts what is overdue ------------------------------ */
  const plainTitle = document.title.replace(/^\(\d+\) /, "");
  function countOverdue() {
    const told = one("[data-overdue-count]")?.dataset.overdueCount ?? document.body.dataset.overdue;
    if (told === "" && document.body.dataset.overdueUrl) return askOverdue();
    showOverdue(Number.parseInt(told, 10) || 0);
  }
  function showOverdue(count) {
    document.title = count > 0 ? `(${count}) ${plainTitle}` : plainTitle;
  }
  /* A page without a list of its own asks once, after it is drawn; no answer, no number. */
  function askOverdue() {
    fetch(document.body.dataset.overdueUrl, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { overdue: 0 }))
      .then((answer) => showOverdue(Number(answer.overdue) || 0), () => {});
  }

  /* ---- polling: 3 s while somebody works, 60 s when idle, at once on focus -- */
  const ACTIVE_MS = 3000, IDLE_MS = 60000, IDLE_AFTER_MS = 60000;
  let lastAct = Date.now(), timer = null;
  const isIdle = () => document.hidden || Date.now() - lastAct > IDLE_AFTER_MS;
  function poll() {
    clearTimeout(timer);
    const targets = all("[data-poll]");
    if (!targets.length) return;
    /* Never redraw under somebody's selection or open dialog. */
    if (!document.hidden && !one("dialog[open]") && !one("[data-select]:checked"))
      targets.forEach((target) => globalThis.htmx?.trigger(target, "poll"));
    timer = setTimeout(poll, isIdle() ? IDLE_MS : ACTIVE_MS);
  }
  ["pointerdown", "keydown", "scroll"].forEach((kind) =>
    addEventListener(kind, () => {
      const wasIdle = isIdle();
      lastAct = Date.now();
      if (wasIdle) poll();
    }, { passive: true, capture: true }));
  addEventListener("focus", () => { lastAct = Date.now(); poll(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });

  /* ---- htmx: keep the row, say what failed ---------------------------------- */
  function toast(text) {
    one(".toast")?.remove();
    const box = document.createElement("div");
    box.className = "toast notice notice--error";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = text;
    const close = document.createElement("button");
    close.className = "button button--small";
    close.textContent = words.close ?? "×";
    close.addEventListener("click", () => box.remove());
    box.append(line, close);
    document.body.append(box);
  }
  document.addEventListener("htmx:sendError", () => { if (!document.hidden) toast(words.offline); });
  document.addEventListener("htmx:responseError", () => toast(words.failed));
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-row] *")) {
      const row = event.detail.elt.closest("[data-row]");
      const list = rows();
      const next = list[list.indexOf(row) + 1] ?? list[list.indexOf(row) - 1];
      row.dataset.after = next?.id ?? "";
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    tally();
    countOverdue();
    if (current && !shown()) {
      const again = document.getElementById(current);
      if (again) again.classList.add("is-current");
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.elt?.closest?.("[data-row]");
    if (!row || event.detail.xhr.status >= 400) return;
    const next = row.dataset.after;
    /* The row is leaving: the next one takes its place under the keys. */
    setTimeout(() => { if (!row.isConnected && next) show(document.getElementById(next)); }, 60);
  });

  all("[data-open-dialog][hidden]").forEach((button) => { button.hidden = false; });
  one("[data-focus]")?.focus();
  tally();
  countOverdue();
  if (one("[data-poll]")) timer = setTimeout(poll, ACTIVE_MS);
})();
