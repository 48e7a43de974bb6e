// The cards that come out of the page under the labels of now. The server makes them; a burst of keys asks once.
"use strict";

const PAUSE = 150;
let shownCards = [];
let timer = 0;
let isAsking = false;
let isWanted = false;

// The server has the plan of one page: it refuses labels that were given to another one.
async function post(path, content) {
  const request = {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({plan: data.plan, labels: content}),
  };
  const answer = await fetch(path, request).catch(() => { throw new Error(say("no_server")); });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

function askForCards() {
  document.getElementById("cards-part").setAttribute("aria-busy", "true");
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

// One request at a time; labels that change meanwhile are asked about after it.
async function ask() {
  isWanted = true;
  if (isAsking) return;
  isAsking = true;
  while (isWanted) {
    isWanted = false;
    try {
      const found = await post("labels", letters);
      if (!isWanted) showLooked(found);
    } catch (error) {
      showMessage(say("look_failed", {why: error.message}), {isBad: true});
    }
  }
  document.getElementById("cards-part").setAttribute("aria-busy", "false");
  isAsking = false;
}

function showLooked({cards, faults, failure, lost}) {
  showFaults(faults ?? []);
  const whole = (faults ?? []).filter((fault) => fault.row < 0).map((fault) => fault.message);
  if (cards) {
    showCards(cards);
    showLost(lost);
  }
  if (failure || whole.length) showMessage([failure, ...whole].filter(Boolean).join(" "), {isBad: true});
  else if (faults?.length) showMessage(say("faults"), {isBad: true});
  else clearBadMessage();
}

// Only what lies between the first and the last difference is made anew.
function showCards(cards) {
  const list = document.getElementById("cards");
  const texts = cards.map((card) => JSON.stringify(card));
  const before = shownCards.map((card) => card.text);
  const most = Math.min(texts.length, before.length);
  let start = 0;
  while (start < most && texts[start] === before[start]) start += 1;
  let end = 0;
  while (end < most - start && texts.at(-1 - end) === before.at(-1 - end)) end += 1;
  const fresh = cards.slice(start, cards.length - end).map((card, at) => {
    return {text: texts[start + at], row: card.row, key: card.key, isDraft: card.draft, element: makeCard(card)};
  });
  const old = shownCards.splice(start, before.length - end - start, ...fresh);
  for (const {element} of old) element.remove();
  const following = shownCards[start + fresh.length]?.element ?? null;
  const made = document.createDocumentFragment();
  made.append(...fresh.map(({element}) => element));
  list.insertBefore(made, following);
  showCount(cards);
  markCard();
}

// A draft makes no card.
function showCount(cards) {
  const drafts = cards.filter((card) => card.draft).length;
  const said = drafts ? say("drafts_found", {n: drafts}) : "";
  document.getElementById("count").textContent = say("cards_found", {n: cards.length - drafts}) + said;
}

// What of the page is nowhere: a fault of deckgen, which no label mends.
function showLost(lost) {
  const element = document.getElementById("lost");
  element.hidden = !lost;
  element.textContent = lost;
}

function makeCard({row, key, question, draft, tags, markdown, warnings}) {
  return make(
    "li",
    {onclick: () => row !== null && !String(getSelection()) && goToRow(row)},
    make("h3", {dir: "auto"}, draft ? make("span", {class: "draft"}, say("draft_mark")) : null, question),
    make("p", {class: "key"}, [key, ...tags.map((tag) => `#${tag}`)].join(" ")),
    markdown ? make("pre", {dir: "auto"}, markdown) : null,
    warnings.length ? make("ul", {class: "warnings"}, ...warnings.map((text) => make("li", {}, text))) : null,
  );
}

// The card of the current row is that of the question at it or above it.
function markCard() {
  const asking = lastAsking(current);
  for (const card of shownCards) {
    const isCurrent = card.row !== null && card.row === asking;
    if (isCurrent === card.isCurrent) continue;
    card.isCurrent = isCurrent;
    card.element.classList.toggle("current", isCurrent);
    if (!isCurrent) continue;
    card.element.scrollIntoView({block: "nearest"});
    showFaceSoon(card);
  }
}
