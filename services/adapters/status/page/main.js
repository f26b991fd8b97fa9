// Asks every two seconds while anybody looks; draws what has changed.

const kAskEvery = 2000;
const kAnswerWithin = 5000;
const page = { before: null, last: null, paused: false, timer: 0 };

function draw(status) {
  drawHead(status, page.before);
  drawFlow(status);
  drawWorkers(status, page.before);
  drawOutcome(status);
  drawSites(status);
  drawArticles(status);
  page.before = status;
  page.last = new Date();
}

// Nothing if there is no answer of use; then the page has said so.
async function fetchStatus() {
  const control = new AbortController();
  const late = setTimeout(() => control.abort(), kAnswerWithin);
  try {
    const answer = await fetch('/status', { signal: control.signal });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const status = await answer.json();
    if (status.format !== 1) throw new Error(`/status has format ${status.format}, this page reads 1`);
    return status;
  } catch (error) {
    drawGone(page.last, error.name === 'AbortError' ? 'it took longer than 5 s' : error.message);
    return null;
  } finally {
    clearTimeout(late);
  }
}

async function ask() {
  clearTimeout(page.timer);
  if (page.paused || document.hidden) return;
  const status = await fetchStatus();
  clearTimeout(page.timer);
  page.timer = setTimeout(ask, kAskEvery);
  if (status) draw(status);
}

function togglePause() {
  page.paused = !page.paused;
  const button = byId('pause');
  button.setAttribute('aria-pressed', String(page.paused));
  setText(button, page.paused ? 'Go on' : 'Pause');
  tell(page.paused ? 'Paused: the figures stand still.' : 'Goes on.');
  ask();
}

function nextTheme() {
  const order = ['auto', 'light', 'dark'];
  const now = document.documentElement.dataset.theme || 'auto';
  const next = order[(order.indexOf(now) + 1) % order.length];
  if (next === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  setText(byId('theme'), `Theme: ${next}`);
}

byId('pause').addEventListener('click', togglePause);
byId('theme').addEventListener('click', nextTheme);
byId('newer').addEventListener('click', showNewer);
document.addEventListener('visibilitychange', ask);
ask();
