// Search on pages without a server, by the rules of the course's own index: every word has to be found in a section, at the
// beginning of a word or of a part of a name; Chinese is found anywhere; headings first.
(() => {
  const { sections: source, lessons } = document.currentScript.dataset;
  const most = 30;
  const score = { heading: 10, title: 4, prose: 3, code: 2 };
  const snippet = { lead: 50, length: 180 };

  const isChinese = character => /[\u3400-\u9fff\uf900-\ufaff]/.test(character);
  const isWord = character => /[\p{L}\p{Nd}]/u.test(character);
  const isUpper = character => /\p{Lu}/u.test(character);
  const isDigit = character => /\p{Nd}/u.test(character);

  // Without regard to case, and of the same length, so that places are the same.
  const folded = new Map();
  const fold = text => {
    if (!folded.has(text)) {
      const upper = text.toUpperCase();
      folded.set(text, upper.length === text.length ? upper : [...text].map(c => (c.toUpperCase().length === c.length ? c.toUpperCase() : c)).join(''));
    }

    return folded.get(text);
  };

  const canBegin = (text, at) => at === 0
    || !isWord(text[at]) || !isWord(text[at - 1])
    || isChinese(text[at]) || isChinese(text[at - 1])
    || (isUpper(text[at]) && !isUpper(text[at - 1]))
    || isDigit(text[at]) !== isDigit(text[at - 1]);

  const find = (text, word, from) => {
    const [all, part] = [fold(text), fold(word)];
    for (let at = all.indexOf(part, from); at >= 0; at = all.indexOf(part, at + 1)) if (canBegin(text, at)) return at;
    return -1;
  };

  // 3 for a whole word, 2 for the beginning of one, 1 for a part of a name, 0 for nothing.
  const rate = (text, word) => {
    let best = 0;
    for (let at = find(text, word, 0); at >= 0 && best < 3; at = find(text, word, at + 1)) {
      const end = at + word.length;
      const begins = at === 0 || !isWord(text[at - 1]) || isChinese(text[at]);
      const ends = end === text.length || !isWord(text[end]) || isChinese(text[end]);
      best = Math.max(best, begins ? (ends ? 3 : 2) : 1);
    }

    return best;
  };

  const total = (section, words) => {
    let sum = 0;
    for (const word of words) {
      let best = rate(section.heading, word) * score.heading;
      for (const passage of section.passages) best = Math.max(best, rate(passage.text, word) * (passage.isCode ? score.code : score.prose));
      if (best === 0 && words.length > 1) best = rate(section.lesson, word) * score.title;
      if (best === 0) return 0;
      sum += best;
    }

    return sum;
  };

  const cut = (text, words) => {
    const places = words.map(word => find(text, word, 0)).filter(at => at >= 0);
    const first = places.length ? Math.min(...places) : 0;
    let start = Math.max(0, first - snippet.lead);
    const space = start > 0 ? text.slice(start, first).indexOf(' ') : -1;
    if (space >= 0) start += space + 1;
    let end = Math.min(text.length, start + snippet.length);
    const last = end < text.length ? text.lastIndexOf(' ', end - 1) : -1;
    if (last > first) end = last;
    return (start > 0 ? '… ' : '') + text.slice(start, end) + (end < text.length ? ' …' : '');
  };

  const hit = (section, words) => {
    const sum = passage => words.reduce((all, word) => all + rate(passage.text, word), 0);
    const passage = section.passages.reduce((best, each) => (best && sum(best) >= sum(each) ? best : each), undefined);
    const inPassage = passage && sum(passage) > 0;
    const inHeading = words.every(word => rate(section.heading, word) > 0);
    const anchor = inPassage && !inHeading ? passage.anchor : section.anchor;
    return {
      ...section,
      link: section.page + (anchor ? `#${encodeURIComponent(anchor)}` : ''),
      isCode: Boolean(passage?.isCode),
      snippet: passage ? cut(passage.text, words) : '',
    };
  };

  const search = (all, query) => {
    const words = [...new Map(query.split(/\s+/).filter(Boolean).map(word => [fold(word), word])).values()];
    if (!words.length) return { words, hits: [] };
    const hits = all.map(section => ({ section, points: total(section, words) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points)
      .slice(0, most)
      .map(({ section }) => hit(section, words));
    return { words, hits };
  };

  // --- What is found, as elements: text of the course is never markup here.

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const marked = (text, words) => {
    const pieces = [];
    let done = 0;
    for (;;) {
      const next = words.map(word => ({ at: find(text, word, done), length: word.length })).filter(({ at }) => at >= 0)
        .sort((a, b) => a.at - b.at || b.length - a.length)[0];
      if (!next) break;
      pieces.push(text.slice(done, next.at), element('mark', '', text.slice(next.at, next.at + next.length)));
      done = next.at + next.length;
    }

    return [...pieces, text.slice(done)];
  };

  const show = (place, query, { words, hits }) => {
    place.hidden = !query;
    if (!query) return place.replaceChildren();
    const count = hits.length === 0 ? `Nothing found for “${query}”. Try fewer words, or the beginning of one.`
      : hits.length === 1 ? 'One place' : `${hits.length} places`;
    const status = element('p', 'count', count);
    status.setAttribute('role', 'status');
    const list = element('ul', '', ...hits.map(each => {
      const link = element('a', '', element('span', 'where', each.lesson), element('span', 'heading', ...marked(each.heading, words)));
      link.href = lessons + each.link;
      if (each.snippet) link.append(element('span', each.isCode ? 'snippet code' : 'snippet', ...marked(each.snippet, words)));
      return element('li', '', link);
    }));
    place.replaceChildren(status, ...(hits.length ? [list] : []));
  };

  // The sections are loaded when somebody is about to search.
  let loading;
  const load = () => loading ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = source;
    script.onload = () => done(window.courseSections);
    script.onerror = failed;
    document.head.append(script);
  });

  const input = document.querySelector('#course-search');
  const place = input.closest('.search').querySelector('.hits');
  input.addEventListener('focus', () => load());
  input.addEventListener('input', async () => {
    const all = await load();
    const query = input.value.trim();
    show(place, query, search(all, query));
  });
})();
