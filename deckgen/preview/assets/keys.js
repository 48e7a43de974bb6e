// The keyboard. What a focused element does with a key comes first: Space presses a button, arrows move in a text.
"use strict";

const WIDTHS = {1: "desktop", 2: "tablet", 3: "phone"};
const ACTIONS = {
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  " ": () => flip(),
  j: () => stepNote(1),
  k: () => stepNote(-1),
  Home: () => card.found.length && showNumber(card.found[0], 0),
  End: () => card.found.length && showNumber(card.found.at(-1), card.found.at(-1).cards - 1),
  b: () => setLook("mode", looks.mode === "both" ? "study" : "both"),
  d: () => setLook("theme", isDark() ? "light" : "dark"),
  c: () => compare(),
  "/": () => { openLists(true); document.getElementById("search").focus(); },
  "?": () => document.getElementById("keys").showModal(),
};

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const {target, key} = event;
  if (document.getElementById("keys").open) return;
  if (target.matches?.("input, textarea, select, audio, video")) return pressedInField(event);
  if ((key === " " || key === "Enter") && target.closest?.("button, a, summary")) return;
  const action = WIDTHS[key] ? () => setLook("width", WIDTHS[key]) : ACTIONS[key];
  if (!action) return;
  event.preventDefault();
  action();
}

function pressedInField(event) {
  const isTyping = event.target.id === "typeans";
  if (event.key === "Escape") document.getElementById("main").focus();
  else if (event.key === "Enter" && isTyping) flip();
  else if (event.key === "Enter" && event.target.id === "search") { openLists(false); document.getElementById("main").focus(); }
  else return;
  event.preventDefault();
}

function openLists(isOpen) {
  document.getElementById("lists").classList.toggle("open", isOpen);
  document.getElementById("open-lists").setAttribute("aria-expanded", String(isOpen));
}
