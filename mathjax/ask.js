// Runs in a page with Anki's MathJax: answers the questions of page.py, until there are no more.

import {answerAll} from "/answer.js";

const DEFINES = /\\(?:def|gdef|let|new|renew|require|Decl|decl|define|Newext|mathtoolsset|newtagform)/;
const NOT_TO_BE_LOADED = "Anki has no such file";

const {packages} = MathJax._.components.package.Package;
const there = new Set(packages.keys());

// MathJax does not ask twice for a file that it did not get.
function forget() {
  for (const name of packages.keys()) if (!there.has(name)) packages.delete(name);
}

function fresh() {
  const {startup} = MathJax;
  startup.input = startup.getInputJax();
  startup.document = startup.getDocument();
}

// What is red in a formula, or null; the definitions of formulas before it count.
function verdict(tex) {
  let root;
  try {
    root = MathJax.startup.document.convert(tex, {display: true, end: MathJax._.core.MathItem.STATE.CONVERT});
  } catch (error) {
    if (error.retry) forget();
    return error.retry ? NOT_TO_BE_LOADED : `exception: ${error.message}`;
  }
  let red = null;
  root.walkTree((node) => {
    if (red === null && node.isKind("merror")) {
      red = node.attributes.getExplicit("data-mjx-error") ?? "error";
    } else if (red === null && node.isKind("mtext") && node.attributes.get("mathcolor") === "red") {
      const text = node.childNodes[0]?.text ?? "";
      if (/^\\(?:[A-Za-z]+|.)$/su.test(text)) red = `undefined ${text}`;
    }
  });
  return red;
}

let defined = false;
function verdicts(note) {
  if (defined) fresh();
  MathJax.startup.document.inputJax[0].reset();
  defined = note.some((tex) => DEFINES.test(tex));
  return note.map(verdict);
}

function names() {
  const {base} = MathJax._.input.tex;
  const {Macro, Matrix} = base.BaseMethods.default;
  const {handlers} = MathJax.startup.document.inputJax[0].parseOptions;
  const delimiters = new Set(handlers.get("delimiter")._configuration.items.map(({item}) => item));
  const out = {};
  for (const kind of ["macro", "environment", "delimiter"]) {
    out[kind] = {};
    for (const {item} of handlers.get(kind)._configuration.items) {
      for (const [found, symbol] of item.map ?? []) {
        let name = found;
        if (kind === "macro" && delimiters.has(item)) {
          if (!name.startsWith("\\")) continue;
          name = name.slice(1);
        }
        const is = symbol._func === Macro ? "macro" : symbol._func === Matrix ? "matrix" : symbol._func ? "function" : "symbol";
        out[kind][name] ??= [is, symbol._args ?? []];
      }
    }
  }
  const loaded = [...packages.keys()];
  out.packages = loaded.filter((name) => name.startsWith("[tex]/")).map((name) => name.slice(6));
  out.options = Object.keys(MathJax.startup.document.inputJax[0].parseOptions.options.mathtools);
  out.used = MathJax.config.tex.packages;
  out.version = MathJax.version;
  return out;
}

// What a macro reads: each call with which its handler takes something from the formula.
const READERS = ["GetArgument", "GetBrackets", "GetDelimiter", "GetDelimiterArg", "GetDimen", "GetUpTo", "ParseUpTo", "ParseArg", "GetStar"];
let trace = null;
let root = null;
let depth = 0;
function watch() {
  const parser = MathJax._.input.tex.TexParser.default.prototype;
  for (const name of READERS) {
    const original = parser[name];
    if (!original) continue;
    parser[name] = function (...given) {
      const outer = trace && depth === 0 && this === root;
      if (outer) depth = 1;
      const begun = this.i;
      try {
        return original.apply(this, given);
      } finally {
        if (outer) {
          trace.push([name, this.string.slice(begun, this.i)]);
          depth = 0;
        }
      }
    };
  }
  const parse = parser.Parse;
  parser.Parse = function () {
    if (trace && root === null) root = this;
    return parse.call(this);
  };
}
function traced(tex) {
  trace = [];
  root = null;
  depth = 0;
  const red = verdicts([tex])[0];
  const got = trace;
  trace = null;
  return [red, got];
}

const questions = {
  names,
  traced: (texs) => texs.map(traced),
  verdicts: (notes) => notes.map(verdicts),
};
(async () => {
  watch();
  await MathJax.startup.promise;
  await answerAll(questions);
})();
