"use strict";

/**
 * Compares what was typed with what is expected, as Anki does, and gives the HTML inside `<code id=typeans>`.
 * With `accents` false, combining marks such as accents do not count.
 *
 * Facts from Anki 26.09 (rslib/src/typeanswer.rs): both texts are compared by taking the longest common part
 * first, and then those before and after it, as Python's difflib does without `autojunk`.
 */
function compareTyped(expected, typed, accents = true) {
  if (typed === "") return escapeTyped(expected);
  const [given, wanted] = accents ? [[...typed.normalize("NFC")], [...expected.normalize("NFC")]] : [baseLetters(typed), baseLetters(expected)];
  const shown = accents ? wanted : lettersWithMarks(expected);
  if (given.length === wanted.length && given.every((letter, place) => letter === wanted[place])) {
    return markTyped("typeGood", accents ? wanted.join("") : expected, false);
  }
  let above = "";
  let below = "";
  for (const {same, from, to, start, end} of differences(given, wanted)) {
    const mine = given.slice(from, to).join("");
    const theirs = shown.slice(start, end).join("");
    if (same) above += markTyped("typeGood", mine, true);
    else if (from < to) above += markTyped("typeBad", mine, true);
    else above += markTyped("typeMissed", "-".repeat(end - start), true);
    if (start < end) below += markTyped(same ? "typeGood" : "typeMissed", theirs, accents);
  }
  return `${above}<br><span id=typearrow>&darr;</span><br>${below}`;
}

/** The parts of two rows of letters, in order: the same in both, or replaced, or only in one of them. */
function differences(given, wanted) {
  const matches = matchingParts(given, wanted);
  const found = [];
  let [from, start] = [0, 0];
  for (const {to, end, size} of [...matches, {to: given.length, end: wanted.length, size: 0}]) {
    if (from < to || start < end) found.push({same: false, from, to, start, end});
    if (size) found.push({same: true, from: to, to: to + size, start: end, end: end + size});
    [from, start] = [to + size, end + size];
  }
  return found;
}

function matchingParts(given, wanted) {
  const places = placesOfLetters(wanted);
  const waiting = [[0, given.length, 0, wanted.length]];
  const found = [];
  while (waiting.length) {
    const [from, to, start, end] = waiting.pop();
    const best = longestPart(given, places, from, to, start, end);
    if (!best.size) continue;
    found.push(best);
    waiting.push([from, best.to, start, best.end], [best.to + best.size, to, best.end + best.size, end]);
  }
  found.sort((one, other) => one.to - other.to);
  return joinNeighbours(found);
}

function joinNeighbours(parts) {
  const joined = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    if (last && last.to + last.size === part.to && last.end + last.size === part.end) last.size += part.size;
    else joined.push({...part});
  }
  return joined;
}

/** Where each letter stands. */
function placesOfLetters(letters) {
  const places = new Map();
  letters.forEach((letter, place) => {
    if (!places.has(letter)) places.set(letter, []);
    places.get(letter).push(place);
  });
  return places;
}

function longestPart(given, places, from, to, start, end) {
  let best = {to: from, end: start, size: 0};
  let lengths = new Map();
  for (let place = from; place < to; place += 1) {
    const next = new Map();
    for (const other of places.get(given[place]) ?? []) {
      if (other < start) continue;
      if (other >= end) break;
      const size = (lengths.get(other - 1) ?? 0) + 1;
      next.set(other, size);
      if (size > best.size) best = {to: place - size + 1, end: other - size + 1, size};
    }
    lengths = next;
  }
  return best;
}

function baseLetters(text) {
  return [...text.normalize("NFKD")].filter((letter) => !/\p{M}/u.test(letter));
}

function lettersWithMarks(text) {
  const found = [];
  for (const letter of text.normalize("NFKD")) {
    if (!/\p{M}/u.test(letter)) found.push(letter);
    else if (found.length) found[found.length - 1] += letter;
  }
  return found;
}

/** A mark at the beginning of a part would join the letter before it. */
function markTyped(name, text, apart) {
  return `<span class=${name}>${escapeTyped(apart && /^\p{M}/u.test(text) ? `\u00a0${text}` : text)}</span>`;
}

function escapeTyped(text) {
  return text.replace(/[&<>"']/g, (found) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})[found]);
}
