// Begins here: takes the notes of the page, shows the place that the address names, and follows it.
"use strict";

const field = document.getElementById("search");
const REST = 120; // milliseconds without a key, after which the address, the trees and the card follow the search
let resting = 0;

function show() {
  const place = readPlace();
  const found = findNotes(place);
  if (document.activeElement !== field) field.value = place.search;
  showTrees(place);
  showProblems();
  const note = chosenNote(place, found);
  showList(place, found, note);
  showCard(place, found, note);
  hideDifference(note);
}

// Each key in the search changes the list; the rest follows when no key comes.
function searchTyped() {
  const place = searchedPlace();
  const found = findNotes(place);
  showList(place, found, found[0] ?? null);
  clearTimeout(resting);
  resting = setTimeout(settleSearch, REST);
  if (!found.length) settleSearch();
}

const searchedPlace = () => ({...readPlace(), search: field.value.trim(), note: "", card: "", side: ""});

// The search as it is now, for a reader who goes on before the rest is over.
function settleSearch() {
  if (!resting) return;
  clearTimeout(resting);
  resting = 0;
  goTo(searchedPlace());
}

let hadError = false;

// The first error opens the list; a reader who closes it has it closed until all errors are mended.
function showProblems() {
  const box = document.getElementById("problems");
  const problems = allProblems();
  box.hidden = problems.length === 0;
  box.querySelector("summary").textContent = say("problems_found", {n: problems.length});
  box.querySelector("ul").replaceChildren(...problems.map(problemRow));
  const hasError = problems.some((problem) => problem.severity === "error");
  box.classList.toggle("broken", hasError);
  if (hasError !== hadError) box.open = hasError;
  hadError = hasError;
}

takeIndex(JSON.parse(document.getElementById("data").textContent));
document.addEventListener("place", show);
document.addEventListener("looks", () => { if (card.faces) paintCard(readPlace()); });
document.addEventListener("keydown", pressed);
field.addEventListener("input", searchTyped);
field.addEventListener("blur", settleSearch);
document.getElementById("previous").addEventListener("click", () => step(-1));
document.getElementById("next").addEventListener("click", () => step(1));
document.getElementById("flip").addEventListener("click", flip);
document.getElementById("help").addEventListener("click", () => document.getElementById("keys").showModal());
document.getElementById("skip").addEventListener("click", () => document.getElementById("main").focus());
document.getElementById("open-lists").addEventListener("click", (event) => openLists(event.currentTarget.getAttribute("aria-expanded") !== "true"));
document.getElementById("notes").addEventListener("click", (event) => { if (event.target.closest("a")) openLists(false); });
show();
if (isLive()) listen();
