// Shows a face in a frame without scripts: the page reads and sizes the frame, and nothing in the frame can act.
"use strict";

const FACE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; media-src 'self' file: data:; font-src 'self' file: data:";

const ACTING = "summary, input, textarea, select, button, label, audio, video";

function faceDocument(html, css, ordinal) {
  const night = isDark() ? " nightMode night_mode" : "";
  return `<!doctype html><html class="${looks.shell ? "mobile android linux js" : ""}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${FACE_POLICY}">
<style>body { margin: 20px; overflow-wrap: break-word } img { max-width: 100% }</style><style>${css.replaceAll("</", "<\\/")}</style></head>
<body class="card card${ordinal + 1}${night}"><div id="qa">${html}</div></body></html>`;
}

// Puts a face into a box; what the box showed stays until the new face is there, so nothing flickers.
function showFace(box, html, {css, ordinal, title, onready}) {
  const frame = make("iframe", {title, sandbox: "allow-same-origin", class: "coming", srcdoc: faceDocument(html, css, ordinal)});
  for (const waiting of box.querySelectorAll(".coming")) waiting.remove();
  frame.addEventListener("load", () => {
    const inner = frame.contentDocument;
    const fit = () => { frame.style.height = `${Math.ceil(inner.documentElement.offsetHeight)}px`; };
    if (!looks.shell) {
      fit();
      // The frame's own window makes the observer, which then ends with it.
      new frame.contentWindow.ResizeObserver(fit).observe(inner.body);
    }
    inner.addEventListener("keydown", pressed);
    inner.addEventListener("click", clicked);
    for (const old of [...box.children]) if (old !== frame) old.remove();
    frame.classList.remove("coming");
    onready?.(inner);
  }, {once: true});
  box.append(frame);
}

// A click on a card flips it. A link of the card leads out of the frame, into a tab of its own.
function clicked(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) {
    if (!event.target.closest?.(ACTING) && !event.view.getSelection().toString()) flip();
    return;
  }
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  if (/^https?:/.test(link.href)) open(link.href, "_blank", "noopener");
}
