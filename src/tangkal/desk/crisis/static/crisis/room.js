/* The live room: hears which pieces changed and fetches those anew; asks where it cannot hear.
   The clocks count on the server's time, so a wrong clock here shows no wrong hour. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const room = one("#room");

  /* ---- quick keys of the log keeper -------------------------------------------- */
  const kinds = { f: "fact", d: "decision", a: "action", c: "contact", q: "question" };
  const entry = one("#log-form");
  if (entry) document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !kinds[event.key]) return;
    if (event.target.closest("input:not([type=radio]), textarea, select, dialog")) return;
    const choice = one(`input[name=kind][value=${kinds[event.key]}]`, entry);
    if (!choice) return;
    event.preventDefault();
    event.stopPropagation();
    choice.checked = true;
    one("textarea[name=text]", entry)?.focus();
  }, true);
  if (!room) return;

  /* ---- which pieces changed ------------------------------------------------------ */
  const isBusy = (piece) => {
    const held = piece.contains(document.activeElement) ? document.activeElement : null;
    const typed = all("textarea, input[type=text]", piece).some((box) => box.value !== box.defaultValue);
    return typed || Boolean(held && held.matches("textarea, input, select"));
  };
  function take(numbers) {
    for (const piece of all("[data-topic]", room)) {
      const number = numbers[piece.dataset.topic];
      if (number === undefined || String(number) === piece.dataset.number) continue;
      if (isBusy(piece)) { piece.dataset.waits = String(number); continue; }
      piece.dataset.number = String(number);
      delete piece.dataset.waits;
      globalThis.htmx?.trigger(piece, "changed");
    }
  }
  /* What somebody types is never overwritten: the piece comes when they have left it. */
  room.addEventListener("focusout", () => setTimeout(() => {
    for (const piece of all("[data-waits]", room))
      if (!isBusy(piece)) take({ [piece.dataset.topic]: piece.dataset.waits });
  }, 200));

  /* ---- hearing, and asking instead --------------------------------------------------- */
  const state = one("#room-state");
  const say = (words) => { if (state.textContent !== words) state.textContent = words; };
  const ASK_MS = 3000, HIDDEN_MS = 60000, AGAIN_MS = 15000;
  let asking = null, skew = 0;
  async function ask() {
    clearTimeout(asking);
    try {
      const answer = await fetch(room.dataset.pulse, { headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) {
        const told = Date.parse(answer.headers.get("Date") ?? "");
        if (told) skew = told - Date.now();
        take(await answer.json());
      }
    } catch { /* the next round asks again */ }
    asking = setTimeout(ask, document.hidden ? HIDDEN_MS : ASK_MS);
  }
  function listen() {
    if (!room.dataset.live || !globalThis.EventSource) { say(room.dataset.wordsAsking); ask(); return; }
    const stream = new EventSource(room.dataset.live, { withCredentials: true });
    stream.addEventListener("open", () => { clearTimeout(asking); asking = null; say(room.dataset.wordsLive); });
    stream.addEventListener("changed", (event) => take(JSON.parse(event.data)));
    stream.addEventListener("clock", (event) => { skew = Number(event.data) - Date.now(); });
    stream.addEventListener("error", () => {
      say(room.dataset.wordsAsking);
      if (asking === null) ask();
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);
    });
    addEventListener("pagehide", () => stream.close());
  }

  /* ---- clocks ------------------------------------------------------------------------- */
  const two = (n) => String(n).padStart(2, "0");
  function shown(ms) {
    const s = Math.floor(Math.abs(ms) / 1000);
    const hours = Math.floor(s / 3600);
    return `${ms < 0 ? "−" : ""}${hours ? `${hours}:` : ""}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  }
  function tick() {
    const now = Date.now() + skew;
    for (const place of all("[data-elapsed]", room))
      place.textContent = `T+${shown(now - Date.parse(place.dataset.elapsed))}`;
    for (const place of all("[data-countdown]", room))
      place.textContent = shown(Date.parse(place.dataset.countdown) - now);
  }
  setInterval(tick, 1000);
  tick();
  listen();
})();
