// The trees of decks and tags. A link of a tree chooses what is below it; chosen again, it lets all be shown.
"use strict";

// `a::b` with its counts becomes nested entries, each with the sum of what is below it.
function treeOf(rows) {
  const root = {below: new Map()};
  for (const row of rows) {
    let entry = root;
    const names = row.name.split("::");
    names.forEach((name, depth) => {
      if (!entry.below.has(name)) {
        const path = names.slice(0, depth + 1).join("::");
        entry.below.set(name, {name, path, notes: 0, problems: 0, address: null, below: new Map()});
      }
      entry = entry.below.get(name);
      entry.notes += row.notes;
      entry.problems += row.problems ?? 0;
    });
    entry.address = row.address ?? null;
  }
  return root;
}

function treeList(root, rowOf) {
  const rows = [...root.below.values()].map((entry) =>
    make("li", {}, rowOf(entry), entry.below.size ? treeList(entry, rowOf) : null));
  return make("ul", {}, ...rows);
}

// A row: a link, or a plain name where there is nothing to go to.
function rowLink({name, notes, problems = 0}, {href, isChosen = false, kind = ""}) {
  return make(
    href ? "a" : "span",
    {href, class: `row ${kind}`, "aria-current": isChosen ? "true" : null},
    make("span", {class: "name", dir: "auto"}, name),
    problems ? make("span", {class: "bad", title: say("problems_found", {n: problems})}, "!") : null,
    make("span", {class: "number"}, String(notes)),
  );
}

// Rows that choose `part`, `deck` or `tag`, within what is `fixed`.
function choosing(part, place, fixed = {}) {
  return (entry) => {
    const isChosen = place[part] === entry.path && Object.entries(fixed).every(([key, value]) => place[key] === value);
    const there = {search: place.search, ...fixed, [part]: isChosen ? "" : entry.path};
    return rowLink(entry, {href: hashOf(there), isChosen});
  };
}

function showTrees(place) {
  const {packages, pages} = store.index;
  const decks = pages ? pageTree(pages) : [allNotes(place), ...packages.map((package_) => deckTree(package_, place))];
  document.getElementById("decks").replaceChildren(...decks);

  const tags = new Map();
  for (const {name, notes} of packages.flatMap((package_) => package_.tags)) tags.set(name, (tags.get(name) ?? 0) + notes);
  const rows = [...tags].map(([name, notes]) => ({name, notes}));
  document.getElementById("tag-part").hidden = rows.length === 0;
  document.getElementById("tags").replaceChildren(treeList(treeOf(rows), choosing("tag", place)));
  if (place.tag) document.querySelector("#tag-part details").open = true;
}

function allNotes(place) {
  const isChosen = !place.package && !place.deck && !place.tag;
  return rowLink({name: say("all_notes"), notes: store.notes.length}, {href: hashOf({search: place.search}), isChosen});
}

function deckTree(package_, place) {
  if (store.index.packages.length === 1) return treeList(treeOf(package_.decks), choosing("deck", place));
  const isChosen = place.package === package_.name && !place.deck;
  const href = hashOf({search: place.search, package: isChosen ? "" : package_.name});
  const problems = package_.problems.length;
  const head = rowLink({name: package_.name, notes: package_.notes.length, problems}, {href, isChosen, kind: "package"});
  return make("section", {}, head, treeList(treeOf(package_.decks), choosing("deck", place, {package: package_.name})));
}

// A static page has the notes of one deck, and links to the pages of the others.
function pageTree(pages) {
  const rowOf = (entry) => rowLink(entry, {href: entry.address, isChosen: entry.address === store.index.here});
  return [treeList(treeOf(pages), rowOf)];
}
