// Runs in a page of `preview_page.py`, beside the scripts of a preview: answers what a test asks.

import {answerAll} from "/answer.js";

async function openFrame(html, sandbox = "allow-same-origin") {
  document.querySelector("iframe")?.remove();
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", sandbox);
  frame.style.cssText = "border: 0; width: 600px; height: 800px";
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, {once: true}));
  frame.srcdoc = html;
  document.body.append(frame);
  await loaded;
  return frame;
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const questions = {
  frames: ({template, parts}) => parts.map((part) => makeFrame(template, part)),
  compared: (rows) => rows.map(([expected, typed, accents]) => compareTyped(expected, typed, accents)),
  // Of each document the text that is seen, and the style of what each selector finds.
  async looks({pages, selectors, properties}) {
    const found = {};
    for (const [name, html] of Object.entries(pages)) {
      const {contentDocument: page, contentWindow: view} = await openFrame(html);
      await page.fonts.ready;
      const styles = selectors.flatMap((selector) =>
        [...page.querySelectorAll(selector)].map((element) => {
          const style = view.getComputedStyle(element);
          return [selector, ...properties.map((property) => style.getPropertyValue(property))];
        }),
      );
      found[name] = {text: page.getElementById("qa").innerText, styles};
    }
    return found;
  },
  // Clicks on all that can be clicked in a document, and says where its frame and the page are then.
  async attacked({html, tamed}) {
    const frame = await openFrame(html);
    const opened = [];
    if (tamed) tameFace(frame.contentDocument, (address) => opened.push(address));
    const before = location.href;
    for (const element of [...frame.contentDocument.querySelectorAll("a, area, button, input, img, svg, summary, div")]) {
      element.dispatchEvent(new frame.contentWindow.MouseEvent("click", {bubbles: true, cancelable: true}));
    }
    await wait(400);
    let there;
    try {
      there = frame.contentDocument?.getElementById("qa") ? "face" : String(frame.contentDocument?.location);
    } catch (error) {
      there = String(error);
    }
    return {there, opened, same: location.href === before, scripts: window.attacks ?? []};
  },
  async hint(html) {
    const frame = await openFrame(html);
    tameFace(frame.contentDocument, () => {});
    const before = frame.contentDocument.body.innerText;
    frame.contentDocument.querySelector("a.hint").click();
    return [before, frame.contentDocument.body.innerText];
  },
};

answerAll(questions);
