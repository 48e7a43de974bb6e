// The reader's language and looks (theme, mode, width, shell), which the browser remembers. It runs in the head of
// every page, so that nothing is painted in a wrong theme.
"use strict";

const LOOKS = {theme: "auto", mode: "study", width: "desktop", shell: ""};
const STORED = "deckgen-preview";
const looks = {...LOOKS};
try {
  Object.assign(looks, JSON.parse(localStorage.getItem(STORED) ?? "{}"));
} catch {
  // A browser that keeps nothing for pages begins anew.
}

const language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";

// A word of the interface; `values.n` decides between singular and plural.
function say(name, values = {}) {
  const forms = WORDS[name][language].split("|");
  const form = values.n === 1 ? forms[0] : forms.at(-1);
  return form.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

function translate(root) {
  for (const element of root.querySelectorAll("[data-word]"))
    element.textContent = say(element.dataset.word, {n: Number(element.dataset.n)});
  for (const element of root.querySelectorAll("[data-word-label]"))
    element.setAttribute("aria-label", say(element.dataset.wordLabel));
  for (const element of root.querySelectorAll("[data-word-title]")) element.title = say(element.dataset.wordTitle);
  for (const element of root.querySelectorAll("[data-word-placeholder]"))
    element.placeholder = say(element.dataset.wordPlaceholder);
}

function isDark() {
  return looks.theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : looks.theme === "dark";
}

function showTheme() {
  document.documentElement.style.colorScheme = looks.theme === "auto" ? "" : looks.theme;
}

function setLook(name, value) {
  looks[name] = value;
  try {
    localStorage.setItem(STORED, JSON.stringify(looks));
  } catch {
    // Then the looks last as long as the page.
  }
  showTheme();
  document.dispatchEvent(new Event("looks"));
}

function showSwitches() {
  for (const group of document.querySelectorAll("[data-look]"))
    for (const button of group.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(looks[group.dataset.look] === button.value));
}

showTheme();
document.addEventListener("DOMContentLoaded", () => {
  translate(document);
  showSwitches();
  document.addEventListener("looks", showSwitches);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("looks")));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-look] button");
    if (!button) return;
    const name = button.parentElement.dataset.look;
    // A switch with one button is on or off.
    const isOff = name === "shell" && looks.shell === button.value;
    setLook(name, isOff ? "" : button.value);
  });
});
