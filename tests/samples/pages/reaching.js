const at = 'http://127.0.0.1:PORT';
const tries = [
  () => fetch(at + '/fetch', {mode: 'no-cors'}),
  () => { const x = new XMLHttpRequest(); x.open('GET', at + '/xhr'); x.send(); },
  () => { new Image().src = at + '/image'; },
  () => { const s = document.createElement('script'); s.src = at + '/script'; document.head.append(s); },
  () => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = at + '/css'; document.head.append(l); },
  () => { const l = document.createElement('link'); l.rel = 'prefetch'; l.href = at + '/prefetch'; document.head.append(l); },
  () => { const l = document.createElement('link'); l.rel = 'preconnect'; l.href = at; document.head.append(l); },
  () => { const f = document.createElement('iframe'); f.src = at + '/frame'; document.body.append(f); },
  () => { const v = document.createElement('video'); v.src = at + '/video'; v.load(); },
  () => { new WebSocket('ws://127.0.0.1:PORT/socket'); },
  () => { new EventSource(at + '/events'); },
  () => { navigator.sendBeacon(at + '/beacon', 'x'); },
  () => { const p = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:PORT'}]}); p.createDataChannel('a');
          p.createOffer().then(o => p.setLocalDescription(o)); },
  () => { new Worker(URL.createObjectURL(new Blob(["importScripts('" + at + "/worker')"]))); },
  () => { navigator.serviceWorker.register(at + '/service.js').catch(e => console.log('service', e.name)); },
  () => { const f = document.createElement('form'); f.action = at + '/form'; f.method = 'post'; f.target = 'elsewhere';
          document.body.append(f); f.submit(); },
  () => { const a = document.createElement('a'); a.href = at + '/ping'; a.ping = at + '/pinged'; document.body.append(a); a.click(); },
  () => { open(at + '/window'); },
  () => { const f = document.createElement('iframe'); f.src = 'file:///etc/passwd'; document.body.append(f); },
  () => { fetch('file:///etc/passwd').then(r => r.text()).then(t => console.log('READ', t)).catch(e => console.log('file', e.name)); },
  () => { import(at + '/module.js').catch(e => console.log('module', e.name)); },
  () => { location.href = at + '/away'; },
  () => { location.href = 'file:///etc/passwd'; },
  () => { location.href = 'chrome://version'; },
];
for (const one of tries) { try { const r = one(); if (r && r.catch) r.catch(e => console.log('refused', e.name)); } catch (e) { console.log('threw', e.name); } }
setTimeout(() => console.log('tried everything', document.body.innerText.includes('root:')), 1500);
