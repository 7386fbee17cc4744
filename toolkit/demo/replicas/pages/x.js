// X's pages: a single-page sign-in, a home that draws late, a confirm sheet.
const BEARER = 'Bearer AAAAAAAAAAAAAAAAAAAAAreplica';
const csrf = () => ({ 'x-csrf-token': cookieValue('ct0'), authorization: BEARER });

// Caches of the web app, under the name and store of the localforage library; a logout leaves them.
function cacheHandle(handle) {
  const open = indexedDB.open('localforage', 2);
  open.onupgradeneeded = () => open.result.createObjectStore('keyvaluepairs');
  open.onsuccess = () => {
    const write = open.result.transaction('keyvaluepairs', 'readwrite');
    write.objectStore('keyvaluepairs').put({ screen_name: handle, at: Date.now() }, 'device:rweb.user');
  };
}

function toast(text) {
  const old = document.querySelector('.toast');
  if (old) old.remove();
  add(`<div class="toast" role="alert" data-testid="toast">${esc(text)}</div>`, document.body);
}

// --- sign-in
const flow = { ticket: '', user: '' };

async function step(name, value) {
  const castle = boot.jf && navigator.webdriver ? 'robot' : 'person';
  const { ok, value: reply } = await send('/i/api/1.1/onboarding/task.json', { step: name, value, ticket: flow.ticket, castle }, csrf(), true);
  if (!ok) {
    const error = (reply.errors || [{ code: 0 }])[0];
    if (error.code === 326) return go('/account/access');
    return toast(T[error.message] || T.refused);
  }
  if (reply.ticket) flow.ticket = reply.ticket;
  if (name === 'user') flow.user = value;
  if (reply.step === 'in') return late(() => go(reply.url));
  return late(() => STEPS[reply.step]());
}

const dialog = (title, body) => mount(`<div class="veil"><div class="card" role="dialog" aria-modal="true" data-testid="sheetDialog"><div class="logo">𝕏</div><h1>${esc(title)}</h1>${body}</div></div>`, boot.shadow);

const STEPS = {
  user() {
    dialog(T.title, `<button type="button" class="quiet" data-elsewhere>Google</button><button type="button" class="quiet" data-elsewhere>Apple</button>
      <input type="text" name="text" autocomplete="username" autocapitalize="sentences" aria-label="${esc(T.user)}" placeholder="${esc(T.user)}">
      <button type="button" role="button" data-next>${esc(T.next)}</button><button type="button" class="quiet" data-elsewhere>?</button>`);
    redraw('[data-next], input[name=text]');
  },
  unusual() { STEPS.ocf(T.unusual, 'unusual'); },
  two_factor() { STEPS.ocf(T.two_factor, 'two_factor'); },
  ocf(title, name) {
    dialog(title, `<input type="text" name="text" data-testid="ocfEnterTextTextInput" data-step="${name}" inputmode="${name === 'two_factor' ? 'numeric' : 'text'}">
      <button type="button" data-testid="ocfEnterTextNextButton">${esc(T.next)}</button>`);
  },
  password() {
    // The name typed before is still there, in a disabled input with the same attributes.
    dialog(T.enter_password, `<input type="text" name="text" autocomplete="username" disabled value="${esc(flow.user)}">
      <input type="password" name="password" autocomplete="current-password" aria-label="${esc(T.password)}" placeholder="${esc(T.password)}">
      <button type="button" role="button" data-testid="LoginForm_Login_Button" disabled>${esc(T.login)}</button>`);
    redraw('[data-testid=LoginForm_Login_Button]');
  },
};

function loginView() {
  waiting();
  late(STEPS.user);
  onType((input) => { if (input.name === 'password') one('[data-testid=LoginForm_Login_Button]').disabled = !input.value; });
  const user = () => { const input = one('input[autocomplete=username]'); if (input.value) step('user', input.value); };
  const ocf = () => { const input = one('[data-testid=ocfEnterTextTextInput]'); step(input.dataset.step, input.value); };
  const password = () => step('password', one('input[name=password]').value);
  onClick('[data-next]', user);
  onClick('[data-testid=ocfEnterTextNextButton]', ocf);
  onClick('[data-testid=LoginForm_Login_Button]', password);
  onEnter('input[autocomplete=username]', user);
  onEnter('[data-testid=ocfEnterTextTextInput]', ocf);
  onEnter('input[name=password]', password);
}

// --- leaving
function confirmSheet(title, label, work) {
  add(`<div class="veil"><div class="card" role="dialog" aria-modal="true" data-testid="confirmationSheetDialog"><h1>${esc(title)}</h1>
    <button type="button" role="button" data-testid="confirmationSheetConfirm">${esc(label)}</button>
    <button type="button" role="button" class="quiet" data-testid="confirmationSheetCancel">${esc(T.cancel)}</button></div></div>`, document.body);
  confirmSheet.work = work;
}

async function leave() {
  const { ok, value } = await send('https://api.x.com/1.1/account/logout.json', { redirectAfterLogout: 'https://x.com/account/switch' }, csrf());
  if (ok) return late(() => go(value.url));
  return toast(T.refused);
}
onClick('[data-testid=confirmationSheetConfirm]', () => confirmSheet.work());
onClick('[data-testid=confirmationSheetCancel]', (node) => { if (boot.view === 'logout') go('/home'); else node.closest('.veil').remove(); });

