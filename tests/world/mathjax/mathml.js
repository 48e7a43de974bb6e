// Answers with the MathML of each formula, as MathJax writes it for screen readers.

(async () => {
  await MathJax.startup.promise;
  for (;;) {
    const response = await fetch("/question");
    if (!response.ok) break;
    const {given} = await response.json();
    const answer = given.map((tex) => {
      MathJax.startup.document.inputJax[0].reset();
      try {
        return MathJax.tex2mml(tex, {display: false});
      } catch (error) {
        return `no formula: ${error.message}`;
      }
    });
    await fetch("/answer", {method: "POST", body: JSON.stringify(answer)});
  }
})();
