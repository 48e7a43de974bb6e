// Makes elements; a text stays text.
"use strict";

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// `file:line`, which opens the editor where the author set one.
function placeLink({path, line, link}) {
  const text = `${path}:${line}`;
  return link ? make("a", {href: link, class: "place"}, text) : make("span", {class: "place"}, text);
}

function problemRow(problem) {
  return make(
    "li",
    {class: problem.severity},
    placeLink(problem),
    make("span", {class: "severity"}, say(problem.severity)),
    make("span", {}, problem.message),
    make("code", {}, problem.code),
  );
}
