// Shared by the replicas: boot data, late drawing, nodes that are replaced under the reader's hands.
'use strict';
const boot = JSON.parse(document.getElementById('boot').textContent);
const T = boot.t || {};
const app = document.getElementById('app');
let root = app;

const esc = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const go = (url) => location.assign(url);

function cookieValue(name) {
  const hit = document.cookie.split('; ').find((part) => part.startsWith(name + '='));
  return hit ? hit.slice(name.length + 1) : '';
}

let turn = 0;
// Runs `work` after the next of the page's delays (0.2 to 0.8 s unless the server was told otherwise).
function late(work) {
  const delays = boot.delays || [0];
  setTimeout(work, delays[turn++ % delays.length]);
}

function waiting() { app.innerHTML = '<div class="wait" role="progressbar">…</div>'; }

// Draws the page; with `shadow` inside an open shadow root, as web components do.
function mount(html, shadow) {
  app.innerHTML = '';
  root = app;
  if (shadow) {
    const host = document.createElement('login-form');
    app.append(host);
    root = host.attachShadow({ mode: 'open' });
    const style = document.querySelector('link[rel=stylesheet]').cloneNode();
    root.append(style);
    const box = document.createElement('div');
    root.append(box);
    box.innerHTML = html;
  } else {
    app.innerHTML = html;
  }
}

function add(html, place) {
  const box = document.createElement('div');
  box.innerHTML = html;
  const node = box.firstElementChild;
  (place || root).append(node);
  return node;
}

const one = (selector) => root.querySelector(selector) || document.querySelector(selector);

let pressed = false;
document.addEventListener('pointerdown', () => { pressed = true; }, true);
document.addEventListener('pointerup', () => setTimeout(() => { pressed = false; }, 20), true);

// Frameworks draw the same thing twice: the node of before is detached, its twin has the same text and value.
function redraw(selector) {
  const work = () => {
    if (pressed) { setTimeout(work, 30); return; } // not between the press and the release of a button
    for (const old of root.querySelectorAll(selector)) {
      const twin = old.cloneNode(true);
      const before = old.matches('input') ? [old] : [...old.querySelectorAll('input')];
      const after = twin.matches('input') ? [twin] : [...twin.querySelectorAll('input')];
      after.forEach((input, i) => { input.value = before[i].value; });
      const focused = before.indexOf(root instanceof ShadowRoot ? root.activeElement : document.activeElement);
      const caret = focused >= 0 ? before[focused].selectionStart : null;
      old.replaceWith(twin);
      if (focused >= 0) {
        after[focused].focus();
        after[focused].setSelectionRange(caret, caret);
      }
    }
  };
  late(work);
}

// One listener for the whole page, so that a redrawn node works as its twin did.
function onClick(selector, work) {
  document.addEventListener('click', (event) => {
    const path = event.composedPath().filter((node) => node instanceof Element);
    const node = path.find((element) => element.matches(selector));
    if (!node || node.disabled) return;
    event.preventDefault();
    work(node, event);
  });
}

function onEnter(selector, work) {
  document.addEventListener('keydown', (event) => {
    const node = event.composedPath()[0];
    if (event.key === 'Enter' && node instanceof Element && node.matches(selector)) { event.preventDefault(); work(node); }
  });
}

function onType(work) {
  document.addEventListener('input', (event) => work(event.composedPath()[0]));
}

async function send(url, data, headers, json) {
  let response;
  try {
    response = await fetch(url, {
      method: 'POST', credentials: 'include',
      headers: Object.assign({ 'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded' }, headers),
      body: json ? JSON.stringify(data) : new URLSearchParams(data).toString(),
    });
  } catch (error) {
    return { ok: false, status: 0, value: {} }; // the connection broke, or an error page came without CORS headers
  }
  let value = {};
  try { value = await response.json(); } catch (error) { value = { status: 'fail' }; }
  return { ok: response.ok, status: response.status, value };
}

function posts(names) {
  const tones = ['135deg,#f9ce34,#ee2a7b,#6228d7', '160deg,#1fa2ff,#12d8fa,#a6ffcb', '120deg,#c79081,#dfa579', '145deg,#355c7d,#6c5b7b,#c06c84'];
  return names.map((name, i) => `<article class="post" data-testid="tweet"><header><span class="face"></span>${esc(name)}</header>
    <p>${esc((T.posts || [])[i] || '')}</p><div class="photo" style="background:linear-gradient(${tones[i % 4]})"></div></article>`).join('');
}

function decoys() {
  if (!boot.decoys) return '';
  return `<button type="button" hidden data-decoy>${esc(T.logout)}</button>
    <div class="away" aria-hidden="true"><button type="button" tabindex="-1" data-decoy disabled>${esc(T.logout)}</button></div>`;
}

if (boot.worker && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}
