/** Answers the questions of `page.py`, each by the function of its name, until there are no more. */
export async function answerAll(questions) {
  for (;;) {
    const response = await fetch("/question");
    if (!response.ok) break;
    const asked = await response.json();
    let answer;
    try {
      answer = await questions[asked.question](asked.given);
    } catch (error) {
      answer = {error: String(error?.stack ?? error)};
    }
    await fetch("/answer", {method: "POST", body: JSON.stringify(answer)});
  }
}
