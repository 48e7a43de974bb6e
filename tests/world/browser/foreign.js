// A foreign page that tries to read and to change what a preview serves at `base`. Answers what each try got; "" is
// nothing. `paths` are read, and `posts` are the paths, bodies and kinds of requests that would change something.
async ({base, paths, posts}) => {
  const LATE = 2500; // milliseconds after which an attempt has got nothing
  const late = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, LATE, ""))]);
  const seen = (text) => `read: ${String(text).slice(0, 80)}`;

  const add = (name, attributes) => new Promise((resolve) => {
    const element = document.createElement(name);
    element.onload = () => resolve(element);
    element.onerror = () => resolve(null);
    Object.assign(element, attributes);
    document.body.append(element);
  });
  const loaded = async (name, attributes) => ((await add(name, attributes)) ? "loaded" : "");
  const fetched = async (address, options) => {
    try {
      const response = await fetch(address, options);
      const text = await response.text();
      return response.type !== "opaque" || text ? seen(`${response.status} ${text}`) : "";
    } catch {
      return "";
    }
  };
  const framed = async (name, attributes) => {
    const element = await add(name, attributes);
    try {
      if (element.contentWindow.length) return `has ${element.contentWindow.length} frames`;
      const text = element.contentDocument?.body?.textContent;
      return text ? seen(text) : "";
    } catch {
      return "";
    }
  };
  const asked = (request) => new Promise((resolve) => {
    request.onload = () => resolve(seen(request.responseText));
    request.onerror = () => resolve("");
    request.send();
  });
  const opened = (path) => new Promise((resolve) => {
    const other = open(base + path, "_blank");
    setTimeout(() => {
      let found = "";
      try {
        if (other && !other.closed) found = other.length ? `has ${other.length} frames` : other.document.body.textContent;
      } catch {
        found = "";
      }
      resolve(found && seen(found));
    }, 1000);
  });

  const tries = {};
  for (const path of paths) {
    const address = base + path;
    const request = new XMLHttpRequest();
    request.open("GET", address);
    const media = () => Object.assign(document.createElement("video"), {src: address});
    const played = (element) => new Promise((resolve) => {
      element.onloadedmetadata = () => resolve("played");
      element.onerror = () => resolve("");
      element.load();
    });
    Object.assign(tries, {
      [`fetch ${path}`]: fetched(address),
      [`fetch with credentials ${path}`]: fetched(address, {credentials: "include"}),
      [`fetch without cors ${path}`]: fetched(address, {mode: "no-cors"}),
      [`fetch with a header ${path}`]: fetched(address, {headers: {"X-Own": "1"}}),
      [`fetch of a part ${path}`]: fetched(address, {headers: {Range: "bytes=0-99"}}),
      [`request ${path}`]: asked(request),
      [`image ${path}`]: loaded("img", {src: address}),
      [`script ${path}`]: loaded("script", {src: address}),
      [`module ${path}`]: loaded("script", {src: address, type: "module"}),
      [`style ${path}`]: loaded("link", {rel: "stylesheet", href: address}),
      [`video ${path}`]: played(media()),
      [`frame ${path}`]: framed("iframe", {src: address}),
      [`frame in a sandbox ${path}`]: framed("iframe", {src: address, sandbox: "allow-scripts"}),
      [`object ${path}`]: framed("object", {data: address, type: "text/html"}),
      [`font ${path}`]: new FontFace("x", `url(${address})`).load().then(() => "loaded", () => ""),
      [`window ${path}`]: opened(path),
    });
  }
  tries.events = new Promise((resolve) => {
    const events = new EventSource(`${base}/events`);
    events.addEventListener("revision", (event) => resolve(seen(event.data)));
    events.onerror = () => resolve("");
  });
  tries.socket = new Promise((resolve) => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/events`);
    socket.onopen = () => resolve("opened");
    socket.onerror = () => resolve("");
  });
  for (const [path, body, kind] of posts) {
    const address = base + path;
    const headers = {"Content-Type": kind};
    tries[`post ${kind} ${path}`] = fetched(address, {method: "POST", body, headers});
    tries[`post without cors ${kind} ${path}`] = fetched(address, {method: "POST", mode: "no-cors", body, headers});
    tries[`beacon ${kind} ${path}`] = (navigator.sendBeacon(address, new Blob([body], {type: kind})), "");
    for (const method of ["PUT", "DELETE", "PATCH"]) tries[`${method} ${kind} ${path}`] = fetched(address, {method, body, headers});
    // A form whose name and value are JSON with `=` in it.
    const target = await add("iframe", {name: `target${document.forms.length}`, srcdoc: ""});
    const [start, end] = [body.slice(0, -1) + ',"x":"', '"}'];
    const form = Object.assign(document.createElement("form"), {action: address, method: "POST", enctype: "text/plain", target: target.name});
    form.append(Object.assign(document.createElement("input"), {name: start, value: end}));
    document.body.append(form);
    form.submit();
  }
  const got = {};
  for (const [name, promise] of Object.entries(tries)) got[name] = await late(promise);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const sizes = performance.getEntriesByType("resource").filter((entry) => entry.name.startsWith(base) && entry.decodedBodySize);
  got.sizes = sizes.map((entry) => entry.name).join(" ");
  return got;
}
