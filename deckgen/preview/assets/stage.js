// Shows a face in a frame without scripts: the page reads and sizes the frame, and nothing in the frame can act.
"use strict";

const ACTING = "a, area, summary, input, textarea, select, button, label, audio, video";

// Puts a face into a box; what the box showed stays until the new face is there, so nothing flickers.
function showFace(box, face, {css, ordinal, title, media, onready}) {
  const device = looks.shell || "anki";
  const srcdoc = makeFrame(store.index.frame, {face, css, title, ordinal, media, night: isDark(), device});
  const frame = make("iframe", {title, sandbox: "allow-same-origin", class: "coming", srcdoc});
  for (const waiting of box.querySelectorAll(".coming")) waiting.remove();
  frame.addEventListener("load", () => {
    const inner = frame.contentDocument;
    // A phone draws its scroll bar over the card, and a frame as high as its card needs none.
    inner.documentElement.style.scrollbarWidth = "none";
    if (device === "anki") fitHeight(frame);
    inner.addEventListener("keydown", pressed);
    tameFace(inner, openLink);
    inner.addEventListener("click", clicked);
    for (const old of [...box.children]) if (old !== frame) old.remove();
    frame.classList.remove("coming");
    onready?.(inner);
  }, {once: true});
  box.append(frame);
}

// The frame is as high as its card, so that the page scrolls and not the frame.
function fitHeight(frame) {
  const {documentElement, body} = frame.contentDocument;
  const fit = () => { frame.style.height = `${Math.ceil(documentElement.offsetHeight)}px`; };
  fit();
  // An observer of the frame's own window ends with it.
  new frame.contentWindow.ResizeObserver(fit).observe(body);
}

// A click on a card flips it, unless it opens something in the card or marks a text.
function clicked(event) {
  if (!event.target.closest?.(ACTING) && !event.view.getSelection().toString()) flip();
}

// A link of a card leads into a tab of its own.
function openLink(address) {
  open(address, "_blank", "noopener");
}
