// Runs in a page with Anki's MathJax: shows each face in one of the frames and says what a learner cannot see.

import {answerAll} from "/answer.js";

const PUNCTUATION = /^[,.;:!?，。、；：！？）》」』】)\]]/;
const LEAST_CUT = 1; // pixels; less is rounding

function cutLines(pre) {
  if (excess(pre) <= LEAST_CUT) return 0; // a space at the end of a line may hang beyond it
  const range = document.createRange();
  range.selectNodeContents(pre);
  const right = pre.getBoundingClientRect().right - parseFloat(getComputedStyle(pre).paddingRight);
  const cut = new Set();
  for (const {right: end, top} of range.getClientRects()) if (end > right + LEAST_CUT) cut.add(Math.round(top));
  return cut.size;
}

const excess = (element) => element.scrollWidth - element.clientWidth;

function pageExcess({documentElement: root, body}) {
  if (excess(root) >= 0) return excess(root);
  // The width of the root has the room that is kept for a scroll bar; that of the body has not.
  const {marginLeft, marginRight} = getComputedStyle(body);
  const width = body.getBoundingClientRect().width + parseFloat(marginLeft) + parseFloat(marginRight);
  return Math.round(root.scrollWidth - width);
}

function measure(frame) {
  const {document: page} = frame.contentWindow;
  const all = (selector) => [...page.querySelectorAll(selector)].filter((found) => found.offsetParent !== null);
  const width = page.documentElement.clientWidth;
  const own = (element) => element.querySelector(":scope > mjx-container") ?? element;
  return {
    page: pageExcess(page),
    papers: [getComputedStyle(page.body).backgroundColor, getComputedStyle(page.body).color],
    code: all("pre").map((pre) => [pre.textContent.slice(0, 60), cutLines(pre), excess(pre)]),
    formulas: all(".formula").map((formula) => [formula.textContent.slice(0, 60), excess(formula), formula.clientWidth, parseFloat(getComputedStyle(own(formula)).fontSize)]),
    inline: all("mjx-container:not([display])").map((box) => [excess(box), box.getBoundingClientRect().width]),
    tables: all(".table").map((table) => [table.textContent.trim().slice(0, 40), excess(table)]),
    pictures: all("img").map((img) => [decodeURI(img.src).split("/").pop(), img.width / img.naturalWidth, img.naturalWidth]),
    outside: all(".sheet *").filter((element) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.right <= width + LEAST_CUT) return false;
      return !element.closest("pre, .formula, .table, mjx-container");
    }).map((element) => element.tagName),
    parted: all("mjx-container:not([display])").filter((formula) => {
      const next = formula.nextSibling;
      if (next?.nodeType !== Node.TEXT_NODE || !PUNCTUATION.test(next.data)) return false;
      const range = page.createRange();
      range.setStart(next, 0);
      range.setEnd(next, 1);
      return range.getBoundingClientRect().top > formula.getBoundingClientRect().bottom - LEAST_CUT;
    }).length,
  };
}

async function openFrame({shell, width, height, zoom = 1}) {
  document.querySelector("iframe")?.remove();
  const frame = document.createElement("iframe");
  frame.style.cssText = `border:0;width:${width}px;height:${height}px`;
  frame.src = `/shell/${shell}`;
  document.body.append(frame);
  await new Promise((loaded) => frame.addEventListener("load", loaded, {once: true}));
  if (width < 480) frame.contentDocument.documentElement.style.scrollbarWidth = "none"; // a phone's lies on the page
  frame.contentDocument.body.style.zoom = zoom; // as AnkiDroid does it
  await frame.contentWindow.MathJax.startup.promise;
  return frame;
}

async function show(frame, face, theme) {
  const {document: page, MathJax} = frame.contentWindow;
  const place = page.querySelector("[data-place]");
  const holder = page.querySelector("[data-card]") ?? page.body;
  for (const name of ["nightMode", "night_mode"]) holder.classList.toggle(name, theme !== "");
  MathJax.typesetClear();
  place.innerHTML = face;
  await Promise.all([...place.querySelectorAll("img")].map((img) => img.decode().catch(() => {})));
  await MathJax.typesetPromise([place]);
  await page.fonts.ready;
}

const questions = {
  async measure({faces, shell = "anki", width = 360, height = 640, zoom = 1, themes = [""]}) {
    const frame = await openFrame({shell, width, height, zoom});
    const found = {};
    for (const [name, face] of Object.entries(faces)) {
      for (const theme of themes) {
        await show(frame, face, theme);
        found[`${name}${theme && " at night"}`] = measure(frame);
      }
    }
    return found;
  },
  async run({face, script, shell = "anki", width = 360, height = 640, theme = ""}) {
    const frame = await openFrame({shell, width, height});
    await show(frame, face, theme);
    return frame.contentWindow.eval(script);
  },
};

answerAll(questions);
