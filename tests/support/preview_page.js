// Runs in a page of `preview_page.py`, beside the scripts of a preview: answers what a test asks.

import {answerAll} from "/answer.js";

async function openFrame(html, sandbox = "allow-same-origin", beside = false) {
  if (!beside) document.querySelectorAll("iframe").forEach((frame) => frame.remove());
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
  // Of each document what a script, which runs in this page, says about it.
  async looks({documents, script, width, height}) {
    const look = new Function("document", "view", script);
    const found = [];
    for (const html of documents) {
      const frame = await openFrame(html);
      [frame.style.width, frame.style.height] = [`${width}px`, `${height}px`];
      if (width < 480) frame.contentDocument.documentElement.style.scrollbarWidth = "none"; // as in measure.js
      await frame.contentDocument.fonts.ready;
      found.push(look(frame.contentDocument, frame.contentWindow));
    }
    return found;
  },
  // Clicks on all that can be clicked in each document, and says where the frames and the page are then.
  async attacked({documents, tamed, sandbox}) {
    const before = location.href;
    const opened = [];
    const frames = [];
    for (const html of documents) frames.push(await openFrame(html, sandbox, frames.length > 0));
    for (const {contentDocument: page, contentWindow: view} of frames) {
      if (tamed) tameFace(page, (address) => opened.push(address));
      for (const element of page.querySelectorAll("a, area, button, input, img, svg, summary, div")) {
        element.dispatchEvent(new view.MouseEvent("click", {bubbles: true, cancelable: true}));
      }
    }
    await wait(150);
    return {
      faces: frames.filter((frame) => frame.contentDocument?.getElementById("qa")).length,
      opened,
      same: location.href === before,
      scripts: window.attacks ?? [],
    };
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
