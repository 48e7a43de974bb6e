// Runs in a page of `card_page.py`: shows each face of a card in a frame, and measures what a learner sees.

import {answerAll} from "/answer.js";

const frame = document.createElement("iframe");
frame.style.border = "0";
frame.height = 800;
const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, {once: true}));
frame.src = "/card";
document.body.append(frame);

const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}～]$/u;
const OPENING = /^[\p{Ps}\p{Pi}]$/u;
// What is in a flex box is a block by its style, and stands in a line nevertheless.
function isInline(element) {
  const {display} = element.ownerDocument.defaultView.getComputedStyle(element);
  return display.startsWith("inline") || element.parentElement.matches(".unbroken");
}

// The character before or after an element in its line, and the range of it; null at the end of the text.
function beside(element, step) {
  const inner = element.ownerDocument;
  for (let node = element; node; node = node.parentNode) {
    if (node !== element && !isInline(node)) return null;
    const sibling = step > 0 ? node.nextSibling : node.previousSibling;
    if (!sibling) continue;
    let found = sibling;
    while (found.nodeType === 1 && found.nodeName !== "MJX-CONTAINER" && found.childNodes.length)
      found = step > 0 ? found.firstChild : found.lastChild;
    if (found.nodeType !== 3 || !found.data) return null;
    const range = inner.createRange();
    const start = step > 0 ? 0 : found.length - 1;
    range.setStart(found, start);
    range.setEnd(found, start + 1);
    return {character: found.data[start], box: range.getBoundingClientRect()};
  }
  return null;
}

// Each formula in a line of text that a line's end parts from the punctuation beside it.
function partedIn(body) {
  const found = [];
  for (const formula of body.querySelectorAll("mjx-container:not([display])")) {
    const box = formula.getBoundingClientRect();
    const after = beside(formula, 1);
    const before = beside(formula, -1);
    const text = formula.parentElement.textContent.slice(0, 60);
    if (after && CLOSING.test(after.character) && after.box.left < box.right - 2) found.push(`…|${after.character} ${text}`);
    if (before && OPENING.test(before.character) && before.box.right > box.left + 2) found.push(`${before.character}|… ${text}`);
  }
  return found;
}

function besideIn(body) {
  const all = [...body.querySelectorAll("mjx-container:not([display])")];
  return all.filter((formula) => {
    const [after, before] = [beside(formula, 1), beside(formula, -1)];
    return (after && CLOSING.test(after.character)) || (before && OPENING.test(before.character));
  }).length;
}

async function show({face, theme, width}, typeset = true) {
  await loaded;
  frame.width = width;
  const {contentWindow: view, contentDocument: page} = frame;
  await view.MathJax.startup.promise;
  page.body.className = `card card1 ${theme}`;
  const qa = page.getElementById("qa");
  view.MathJax.typesetClear();
  qa.innerHTML = face;
  if (typeset) await view.MathJax.typesetPromise([qa]);
  return page;
}

// How much wider than its frame a page is; the width of its root has the room that is kept for a scroll bar.
function excess({documentElement: root, body}) {
  const {marginLeft, marginRight} = getComputedStyle(body);
  const width = body.getBoundingClientRect().width + parseFloat(marginLeft) + parseFloat(marginRight);
  return Math.round(root.scrollWidth - width);
}

// Of each face what `look` finds in it.
const each = (look) => async ({faces, theme, width}) => {
  const found = {};
  for (const [name, face] of Object.entries(faces)) found[name] = await look({face, theme, width});
  return found;
};

// Of each formula its width, its red errors, and the background of what has a class of a cloze in it.
function formulasIn(page) {
  return [...page.querySelectorAll("mjx-container")].map((formula) => [
    Math.round(10 * formula.firstElementChild.getBoundingClientRect().width) / 10,
    formula.querySelectorAll("mjx-merror").length,
    [...formula.querySelectorAll("mjx-math [class*=cloze-]")].map((part) => getComputedStyle(part).backgroundColor),
  ]);
}

// The rules, of those asked for, that axe-core finds broken in a card; rules for a whole page are Anki's to keep.
async function violationsIn(page, rules = {}) {
  if (!frame.contentWindow.axe) {
    const script = page.createElement("script");
    script.src = "/axe.min.js";
    const ready = new Promise((resolve) => script.addEventListener("load", resolve));
    page.head.append(script);
    await ready;
  }
  const {violations} = await frame.contentWindow.axe.run(page.getElementById("qa"), rules);
  return violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 120)} ${failureSummary}`));
}

// The text that is seen: not what is hidden, and not what waits in a closed <details>.
function textIn(page) {
  return page.getElementById("qa").innerText.split("\n").map((line) => line.trim()).filter(Boolean);
}

const questions = {
  violations: each(async (given) => violationsIn(await show(given))),
  colours: each(async (given) => violationsIn(await show(given), {runOnly: ["color-contrast", "link-in-text-block"]})),
  text: each(async (given) => textIn(await show(given))),
  formulas: each(async (given) => formulasIn(await show(given))),
  parted: each(async (given) => partedIn((await show(given)).body)),
  beside: each(async (given) => [besideIn((await show(given)).body)]),
  excess: each(async (given) => [excess(await show(given, false)), excess(await show(given))]),
};

answerAll(questions);
