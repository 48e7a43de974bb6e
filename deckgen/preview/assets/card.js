// The card: its faces, the way to the next, and the answer that the reader typed.
"use strict";

const card = {found: [], note: null, at: 0, faces: null, number: 0, asked: 0, typed: new Map()};

// Shows the card of a place. While a note is loaded another may be asked for: only the last one is shown.
async function showCard(place, found, note) {
  card.found = found;
  const asked = ++card.asked;
  showMessage(note ? null : emptyReason());
  document.getElementById("card").hidden = note === null;
  card.note = note;
  if (!note) return;
  card.at = found.indexOf(note);
  // The keys already work while the faces are loaded.
  card.number = Math.min(Math.max(Number(place.card) || 1, 1), note.cards) - 1;
  card.faces = null;
  try {
    const faces = await loadNote(note.id);
    if (asked !== card.asked) return;
    card.faces = faces;
  } catch (error) {
    if (asked !== card.asked) return;
    document.getElementById("card").hidden = true;
    showMessage(say("not_loaded", {why: error.message}));
    return;
  }
  paintCard(place);
  showBeside(note, card.faces);
  followDifference(note);
}

// A note that is gone, because its source is broken just now, leaves the reader among its neighbours.
function chosenNote(place, found) {
  const named = found.find((one) => one.id === place.note);
  return named ?? found[place.note ? Math.min(card.at, found.length - 1) : 0] ?? null;
}

function emptyReason() {
  if (store.notes.length) return say("nothing_found");
  return allProblems().length ? say("nothing_readable") : say("no_notes");
}

function showMessage(why) {
  const message = document.getElementById("message");
  message.hidden = why === null;
  message.textContent = why ?? "";
}

function paintCard(place) {
  const {cards, style} = card.faces;
  const one = cards[card.number];
  const css = store.index.styles[style] ?? "";
  const stage = document.getElementById("stage");
  stage.className = `${looks.mode} ${looks.width} ${looks.shell}`;
  const sides = looks.mode === "both" ? ["front", "back"] : [place.side === "back" ? "back" : "front"];
  const boxes = sides.map((side) => boxOf(stage, side));
  stage.replaceChildren(...boxes);
  sides.forEach((side, at) => {
    const title = say(side);
    showFace(boxes[at].querySelector(".face"), one[side], {css, ordinal: one.ordinal, title, onready: (inner) => takeTyped(inner, one, side)});
  });
  document.getElementById("flip").disabled = looks.mode === "both";
  document.getElementById("position").textContent = positionText(one, sides);
}

// The box of a side, kept from before where there is one.
function boxOf(stage, side) {
  const kept = stage.querySelector(`figure.${side}`) ?? (looks.mode === "study" && stage.querySelector("figure"));
  const box = kept || make("figure", {}, make("figcaption", {}), make("div", {class: "top-of-phone"}), make("div", {class: "face"}), make("div", {class: "foot-of-phone"}));
  box.className = side;
  box.querySelector("figcaption").textContent = say(side);
  box.querySelector(".top-of-phone").textContent = card.note.deck.split("::").at(-1);
  box.querySelector(".foot-of-phone").replaceChildren(...gradesOf(side));
  return box;
}

function gradesOf(side) {
  if (side === "front") return [make("button", {type: "button", onclick: flip}, say("show_answer"))];
  return ["again", "hard", "good", "easy"].map((name) => make("span", {class: name}, say(name)));
}

function positionText(one, sides) {
  const all = card.found.length;
  const at = card.found.indexOf(card.note) + 1;
  const several = card.note.cards > 1 ? ` · ${one.name}` : "";
  const shown = sides.length === 1 ? ` · ${say(sides[0])}` : "";
  return `${at} / ${all}${several}${shown}`;
}

// What is typed on the front is compared on the back.
function takeTyped(inner, one, side) {
  const input = inner.querySelector("input#typeans");
  const name = `${card.note.id} ${one.ordinal}`;
  if (input && side === "front") {
    input.value = card.typed.get(name) ?? "";
    input.addEventListener("input", () => {
      card.typed.set(name, input.value);
      const back = document.querySelector("#stage .back iframe");
      if (back) showTyped(back.contentDocument, one, input.value);
    });
  }
  if (side === "back") showTyped(inner, one, card.typed.get(name) ?? "");
}

function showTyped(inner, one, typed) {
  const place = inner.querySelector("code#typeans");
  if (!place || !one.answer_to_type) return;
  place.innerHTML = compareTyped(one.answer_to_type, typed, place.dataset.accents !== "no");
}

function flip() {
  if (!card.note || looks.mode === "both") return;
  const place = readPlace();
  goTo({...place, note: card.note.id, side: place.side === "back" ? "" : "back"});
}

// One card forward or back, over the ends of notes.
function step(by) {
  if (!card.note) return;
  const number = card.number + by;
  if (number >= 0 && number < card.note.cards) showNumber(card.note, number);
  else stepNote(by, by < 0 ? "last" : "first");
}

function stepNote(by, which = "first") {
  const note = card.found[card.found.indexOf(card.note) + by];
  if (note) showNumber(note, which === "last" ? note.cards - 1 : 0);
}

function showNumber(note, number) {
  goTo({...readPlace(), note: note.id, card: number ? String(number + 1) : "", side: ""});
}
