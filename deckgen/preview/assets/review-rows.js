// The rows of the plan: their labels, the current one, and what is wrong with them.
"use strict";

const ASKING = "qd";
const data = JSON.parse(document.getElementById("data").textContent);
const letters = data.rows.map((row) => row.label);
const opened = [...letters];
let saved = [...letters];
const steps = [];
const elements = [];
let current = -1;
let faulty = new Set();

function makeRow(row, at) {
  const letter = make("span", {class: "letter", "aria-hidden": "true"});
  const meaning = make("span", {class: "unseen"});
  const text = make("span", {class: "text", dir: "auto"}, make("span", {class: "words"}, row.text || "—"));
  if (row.depth > 1) text.style.marginInlineStart = `${row.depth - 1}rem`;
  if (row.remark) text.append(" ", make("span", {class: "remark"}, `(${row.remark})`));
  const was = make("span", {class: "was"});
  const line = make("span", {class: "line"}, make("span", {class: "unseen"}, say("line_of", {n: row.line})));
  line.append(make("span", {"aria-hidden": "true"}, String(row.line)));
  const button = make("button", {class: "row", type: "button", tabindex: "-1"}, letter, meaning, text, was, line);
  const element = make("li", {}, button);
  element.dataset.at = at;
  return {element, button, letter, meaning, was, isMissed: false};
}

function makeRows() {
  const list = document.createDocumentFragment();
  data.rows.forEach((row, at) => {
    elements.push(makeRow(row, at));
    showLabel(at);
    list.append(elements[at].element);
  });
  document.getElementById("rows").append(list);
}

function showLabel(at) {
  const {element, letter, meaning, was, isMissed} = elements[at];
  const isChanged = letters[at] !== opened[at];
  element.className = [
    letters[at],
    isChanged ? "changed" : "",
    at === current ? "current" : "",
    faulty.has(at) ? "faulty" : "",
    isMissed ? "missed" : "",
  ].join(" ");
  letter.textContent = letters[at];
  meaning.textContent = `${document.querySelector(`#labels [value=${letters[at]}]`).ariaLabel}: `;
  was.textContent = isChanged ? say("row_changed", {letter: opened[at]}) : "";
}

// The last question at a row or above it; -1 without one.
function lastAsking(at) {
  let found = at;
  while (found >= 0 && !ASKING.includes(letters[found])) found -= 1;
  return found;
}

// Why a row cannot have a label, as the name of the words that say it; empty if it can.
function whyNot(at, letter) {
  if (!data.rows[at].labels.includes(letter)) return "label_needs_words";
  return letter === "a" && lastAsking(at - 1) < 0 ? "label_needs_question" : "";
}

function searchRows(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  data.rows.forEach((row, at) => {
    elements[at].isMissed = !words.every((word) => row.text.toLowerCase().includes(word));
    elements[at].element.classList.toggle("missed", elements[at].isMissed);
  });
  showWhetherEmpty();
}

function isShown(at) {
  if (elements[at].isMissed) return false;
  const shown = document.body.classList;
  if (shown.contains("questions")) return "qdg".includes(letters[at]);
  return !shown.contains("changes") || letters[at] !== opened[at];
}

function goToRow(at, {focus = true} = {}) {
  if (at < 0 || at >= letters.length) return;
  const before = current;
  current = at;
  if (before >= 0) {
    elements[before].button.tabIndex = -1;
    showLabel(before);
  }
  const {element, button} = elements[at];
  button.tabIndex = 0;
  showLabel(at);
  const labels = document.getElementById("labels");
  labels.hidden = false;
  element.querySelector(".row").after(labels);
  showChoices();
  if (focus) button.focus({preventScroll: true});
  element.scrollIntoView({block: "nearest"});
  markCard();
}

function showChoices() {
  for (const button of document.querySelectorAll("#labels button")) {
    button.setAttribute("aria-pressed", String(letters[current] === button.value));
    const why = whyNot(current, button.value);
    button.disabled = why !== "";
    button.title = say(why || button.dataset.wordTitle);
  }
}

// To the next row, in this direction, that is shown and of which `holds`.
function stepRow(direction, holds = () => true) {
  let at = current + direction;
  while (at >= 0 && at < letters.length && !(isShown(at) && holds(at))) at += direction;
  goToRow(at);
}

function goToEnd(direction) {
  const from = direction > 0 ? -1 : letters.length;
  let at = from + direction;
  while (at >= 0 && at < letters.length && !isShown(at)) at += direction;
  goToRow(at);
}

function setLabel(letter) {
  if (current < 0 || letters[current] === letter) return;
  const why = whyNot(current, letter);
  if (why) return showMessage(say("label_not_here", {letter, why: say(why)}), {isBad: true});
  steps.push({at: current, before: letters[current]});
  changeLabel(current, letter);
}

function undo() {
  const step = steps.pop();
  if (!step) return;
  goToRow(step.at);
  changeLabel(step.at, step.before);
}

function changeLabel(at, letter) {
  letters[at] = letter;
  showLabel(at);
  showChoices();
  markCard();
  showState();
  askForCards();
}

function showFaults(faults) {
  for (const at of faulty) {
    elements[at].element.querySelector(".fault")?.remove();
    elements[at].button.removeAttribute("aria-describedby");
  }
  const before = faulty;
  faulty = new Set(faults.map((fault) => fault.row).filter((row) => row >= 0));
  for (const {row, message} of faults) {
    if (row < 0) continue;
    elements[row].element.append(make("p", {class: "fault", id: `fault-${row}`}, message));
    elements[row].button.setAttribute("aria-describedby", `fault-${row}`);
  }
  for (const at of new Set([...before, ...faulty])) showLabel(at);
}
