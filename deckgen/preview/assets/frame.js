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
