// The answer of the current card as Anki will show it, in a frame without scripts; the other cards show Markdown.
"use strict";

const REST = 120;
let faceTimer = 0;
let faced = null;

// Waits until the reader rests on a card, so that walking through the rows asks for nothing.
function showFaceSoon(card) {
  clearTimeout(faceTimer);
  if (faced && faced !== card) hideFace(faced);
  if (card && !card.isDraft) faceTimer = setTimeout(() => showAnswer(card), REST);
}

async function showAnswer(card) {
  const found = await post(`face/${encodeURIComponent(card.key)}`, letters).catch(() => ({}));
  if (found.errors) showErrors(card, found.errors);
  if (!found.back || !card.isCurrent || !card.element.isConnected) return;
  const {back, css, ordinal} = found;
  const title = say("answer");
  const srcdoc = makeFrame(data.frame, {face: back, css, ordinal, title, night: isDark()});
  const frame = make("iframe", {title, sandbox: "allow-same-origin", srcdoc});
  frame.addEventListener("load", () => {
    frame.contentDocument.documentElement.style.scrollbarWidth = "none";
    fitHeight(frame);
    tameFace(frame.contentDocument, openLink);
    frame.contentDocument.addEventListener("keydown", pressed);
    card.element.classList.add("faced");
    // A face is higher than its Markdown.
    card.element.scrollIntoView({block: "nearest"});
  }, {once: true});
  hideFace(card);
  card.element.append(frame);
  faced = card;
}

// What a build would refuse: then there is no face, and Markdown stays.
function showErrors(card, errors) {
  card.element.querySelector(".errors")?.remove();
  card.element.append(make("ul", {class: "errors"}, ...errors.map((text) => make("li", {}, text))));
}

function hideFace(card) {
  card.element.querySelector("iframe")?.remove();
  card.element.classList.remove("faced");
}
