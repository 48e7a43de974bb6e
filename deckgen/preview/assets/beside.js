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
  const hadFocus = document.activeElement?.closest("#beside [id]")?.id;
  document.getElementById("beside").replaceChildren(
    note.stale ? make("p", {class: "stale"}, say("stale")) : "",
    faces.problems.length ? make("ul", {class: "problems"}, ...faces.problems.map(problemRow)) : "",
    make("dl", {}, ...rows.filter(([, what]) => what).map(([name, what]) => make("div", {}, make("dt", {}, name), make("dd", {}, what)))),
    heldList(faces, faces.held),
    isLive() ? comparison() : "",
  );
  // A reload after a save takes nothing out of the reader's hand.
  if (hadFocus) document.getElementById(hadFocus)?.focus();
  if (isLive()) setTimeout(() => addMutants(note), STAYED);
}

const STAYED = 400; // milliseconds after which somebody reads the card, and does not only walk past it

// Mutants are made when a note is looked at, so they come after it.
async function addMutants(note) {
  if (card.note !== note) return;
  try {
    const {held} = await load(`mutants/${encodeURIComponent(note.id)}.json`);
    if (card.note !== note || !held.length) return;
    document.querySelector("#beside .held").replaceWith(heldList(card.faces, [...card.faces.held, ...held]));
  } catch {
    // The card is there without them; that the connection is lost is said elsewhere.
  }
}

function tagList(note) {
  if (!note.tags.length) return null;
  return make("ul", {class: "tags"}, ...note.tags.map((tag) => make("li", {}, make("a", {href: hashOf({tag}), dir: "auto"}, tag))));
}

function heldList(faces, held) {
  const [mistakes, holders] = [true, false].map((isMutant) => held.filter((one) => (one.by === "mutant") === isMutant));
  const rows = holders.map((one) => heldRow(one, make("span", {class: "by"}, say(`by_${one.by}`))));
  const nothing = say(faces.has_examples ? "held_by_unmarked" : "held_by_nothing");
  return make("section", {class: "held"},
    make("h2", {}, say("held_by")),
    // Errata are read with the first check.
    rows.length || store.index.checked === false ? "" : make("p", {class: "quiet"}, nothing),
    rows.length ? make("ul", {}, ...rows) : "",
    mistakes.length ? mistakeList(mistakes) : "");
}

const heldRow = (one, ...before) => make("li", {class: one.by}, ...before, make("span", {}, one.text), placeLink(one.place));

let areMistakesOpen = false; // for all notes, as the reader left it

function mistakeList(mistakes) {
  const remember = (event) => { areMistakesOpen = event.target.open; };
  return make("details", {open: areMistakesOpen, ontoggle: remember},
    make("summary", {}, say("mistakes_found", {n: mistakes.length})),
    make("p", {class: "quiet"}, say("mistakes_note")),
    make("ul", {}, ...mistakes.map((one) => heldRow(one))));
}

function comparison() {
  const others = (store.index.against ?? []).map((name) => make("option", {}, name));
  const choose = () => { difference.chosen = field.value; };
  const field = make("select", {id: "against", onchange: choose}, make("option", {value: "last"}, say("last_build")), ...others);
  field.value = difference.chosen;
  const ask = (event) => { event.preventDefault(); compare(field.value); };
  return make("form", {class: "compare", onsubmit: ask},
    make("label", {for: "against"}, say("compare_with")), field, make("button", {}, say("compare")));
}

const difference = {chosen: "last", asked: 0}; // what the reader compares with: the last build, or the name of a file

// Shows each card of the note before and after, side by side. What was shown stays until the next is there; a package
// that is read for the first time takes its time.
async function compare(against = difference.chosen) {
  if (!card.note || !isLive()) return;
  const {note} = card;
  const asked = ++difference.asked;
  const box = document.getElementById("difference");
  const isShown = box.dataset.note === note.id && box.dataset.against === against;
  Object.assign(box.dataset, {note: note.id, against, revision: store.index.revision});
  box.setAttribute("aria-busy", "true");
  if (!isShown) sayInstead(box, say("comparing"));
  try {
    const address = `before/${encodeURIComponent(note.id)}.json?against=${encodeURIComponent(against)}`;
    // The faces that the card shows may still be those from before a save.
    const [before, faces] = await Promise.all([load(address), loadNote(note.id)]);
    if (asked === difference.asked) paintDifference(box, before, faces);
  } catch (error) {
    if (asked === difference.asked) sayInstead(box, say("compare_failed", {why: error.message}));
  }
  if (asked === difference.asked) box.removeAttribute("aria-busy");
  if (!isShown) box.scrollIntoView({block: "nearest"});
}

const sayInstead = (box, text) => box.replaceChildren(make("p", {class: "empty"}, text));

function paintDifference(box, before, faces) {
  if (before.new) return sayInstead(box, say("new_note"));
  const pairs = pairsOf(before.cards, faces.cards);
  if (!pairs.length) return sayInstead(box, say("same_note"));
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
    // A package has pictures that the project may not have any more.
    const media = at ? undefined : before.media;
    if (html !== undefined) showFace(face, html, {css: css[at] ?? "", ordinal, title, media});
    return make("figure", {}, make("figcaption", {}, title), face);
  });
  return make("div", {class: "pair"}, ...boxes);
}

function hideDifference(note) {
  const box = document.getElementById("difference");
  if (box.dataset.note === note?.id) return;
  difference.asked++;
  delete box.dataset.note;
  box.removeAttribute("aria-busy");
  box.replaceChildren();
}

// A difference that is shown follows the edits of its note.
function followDifference(note) {
  const {dataset} = document.getElementById("difference");
  if (dataset.note === note.id && dataset.revision !== String(store.index.revision)) compare(dataset.against);
}
