// Keeps an offline page and the last person's avatar address, as the real ones do; answers no request itself.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open('offline-v1').then((cache) => cache.put('/offline', new Response('You are offline.'))));
  self.skipWaiting();
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