// --- signed in
function frame(main, handle) {
  mount(`<div class="app"><header class="side" role="banner"><div class="logo">𝕏</div>${decoys()}
    <a href="/home" data-testid="AppTabBar_Home_Link">${esc(T.home)}</a><span id="who"></span>
    <a href="/settings/account">${esc(T.settings)}</a>${boot.decoys ? `<a href="/settings/sessions">${esc(T.learn)}</a>` : ''}
    <div id="menu"></div><button type="button" aria-haspopup="menu" data-testid="SideNav_AccountSwitcher_Button"><span class="face"></span><span data-name></span></button>
    </header><main data-testid="primaryColumn">${main}</main></div>`);
  show(handle);
  redraw('[data-testid=SideNav_AccountSwitcher_Button]');
}

function show(handle) {
  one('#who').innerHTML = `<a href="/${esc(handle)}" data-testid="AppTabBar_Profile_Link" aria-label="${esc(T.profile)}">${esc(T.profile)}</a>`;
  one('[data-name]').textContent = '@' + handle;
}

onClick('[data-testid=SideNav_AccountSwitcher_Button]', () => late(() => {
  const others = (boot.accounts || []).map((name) => `<div role="button" tabindex="0" data-testid="UserCell" data-switch="${esc(name)}"><span class="face"></span>@${esc(name)}</div>`).join('');
  one('#menu').innerHTML = `<div class="menu" role="menu">${others}<a href="/i/flow/login" data-testid="AccountSwitcher_AddAccount_Button">${esc(T.add)}</a>
    <a href="/logout" role="menuitem" data-testid="AccountSwitcher_Logout_Button">${esc(T.logout_user.replace('{handle}', boot.me.handle))}</a></div>`;
}));
onClick('[data-testid=AccountSwitcher_Logout_Button]', () => late(() => confirmSheet(T.sure, T.logout, leave)));
onClick('[data-switch]', async (node) => {
  const { value } = await send('/i/api/1.1/account/multi/switch.json', { handle: node.dataset.switch }, csrf());
  if (value.url) go(value.url);
});

const VIEWS = {
  landing() {
    mount(`<main class="card wide"><div class="logo">𝕏</div><h1>${esc(T.landing)}</h1><a role="button" href="/i/flow/login" data-testid="loginButton">${esc(T.login)}</a></main>`);
  },
  nobody() { waiting(); late(() => location.replace('/i/flow/login?redirect_after_login=%2Fhome')); },
  login: loginView,
  home() {
    cacheHandle(boot.me.handle);
    waiting();
    late(() => {
      frame(posts(['Café Luna', 'Taller Norte', 'Acme']), boot.stale || boot.me.handle);
      if (boot.stale) setTimeout(() => show(boot.me.handle), 1000);
      if (boot.greet) late(() => add(`<div class="veil screen" data-testid="interstitial"><div class="card" role="dialog" aria-modal="true"><h1>${esc(T.notify)}</h1>
        <button type="button">${esc(T.allow)}</button><button type="button" class="quiet" data-later>${esc(T.not_now)}</button></div></div>`, document.body));
    });
    onClick('[data-later]', (node) => node.closest('.veil').remove());
  },
  logout() { waiting(); late(() => confirmSheet(T.sure, T.logout, leave)); },
  account() { waiting(); late(() => frame(`<h1>${esc(T.settings)}</h1><a href="/settings/sessions">${esc(T.sessions)}</a>`, boot.me.handle)); },
  sessions() {
    waiting();
    late(() => frame(`<h1>${esc(T.sessions)}</h1>` + boot.rows.map((row) => `<div class="row"><span>${esc(row.device)} · Linux</span>${row.current ? `<b>${esc(T.current)}</b>` : ''}</div>`).join('')
      + (boot.rows.length > 1 ? `<div role="button" tabindex="0" class="quiet" data-all>${esc(T.all)}</div>` : ''), boot.me.handle));
    onClick('[data-all]', () => confirmSheet(T.all_sure, T.logout, async () => { await send('/i/api/account/sessions/revoke_all', {}, csrf()); location.reload(); }));
  },
  switch() {
    waiting();
    late(() => dialog(T.pick, boot.accounts.map((name) => `<div role="button" tabindex="0" class="quiet" data-testid="UserCell" data-switch="${esc(name)}">@${esc(name)}</div>`).join('')));
  },
  access() {
    mount(`<main class="card"><div class="logo">𝕏</div><h1>${esc(T.locked)}</h1><p>${esc(T.locked_why)}</p><button type="button" data-start>${esc(T.start)}</button>
      <iframe src="https://client-api.arkoselabs.com/" id="arkose_iframe" title="arkoselabs" width="1" height="1" style="border:0"></iframe></main>`);
    onClick('[data-start]', async () => { const { value } = await send('/account/access', {}, csrf()); if (value.url) go(value.url); });
  },
  profile() {
    if (boot.me) { waiting(); late(() => frame(`<h1>@${esc(boot.name)}</h1>` + posts([boot.name]), boot.me.handle)); } else mount(`<main class="card"><h1>@${esc(boot.name)}</h1><a href="/login">${esc(T.login)}</a></main>`);
  },
};
VIEWS[boot.view]();

if (boot.bar && ['landing', 'login', 'home'].includes(boot.view)) {
  late(() => add(`<div class="bar" data-testid="BottomBar"><p>${esc(T.cookies)}</p><button type="button" data-cookies="1">${esc(T.accept)}</button><button type="button" data-cookies="0">${esc(T.refuse)}</button></div>`, document.body));
  onClick('[data-cookies]', (node) => {
    document.cookie = `d_prefs=${node.dataset.cookies}; Domain=.x.com; Path=/; Max-Age=15552000; Secure`;
    node.closest('.bar').remove();
  });
}
