// The figures follow each change. A browser opens six connections to one host: four listen, those to lines first, for people wait
// by them.
let connections = 4;
function listen(path, event, show) {
  if (connections-- > 0) {
    new EventSource(path).addEventListener(event, told => show(JSON.parse(told.data)));
  }
}

const MINUTE = 60_000;
const MINUTES = 10;
const WIB = new Intl.DateTimeFormat('de', { day: 'numeric', month: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Jakarta' });

/** What this browser keeps, and nobody else; some browsers are told to keep nothing. */
const kept = {
  get: name => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* Asked for again next time. */ } },
};

/** How fast the line moves: as it says now, and as it was seen to in each of the last minutes. */
class Pace {
  #marks = [];
  #paces = [];

  see({ serving, perMinute }) {
    const last = this.#marks.at(-1);
    if (!last || Date.now() - last.at >= MINUTE) {
      this.#marks = [...this.#marks, { at: Date.now(), serving }].slice(-MINUTES - 1);
    }
    this.#paces = this.#marks.slice(1).map((mark, i) =>
      (mark.serving - this.#marks[i].serving) * MINUTE / (mark.at - this.#marks[i].at));
    // Without a minute to go by: its pace may be half or twice as much soon, for it follows how the service does.
    this.#paces.push(...(this.#paces.length > 0 ? [perMinute] : [perMinute / 2, perMinute * 2]));
  }

  /** Minutes until so many had their turn, at the fastest and at the slowest pace, which is none where a minute stood still. */
  until(before) {
    const from = Math.floor(before / Math.max(1, ...this.#paces));
    const to = Math.ceil(before / Math.min(...this.#paces));
    return Number.isFinite(to) ? `${from}–${Math.max(to, from + 1)}` : `${from}+`;
  }
}

/** The part of a card that tells of its waiting room: whatever has one of the line's states as its data-when is shown. */
function room(card) {
  const part = card.querySelector('.room');
  const own = part.querySelector('input');
  const name = `kursi.position.${card.dataset.code}`;
  const pace = new Pace();
  let line;

  function show() {
    const states = [line.state];
    const figures = { ...line, ...line.seats, opensAt: `${WIB.format(new Date(line.opensAt)).replace(',', '')} WIB` };
    const position = own.valueAsNumber;
    if (line.state === 'SERVING' || line.state === 'PAUSED') {
      states.push(line.seats.state);
      if (position > line.serving && position <= line.entered) {
        figures.before = position - line.serving;
        states.push('BEFORE');
        if (line.state === 'SERVING') {
          figures.wait = pace.until(figures.before);
          states.push('WAIT');
        }
      } else if (position >= 1 && position <= line.serving) {
        states.push('TURN');
      }
    }
    for (const one of part.querySelectorAll('[data-when]')) {
      one.hidden = !one.dataset.when.split(' ').some(state => states.includes(state));
    }
    for (const one of part.querySelectorAll('[data-line]')) {
      one.textContent = figures[one.dataset.line] ?? '';
    }
  }

  own.value = kept.get(name) ?? '';
  own.addEventListener('input', () => {
    kept.set(name, own.value);
    show();
  });
  listen(`/v1/intakes/${card.dataset.code}/waiting-room/events`, 'waiting-room', told => {
    line = told;
    if (line.state === 'SERVING') {
      pace.see(line);
    }
    show();
  });
}

const cards = [...document.querySelectorAll('[data-code]')];
cards.filter(card => card.querySelector('.room')).forEach(room);
for (const card of cards) {
  listen(`/v1/intakes/${card.dataset.code}/slots/events`, 'slots', ({ slots }) => {
    for (const figure of card.querySelectorAll('[data-sum]')) {
      figure.textContent = slots.reduce((sum, slot) => sum + slot[figure.dataset.sum], 0);
    }
  });
}
