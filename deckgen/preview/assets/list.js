// The list of the notes that were found. It is paged: of 10,000 notes only a hundred are in the page at first.
"use strict";

const PAGE = 50;
const list = {place: {}, found: [], start: 0, end: 0, shown: "", current: ""};

function showList(place, found, current) {
  const at = Math.max(0, found.indexOf(current));
  const chosen = JSON.stringify([place.package, place.deck, place.tag, place.search, store.index.revision]);
  const isSame = chosen === list.shown && at >= list.start && at < list.end;
  Object.assign(list, {place, found});
  if (!isSame) {
    list.shown = chosen;
    list.start = Math.max(0, Math.floor(at / PAGE) * PAGE - PAGE / 2);
    list.end = Math.min(found.length, list.start + 2 * PAGE);
    paintList();
  }
  const count = found.length === store.notes.length ? say("notes_found", {n: found.length}) : say("notes_of", {n: found.length, all: store.notes.length});
  document.getElementById("count").textContent = count;
  list.current = current?.id ?? "";
  markCurrent();
}

function paintList() {
  const rows = list.found.slice(list.start, list.end).map(noteRow);
  const more = (name, grow) => make("button", {type: "button", class: "more", onclick: () => { grow(); paintList(); markCurrent(); }}, say(name));
  const parts = [
    list.start > 0 ? more("show_earlier", () => (list.start = Math.max(0, list.start - PAGE))) : null,
    make("ol", {start: list.start + 1}, ...rows),
    list.end < list.found.length ? more("show_later", () => (list.end += PAGE)) : null,
  ];
  document.getElementById("notes").replaceChildren(...parts.filter(Boolean));
}

function noteRow(note) {
  const {package: name, deck, tag, search} = list.place;
  const link = make("a", {href: hashOf({package: name, deck, tag, search, note: note.id}), "data-note": note.id},
    make("span", {class: "title", dir: "auto"}, note.title || note.key),
    make("span", {class: "marks"},
      note.problems ? make("span", {class: "bad", title: say("problems_found", {n: note.problems})}, "!") : null,
      note.change ? make("span", {class: "change"}, say(note.change)) : null,
      note.cards > 1 ? make("span", {class: "number"}, `×${note.cards}`) : null));
  return make("li", {}, link);
}

function markCurrent() {
  for (const old of document.querySelectorAll("#notes [aria-current]")) old.removeAttribute("aria-current");
  const link = document.querySelector(`#notes [data-note="${CSS.escape(list.current)}"]`);
  if (!link) return;
  link.setAttribute("aria-current", "true");
  const box = document.getElementById("notes");
  const [outer, inner] = [box.getBoundingClientRect(), link.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
}
