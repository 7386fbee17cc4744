// Instagram's pages. Sign-in variants: A name/password, B email/pass, C no names, D remembered account.
const csrf = () => ({ 'X-CSRFToken': cookieValue('csrftoken'), 'X-Requested-With': 'XMLHttpRequest' });
const BOX = 'one_tap_storage_version';
const SHAPES = { home: 'M12 3 3 10v11h6v-6h6v6h6V10z', messages: 'M2 4h20v13H9l-5 4v-4H2z', more: 'M3 5h18v2H3zm0 6h18v2H3zm0 6h18v2H3z' };
const icon = (name) => `<svg aria-label="${esc(T[name])}" role="img" viewBox="0 0 24 24"><path d="${SHAPES[name]}"/></svg>`;

function fields(variant) {
  const names = { A: ['name="username"', 'name="password"'], B: ['name="email"', 'name="pass"'], C: ['', ''], D: ['name="username"', 'name="password"'] }[variant];
  return `<input type="text" ${names[0]} aria-label="${esc(T.user)}" placeholder="${esc(T.user)}" autocapitalize="off" data-user>
    <input type="password" ${names[1]} aria-label="${esc(T.password)}" placeholder="${esc(T.password)}" data-pass>`;
}

function submitButton(variant) {
  // The button is a <button type=submit> on A and D, a div with a role on B and C.
  return variant === 'A' || variant === 'D' ? `<button type="submit" data-submit disabled>${esc(T.login)}</button>`
    : `<div role="button" tabindex="0" data-submit aria-disabled="true">${esc(T.login)}</div>`;
}

function loginForm(variant, user) {
  mount(`<main class="card"><div class="logo">Instagram</div><form id="loginForm" method="post" novalidate>
    ${user ? `<span class="face"></span><h2>${esc(user)}</h2><input type="password" name="password" aria-label="${esc(T.password)}" placeholder="${esc(T.password)}" data-pass data-known="${esc(user)}">` : fields(variant)}
    ${submitButton(variant)}<p class="error" role="alert"></p></form>
    <p class="muted"><a href="/accounts/password/reset/">?</a> <a href="/legal/log-out/">${esc(T.learn)}</a></p></main>`, boot.shadow);
  redraw(variant === 'B' ? '#loginForm' : '[data-submit]'); // B replaces the inputs as well
}

function rememberedPage() {
  mount(`<main class="card"><div class="logo">Instagram</div><span class="face"></span><h2 style="text-align:center">${esc(boot.remembered.username)}</h2>
    <button type="button" data-continue>${esc(T.continue)}</button>
    <div role="button" tabindex="0" class="quiet" data-other>${esc(T.other_profile)}</div>
    <p class="muted"><a href="#" data-other>${esc(T.other_account)}</a></p></main>`);
}

function loginView() {
  const start = () => (boot.variant === 'D' && boot.remembered ? rememberedPage() : loginForm(boot.variant));
  waiting();
  late(start);
  onType(() => {
    const user = one('[data-user]'); const pass = one('[data-pass]'); const button = one('[data-submit]');
    const ready = pass && pass.value.length > 0 && (!user || user.value.length > 0);
    if (button && 'disabled' in button) button.disabled = !ready;
    if (button) button.setAttribute('aria-disabled', String(!ready));
  });
  onClick('[data-other]', () => { waiting(); late(() => loginForm('D')); });
  onClick('[data-continue]', async () => {
    const saved = JSON.parse(localStorage.getItem(BOX) || '{}')[boot.remembered.id];
    if (saved && saved.nonce) {
      const done = await send('/api/v1/web/accounts/login/onetap/', { login_nonce: saved.nonce }, csrf());
      if (done.value.authenticated) return go(done.value.url);
    }
    return loginForm('D', boot.remembered.username);
  });
  const submit = async () => {
    const pass = one('[data-pass]'); const user = one('[data-user]');
    if (!pass.value) return;
    const data = { username: user ? user.value : pass.dataset.known, password: pass.value };
    const { ok, value } = await send('/api/v1/web/accounts/login/ajax/', data, csrf());
    if (value.authenticated || value.two_factor_required) return go(value.url);
    if (value.checkpoint_url || value.challenge) return go(value.checkpoint_url || value.challenge.url);
    late(() => { one('.error').textContent = ok ? T.wrong : '…'; });
  };
  onClick('[data-submit]', submit);
  onEnter('[data-pass]', submit);
}

function twoFactorView() {
  const name = boot.field ? `name="${boot.field}"` : '';
  waiting();
  late(() => mount(`<main class="card"><div class="logo">Instagram</div><h2>${esc(T.code)}</h2>
    <input type="tel" ${name} autocomplete="one-time-code" maxlength="8" aria-label="${esc(T.code)}" placeholder="${esc(T.code)}" data-code>
    <button type="button" data-submit>${esc(T.confirm)}</button><p class="error" role="alert"></p></main>`));
  const submit = async () => {
    const { value } = await send('/api/v1/web/accounts/login/ajax/two_factor/', { verificationCode: one('[data-code]').value }, csrf());
    if (value.authenticated) return go(value.url);
    one('.error').textContent = T.wrong_code;
  };
  onClick('[data-submit]', submit);
  onEnter('[data-code]', submit);
}

