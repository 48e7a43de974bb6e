// What stands beside a card: its problems, where it is written, what holds its answer, and how it changed.
"use strict";

function showBeside(note, faces) {
  const rows = [
    [say("place"), placeLink(faces.place)],
    [say("key"), make("code", {}, note.key)],
    [say("deck"), make("span", {dir: "auto"}, note.deck.replaceAll("::", " › "))],
    [say("kind"), say(`kind_${note.kind}`)],
    [say("tags"), tagList(note)],
  ];
  document.getElementById("beside").replaceChildren(
    note.stale ? make("p", {class: "stale"}, say("stale")) : "",
    faces.problems.length ? make("ul", {class: "problems"}, ...faces.problems.map(problemRow)) : "",
    make("dl", {}, ...rows.filter(([, what]) => what).map(([name, what]) => make("div", {}, make("dt", {}, name), make("dd", {}, what)))),
    heldList(faces.held),
    isLive() ? comparison() : "",
  );
  if (isLive()) setTimeout(() => addMutants(note), STAYED);
}

const STAYED = 400; // milliseconds after which somebody reads the card, and does not only walk past it

// Mutants are made when a note is looked at, so they come after it.
async function addMutants(note) {
  if (card.note !== note) return;
  try {
    const {held} = await load(`mutants/${encodeURIComponent(note.id)}.json`);
    if (card.note !== note || !held.length) return;
    document.querySelector("#beside .held").replaceWith(heldList([...card.faces.held, ...held]));
  } catch {
    // The card is there without them; that the connection is lost is said elsewhere.
  }
}

function tagList(note) {
  if (!note.tags.length) return null;
  return make("ul", {class: "tags"}, ...note.tags.map((tag) => make("li", {}, make("a", {href: hashOf({tag}), dir: "auto"}, tag))));
}

function heldList(held) {
  const rows = held.map((one) => make("li", {class: one.by},
    make("span", {class: "by"}, say(`by_${one.by}`)), make("span", {}, one.text), placeLink(one.place)));
  const isHeld = held.some((one) => one.by !== "mutant");
  return make("section", {class: "held"},
    make("h2", {}, say("held_by")),
    isHeld ? "" : make("p", {class: "quiet"}, say("held_by_nothing")),
    rows.length ? make("ul", {}, ...rows) : "");
}

function comparison() {
  const others = (store.index.against ?? []).map((name) => make("option", {}, name));
  const field = make("select", {id: "against"}, make("option", {value: "last"}, say("last_build")), ...others);
  const ask = (event) => { event.preventDefault(); compare(field.value); };
  return make("form", {class: "compare", onsubmit: ask},
    make("label", {for: "against"}, say("compare_with")), field, make("button", {}, say("compare")));
}

// Shows each card of the note before and after, side by side.
async function compare(against = "last") {
  if (!card.faces || !isLive()) return;
  const {note, faces} = card;
  const box = document.getElementById("difference");
  const isShown = box.dataset.note === note.id;
  Object.assign(box.dataset, {note: note.id, against, revision: store.index.revision});
  try {
    const before = await load(`before/${encodeURIComponent(note.id)}.json?against=${encodeURIComponent(against)}`);
    if (box.dataset.note !== note.id) return;
    paintDifference(box, before, faces);
  } catch (error) {
    box.replaceChildren(make("p", {class: "empty"}, say("compare_failed", {why: error.message})));
  }
  if (!isShown) box.scrollIntoView({block: "nearest"});
}

function paintDifference(box, before, faces) {
  if (before.new) return box.replaceChildren(make("p", {class: "empty"}, say("new_note")));
  const pairs = pairsOf(before.cards, faces.cards);
  if (!pairs.length) return box.replaceChildren(make("p", {class: "empty"}, say("same_note")));
  const head = make("div", {class: "pair"}, make("h2", {}, say("before")), make("h2", {}, say("after")));
  box.replaceChildren(head, ...pairs.map((pair) => pairOf(pair, before, faces)));
}

// The sides that differ, of cards with the same number.
function pairsOf(before, after) {
  const ordinals = [...new Set([...before, ...after].map((one) => one.ordinal))].sort((a, b) => a - b);
  return ordinals.flatMap((ordinal) => {
    const [old, now] = [before, after].map((cards) => cards.find((one) => one.ordinal === ordinal));
    return ["front", "back"].map((side) => ({ordinal, side, name: (now ?? old).name, old: old?.[side], now: now?.[side]})).filter((pair) => pair.old !== pair.now);
  });
}

function pairOf({ordinal, side, name, old, now}, before, faces) {
  const css = [before.styles?.[faces.style] ?? store.index.styles[faces.style], store.index.styles[faces.style]];
  const boxes = [old, now].map((html, at) => {
    const face = make("div", {class: "face"});
    const title = `${name} · ${say(side)} · ${say(at ? "after" : "before")}`;
    if (html !== undefined) showFace(face, html, {css: css[at] ?? "", ordinal, title});
    return make("figure", {}, make("figcaption", {}, title), face);
  });
  return make("div", {class: "pair"}, ...boxes);
}

function hideDifference(note) {
  const box = document.getElementById("difference");
  if (box.dataset.note === note?.id) return;
  delete box.dataset.note;
  box.replaceChildren();
}

// A difference that is shown follows the edits of its note.
function followDifference(note) {
  const {dataset} = document.getElementById("difference");
  if (dataset.note === note.id && dataset.revision !== String(store.index.revision)) compare(dataset.against);
}
