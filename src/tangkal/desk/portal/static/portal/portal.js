/* The portal works without this: it only lets a browser keep answers for when there is no network. */
'use strict'
const keeper = navigator.serviceWorker
const HOUR = 3600000

if (keeper && !navigator.connection?.saveData) {
  addEventListener('load', () => keeper.register('/pekerja.js').catch(() => {}))
  /* From the second page on, and once an hour: who reads one page alone fetches nothing more. */
  if (keeper.controller && Date.now() - (localStorage.getItem('kept') || 0) > HOUR) {
    localStorage.setItem('kept', Date.now())
    addEventListener('load', () => keeper.controller.postMessage('keep'))
  }
}
