// Puts the marked words of each of `pages`, as the browser reads it, into the body.
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

function texts(node, found) {
  if (node instanceof Text) found.push(node.data);
  if (["script", "style"].includes(node.localName)) return;
  if (node.localName === "iframe") texts(parse(node.getAttribute("srcdoc") ?? ""), found);
  if (node.localName === "template" && node.content) texts(node.content, found);
  for (const child of node.childNodes) texts(child, found);
}

document.body.textContent = JSON.stringify(
  pages.map((page) => {
    const found = [];
    texts(parse(page), found);
    return (found.join(" ").match(/zu[b-m]+ka|hidden/g) ?? []).join(" ");
  }),
);
