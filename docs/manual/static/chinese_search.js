// A query is cut as the index was: Chinese into the longest words that the index knows, the rest at blanks and signs.
var splitQuery = (query) =>
  query
    .split(/[^\p{Letter}\p{Number}_]+|(?<=\p{Script=Han})(?=\P{Script=Han})|(?<=\P{Script=Han})(?=\p{Script=Han})/u)
    .filter((part) => part)
    .flatMap((part) => (/\p{Script=Han}/u.test(part) ? wordsOfIndex(part) : [part]));

function wordsOfIndex(text) {
  const { terms, titleterms } = Search._index;
  const known = (word) => Object.hasOwn(terms, word) || Object.hasOwn(titleterms, word);
  const words = [];
  let start = 0;
  while (start < text.length) {
    let end = text.length;
    while (end > start + 1 && !known(text.slice(start, end))) end -= 1;
    if (end > start + 1) words.push(text.slice(start, end));
    start = end;
  }
  return words.length > 0 ? words : [text];
}

// Sphinx 9 names the stemmer after the language, and ships the one for the English words of Chinese pages.
var ChineseStemmer = function () {
  return new EnglishStemmer();
};
