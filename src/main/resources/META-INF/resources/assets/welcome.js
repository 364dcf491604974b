// The figures follow each change. A browser opens six connections to one host: the first four intakes are listened to.
const cards = [...document.querySelectorAll('[data-code]')].slice(0, 4);
for (const card of cards) {
  const listen = new EventSource(`/v1/intakes/${card.dataset.code}/slots/events`);
  listen.addEventListener('slots', event => {
    const slots = JSON.parse(event.data).slots;
    for (const figure of card.querySelectorAll('[data-sum]')) {
      figure.textContent = slots.reduce((sum, slot) => sum + slot[figure.dataset.sum], 0);
    }
  });
}
