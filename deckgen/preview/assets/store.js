// The notes of the page: an index of all, and the faces of those that were shown. A static page has all faces in its
// data; a live page asks the server for them.
"use strict";

const store = {index: {packages: [], problems: [], styles: {}}, notes: [], byId: new Map(), faces: new Map()};

function takeIndex(index) {
  // The document of faces does not change while the server runs: only the first index has it.
  store.index = {frame: store.index.frame, ...index};
  if (index.faces) Object.assign(store.index, SITE);
  store.notes = index.packages.flatMap((package_) => package_.notes.map((note) => ({...note, package: package_.name})));
  store.byId = new Map(store.notes.map((note) => [note.id, note]));
  store.faces = new Map(Object.entries(index.faces ?? {}));
  // A static page leaves out of a back the front that it repeats.
  for (const {cards} of store.faces.values())
    for (const one of cards) one.back ??= one.around_front.join(one.front);
  prepareSearch();
}

function allProblems() {
  return [...store.index.problems, ...store.index.packages.flatMap((package_) => package_.problems)];
}

const isLive = () => store.index.faces === undefined;

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error((await response.text()).trim() || `${response.status} ${response.statusText}`);
  return response.json();
}

async function loadNote(id) {
  const {faces} = store;
  if (!faces.has(id)) faces.set(id, await load(`notes/${encodeURIComponent(id)}.json`));
  return faces.get(id);
}

// Faces are read in a document of their own, in which nothing runs and nothing is loaded.
function plainText(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent;
}

function searched(note) {
  if (note.searched === undefined) {
    const text = note.text ?? store.faces.get(note.id).cards.map((card) => plainText(card.back)).join(" ");
    note.searched = [note.title, note.key, note.tags.join(" "), text].join("\n").toLowerCase();
  }
  return note.searched;
}

// Makes the texts of all notes while nobody waits, so that the first key of a search finds them.
function prepareSearch(notes = store.notes, at = 0) {
  window.requestIdleCallback?.((deadline) => {
    while (at < notes.length && deadline.timeRemaining() > 1) searched(notes[at++]);
    if (at < notes.length && notes === store.notes) prepareSearch(notes, at);
  });
}

const isBelow = (name, parent) => name === parent || name.startsWith(`${parent}::`);

// The notes of a place, in the order of study. Each word of the search has to be in a note.
function findNotes({package: name, deck, tag, search}) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return store.notes.filter(
    (note) =>
      (!name || note.package === name) &&
      (!deck || isBelow(note.deck, deck)) &&
      (!tag || note.tags.some((one) => isBelow(one, tag))) &&
      words.every((word) => searched(note).includes(word)),
  );
}
