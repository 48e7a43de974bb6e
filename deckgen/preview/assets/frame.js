"use strict";

/**
 * The document of a face, the same as `frame.py` makes; `template` is its `FRAME`.
 * `device` is "anki" or "ankidroid", `ordinal` counts from 0, `media` is the address of the folder with the media.
 */
function makeFrame(template, {face, css, title = "", ordinal = 0, night = false, device = "anki", media = "media/"}) {
  const attribute = (text) =>
    text.replace(/[&<>"']/g, (found) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})[found]);
  const root = device === "ankidroid" ? "mobile android linux js" : "linux js";
  const body = `card card${ordinal + 1} isLin`;
  const parts = {
    root: night ? `${root} night-mode` : root,
    theme: night ? "dark" : "light",
    media: attribute(media),
    title: attribute(title),
    body: night ? `${body} nightMode night_mode` : body,
    css,
    face,
  };
  return template.replace(/%(root|theme|media|title|body|css|face)%/g, (_, name) => parts[name]);
}

/**
 * Makes a face work from outside, since no script runs in its frame: a hint opens, a link goes to `openLink`
 * and leads the frame nowhere.
 */
function tameFace(page, openLink) {
  page.addEventListener("submit", (event) => event.preventDefault(), true);
  const follow = (event) => {
    const link = event.target.closest("a, area");
    if (!link) return;
    event.preventDefault();
    const text = link.nextElementSibling;
    if (link.matches("a.hint") && text?.matches("div.hint")) {
      link.style.display = "none";
      text.style.display = "block";
      return;
    }
    const address = link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "";
    if (/^https?:/i.test(address.trim())) openLink(address.trim());
  };
  page.addEventListener("click", follow, true);
  page.addEventListener("auxclick", follow, true);
}
