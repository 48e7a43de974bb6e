// The trees of decks and tags. A link of a tree chooses what is below it; chosen again, it lets all be shown.
"use strict";

// `a::b` with its counts becomes nested entries, each with the sum of what is below it.
function treeOf(rows, count) {
  const root = {below: new Map()};
  for (const row of rows) {
    let entry = root;
    const names = row.name.split("::");
    names.forEach((name, depth) => {
      if (!entry.below.has(name)) {
        const fresh = {name, path: names.slice(0, depth + 1).join("::"), count: 0, problems: 0, below: new Map()};
        entry.below.set(name, fresh);
      }
      entry = entry.below.get(name);
      entry.count += count(row);
      entry.problems += row.problems ?? 0;
    });
  }
  return root;
}

function treeList(root, part, place, fixed = {}) {
  const rows = [...root.below.values()].map((entry) => {
    const isChosen = place[part] === entry.path && Object.entries(fixed).every(([key, value]) => place[key] === value);
    const there = {package: "", deck: "", tag: "", search: place.search, ...fixed, [part]: isChosen ? "" : entry.path};
    const link = make(
      "a",
      {href: hashOf(there), "aria-current": isChosen ? "true" : null},
      make("span", {class: "name", dir: "auto"}, entry.name),
      entry.problems ? make("span", {class: "bad", title: say("problems_found", {n: entry.problems})}, "!") : null,
      make("span", {class: "number"}, String(entry.count)),
    );
    return make("li", {}, link, entry.below.size ? treeList(entry, part, place, fixed) : null);
  });
  return make("ul", {}, ...rows);
}

function showTrees(place) {
  const {packages} = store.index;
  const decks = packages.map((package_) => {
    const list = treeList(treeOf(package_.decks, (row) => row.notes), "deck", place, packages.length > 1 ? {package: package_.name} : {});
    return packages.length > 1 ? make("section", {}, packageHead(package_, place), list) : list;
  });
  const isNarrowed = place.package || place.deck || place.tag;
  const all = make("a", {href: hashOf({search: place.search}), class: "all", "aria-current": isNarrowed ? null : "true"},
    make("span", {class: "name"}, say("all_notes")), make("span", {class: "number"}, String(store.notes.length)));
  document.getElementById("decks").replaceChildren(all, ...decks, otherPages());

  const tags = new Map();
  for (const row of packages.flatMap((package_) => package_.tags)) tags.set(row.name, (tags.get(row.name) ?? 0) + row.notes);
  const rows = [...tags].map(([name, notes]) => ({name, notes}));
  document.getElementById("tag-part").hidden = rows.length === 0;
  document.getElementById("tags").replaceChildren(treeList(treeOf(rows, (row) => row.notes), "tag", place));
  if (place.tag) document.querySelector("#tag-part details").open = true;
}

function packageHead(package_, place) {
  const isChosen = place.package === package_.name && !place.deck;
  const there = {search: place.search, package: isChosen ? "" : package_.name};
  return make("a", {href: hashOf(there), class: "package", "aria-current": isChosen ? "true" : null},
    make("span", {class: "name"}, package_.name),
    package_.state === "errors" ? make("span", {class: "bad", title: say("problems")}, "!") : null,
    make("span", {class: "number"}, String(package_.notes.length)));
}

// A static page has the notes of one deck, and links to the pages of the others.
function otherPages() {
  const pages = (store.index.pages ?? []).filter((page) => !page.here);
  return make("ul", {class: "pages"}, ...pages.map((page) =>
    make("li", {}, make("a", {href: page.address}, make("span", {class: "name", dir: "auto"}, page.name), make("span", {class: "number"}, String(page.notes))))));
}
