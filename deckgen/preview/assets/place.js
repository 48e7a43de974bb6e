// The place of the reader: what is chosen, and which card is shown. The address holds it after its #, so that a
// reload and a shared link keep it.
"use strict";

const PARTS = ["package", "deck", "tag", "search", "note", "card", "side"];

function readPlace() {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(PARTS.map((part) => [part, given.get(part) ?? ""]));
}

function hashOf(place) {
  const given = new URLSearchParams(PARTS.filter((part) => place[part]).map((part) => [part, place[part]]));
  return `#${given}`;
}

// What is chosen goes into the history, so that Back leads to it; a step from card to card does not.
function goTo(place, {isStep = true} = {}) {
  const hash = hashOf(place);
  if (hash === location.hash || (hash === "#" && !location.hash)) return;
  history[isStep ? "replaceState" : "pushState"](null, "", hash);
  document.dispatchEvent(new Event("place"));
}

addEventListener("hashchange", () => document.dispatchEvent(new Event("place")));
addEventListener("popstate", () => document.dispatchEvent(new Event("place")));
