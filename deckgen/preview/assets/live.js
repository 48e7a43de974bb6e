// Takes what changed from the server, and keeps the reader's place.
"use strict";

const RETRY = 2000; // milliseconds until a connection that the browser gave up is opened again
let isLost = false;

async function reload() {
  try {
    const index = await load("data.json");
    // A note that comes before the first one must not take its place.
    const place = readPlace();
    if (card.note && !place.note) history.replaceState(null, "", hashOf({...place, note: card.note.id}));
    takeIndex(index);
    document.dispatchEvent(new Event("place"));
    sayLost(false);
  } catch {
    sayLost(true);
  }
}

function sayLost(lost) {
  isLost = lost;
  document.getElementById("connection").textContent = lost ? say("connection_lost") : "";
}

function listen() {
  const events = new EventSource("events");
  events.addEventListener("revision", (event) => {
    if (Number(event.data) !== store.index.revision) reload();
  });
  events.addEventListener("open", () => { if (isLost) reload(); });
  events.addEventListener("error", () => {
    sayLost(true);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
  });
}