function remember(nonce) {
  const box = JSON.parse(localStorage.getItem(BOX) || '{}');
  box[boot.me.id] = Object.assign({ username: boot.me.username, profilePicture: '/pic.jpg' }, box[boot.me.id], nonce ? { nonce } : {});
  localStorage.setItem(BOX, JSON.stringify(box));
  localStorage.setItem('caa_feta_onetap_users_migrated', '1');
}

function onetapView() {
  remember();
  waiting();
  const plain = Number(boot.me.id) % 2 === 0;
  late(() => mount(`<main class="card"><h2>${esc(T.onetap)}</h2><button type="button" data-save>${esc(T.save)}</button>
    ${plain ? `<button type="button" class="quiet" data-not>${esc(T.not_now)}</button>` : `<div role="button" tabindex="0" class="quiet" data-not>${esc(T.not_now)}</div>`}</main>`));
  onClick('[data-not]', () => go('/'));
  onClick('[data-save]', async () => {
    const { value } = await send('/accounts/request_one_tap_login_nonce/', {}, csrf());
    remember(value.login_nonce);
    go('/');
  });
}

async function leave() {
  const { ok } = await send('/accounts/logout/ajax/', { one_tap_app_login: '0', user_id: boot.me.id }, csrf());
  if (ok) late(() => go('/accounts/login/'));
  else add(`<p class="error" role="alert">!</p>`);
}

function frame(main) {
  mount(`<div class="app"><nav class="side"><div class="logo">Instagram</div>${decoys()}
    <a href="/">${icon('home')} ${esc(T.home)}</a><a href="/direct/inbox/">${icon('messages')} ${esc(T.messages)}</a>
    <a href="/${esc(boot.me.username)}/"><span class="face"></span>${esc(boot.me.username)}</a>
    <a href="/accounts/edit/">${esc(T.edit)}</a><div id="menu"></div>
    <div role="button" tabindex="0" aria-expanded="false" data-more>${icon('more')} ${esc(T.more)}</div></nav><main>${main}
    ${boot.decoys ? `<footer class="muted"><a href="/legal/log-out/">${esc(T.logout)}</a> · Meta · About · Help</footer>` : ''}</main></div>`);
  redraw('[data-more]');
  onClick('[data-more]', () => late(() => { one('#menu').innerHTML = `<div class="menu"><a href="/accounts/edit/">${esc(T.edit)}</a>
    <a href="/session/login_activity/">${esc(T.activity)}</a><div role="button" tabindex="0" data-leave>${esc(T.logout)}</div></div>`; }));
  onClick('[data-leave]', leave);
}

function homeView() {
  remember();
  waiting();
  late(() => {
    frame(posts(['café.luna', 'taller.norte', 'acme']));
    if (boot.embed) add(`<iframe src="${boot.embed}" title="Facebook" width="1" height="1"></iframe>`, document.body);
    if (boot.greet) late(() => add(`<div class="veil"><div class="card" role="dialog" aria-modal="true"><h2>${esc(T.notify)}</h2>
      <button type="button">${esc(T.notify_yes)}</button><button type="button" class="quiet" data-later>${esc(T.not_now_2)}</button></div></div>`, document.body));
  });
  onClick('[data-later]', () => document.querySelector('[data-later]').closest('.veil').remove());
}

const VIEWS = {
  login: loginView, two_factor: twoFactorView, onetap: onetapView, home: homeView,
  edit() {
    waiting();
    late(() => frame(`<h1>${esc(T.edit)}</h1><label>Name<input value="${esc(boot.me.username)}"></label><label>Bio<input value=""></label>`));
  },
  logout() { mount(`<main class="card"><h2>${esc(T.logged_out)}</h2></main>`); late(leave); },
  activity() {
    waiting();
    late(() => frame(`<h1>${esc(T.activity)}</h1>` + boot.rows.map((row) => `<div class="row"><span>${esc(row.device)} · Linux</span>
      ${row.current ? `<b>${esc(T.current)}</b>` : `<div role="button" tabindex="0" data-end="${row.n}">${esc(T.logout)}</div>`}</div>`).join('')));
    onClick('[data-end]', async (node) => { await send('/session/login_activity/logout_session/', { session_id: node.dataset.end }, csrf()); location.reload(); });
  },
  challenge() {
    const title = { challenge: T.challenge, scraping_warning: T.scraping, suspended: T.suspended }[boot.kind];
    const label = boot.kind === 'challenge' ? T.person : T.dismiss;
    mount(`<main class="card"><div class="logo">Instagram</div><h2>${esc(title)}</h2><button type="button" data-person>${esc(label)}</button></main>`);
    onClick('[data-person]', async () => { const { value } = await send('/challenge/action/', {}, csrf()); if (value.url) go(value.url); });
  },
  plain() { if (boot.me) { waiting(); late(() => frame(`<h1>${esc(boot.name || '')}</h1>`)); } else mount(`<main class="card"><div class="logo">Instagram</div><a href="/accounts/login/">${esc(T.login)}</a></main>`); },
};
VIEWS[boot.view]();

if (boot.consent && !boot.me && boot.view === 'login') {
  late(() => add(`<div class="veil" id="consent"><div class="card" role="dialog" aria-modal="true"><h2>${esc(T.consent)}</h2>
    <button type="button" data-cookies="all">${esc(T.allow)}</button><button type="button" class="quiet" data-cookies="few">${esc(T.decline)}</button></div></div>`, document.body));
  onClick('[data-cookies]', () => {
    document.cookie = 'ig_nrcb=1; Domain=.instagram.com; Path=/; Max-Age=31536000; Secure';
    document.getElementById('consent').remove();
  });
}
