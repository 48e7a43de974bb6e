// The page of a review: keys, buttons, saving.
"use strict";

const FILTERS = ["all", "questions", "changed"];

function showMessage(text, {isBad = false, more = ""} = {}) {
  const message = document.getElementById("message");
  message.classList.toggle("bad-news", isBad);
  message.replaceChildren(make("p", {}, text), ...(more ? [make("pre", {tabindex: "0"}, more)] : []));
}

function clearBadMessage() {
  const message = document.getElementById("message");
  if (message.classList.contains("bad-news")) message.replaceChildren();
}

function unsaved() {
  return letters.filter((letter, at) => letter !== saved[at]).length;
}

function showState() {
  const n = unsaved();
  const state = document.getElementById("state");
  state.textContent = n ? say("unsaved", {n}) : "";
  state.classList.toggle("unsaved", n > 0);
  document.getElementById("undo").disabled = !steps.length;
}

async function save() {
  const given = [...letters];
  try {
    const found = await post("save", given);
    if (!found.plan) {
      showFaults(found.faults ?? []);
      const why = [found.failure, ...(found.faults ?? []).map((fault) => fault.message)].filter(Boolean);
      return showMessage(say("save_failed", {why: why[0]}), {isBad: true});
    }
    takeSaved(given, found.labels);
    showState();
    showCards(found.cards);
    showLost(found.lost);
    if (found.failure) showMessage(say("saved_plan_only", {plan: found.plan, why: found.failure}), {isBad: true, more: found.diff});
    else showMessage(say("saved", found), {more: found.summary});
  } catch (error) {
    showMessage(say("save_failed", {why: error.message}), {isBad: true});
  }
}

// A question without an answer was saved as a draft. Rows that were labelled meanwhile keep their new labels.
function takeSaved(given, labels) {
  saved = labels;
  for (const [at, letter] of labels.entries()) {
    if (letter === letters[at] || letters[at] !== given[at]) continue;
    letters[at] = letter;
    showLabel(at);
  }
  showChoices();
}

function setFilter(name) {
  document.body.classList.toggle("questions", name === "questions");
  document.body.classList.toggle("changes", name === "changed");
  for (const button of document.querySelectorAll("#filter button"))
    button.setAttribute("aria-pressed", String(button.value === name));
  showWhetherEmpty();
}

function showWhetherEmpty() {
  document.getElementById("no-rows").hidden = letters.some((_, at) => isShown(at));
  elements[current]?.element.scrollIntoView({block: "nearest"});
}

// Enter goes to the first row that was found, Escape ends the search where the reader was.
function searchKey(event) {
  if (event.key === "Escape") {
    event.target.value = "";
    searchRows("");
  } else if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  if (event.key === "Escape" || !letters.some((_, at) => isShown(at))) goToRow(current);
  else goToEnd(1);
}

function nextFilter() {
  const at = FILTERS.indexOf(document.querySelector("#filter [aria-pressed=true]").value);
  setFilter(FILTERS[(at + 1) % FILTERS.length]);
}

const ACTIONS = {
  ArrowDown: () => stepRow(1),
  ArrowUp: () => stepRow(-1),
  j: () => stepRow(1),
  k: () => stepRow(-1),
  n: () => stepRow(1, (at) => ASKING.includes(letters[at])),
  Home: () => goToEnd(1),
  End: () => goToEnd(-1),
  f: nextFilter,
  "/": () => document.getElementById("search").select(),
  u: undo,
  s: save,
  "?": () => document.getElementById("keys").showModal(),
};
for (const letter of "qagxdr") ACTIONS[letter] = () => setLabel(letter);

function pressed(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.getElementById("keys").open || event.target.id === "search") return;
  // The arrows scroll the cards where these have the focus.
  if (event.target.closest("#cards-part") && event.key.length > 1) return;
  // With Caps Lock, too.
  const action = ACTIONS[event.key] ?? ACTIONS[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
}

document.addEventListener("DOMContentLoaded", () => {
  makeRows();
  document.addEventListener("keydown", pressed);
  document.getElementById("rows").addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row && !event.target.closest("#labels")) goToRow(Number(row.dataset.at));
  });
  document.getElementById("labels").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) setLabel(button.value);
  });
  document.getElementById("filter").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) setFilter(button.value);
  });
  const search = document.getElementById("search");
  search.addEventListener("input", () => searchRows(search.value));
  search.addEventListener("keydown", searchKey);
  document.getElementById("undo").addEventListener("click", undo);
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("help").addEventListener("click", ACTIONS["?"]);
  document.addEventListener("looks", () => faced?.isCurrent && showAnswer(faced));
  addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
  if (data.doubt) showMessage(say("page_doubt", {why: data.doubt}));
  else if (data.remark) showMessage(data.remark);
  goToRow(Math.max(0, letters.findIndex((letter) => ASKING.includes(letter))));
  askForCards();
});
