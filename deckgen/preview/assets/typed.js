// Compares a typed answer with the right one. A placeholder: it shows the right answer.
"use strict";

function compareTyped(expected) {
  const text = document.createElement("span");
  text.textContent = expected;
  return text.innerHTML;
}
